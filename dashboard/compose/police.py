"""What the police counted: cases, outcomes, the cut-offs of 2024, collection windows and regions."""

from itertools import pairwise

from analysis import windows
from dashboard.compose import derive, tested
from dashboard.compose.compare import compare
from dashboard.compose.parts import Parts
from dashboard.compose.pick import ANY, one, pick

JULY = {"start": "2024-01-01", "end": "2024-07-31"}


def cases(release, options) -> Parts:
    """Cases by year; January–July 2024 apart from them; the pair that may not be compared, with its reasons."""
    years = pick(release, "police_cases", "year", kind="year", basis=("kics", "hand"))
    partial = one(release, "police_cases", "partial", basis="kics", **JULY)
    if not years or partial is None:
        return Parts(tuple(years))
    comparisons = tuple(compare(a, b) for a, b in pairwise(years))
    pace = compare(years[-2], partial)
    facts = {
        "last": years[-1],
        "before": years[-2],
        "partial": partial,
        "partial_pace": derive.per_day(partial),
        "before_pace": derive.per_day(years[-2]),
        "pace": pace,
    }
    return Parts((*years, partial), (*comparisons, pace), tested.findings(years, "trend"), facts=facts)


def outcomes(release, options) -> Parts:
    """Cases cleared and people apprehended and detained by year, each in its own unit."""
    chosen = options["measure"]
    rows = pick(release, chosen, "year", kind="year")
    return Parts(
        tuple(rows),
        tuple(compare(a, b) for a, b in pairwise(rows)),
        tested.findings(rows, "trend"),
        facts={"last": rows[-1], "first": rows[0], "variant": chosen} if rows else {},
    )


def pace_2024(release, options) -> Parts:
    """Cases a day between the cumulative cut-offs of 2024, one sequence for each way of counting."""
    cumulative, rates, gaps = [], [], []
    for basis in ("kics", "hand"):
        statements = [
            row
            for row in pick(release, "police_cases", basis, basis=basis)
            if row.window.start.isoformat() == "2024-01-01"
        ]
        cumulative += statements
        # A figure marked as a break stands in the table and on the cumulative view, but nothing is derived from it.
        made, refused = derive.increments([row for row in statements if row.status != "B"])
        rates += [derive.per_day(row, basis) for row in made]
        gaps += refused
    shown = tuple(cumulative) if options["show"] == "cumulative" else tuple(rates)
    hand = [row for row in rates if row.series == "hand"]
    facts = {}
    if len(hand) > 2:
        facts = {
            "before": hand[0],
            "peak": max(hand[1:], key=lambda row: row.value),
            "last": hand[-1],
            "end": cumulative[-1],
        }
    return Parts(shown, events=("crackdown_2024", "law_2024_10_16"), facts=facts, gaps=tuple(gaps))


def collections(release, options) -> Parts:
    """Periods for which the police gave a count of their own: crackdowns and part-years, never to be chained."""
    rows = [
        row
        for indicator in ("police_cases", "police_cleared", "police_apprehended")
        for row in pick(release, indicator, indicator, set_id="kr_police_windows", basis=ANY)
    ]
    return Parts(tuple(rows), facts={"count": len({row.window for row in rows})})


def regions(release, options) -> Parts:
    """January–July 2024 by police region: eight figures were found in text, the rest are missing, not zero."""
    rows = [
        row
        for row in pick(
            release, "police_cases", "region", geo=ANY, basis="kics", set_id="kr_police_region_2024"
        )
        if row.window == windows.Window(*_dates(JULY))
    ]
    country = one(release, "police_cases", "total", basis="kics", **JULY)
    if not rows or country is None:
        return Parts(tuple(rows))
    known = sum(row.value for row in rows)
    facts = {"total": country, "known": known, "count": len(rows), "rest": country.value - known}
    return Parts(tuple(rows), facts=facts)


def _dates(window: dict) -> tuple:
    from datetime import date

    return date.fromisoformat(window["start"]), date.fromisoformat(window["end"])
