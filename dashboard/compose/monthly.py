"""Counts made from incident sheets: by month, or by quarter where a region or an age is chosen."""

from dashboard.compose.parts import Parts
from dashboard.compose.pick import pick
from data import catalogue

PROVINCES = tuple(code for code, found in catalogue.load().dimensions["geo"].codes.items() if found.police)
AGES = ("_T", "Y10T13", "Y14T18", "Y20T29", "Y30T39", "Y40T49", "Y_GE50")
OPTIONS = {
    "kind": ("incidents_police", "incidents_school"),
    "geo": ("KR", *PROVINCES),
    "age": AGES,
}


def counts(release, options) -> Parts:
    """One series of protected counts; a region and an age are never crossed, so the region wins."""
    age = options["age"] if options["geo"] == "KR" and options["kind"] == "incidents_police" else "_T"
    rows = pick(release, options["kind"], options["kind"], geo=options["geo"], age=age, kind="month")
    if not rows:
        rows = pick(release, options["kind"], options["kind"], geo=options["geo"], age=age, kind="quarter")
    known = [row for row in rows if row.value is not None]
    facts = {"last": known[-1]} if known else {}
    return Parts(tuple(rows), facts=facts)
