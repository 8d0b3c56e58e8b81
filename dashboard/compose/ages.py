"""Who was apprehended, by age as the police label it: cut-offs of 2024, shares, and rates where bands fit."""

from datetime import date

from analysis.errors import AnalysisError
from dashboard.compose import derive
from dashboard.compose.parts import Parts
from dashboard.compose.pick import one, pick
from data import catalogue

# The split that the police print; 14 and over within the teens is our subtraction.
BANDS = ("Y10T13", "Y14S", "Y20T29", "Y30T39", "Y40T49", "Y_GE50")
CUTS = ("2024-12-31", "2024-11-30", "2024-10-25", "2024-10-14", "2024-09-25", "2024-09-10")
# A handful of people makes no rate: cells under 5 are not turned into rates (facts: caveats).
SMALLEST_FOR_RATE = 5


def cut(release, end: str):
    """All people apprehended since 1 January 2024 up to a cut-off, and those of each band known there."""
    window = {"start": "2024-01-01", "end": end}
    whole = one(release, "police_apprehended", "total", **window)
    parts = [one(release, "police_apprehended", band, age=band, **window) for band in BANDS]
    return whole, [part for part in parts if part]


def cut_offs(release, options) -> Parts:
    """People apprehended since 1 January 2024 at each cut-off, by age band, as counts or as shares of the total."""
    rows, totals = [], []
    for end in reversed(CUTS):
        whole, parts = cut(release, end)
        if whole is None:
            continue
        totals.append(whole)
        rows += [derive.share(part, whole) for part in parts] if options["show"] == "share" else parts
    whole, parts = cut(release, CUTS[0])
    facts = {"total": whole, **{part.series: part for part in parts}} if whole else {}
    if whole:
        teens = one(release, "police_apprehended", "teens", age="Y10S", start="2024-01-01", end=CUTS[0])
        facts |= {"teens": teens, "share": derive.share(teens, whole)}
    return Parts((*rows, *totals), events=("rebase_2024_09_25",), facts=facts)


def shares(release, options) -> Parts:
    """The share of each age band at one cut-off, with n and its interval."""
    whole, parts = cut(release, options["cut"])
    if whole is None:
        return Parts(())
    rows = tuple(derive.share(part, whole) for part in parts)
    by_band = {part.series: part for part in parts}
    young = by_band.get("Y10T13")
    facts = {"total": whole, "young": young, "share": rows[0]} if young else {"total": whole}
    return Parts((*rows, *parts, whole), facts=facts)


def teens(release, options) -> Parts:
    """The teenagers' share in each window that gives one; the counted steps and labels differ."""
    booked = _teens_and_all(release, "police_booked", "2024-07-31")
    apprehended = _teens_and_all(release, "police_apprehended", "2024-12-31")
    published = [
        row
        for indicator in ("police_booked_share", "police_apprehended_share", "police_suspects_share")
        if indicator in catalogue.load().indicators
        for row in pick(release, indicator, "published", age=("Y10S", "Y_LE18"))
    ]
    computed = [derive.share(*pair, "computed") for pair in (booked, apprehended) if all(pair)]
    rows = sorted([*published, *computed], key=lambda row: (row.window, row.indicator))
    if not all(booked):
        return Parts(tuple(rows))
    facts = {"share": computed[0], "part": booked[0], "whole": booked[1]}
    return Parts((*rows, *booked, *apprehended), facts=facts)


def _teens_and_all(release, indicator: str, end: str) -> list:
    return [one(release, indicator, "teens", age=age, start="2024-01-01", end=end) for age in ("Y10S", "_T")]


def per_residents(release, options) -> Parts:
    """People apprehended in 2024 per 100,000 residents of the band, only where the bands are the same."""
    from analysis import rates

    rows, gaps = [], []
    stock = {"start": "2024-12-31", "end": "2024-12-31"}
    residents = {
        row.code("age"): row
        for row in pick(release, "residents", kind="point", age="*")
        if row.window.end == date(2024, 12, 31)
    }
    codes = catalogue.load().dimensions["age"].codes
    bands = {
        code: (codes[code].lower, codes[code].upper) for code in residents if code in codes and code != "_T"
    }
    _, parts = cut(release, CUTS[0])
    for part in parts:
        code = part.code("age")
        if not codes[code].exact:
            gaps.append((part, "unknown_limits"))
            continue
        try:
            tiles = rates.match((codes[code].lower, codes[code].upper), bands)
        except AnalysisError as reason:
            gaps.append((part, reason.code))
            continue
        if part.value < SMALLEST_FOR_RATE:
            gaps.append((part, "small_count"))
            continue
        denominator = derive.total(tuple(residents[tile] for tile in tiles), "residents")
        rows += [derive.per_100k(part, denominator), denominator]
    facts = {"first": rows[0]} if rows else {}
    return Parts((*rows, *parts), facts=facts | {"stock": stock["end"]}, gaps=tuple(gaps))
