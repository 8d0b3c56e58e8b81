"""The arithmetic of the transformations, on arrays with periods down and series across."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import designs, limits
from analysis.growth.pairs import MINIMUM_BASE
from analysis.periods import SEASONS
from analysis.shares import wilson


class Given(NamedTuple):
    counts: np.ndarray
    index: pd.PeriodIndex
    further: np.ndarray | None
    base: int
    dispersion: np.ndarray
    level: float
    is_count: bool

    @property
    def year(self) -> int:
        return SEASONS[self.index.freqstr[0]]

    @property
    def days(self) -> np.ndarray:
        return designs.days(self.index)[:, None]


Made = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def count(given: Given) -> Made:
    x = given.counts
    if given.is_count:
        return _with_limits(x, given)
    none = np.full(x.shape, np.nan)
    return x, none, none, np.where(np.isnan(x), "missing", "")


def per_day(given: Given) -> Made:
    return _scaled(_with_limits(given.counts, given), 1 / given.days)


def per_100k(given: Given) -> Made:
    people = np.where(given.further > 0, given.further, np.nan)
    *numbers, refusal = _scaled(_with_limits(given.counts, given), 100_000 / people)
    return *numbers, np.where(np.isnan(people), "no_population", refusal)


def share(given: Given) -> Made:
    x, total = given.counts, np.where(given.further > 0, given.further, np.nan)
    lower, upper = wilson(x, total, given.level)
    refusal = np.select([np.isnan(total), np.isnan(x)], ["no_total", "missing"], "")
    return 100 * x / total, 100 * lower, 100 * upper, refusal


def index(given: Given) -> Made:
    """100 at the base, by pace per day; the base itself has no interval, since it is 100 by definition."""
    base = np.broadcast_to(given.counts[given.base], given.counts.shape)
    *numbers, refusal = _ratio(given.counts, base, given, given.days, given.days[given.base])
    shown = [100 * part for part in numbers]
    for part in shown:
        part[given.base] = np.where(refusal[given.base] == "", 100.0, np.nan)
    return *shown, refusal


def change_on_previous(given: Given) -> Made:
    exposures = (given.days, _earlier(given.days, 1)) if given.year > 1 else (1.0, 1.0)
    return _percent(_ratio(given.counts, _earlier(given.counts, 1), given, *exposures), 1)


def change_on_year(given: Given) -> Made:
    return _percent(_ratio(given.counts, _earlier(given.counts, given.year), given), given.year)


def year_to_date(given: Given) -> Made:
    return _with_limits(_to_date(given), given)


def year_to_date_change(given: Given) -> Made:
    total = _to_date(given)
    return _percent(_ratio(total, _earlier(total, given.year), given), given.year)


def rolling_year(given: Given) -> Made:
    total = np.full(given.counts.shape, np.nan)
    if len(total) >= given.year:
        windows = np.lib.stride_tricks.sliding_window_view(given.counts, given.year, axis=0)
        total[given.year - 1 :] = windows.sum(axis=-1)
    *numbers, refusal = _with_limits(total, given)
    return *numbers, _near_start(refusal, given.year - 1)


def contribution(given: Given) -> Made:
    before = _earlier(given.counts, given.year)
    total = before.sum(axis=1, keepdims=True)
    made = limits.difference_of_rates(
        given.counts, before, per=100.0, level=given.level, dispersion=given.dispersion
    )
    scale = 1 / np.where(total >= MINIMUM_BASE, total, np.nan)
    numbers = [part * scale for part in made]
    # The parts must add up to the total's change: one unknown group leaves all the others without theirs.
    whole_row = np.isnan(given.counts.sum(axis=1, keepdims=True) + total)
    refusal = np.select([whole_row, total < MINIMUM_BASE], ["missing", "small_base"], "")
    return _refused(numbers, _near_start(np.broadcast_to(refusal, given.counts.shape), given.year))


def _with_limits(x: np.ndarray, given: Given) -> Made:
    lower, upper = limits.poisson_interval(x, given.level, given.dispersion)
    return x, lower, upper, np.where(np.isnan(x), "missing", "")


def _ratio(x, base, given: Given, exposure=1.0, base_exposure=1.0) -> Made:
    made = limits.ratio_of_counts(x, base, exposure, base_exposure, given.level, dispersion=given.dispersion)
    refusal = np.select([np.isnan(x + base), base < MINIMUM_BASE], ["missing", "small_base"], "")
    return _refused(made, refusal)


def _percent(made: Made, lag: int) -> Made:
    *numbers, refusal = made
    return *(100 * (part - 1) for part in numbers), _near_start(refusal, lag)


def _refused(numbers, refusal: np.ndarray) -> Made:
    return *(np.where(refusal == "", part, np.nan) for part in numbers), refusal


def _near_start(refusal: np.ndarray, lag: int) -> np.ndarray:
    return np.where(np.arange(len(refusal))[:, None] < lag, "no_earlier", refusal)


def _scaled(made: Made, scale) -> Made:
    *numbers, refusal = made
    return *(part * scale for part in numbers), refusal


def _earlier(x: np.ndarray, lag: int) -> np.ndarray:
    filler = np.full((min(lag, len(x)), x.shape[1]), np.nan)
    return np.vstack([filler, x[: max(len(x) - lag, 0)]])


def _to_date(given: Given) -> np.ndarray:
    """Sum since 1 January; missing before the first January of the series and after a missing period."""
    frame = pd.DataFrame(given.counts, given.index)
    summed = frame.groupby(given.index.year).transform(lambda year: year.cumsum(skipna=False))
    position = (given.index.month if given.year == 12 else given.index.quarter).to_numpy()
    partial_year = np.arange(len(given.index)) < (given.year + 1 - position[0]) % given.year
    return summed.mask(pd.Series(partial_year, given.index), np.nan).to_numpy()
