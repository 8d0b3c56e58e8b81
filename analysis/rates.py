"""Counts per head of population: limits of a count, crude and standardised rates, bands that may divide."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.special import gammaincinv, ndtri

from analysis.counts import plain, positive, whole
from analysis.errors import NoMatchingBand, SmallCount

# From 10 events Byar's approximation agrees with the exact limits to 0.1 %; below, no standardised rate.
FEW_EVENTS = 10


class Rate(NamedTuple):
    """Events per `per` people with its interval; scalars or arrays alike."""

    value: float | np.ndarray
    lower: float | np.ndarray
    upper: float | np.ndarray


def poisson_exact(count, level=0.95):
    """Exact lower and upper limit of a Poisson count; missing in, missing out. Raises BadCount.

    Source: Garwood (1936), Biometrika 28.
    """
    x = whole(count)
    tail = (1 - level) / 2
    # gammaincinv refuses a shape of 0, where the limit is 0 by definition.
    lower = np.where(x == 0, 0.0, gammaincinv(np.where(x == 0, 1.0, x), tail))
    return plain(lower), plain(gammaincinv(x + 1, 1 - tail))


def byar(count, level=0.95):
    """Byar's lower and upper limit of a Poisson count; missing in, missing out. Raises BadCount.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II; meant for 10 events or more.
    """
    x = whole(count)
    z = float(ndtri((1 + level) / 2))
    base = np.where(x == 0, 1.0, x)
    lower = np.where(x == 0, 0.0, x * (1 - 1 / (9 * base) - z / (3 * np.sqrt(base))) ** 3)
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return plain(lower), plain(upper)


def poisson_interval(count, level=0.95):
    """Lower and upper limit of a count: exact below 10 events, Byar's from 10 on.

    Missing in, missing out. Raises BadCount. Source: PHE (2018), Public Health Data: Technical Guide.
    """
    few = whole(count) < FEW_EVENTS
    pairs = zip(poisson_exact(count, level), byar(count, level), strict=True)
    return tuple(plain(np.where(few, exact, approximate)) for exact, approximate in pairs)


def crude_rate(count, population, per=100_000, level=0.95) -> Rate:
    """Events per `per` people, with the limits of `poisson_interval`; the population is taken as known.

    Missing in, missing out. Raises BadCount, also for a population of 0 or less. Two rates are compared by
    `growth.ratio_of_counts` with the populations as exposures.
    """
    scale = per / positive(population, "population")
    ends = poisson_interval(count, level)
    return Rate(*(plain(np.asarray(part) * scale) for part in (whole(count), *ends)))


def standardised_rate(counts, populations, standard, per=100_000, level=0.95) -> Rate:
    """Directly age-standardised rate: the rate of a population with the bands of `standard`.

    One value for each band, in the same order, none missing. Dobson's limits, from `poisson_interval` of the
    total count. Raises SmallCount below 10 events, where the bands' rates are mostly noise, and BadCount.
    Source: Dobson, Kuulasmaa, Eberle and Scherer (1991), Stat. Med. 10. Fay and Feuer (1997) give wider
    limits (gamma); Dobson's are those of the official rates that ours will be set beside.
    """
    x, people = whole(counts), positive(populations, "population")
    weights = positive(standard, "standard population")
    weights = weights / weights.sum()
    total = x.sum()
    if total < FEW_EVENTS:
        raise SmallCount(series="standardised rate", count=total, minimum=FEW_EVENTS)
    value = (weights * x / people).sum()
    variance = (weights**2 * x / people**2).sum()
    ends = (value + np.sqrt(variance / total) * (end - total) for end in poisson_interval(total, level))
    return Rate(*(float(part) * per for part in (value, *ends)))


def match(band: tuple[int, int | None], bands: Mapping[str, tuple[int, int | None]]) -> tuple[str, ...]:
    """The bands of a denominator that exactly tile a band of ages, youngest first.

    A band is (youngest, oldest) in completed years, both included; oldest None means without upper end.
    Raises NoMatchingBand when none or only wider ones fit: 10 to 13 has no denominator in five-year bands.
    """
    tiles = _tiles(band[0], band[1], bands)
    if tiles is None:
        text = f"{band[0]} and over" if band[1] is None else f"{band[0]} to {band[1]}"
        raise NoMatchingBand(series="rate", band=text, lower=band[0], upper=band[1], available=tuple(bands))
    return tiles


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
