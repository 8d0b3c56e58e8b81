"""Year-over-year growth: whole years, the pace of a part-year, and the pairs that may not be compared."""

from itertools import pairwise

from dashboard.compose import derive
from dashboard.compose.compare import compare
from dashboard.compose.parts import Parts
from dashboard.compose.pick import pick

SERIES = (
    "police_cases",
    "police_apprehended",
    "police_cyber_cases",
    "school_committee_reports",
    "support_reports",
    "regulator_requests",
)


def pairs(release, options) -> Parts:
    """Each year against the year before, and the newest part-year as a pace; blocked pairs keep their reasons."""
    indicator = options["series"]
    years = pick(release, indicator, "year", kind="year")
    comparisons = [compare(a, b) for a, b in pairwise(years)]
    whole = {row.window.start.year: row for row in years}
    for part in pick(release, indicator, "partial", kind=("ytd",)):
        before = whole.get(part.window.start.year - 1)
        if before and part.window.start.month == 1 and not _other_count(part, whole):
            comparisons.append(compare(before, part))
    shown = [row for pair in comparisons for row in (pair.earlier, pair.later)]
    rates = [
        derive.per_day(row, "pace")
        for pair in comparisons
        if pair.mode == "pace"
        for row in (pair.earlier, pair.later)
    ]
    ordered = sorted(comparisons, key=lambda pair: (pair.later.window.start, pair.later.window.end))
    return Parts(
        tuple(dict.fromkeys((*shown, *rates))),
        tuple(ordered),
        facts=_facts(ordered),
    )


def _other_count(part, whole) -> bool:
    """Cut-offs of a year that is known whole on the same basis say nothing the whole year does not say better."""
    year = whole.get(part.window.start.year)
    return bool(year and year.basis == part.basis)


def _facts(comparisons) -> dict:
    facts = {"pairs": len(comparisons), "blocked_pairs": sum(c.verdict == "blocked" for c in comparisons)}
    stated = [c for c in comparisons if c.verdict != "blocked"]
    paces = [c for c in stated if c.mode == "pace"]
    chosen = (paces or stated or comparisons)[-1:]
    if chosen:
        facts |= {
            "pair": chosen[0],
            "variant": "pace" if paces else "years" if stated else "blocked",
            "earlier": chosen[0].earlier,
            "later": chosen[0].later,
        }
        if paces:
            facts |= {
                "earlier_pace": derive.per_day(chosen[0].earlier),
                "later_pace": derive.per_day(chosen[0].later),
            }
    return facts
