"""What changed in each main indicator, whether the tests say that it means anything, and what is missing."""

from dataclasses import replace

from dashboard.compose import derive, growth, schools, tested
from dashboard.compose.compare import compare
from dashboard.compose.parts import Parts
from dashboard.compose.pick import ANY, one, pick
from dashboard.result import Comparison, Row
from data import catalogue

# By what they count; the related offences are context and stand apart.
GROUPS = {
    "police": ("police_cases", "police_apprehended", "police_apprehended_teens"),
    "schools": ("school_reports", "school_committee_reports"),
    "support": ("support_victims", "support_reports", "regulator_requests"),
    "sheets": ("incidents_police", "incidents_school"),
    "related": ("related_messages_recorded", "related_filming_recorded", "related_cyber_child_recorded"),
}
SERIES = tuple(name for names in GROUPS.values() for name in names)
# The first hand-compiled statement by age, and the last: what lies between is counted in one way.
TEENS = ("2024-09-25", "2024-12-31")
FIRMEST = ("whole_years", "same_window", "share", "pace")


def answer(release, options) -> Parts:
    """One indicator: the newest pair that may be compared, the newest that may not, tests of the series.

    Facts: `answer` names how the pair is told (years, pace, share, blocked, none), `pair` is it, `barred` the
    newest pair of whole years that is blocked, `needed` are codes of what would be needed to know more.
    """
    name = options["series"]
    comparisons, series, further = COMPOSERS.get(name, _yearly)(release, name)
    findings = tested.findings(series)
    comparisons = tuple(_allowing(pair, findings) for pair in comparisons)
    pair = _newest(comparisons)
    barred = next((c for c in reversed(comparisons) if c.verdict == "blocked"), None)
    rows = (*series, *further, *(row for c in comparisons for row in (c.earlier, c.later)))
    if not rows:
        return Parts(())
    facts = {"answer": _told(pair, barred), "variant": name, "needed": _needed(pair, barred, findings)}
    facts |= {"pair": pair} if pair else {}
    # Where nothing may be compared the blocked pair is the answer itself.
    facts |= {"barred": barred} if barred and (pair is None or pair.mode == "pace") else {}
    if pair and pair.mode == "pace":
        paces = {"earlier_pace": derive.per_day(pair.earlier), "later_pace": derive.per_day(pair.later)}
        facts, rows = facts | paces, (*rows, *paces.values())
    return Parts(
        tuple(dict.fromkeys(rows)), comparisons, findings, _events(comparisons, findings), facts=facts
    )


def _yearly(release, name: str):
    comparisons = growth.pairs(release, {"series": name}).comparisons
    return comparisons, pick(release, name, "year", kind="year"), ()


def _teens(release, name: str):
    """Their share of the people apprehended until the first statement by age, and of those after it."""
    from analysis.shares import difference_in_points

    whole, part = (
        [one(release, "police_apprehended", "teens", age=age, start="2024-01-01", end=end) for end in TEENS]
        for age in ("_T", "Y10S")
    )
    if not all((*whole, *part)):
        return (), (), ()
    (first, rest), (all_first, all_rest) = (derive.increments(list(rows))[0] for rows in (part, whole))
    earlier, later = (derive.share(first, all_first), derive.share(rest, all_rest))
    counted = (rest.value, all_rest.value, first.value, all_first.value)
    points, low, high = difference_in_points(*counted)
    apart = compare(first, rest)
    word = "rose" if low > 0 else "fell" if high < 0 else "no_clear_change"
    events = tuple(code for code in apart.reasons if code in catalogue.load().events)
    pair = Comparison(
        earlier, later, "share", "caution", events, lower=low, upper=high, points=points, word=word
    )
    years = pick(release, "police_apprehended", "year", kind="year", age="Y10S")
    return (pair,), years, (first, all_first, rest, all_rest)


def _rounds(release, name: str):
    """The first and the last interval between the ministry's rounds that count in one way, by pace."""
    made = schools.between_rounds(release)
    return ((compare(made[0], made[-1]),), (), made) if len(made) > 1 else ((), (), made)


def _windows(release, name: str):
    """The newest window with the firmest earlier one that it may be compared with."""
    rows = pick(release, name, "window", kind=ANY)
    pairs = [compare(row, rows[-1]) for row in rows[:-1]]
    stated = [pair for pair in pairs if pair.verdict != "blocked"]
    best = sorted(stated, key=lambda pair: (-FIRMEST.index(pair.mode), pair.earlier.window.end))[-1:]
    return tuple(best), [row for row in rows if row.kind == "year"], rows


def _sheets(release, name: str):
    """Months counted from incident sheets: the newest against the same month a year earlier."""
    rows = pick(release, name, name, kind="month")
    known = [row for row in rows if row.value is not None]
    year_before = [
        row
        for row in known[:-1]
        if (row.window.start.year + 1, row.window.start.month)
        == (known[-1].window.start.year, known[-1].window.start.month)
    ]
    return tuple(compare(row, known[-1]) for row in year_before), rows, ()


COMPOSERS = {
    "police_apprehended_teens": _teens,
    "school_reports": _rounds,
    "support_victims": _windows,
    "incidents_police": _sheets,
    "incidents_school": _sheets,
}


def _newest(comparisons) -> Comparison | None:
    stated = [pair for pair in comparisons if pair.verdict != "blocked"]
    return max(stated, key=lambda c: (c.later.window.end, -FIRMEST.index(c.mode)), default=None)


def _allowing(pair: Comparison, findings) -> Comparison:
    """A pair of counts with the interval that allows for the scatter of its series about the trend."""
    trend = next((finding for finding in findings if finding.kind == "trend" and finding.tested), None)
    if trend is None or trend.dispersion <= 1 or pair.verdict == "blocked" or pair.mode == "share":
        return pair
    from analysis.growth import ratio_of_counts, trend_word

    days = (pair.later.window.days, pair.earlier.window.days) if pair.mode == "pace" else (1, 1)
    wide = ratio_of_counts(pair.later.value, pair.earlier.value, *days, dispersion=trend.dispersion)
    return replace(pair, word=trend_word(*wide), scatter=trend.dispersion, wide=(wide.lower, wide.upper))


def _told(pair: Comparison | None, barred: Comparison | None) -> str:
    if pair is None:
        return "blocked" if barred else "none"
    return pair.mode if pair.mode in ("pace", "share") else "years"


def _needed(pair, barred, findings) -> tuple[str, ...]:
    """Codes of what is missing, in the order in which it would help most."""
    trend = next((finding for finding in findings if finding.kind == "trend"), None)
    codes = []
    if barred and (pair is None or pair.mode == "pace"):
        codes.append("one_count")
    elif pair and _unfinished(pair.later):
        codes.append("whole_year")
    elif pair and pair.mode == "share":
        codes.append("ages")
    if trend is None:
        codes.append("series")
    elif not trend.tested:
        codes.append("points")
    elif trend.step == "year":
        codes.append("months")
    else:
        codes.append("wait")
    return tuple(codes)


def _unfinished(row: Row) -> bool:
    return row.kind == "ytd" and row.formula == ""


def _events(comparisons, findings) -> tuple[str, ...]:
    """Ids of the events that touch the pairs or the series, in order of their start."""
    known = catalogue.load().events
    named = [code for pair in comparisons for code in pair.reasons if code in known]
    named += [code for finding in findings for code in finding.events]
    return tuple(sorted(dict.fromkeys(named), key=lambda code: known[code].start))
