"""Counts per head of population: crude and standardised rates, their comparison, bands that may divide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.counts import plain, positive, whole
from analysis.errors import BadSeries, NoMatchingBand, SmallCount
from analysis.limits import FEW_EVENTS, poisson_interval
from analysis.method import Method

Band = tuple[int, int | None]

CRUDE = Method("crude_rate", ("independent_events", "population_known"), "PHE (2018)")
DIRECT = Method("direct_standardisation", ("independent_events", "population_known"), "Dobson et al. (1991)")


class Rate(NamedTuple):
    """Events per `per` people with its interval; scalars or arrays alike."""

    value: float | np.ndarray
    lower: float | np.ndarray
    upper: float | np.ndarray


@dataclass(frozen=True)
class RateTable:
    """One rate a group, by the groups' own index.

    Columns count, population, value, lower, upper, and refusal: the code of the reason where there is no
    rate (no_matching_band, unknown_limits, no_population, small_count), else the empty text.
    """

    frame: pd.DataFrame
    per: float
    level: float
    method: Method


def crude_rate(count, population, per=100_000, level=0.95, dispersion=1.0) -> Rate:
    """Events per `per` people, with the limits of `poisson_interval`; the population is taken as known.

    Scalars, arrays or columns alike. Missing in, missing out. Raises BadCount, also for a population of 0 or
    less. Two rates are compared by `ratio_of_counts` and `difference_of_rates`, populations as exposures.
    """
    scale = per / positive(population, "population")
    ends = poisson_interval(count, level, dispersion)
    return Rate(*(plain(np.asarray(part) * scale) for part in (whole(count), *ends)))


def rates_by_age(
    counts: pd.Series,
    counted: Mapping[str, Band | None],
    residents: pd.Series,
    bands: Mapping[str, Band],
    per=100_000,
    level=0.95,
) -> RateTable:
    """Crude rate of every age band of `counts` whose ages whole bands of `residents` make up.

    Both series are by name of band; `counted` and `bands` give their ages, both ends included, in completed
    years, None where the source leaves the limits unsaid ("10s" that may mean 18 and under). A band that
    does not fit gets no rate but a reason; nobody's age is spread over part of a band. Raises BadCount.
    """
    rows = []
    for name, count in counts.items():
        people, refusal = _denominator(counted[name], residents, bands)
        rows.append((count, people, refusal))
    frame = pd.DataFrame(rows, index=counts.index, columns=["count", "population", "refusal"])
    made = crude_rate(frame["count"].to_numpy(float), frame["population"].to_numpy(float), per, level)
    return RateTable(frame.assign(**made._asdict()), per, level, CRUDE)


def standardised_rate(counts, populations, standard, per=100_000, level=0.95) -> Rate:
    """Directly age-standardised rate: the rate of a population with the bands of `standard`.

    One value for each band, in the same order, none missing. Dobson's limits, from `poisson_interval` of the
    total count. Raises SmallCount below 10 events, where the bands' rates are mostly noise, and BadCount.
    Source: Dobson, Kuulasmaa, Eberle and Scherer (1991), Stat. Med. 10. Fay and Feuer (1997) give wider
    limits (gamma); Dobson's are those of the official rates that ours will be set beside.
    """
    x, people = whole(counts)[None], positive(populations, "population")[None]
    total = x.sum()
    if total < FEW_EVENTS:
        raise SmallCount(series="standardised rate", count=total, minimum=FEW_EVENTS)
    made = _dobson(x, people, positive(standard, "standard population"), level)
    return Rate(*(float(part[0]) * per for part in made))


def standardised_rates(
    counts: pd.DataFrame, populations: pd.DataFrame, standard: pd.Series, per=100_000, level=0.95
) -> RateTable:
    """`standardised_rate` of every row: groups down, age bands across, the same bands in all three.

    A row with fewer than 10 events is refused as small_count, one with a missing count or population as
    no_population; the other rows keep theirs. Raises BadSeries where the bands differ, and BadCount.
    """
    if set(counts.columns) != set(standard.index) or set(populations.columns) != set(standard.index):
        raise BadSeries(
            series=str(counts.index.name or "standardised rates"),
            found=f"bands {tuple(counts.columns)} against {tuple(standard.index)}",
            expected="the same age bands in counts, populations and standard",
        )
    x = whole(counts[standard.index])
    people = positive(populations.loc[counts.index, standard.index], "population")
    total, whole_population = x.sum(axis=1), people.sum(axis=1)
    missing = np.isnan(total + whole_population)
    refusal = np.select([missing, total < FEW_EVENTS], ["no_population", "small_count"], "")
    columns = {"count": total, "population": whole_population, "refusal": refusal}
    weights = positive(standard.to_numpy(float), "standard population")
    with np.errstate(invalid="ignore", divide="ignore"):
        made = _dobson(x, people, weights, level)
    shown = {
        name: np.where(refusal == "", part * per, np.nan)
        for name, part in zip(Rate._fields, made, strict=True)
    }
    return RateTable(pd.DataFrame(columns | shown, index=counts.index), per, level, DIRECT)


def match(band: Band, bands: Mapping[str, Band]) -> tuple[str, ...]:
    """The bands of a denominator that exactly tile a band of ages, youngest first.

    A band is (youngest, oldest) in completed years, both included; oldest None means without upper end.
    Raises NoMatchingBand when none or only wider ones fit: 10 to 13 has no denominator in five-year bands.
    """
    tiles = _tiles(band[0], band[1], bands)
    if tiles is None:
        text = f"{band[0]} and over" if band[1] is None else f"{band[0]} to {band[1]}"
        raise NoMatchingBand(series="rate", band=text, lower=band[0], upper=band[1], available=tuple(bands))
    return tiles


def _denominator(band: Band | None, residents: pd.Series, bands: Mapping[str, Band]) -> tuple[float, str]:
    if band is None:
        return np.nan, "unknown_limits"
    try:
        tiles = match(band, bands)
    except NoMatchingBand as refusal:
        return np.nan, refusal.code
    people = residents.reindex(list(tiles)).sum(skipna=False)
    return people, "" if people == people else "no_population"


def _dobson(x, people, weights, level) -> tuple[np.ndarray, ...]:
    """Value and limits of each row, per person."""
    weights = weights / weights.sum()
    total = x.sum(axis=1)
    value = (weights * x / people).sum(axis=1)
    variance = (weights**2 * x / people**2).sum(axis=1)
    ends = (value + np.sqrt(variance / total) * (end - total) for end in poisson_interval(total, level))
    return value, *ends


def _tiles(start: int, end: int | None, bands: Mapping) -> tuple[str, ...] | None:
    for name, (lower, upper) in bands.items():
        if lower != start:
            continue
        if upper == end:
            return (name,)
        if upper is not None and (end is None or upper < end):
            rest = _tiles(upper + 1, end, bands)
            if rest is not None:
                return (name, *rest)
    return None
