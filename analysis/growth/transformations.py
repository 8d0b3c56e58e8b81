"""The table of transformations: what each takes and gives, how many periods it needs, its interval, its refusals."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.counts import whole
from analysis.errors import BadSeries, WrongUnit
from analysis.growth import formulas
from analysis.method import Method
from analysis.periods import frequency


@dataclass(frozen=True)
class Transformation:
    """One line of the table.

    `takes` is count (of events or people, additive over time) or any; `gives` is the unit of the result,
    same meaning that of the counts. `needs` names a further input: population, whole or nothing. `periods` is
    how many periods are needed up to and with the first value, by frequency; a frequency that is not named is
    refused. `make` gives value, lower, upper and the code of the refusal.
    """

    takes: str
    gives: str
    periods: dict[str, int]
    interval: str
    make: Callable
    needs: str = ""


@dataclass(frozen=True)
class Transformed:
    """One transformation of every column of counts, in frames of the same periods and columns.

    Where `value` is missing `refusal` has the code of the reason: missing (the count itself, or one of those
    that make up a window), no_earlier (too near the start), small_base (a percentage of fewer than 20),
    no_population, no_total. Elsewhere it is the empty text.
    """

    name: str
    value: pd.DataFrame
    lower: pd.DataFrame
    upper: pd.DataFrame
    refusal: pd.DataFrame
    unit: str
    method: Method


_ONE = {"Y": 1, "Q": 1, "M": 1}
TRANSFORMATIONS = {
    "count": Transformation("any", "same", _ONE, "poisson", formulas.count),
    "per_day": Transformation("count", "per_day", _ONE, "poisson", formulas.per_day),
    "per_100k": Transformation("count", "per_100k", _ONE, "poisson", formulas.per_100k, "population"),
    "share": Transformation("count", "percent", _ONE, "wilson", formulas.share, "whole"),
    "index": Transformation("count", "index", _ONE, "poisson_ratio", formulas.index),
    "change_on_previous": Transformation(
        "count", "percent", {"Y": 2, "Q": 2, "M": 2}, "poisson_ratio", formulas.change_on_previous
    ),
    "change_on_year": Transformation(
        "count", "percent", {"Y": 2, "Q": 5, "M": 13}, "poisson_ratio", formulas.change_on_year
    ),
    "year_to_date": Transformation("count", "same", {"Q": 1, "M": 1}, "poisson", formulas.year_to_date),
    "year_to_date_change": Transformation(
        "count", "percent", {"Q": 5, "M": 13}, "poisson_ratio", formulas.year_to_date_change
    ),
    "rolling_12": Transformation("count", "same", {"Q": 4, "M": 12}, "poisson", formulas.rolling_year),
    "contribution": Transformation(
        "count", "points", {"Y": 2, "Q": 5, "M": 13}, "poisson_difference", formulas.contribution
    ),
}


def transform(
    counts: pd.DataFrame,
    name: str,
    *,
    population: pd.DataFrame | None = None,
    whole_of: pd.DataFrame | None = None,
    base: str | pd.Period | None = None,
    unit: str = "count",
    dispersion=1.0,
    level: float = 0.95,
) -> Transformed:
    """One transformation of `TRANSFORMATIONS` for every series of a frame at once.

    Series in columns, on a PeriodIndex without holes (missing = NaN). `population` (people, per_100k) and
    `whole_of` (counts, share) have the same periods and columns. `base` is the period that index sets to 100,
    by default the first. `unit` is count, or anything else for values that are no counts, which only the
    plain values allow. `dispersion` is variance over mean, one number or one a column
    (`analysis.dispersion`); Wilson's interval does not use it. For contribution the columns are the groups
    of one total, all of them.

    Definitions chosen: a rate is of the period, not annualised; change on the previous month or quarter and
    the index go by pace per day, since months differ in length (rival: plain counts, which make every March
    a rise); change on the year by plain counts; rolling_12 is the sum of the last 12 months; a contribution
    is the change on the year of a group over the total a year before, in points, its total taken as known.
    Raises WrongUnit, BadSeries (this frequency has no such transformation), BadCount.
    """
    row = TRANSFORMATIONS[name]
    letter = frequency(counts.iloc[:, 0])
    series = str(counts.columns[0])
    if row.takes == "count" and unit != "count":
        raise WrongUnit(series=series, transformation=name, unit=unit, expected="a count")
    if letter not in row.periods:
        expected = "months or quarters" if letter == "Y" else "another frequency"
        raise BadSeries(series=series, found=f"{name} of years", expected=expected)
    further = {"population": population, "whole": whole_of}.get(row.needs)
    if row.needs and further is None:
        raise BadSeries(series=series, found=f"{name} without {row.needs}", expected=f"a {row.needs}")
    given = formulas.Given(
        counts=whole(counts, series) if unit == "count" else counts.to_numpy(float),
        index=counts.index,
        further=None if further is None else _aligned(counts, further),
        base=counts.index.get_loc(pd.Period(base, counts.index.freq)) if base is not None else 0,
        dispersion=np.broadcast_to(np.asarray(dispersion, dtype=float), counts.shape),
        level=level,
        is_count=unit == "count",
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        made = row.make(given)
    frames = (pd.DataFrame(part, counts.index, counts.columns) for part in made)
    spread = "poisson" if np.all(given.dispersion == 1) else "overdispersed"
    settings = (("level", level), ("periods", row.periods[letter]))
    method = Method(row.interval, ("independent_events", spread), settings=settings)
    return Transformed(name, *frames, unit if row.gives == "same" else row.gives, method)


def _aligned(counts: pd.DataFrame, other: pd.DataFrame) -> np.ndarray:
    if not (other.index.equals(counts.index) and set(counts.columns) <= set(other.columns)):
        raise BadSeries(
            series=str(counts.columns[0]), found="other periods or columns", expected="those of the counts"
        )
    return other[counts.columns].to_numpy(float)
