"""Unusually high counts among the published counts of incident sheets, and which series must stay silent.

Only what is published goes in, after protection: a threshold can tell nothing that the counts do not tell.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard.compose.parts import Parts
from dashboard.compose.pick import ANY, pick
from dashboard.result import Row
from data import catalogue
from data.observations import TOTAL, UNKNOWN

YEARS = {"one_year": 1, "two_years": 2}
OPTIONS = {
    "kind": ("incidents_police", "incidents_school"),
    "step": ("month", "quarter"),
    "back": tuple(YEARS),
}
SPLITS = ("geo", "age", "level")
FREQUENCY, SEASON = {"month": "M", "quarter": "Q"}, {"month": 12, "quarter": 4}


@dataclass(frozen=True)
class Judged:
    """`pairs` are counts with the row of what was expected of them, by codes; `silent` rows have a reason.

    `series` is how many were judged in the newest period, `false_alarms` how many of them are expected above
    their threshold there if nothing happened.
    """

    pairs: dict[tuple, list[tuple[Row, Row]]]
    silent: tuple[tuple[Row, str], ...]
    series: int = 0
    false_alarms: float = 0


def listed(release, options) -> Parts:
    """Every series of one kind: the counts judged, what was expected of them, and the reasons for silence."""
    indicator, step = options["kind"], options["step"]
    judged = judge(release, indicator, step, YEARS[options["back"]])
    if not judged.pairs and not judged.silent:
        return Parts((), refusal=("no_months", {}))
    pairs = [pair for found in judged.pairs.values() for pair in found]
    silent = len({row.codes for row, _ in judged.silent} - judged.pairs.keys())
    if not pairs:
        return Parts((), refusal=("all_silent", {"silent": silent}), gaps=judged.silent)
    facts = {
        "tried": len(pairs),
        "unusual": sum(map(is_unusual, pairs)),
        "series": judged.series,
        "silent": silent,
        "false": f"{judged.false_alarms:.2g}",
    }
    return Parts(tuple(row for pair in pairs for row in pair), facts=facts, gaps=judged.silent)


def is_unusual(pair: tuple[Row, Row]) -> bool:
    count, expected = pair
    return count.value > expected.upper


def score(pair: tuple[Row, Row]) -> float:
    """Where a count lies between what was expected (0) and the threshold (1); above 1 it is unusual.

    Source: Farrington et al. (1996), exceedance score.
    """
    count, expected = pair
    return (count.value - expected.value) / (expected.upper - expected.value)


def paired(rows) -> list[tuple[Row, Row]]:
    """Counts with what was expected of them, from the rows of a Result."""
    expected = {(row.codes, row.window): row for row in rows if row.formula == "expected"}
    counts = [row for row in rows if row.formula != "expected"]
    return [(row, expected[row.codes, row.window]) for row in counts if (row.codes, row.window) in expected]


@lru_cache(maxsize=64)
def judge(release, indicator: str, step: str, years: int) -> Judged:
    """The counts of the last `years` of every series that has three years without a hole before them.

    A series with a withheld count in that time is not judged: what stays visible are its higher counts, and a
    threshold from them alone would be too high.
    """
    series = by_codes(release, indicator, step)
    if not series:
        return Judged({}, ())
    import pandas as pd

    from analysis.alerts import many
    from analysis.alerts.single import LEAST_YEARS

    table = pd.DataFrame(
        {number: _values(rows, step) for number, rows in enumerate(series.values())}
    ).sort_index()
    table = table.reindex(pd.period_range(table.index[0], table.index[-1], freq=FREQUENCY[step]))
    needed = (LEAST_YEARS + years) * SEASON[step]
    whole = table.iloc[-needed:].notna().all() & (len(table) >= needed)
    rows = list(series.values())
    silent = [(rows[n][-1], _why(rows[n][-needed:])) for n in table if not whole[n]]
    if not whole.any():
        return Judged({}, tuple(silent))
    found = many(table.loc[:, whole], last=years * SEASON[step])
    pairs: dict[tuple, list[tuple[Row, Row]]] = {}
    for one in found.frame.itertuples():
        count = next(row for row in rows[one.series] if row.window.start == one.period.start_time.date())
        if one.expected != one.expected:
            silent.append((count, one.status))
            continue
        pairs.setdefault(count.codes, []).append((count, _expected(count, one.expected, one.threshold)))
    newest = found.expected.iloc[-1]
    return Judged(pairs, tuple(silent), int(newest["series"]), newest["false_alarms"])


def by_codes(release, indicator: str, step: str) -> dict[tuple, list[Row]]:
    """The country, then its regions, ages and levels in the catalogue's order; the unknown stays out."""
    found: dict[tuple, list[Row]] = {}
    for dimension in SPLITS:
        rows = pick(release, indicator, indicator, kind=step, **{dimension: ANY})
        order = [TOTAL, *catalogue.load().dimensions[dimension].codes]
        split: dict[tuple, list[Row]] = {}
        for row in sorted(rows, key=lambda row: order.index(row.code(dimension))):
            if row.code(dimension) != UNKNOWN:
                split.setdefault(row.codes, []).append(row)
        found |= split
    return found


def _values(rows: list[Row], step: str):
    import pandas as pd

    index = pd.PeriodIndex([row.window.start for row in rows], freq=FREQUENCY[step])
    return pd.Series([None if row.conf == "C" else row.value for row in rows], index, dtype=float)


def _why(rows: list[Row]) -> str:
    return "withheld" if any(row.conf == "C" for row in rows) else "too_short"


def _expected(count: Row, value: float, threshold: float) -> Row:
    """What was expected of a count; its threshold as `upper`, and no lower limit, since only rises are sought."""
    return replace(
        count,
        series="expected",
        value=value,
        lower=None,
        upper=threshold,
        status="E",
        ref=f"expected({count.indicator},{count.window.start},{','.join(code for _, code in count.codes)})",
        formula="expected",
    )
