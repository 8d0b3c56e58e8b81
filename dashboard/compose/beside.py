"""Offenders' ages beside residents' ages, where the bands are the same; otherwise the reason."""

from dataclasses import replace
from datetime import date

from analysis.errors import AnalysisError
from dashboard.compose import ages, derive, related
from dashboard.compose.parts import Parts
from dashboard.compose.pick import ANY, one, pick
from dashboard.result import Row
from data import catalogue

STOCK = date(2024, 12, 31)


def police(release, options) -> Parts:
    """People apprehended in 2024 by age, and residents at the end of that year."""
    whole, parts = ages.cut(release, ages.CUTS[0])
    if whole is None:
        return Parts(())
    stock = [row for row in pick(release, "residents", kind="point", age=ANY) if row.window.end == STOCK]
    return _beside(parts, whole, stock)


def offenders(release, options) -> Parts:
    """Offenders of a related offence in 2020 by age, both sexes added, and registered people of November 2022.

    No later or earlier count of people by five-year bands up to the oldest is in the release.
    """
    indicator = options["offence"]
    window = {"start": "2020-01-01", "end": "2020-12-31"}
    whole, parts = one(release, indicator, "all", **window), []
    for age in related.AGES:
        sexes = [one(release, indicator, sex, age=age, sex=sex, **window) for sex in ("M", "F")]
        if age != "_U" and all(sexes):
            parts.append(replace(derive.total(tuple(sexes), age), codes=(("age", age),)))
    if whole is None or not parts:
        return Parts(())
    people = pick(release, "registered_population", age=ANY, sex=("M", "F"), set_id="related_population")
    return _beside(parts, whole, _both_sexes(people))


def _both_sexes(rows: list[Row]) -> list[Row]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.code("age"), []).append(row)
    return [
        replace(derive.total(tuple(pair), age), codes=(("age", age),) if age != "_T" else ())
        for age, pair in found.items()
        if len(pair) == 2
    ]


def _beside(parts: list[Row], whole: Row, stock: list[Row]) -> Parts:
    """Shares of offenders, of residents of the same ages, and rates; gaps hold the bands that do not match."""
    from analysis import rates

    codes = catalogue.load().dimensions["age"].codes
    people = {row.code("age"): row for row in stock}
    bands = {code: (codes[code].lower, codes[code].upper) for code in people if code != "_T"}
    shares, residents, made, gaps = [], [], [], []
    for part in parts:
        age = part.code("age")
        shares.append(derive.share(part, whole, "offenders"))
        if not codes[age].exact:
            gaps.append((part, "unknown_limits"))
            continue
        try:
            tiles = rates.match((codes[age].lower, codes[age].upper), bands)
        except AnalysisError as reason:
            gaps.append((part, reason.code))
            continue
        same = replace(derive.total(tuple(people[tile] for tile in tiles), "residents"), codes=part.codes)
        residents.append(derive.share(same, people["_T"], "residents"))
        if part.value >= ages.SMALLEST_FOR_RATE:
            made.append(derive.per_100k(part, same, "rate"))
    facts = {"total": whole, "bands": len(parts), "matched": len(residents), "variant": "none"}
    if residents:
        first = residents[0].codes
        own = next(row for row in shares if row.codes == first)
        facts |= {"share": own, "residents": residents[0], "variant": ""}
        facts |= {"rate": made[0]} if made and made[0].codes == first else {}
    rows = (*shares, *residents, *made, *parts, whole)
    return Parts(rows, facts=facts, gaps=tuple(gaps))
