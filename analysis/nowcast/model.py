"""Counts still to come, by a Poisson or negative binomial model of the triangle, simulated with its errors."""

from typing import NamedTuple

import numpy as np

from analysis.errors import BadSeries
from analysis.nowcast.triangle import Triangle

# A share of one event over all delays, half a delay's worth each way: a delay never seen is rare, not
# impossible.
PRIOR = 0.5
DRAWS = 4000


class Delays(NamedTuple):
    """By delay: events that came with it, events known by then, and the chance `new` of one among the other.

    `dispersion` is the variance of the cells over the Poisson's, at least 1.
    """

    came: np.ndarray
    known: np.ndarray
    new: np.ndarray
    dispersion: float

    @property
    def share(self) -> np.ndarray:
        """Share of the completed count known at each age, from 1 delay seen to all of them."""
        return np.append(np.cumprod(1 - self.new[:0:-1])[::-1], 1.0)


class Level(NamedTuple):
    """What completed counts were lately: their mean, and the size of a negative binomial around it."""

    mean: np.ndarray
    size: float


def delays(triangle: Triangle, columns: int, window: int | None = None) -> Delays:
    """Maximum-likelihood delays of the Poisson model with one effect for each period and each delay.

    The model's fitted values are those of the chain ladder, and `new` is 1 − 1/factor; given the rows, each
    delay is a binomial count, so no iteration is needed and empty rows or columns do no harm. `window` is
    how many of the last counting days may speak (None: all). Delays from `columns` − 1 on are one column.
    The dispersion is Pearson's, corrected for sparse cells by Fletcher. Raises BadSeries where no cell may
    speak for a delay: that is not the same as none having come.
    Source: Renshaw and Verrall (1998), Br. Actuar. J. 4; Lawless (1994), Can. J. Stat. 22; Fletcher (2012),
    Biometrika 99.
    """
    added, used = joined(triangle, columns, window)
    if not used[:, 1:].any(axis=0).all():
        silent = int(np.flatnonzero(~used[:, 1:].any(axis=0))[0]) + 1
        raise BadSeries(
            series=triangle.name,
            found=f"no period that shows what came with delay {silent}",
            expected="counts one period apart and outside the windows cut",
        )
    so_far = np.cumsum(np.nan_to_num(added), axis=1)
    came = np.array([added[used[:, d], d].sum() for d in range(columns)]).clip(0)
    known = np.array([so_far[used[:, d], d].sum() for d in range(columns)])
    new = np.divide(came, known, out=np.zeros(columns), where=known > 0)
    new[0] = 1.0
    return Delays(came, known, new, _dispersion(added, so_far, used, new))


def joined(triangle: Triangle, columns: int, window: int | None):
    """Increments with the late delays joined, and which cells may speak: seen, not cut, in the window."""
    n = len(triangle.index)
    added = triangle.added[:, :columns].copy()
    added[:, -1] = np.nansum(triangle.added[:, columns - 1 :], axis=1)
    seen = ~np.isnan(triangle.added[:, :columns])
    added[~seen] = np.nan
    used = seen & triangle.used[:, :columns]
    if window is not None:
        used &= np.add.outer(np.arange(n), np.arange(columns)) >= n - window
    return added, used


def _dispersion(added, so_far, used, new) -> float:
    """Variance over mean of the cells that had a chance to differ from their expectation."""
    mean = so_far * new
    spread = mean * (1 - new)
    free = used & (spread > 0)
    free[:, 0] = False
    parameters = (free.any(axis=0)).sum()
    freedom = free.sum() - parameters
    if freedom < 1:
        return 1.0
    pearson = ((added - mean)[free] ** 2 / spread[free]).sum() / freedom
    skew = ((added - mean)[free] / mean[free]).mean()
    return max(1.0, float(pearson / (1 + skew)))


def level(known: np.ndarray, share: np.ndarray, periods: int) -> Level:
    """Recent level before each row: events known over share known in so many rows before, and their spread.

    The spread is that of each row around the level before it, less what Poisson counts and the level's own
    error make of it; the size is mean²/excess, from 0.5 (the rows say next to nothing) to 50.
    """
    n = len(known)
    # A delay that all events had makes the share 0, from which no level can be told.
    share = np.maximum(share, 1e-3)
    mean = np.full(n, np.nan)
    for row in range(1, n):
        before = slice(max(0, row - periods), row)
        mean[row] = (known[before].sum() + PRIOR) / share[before].sum()
    mean[0] = mean[1]
    rows = np.arange(1, n)
    weight = 1 + 1 / np.minimum(rows, periods)
    excess = (known[rows] / share[rows] - mean[rows]) ** 2 - mean[rows] / share[rows] * weight
    relative = max((excess / mean[rows] ** 2 / weight).mean(), 0.02)
    return Level(mean, min(max(0.5, 1 / relative), 50.0))


def still_to_come(
    found: Delays, known: np.ndarray, ages: np.ndarray, lately: Level | None, rng
) -> np.ndarray:
    """Draws (DRAWS × rows) of the events that each row has still to get.

    Each draw takes its own delays, each from its beta distribution with the events divided by the dispersion.
    The rate of a row is a gamma: what is known of it, divided by the dispersion, and with `lately` (negative
    binomial model) as much of the recent level as that was worth; without (Poisson model) half an event.
    """
    columns, phi = len(found.new), found.dispersion
    prior = PRIOR / columns
    draws = np.ones((DRAWS, columns))
    for d in range(1, columns):
        rest = max(found.known[d] - found.came[d], 0.0)
        draws[:, d] = rng.beta(found.came[d] / phi + prior, rest / phi + PRIOR, DRAWS)
    after = np.cumprod(1 - draws[:, ::-1], axis=1)[:, ::-1]
    share = np.column_stack([after[:, 1:], np.ones(DRAWS)])[:, np.minimum(ages, columns) - 1]
    shape, rate = (PRIOR, 0.0) if lately is None else (lately.size, lately.size / lately.mean)
    rates = rng.gamma(shape + known / phi, 1.0, (DRAWS, len(known))) / (rate + share / phi)
    mean = rates * (1 - share)
    if phi > 1 + 1e-9:
        mean = np.where(mean > 0, rng.gamma(np.maximum(mean, 1e-12) / (phi - 1)) * (phi - 1), 0.0)
    return rng.poisson(mean)
