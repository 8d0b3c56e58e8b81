"""What a count would be if nothing unusual happened: a quasi-Poisson regression on earlier years."""

from typing import NamedTuple

import numpy as np
from scipy.special import stdtr

# Relative change of the deviance at which R's glm stops, a thousand times finer.
CLOSE = 1e-11


class Baseline(NamedTuple):
    """Expected count, standard error of its logarithm, variance over mean (1 or more), residual freedom."""

    mean: float
    se: float
    phi: float
    freedom: float
    has_trend: bool


class Fit(NamedTuple):
    """Quasi-Poisson regression: coefficients, their covariance before dispersion, fitted means, dispersion."""

    params: np.ndarray
    unscaled: np.ndarray
    mu: np.ndarray
    weights: np.ndarray
    leverage: np.ndarray
    dispersion: float
    freedom: int


def reference(now: int, season: int, years: int, half_window: int, levels: int, left_out: int):
    """Positions before `now` that may speak for it, and the seasonal level of each (0: like now).

    Level 0 are the periods within `half_window` of the same season in earlier years; the rest of the year is
    parted into `levels` − 1 blocks of nearly equal length, or left out when there is one level only. The last
    `left_out` periods are left out, so that a rise that is under way does not become its own yardstick.
    """
    positions = np.arange(max(0, now - years * season - half_window), now - left_out)
    after = (positions - now) % season
    near = (after <= half_window) | (after >= season - half_window)
    if levels == 1:
        return positions[near], np.zeros(near.sum(), int)
    block = np.zeros(season, int)
    rest = np.arange(half_window + 1, season - half_window)
    for number, part in enumerate(np.array_split(rest, levels - 1), start=1):
        block[part] = number
    return positions, block[after]


def baseline(counts, time, level, now, trend_alpha, weight_above) -> Baseline:
    """The count expected at time `now` from earlier counts with times and seasonal levels; none missing.

    A trend stays when its p-value is below `trend_alpha` and it does not lead above every count seen before.
    Where more is expected than the baseline had on average, the dispersion grows with the mean as that of a
    negative binomial of one size does; taken as constant, it gave 1.7 % of false alarms for 1 % on series
    that rise. Without any event the mean is half an event over all periods (Jeffreys), known very badly.
    Source: Noufaily et al. (2013), Stat. Med. 32, sections 3.2 to 3.5.
    """
    if counts.sum() == 0:
        return Baseline(0.5 / len(counts), np.sqrt(2), 1.0, np.inf, False)
    season = (level[:, None] == np.unique(level)[None, 1:]).astype(float)
    # Time is counted from now and level 0 is the reference: the intercept is the log mean asked for.
    flat = np.column_stack([np.ones(len(counts)), season])
    sloped = np.column_stack([flat, (time - now) / max(1, np.ptp(time))])
    has_trend = len(counts) > sloped.shape[1]
    if has_trend:
        fit = reweighted(counts, sloped, weight_above)
        has_trend = _trend_p(fit) < trend_alpha and np.exp(fit.params[0]) <= counts.max()
    if not has_trend:
        fit = reweighted(counts, flat, weight_above)
    mean, phi = float(np.exp(fit.params[0])), max(1.0, fit.dispersion)
    se = float(np.sqrt(fit.unscaled[0, 0] * phi))
    phi = 1 + (phi - 1) * max(1.0, mean / np.average(fit.mu, weights=fit.weights))
    return Baseline(mean, se, phi, float(fit.freedom), bool(has_trend))


def reweighted(counts: np.ndarray, design: np.ndarray, above: float) -> Fit:
    """Fit, and fit again with less weight on counts that stand far above the first fit."""
    first = regression(counts, design, np.ones(len(counts)))
    return regression(counts, design, outbreak_weights(anscombe(counts, first), above))


def regression(counts: np.ndarray, design: np.ndarray, weights: np.ndarray) -> Fit:
    """Log-linear regression of counts by iteratively reweighted least squares; dispersion by Pearson's.

    The same numbers as statsmodels' GLM in a tenth of its time, which counts since every period of every
    series needs two to four of them. Every column of the design must have a count above 0.
    Source: McCullagh and Nelder (1989), Generalized Linear Models, 2.5.
    """
    mu, before = (counts + counts.mean()) / 2, np.inf
    eta = np.log(mu)
    for _ in range(50):
        work = design.T * (weights * mu)
        params = np.linalg.solve(work @ design, work @ (eta + (counts - mu) / mu))
        # Beyond these a mean of counts is 0 or absurd, and its exponential would overflow.
        eta = np.clip(design @ params, -30, 30)
        mu = np.exp(eta)
        deviance = weights @ (counts * np.log(np.where(counts > 0, counts, 1) / mu) - counts + mu)
        if abs(before - deviance) < CLOSE * (abs(deviance) + 0.1):
            break
        before = deviance
    unscaled = np.linalg.inv((design.T * (weights * mu)) @ design)
    leverage = np.einsum("ij,jk,ik->i", design, unscaled, design) * weights * mu
    freedom = len(counts) - design.shape[1]
    dispersion = float(weights @ ((counts - mu) ** 2 / mu)) / max(freedom, 1)
    return Fit(params, unscaled, mu, weights, leverage, dispersion, freedom)


def anscombe(counts: np.ndarray, fit: Fit) -> np.ndarray:
    """Standardised Anscombe residuals of a Poisson regression.

    Source: Farrington et al. (1996), J. R. Stat. Soc. A 159, section 3.4.
    """
    raw = 1.5 * (counts ** (2 / 3) * fit.mu ** (-1 / 6) - np.sqrt(fit.mu))
    return raw / np.sqrt(max(1.0, fit.dispersion) * np.maximum(1e-9, 1 - fit.leverage))


def outbreak_weights(residuals: np.ndarray, above: float) -> np.ndarray:
    """Weights that sum to the number of counts: 1 / residual² above the limit, equal below it.

    Source: Noufaily et al. (2013), who raised the limit from 1, with which every ordinary high count was
    taken for an outbreak and the dispersion came out too small, to 2.58.
    """
    high = residuals > above
    weights = np.where(high, np.where(high, residuals, 1.0) ** -2.0, 1.0)
    return weights * len(weights) / weights.sum()


def _trend_p(fit: Fit) -> float:
    """Two-sided p-value of the last coefficient, by Student's t as for any estimated dispersion."""
    error = np.sqrt(fit.unscaled[-1, -1] * fit.dispersion)
    return float(2 * stdtr(fit.freedom, -abs(fit.params[-1]) / max(error, 1e-12)))
