"""Counts of other bodies in Korea and abroad: each on its own, none beside another."""

import itertools

from dashboard.compose import tested
from dashboard.compose.compare import compare
from dashboard.compose.parts import Parts
from dashboard.compose.pick import ANY, pick
from data import catalogue


def yearly(indicator: str):
    """A composer for one indicator's whole years and part-years."""

    def composed(release, options) -> Parts:
        years = pick(release, indicator, "year", kind="year")
        partial = [row for row in pick(release, indicator, "partial", kind="ytd") if not _covered(row, years)]
        comparisons = [compare(a, b) for a, b in itertools.pairwise(years)]
        facts = {"first": years[0], "before": years[-2], "last": years[-1]} if len(years) > 1 else {}
        if partial:
            facts["partial"] = partial[-1]
        return Parts((*years, *partial), tuple(comparisons), tested.findings(years, "trend"), facts=facts)

    return composed


def _covered(part, years) -> bool:
    return any(
        year.window.start <= part.window.start and part.window.end <= year.window.end for year in years
    )


def support_windows(release, options) -> Parts:
    """Victims of synthetic or edited harm whom the support centre helped, in the windows it gave."""
    rows = pick(release, "support_victims", kind=ANY)
    return Parts(tuple(rows), facts={"last": rows[-1]} if rows else {})


def foreign(release, options) -> Parts:
    """Published foreign counts, a row each, no pooled chart."""
    places = {"jp": "JP", "us": "US", "gb": "GB", "au": "AU"}
    rows = [
        row
        for indicator in catalogue.load().indicators
        if (prefix := indicator.split("_")[0]) in places
        for row in pick(release, indicator, prefix, geo=places[prefix], kind=ANY)
    ]
    return Parts(tuple(rows))
