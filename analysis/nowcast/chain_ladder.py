"""Chain ladder on a cumulative triangle, with Mack's standard error that assumes no distribution."""

from typing import NamedTuple

import numpy as np


class ChainLadder(NamedTuple):
    """Development factors, their variance parameters, and by row the ultimate, what is missing, its error.

    `total` and `total_error` are of what is missing in all rows together, whose errors are correlated.
    """

    factors: np.ndarray
    variances: np.ndarray
    ultimate: np.ndarray
    missing: np.ndarray
    error: np.ndarray
    total: float
    total_error: float


def chain_ladder(cumulative: np.ndarray, used: np.ndarray | None = None) -> ChainLadder:
    """Complete a triangle by the volume-weighted factors of each age, with the mean squared error by Mack.

    `cumulative` has one row a period and one column an age, NaN where nothing is known yet; `used` (all by
    default) marks the cells whose step from the age before may speak. A column without any count develops by
    factor 1, and a row with zero so far stays at zero with no error: `to_come` widens that. A variance for
    which one pair is too few is Mack's min(σ⁴/σ², smaller of the two before). Murphy (1994) and Buchwalder et
    al. (2006) add a product term to the error of the factors; it is small and Mack's figures are without.
    Source: Mack (1993), ASTIN Bulletin 23; Mack (1994), Casualty Actuarial Society Forum, for the total.
    """
    n, ages = cumulative.shape
    seen = ~np.isnan(cumulative)
    steps = seen[:, 1:] if used is None else seen[:, 1:] & used[:, 1:]
    volume = np.where(steps, cumulative[:, :-1], 0.0).sum(axis=0)
    after = np.where(steps, cumulative[:, 1:], 0.0).sum(axis=0)
    factors = np.divide(after, volume, out=np.ones(ages - 1), where=volume > 0)
    variances = _variances(cumulative, steps, factors)
    full = cumulative.copy()
    for k in range(ages - 1):
        full[:, k + 1] = np.where(seen[:, k + 1], full[:, k + 1], full[:, k] * factors[k])
    # Mack's formula row by row: σ²/f² of each step still to come, over the row and over the factor's volume.
    share = np.divide(variances, factors**2, out=np.zeros(ages - 1), where=factors > 0)
    ahead = ~seen[:, 1:]
    of_row = np.divide(1.0, full[:, :-1], out=np.zeros((n, ages - 1)), where=ahead & (full[:, :-1] > 0))
    of_factor = np.divide(1.0, volume, out=np.zeros(ages - 1), where=volume > 0)
    ultimate = full[:, -1]
    own = ultimate**2 * (share * np.where(ahead, of_row + of_factor, 0.0)).sum(axis=1)
    later = ultimate[::-1].cumsum()[::-1] - ultimate
    shared = 2 * ultimate * later * (share * np.where(ahead, of_factor, 0.0)).sum(axis=1)
    missing = ultimate - cumulative[np.arange(n), seen.sum(axis=1) - 1]
    total_error = float(np.sqrt((own + shared).sum()))
    return ChainLadder(factors, variances, ultimate, missing, np.sqrt(own), float(missing.sum()), total_error)


def _variances(cumulative: np.ndarray, steps: np.ndarray, factors: np.ndarray) -> np.ndarray:
    before, after = cumulative[:, :-1], cumulative[:, 1:]
    counted = steps & (before > 0)
    squares = np.divide((after - factors * before) ** 2, before, out=np.zeros(before.shape), where=counted)
    pairs = steps.sum(axis=0)
    variances = np.divide(squares.sum(axis=0), pairs - 1, out=np.zeros(len(factors)), where=pairs > 1)
    for k in np.flatnonzero(pairs <= 1):
        two, one = variances[max(k - 2, 0)], variances[max(k - 1, 0)]
        variances[k] = min(one**2 / two if two > 0 else 0.0, one, two)
    return variances


def to_come(made: ChainLadder, known: np.ndarray, ages: np.ndarray, draws: int, rng) -> np.ndarray:
    """Draws (draws × rows) of what is missing, with the chain ladder's mean and Mack's error.

    Negative binomial, since counts are whole and not below 0. Mean and spread are never less than those of
    half an event more than known with Poisson reports, which keeps a row of zero so far uncertain.
    """
    factor = np.append(np.cumprod(made.factors[::-1])[::-1], 1.0)[ages - 1]
    mean = np.maximum(made.missing, 0.5 * (factor - 1))
    variance = np.maximum(made.error**2, (known + 0.5) * (factor - 1) * factor)
    size = np.divide(mean**2, variance - mean, out=np.full(len(mean), 1e9), where=variance > mean)
    rates = rng.gamma(np.maximum(size, 1e-9), 1.0, (draws, len(mean))) / np.maximum(size, 1e-9)
    return rng.poisson(rates * mean)
