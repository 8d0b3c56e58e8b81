"""What schools reported to the ministry: cumulative rounds of 2024, the pace between them, levels, committees."""

import itertools
from datetime import date

from dashboard.compose import derive, tested
from dashboard.compose.compare import compare
from dashboard.compose.parts import Parts
from dashboard.compose.pick import ANY, pick

MEASURES = {
    "school_reports": ("level", ("_T", "elementary", "middle", "high")),
    "school_victims": ("role", ("_T", "student", "teacher", "staff")),
    "school_referrals": ("level", ("_T",)),
    "school_removal_support": ("level", ("_T",)),
}


def _rounds(release, indicator: str, series: str, **codes) -> list:
    return [
        row
        for row in pick(release, indicator, series, set_id=("kr_school_rounds", "derived"), **codes)
        if row.window.start == date(2024, 1, 1)
    ]


def rounds(release, options) -> Parts:
    """The ministry's cumulative rounds since 1 January 2024, split by school level or by who was harmed."""
    indicator = options["show"]
    dimension, codes = MEASURES[indicator]
    rows = [row for code in codes for row in _rounds(release, indicator, code, **{dimension: code})]
    totals = [row for row in rows if row.series == "_T"]
    facts = {"first": totals[0], "second": totals[1], "last": totals[-1]} if len(totals) > 2 else {}
    return Parts(tuple(rows), events=("school_round_definition",), facts=facts | {"variant": indicator})


def between_rounds(release) -> list:
    """What was reported between the rounds that count as the last one does."""
    totals = _rounds(release, "school_reports", "reports")
    made, _ = derive.increments(totals)
    return [row for row in made if row.formula and row.basis == totals[-1].basis]


def pace(release, options) -> Parts:
    """School reports a day between rounds; the first round counts otherwise, so nothing is derived across it."""
    totals = _rounds(release, "school_reports", "reports")
    made, refused = derive.increments(totals)
    rows = [derive.per_day(row, "reports") for row in made]
    joined = [row for row in rows if row.basis == totals[-1].basis]
    facts = {"first": joined[0], "last": joined[-1]} if joined else {}
    return Parts(tuple(rows), events=("school_round_definition",), facts=facts, gaps=tuple(refused))


def per_pupils(release, options) -> Parts:
    """Reports up to the last round per 100,000 pupils of the level, pupils counted on 1 April 2024."""
    levels = ("elementary", "middle", "high")
    pupils = {
        row.code("level"): row
        for row in pick(release, "pupils", level=levels)
        if row.window.end == date(2024, 4, 1)
    }
    rows = []
    for level in levels:
        counts = _rounds(release, "school_reports", level, level=level)
        if counts and level in pupils:
            rows += [derive.per_100k(counts[-1], pupils[level], level), counts[-1], pupils[level]]
    facts = {row.series: row for row in rows if row.unit == "per_100k"}
    survey = pick(release, "school_survey_victim_share", "survey", kind=ANY)
    if survey:
        facts["survey"] = survey[-1]
    return Parts((*rows, *survey[-1:]), facts=facts)


def committees(release, options) -> Parts:
    """Reports to school-violence committees by year; the newest window is January–August only."""
    indicator = options["show"]
    years = pick(release, indicator, "year", kind="year")
    partial = pick(release, indicator, "partial", kind="ytd")
    comparisons = [compare(a, b) for a, b in itertools.pairwise(years)]
    facts = {"variant": indicator}
    if years and partial:
        comparisons.append(compare(years[-1], partial[-1]))
        facts |= {"before": years[-1], "last": partial[-1], "pace": comparisons[-1]}
    return Parts((*years, *partial), tuple(comparisons), tested.findings(years, "trend"), facts=facts)
