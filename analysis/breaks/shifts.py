"""Shifts of the mean by least squares, as Bai and Perron have them, with Bai's interval for each date."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import log_ndtr

from analysis.errors import TooFewPeriods
from analysis.search import Search

# The least part of the series between two breaks: strucchange's default, and Bai and Perron's for their tests.
TRIMMING = 0.15


@dataclass(frozen=True)
class LevelShifts:
    """The best segmentation by BIC.

    `places` are the row numbers of the last value before each shift, `lower` and `upper` the ends of their
    intervals (None where Bai's distribution gives none), `means` those of the segments, `criterion` BIC for
    0, 1, ... shifts.
    """

    places: tuple[int, ...]
    lower: tuple[int | None, ...]
    upper: tuple[int | None, ...]
    means: tuple[float, ...]
    criterion: tuple[float, ...]


def level_shifts(values, most: int = 5, trimming: float = TRIMMING, level: float = 0.95) -> LevelShifts:
    """Shifts of the mean of a series without gaps, every admissible position tried.

    The penalty: BIC(m) = n (log RSS + 1 − log n + log 2π) + 2 (m + 1) log n, smallest; a mean and a date for
    each shift. Assumes independent errors; for counts with a season, a trend or known events see `breaks`,
    which also tests whether there is any shift at all: BIC alone finds one in 8 of 100 series of 60 months
    without. Raises TooFewPeriods. Source: Bai and Perron (2003), J. Appl. Econom. 18; Bai (1997), Rev. Econ.
    Stat. 79, on the interval; as R's strucchange (Zeileis et al. 2003) computes both.
    """
    y = np.asarray(values, dtype=float)
    n = len(y)
    gap = int(trimming * n)
    if gap < 2:
        raise TooFewPeriods(
            series="level shifts",
            found=n,
            frequency="observed",
            first="the start",
            needed=int(2 / trimming) + 1,
            purpose="a search for level shifts",
        )
    most = min(most, int(np.ceil(n / gap)) - 2)
    places = np.arange(gap, n - gap + 1)
    columns = (np.arange(n)[:, None] >= places).astype(float)
    search = Search(np.ones((n, 1)), columns, places, most, gap)
    found = [search.best(y[:, None], m) for m in range(most + 1)]
    criterion = tuple(
        float(n * (np.log(one.rss[0]) + 1 - np.log(n) + np.log(2 * np.pi)) + 2 * (m + 1) * np.log(n))
        for m, one in enumerate(found)
    )
    chosen = found[int(np.argmin(criterion))].places[0]
    segments = np.split(y, chosen)
    limits = [_interval(*pair, level) for pair in pairwise(segments)]
    last = chosen - 1
    lower = tuple(None if pair is None else int(at + pair[0]) for at, pair in zip(last, limits, strict=True))
    upper = tuple(None if pair is None else int(at + pair[1]) for at, pair in zip(last, limits, strict=True))
    means = tuple(float(part.mean()) for part in segments)
    return LevelShifts(tuple(int(at) for at in last), lower, upper, means, criterion)


def _interval(before: np.ndarray, after: np.ndarray, level: float) -> tuple[int, int] | None:
    """How far the date may lie from the estimate, each segment with its own variance."""
    spread = np.array([before.var(), after.var()])
    step = (after.mean() - before.mean()) ** 2
    if spread.min() == 0 or step == 0:
        return None
    # Only here: scipy.optimize takes a second to import, and the screens' own breaks do not need it.
    from scipy.optimize import brentq

    ratio, tail = float(spread[1] / spread[0]), (1 - level) / 2
    if not tail < _argmax_below(0.0, ratio) < 1 - tail:
        return None
    ends = []
    for share, direction in ((tail, -1), (1 - tail, 1)):
        far = 1000.0
        while (_argmax_below(direction * far, ratio) - share) * direction < 0:
            far += 1000
        root = brentq(lambda v, share=share: _argmax_below(v, ratio) - share, *sorted((0.0, direction * far)))
        ends.append(root * spread[0] / step)
    return -int(np.ceil(ends[1])), -int(np.floor(ends[0]))


def _argmax_below(v: float, phi: float) -> float:
    """Chance that a Brownian motion with drift away from 0, of variance 1 left and phi right, peaks below v.

    Bai (1997), formula for a shift of the mean (his xi is 1). Exponentials and normal tails are multiplied as
    logarithms: apart they overflow.
    """
    x = abs(v)
    if x == 0:
        return 1 / (1 + phi)
    root, half = np.sqrt(x), 1 / np.sqrt(2 * np.pi)
    if v < 0:
        c = phi * (phi + 2) / (phi + 1)
        d = (phi + 2) ** 2 / (phi + 1)
        first = half * root * np.exp(-x / 8)
        second = c * np.exp((1 + 1 / phi) / phi * x / 2 + log_ndtr(-(0.5 + 1 / phi) * root))
        return float(-first - second + (d - 2 + x / 2) * np.exp(log_ndtr(-root / 2)))
    c = (2 * phi + 1) / (phi * (phi + 1))
    d = (2 * phi + 1) ** 2 / (phi * (phi + 1))
    first = half * np.sqrt(x / phi) * np.exp(-x / (8 * phi))
    second = c * np.exp((phi + 1) * x / 2 + log_ndtr(-(2 * phi + 1) / (2 * np.sqrt(phi)) * root))
    return float(1 + first + second + (2 - d - x / (2 * phi)) * np.exp(log_ndtr(-root / (2 * np.sqrt(phi)))))
