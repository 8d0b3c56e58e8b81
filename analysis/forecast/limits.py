"""Limits around a projection: calibrated on competition data, never below 0, each level inside the next."""

import numpy as np
from scipy.special import ndtri, stdtrit
from scipy.stats import nbinom

from analysis.forecast.projection import Projection

# Half width of the 95 % interval on the square-root scale = K (1 + C / n) h^P · spread: (K, C, P) fitted by
# tests/benchmarks/fit_limits.py on the M1 and tourism competitions and on recorded crime of London, Toronto,
# US states and Korea, where limits by theory cover 55 to 90 %.
WIDTHS = {
    ("Y", "level"): (2.0, 0.49, 0.18),
    ("Y", "trends_by_record"): (2.51, 0.46, 0.05),
    ("Q", "level"): (2.2, 0.5, 0.05),
    ("Q", "median_of_levels"): (1.72, 0.53, 0.05),
    ("Q", "median_of_trends"): (2.2, 0.5, 0.05),
    ("Q", "median_of_seasons"): (1.37, 3.19, 0.11),
    ("M", "level"): (1.82, 0.52, 0.05),
    ("M", "median_of_levels"): (1.59, 0.54, 0.05),
    ("M", "median_of_trends"): (1.82, 0.52, 0.05),
    ("M", "median_of_seasons"): (1.21, 3.36, 0.11),
}
# Poisson counts have a variance of about 1/4 on the square-root scale, whatever their mean.
POISSON_SPREAD = 0.5
TAILS = 4


def limits(projection: Projection, level: float, width: tuple, periods: int, is_count: bool):
    """Lower and upper limit of each step at one level; `width` is one of WIDTHS, `periods` the values known."""
    factor, shortness, growth = width
    steps = np.arange(1, len(projection.median) + 1)
    # Student's t with 4 degrees of freedom has the tails that competition errors have.
    shape = stdtrit(TAILS, (1 + level) / 2) / stdtrit(TAILS, 0.975)
    half = factor * (1 + shortness / periods) * steps**growth * projection.spread * shape
    if is_count:
        half = np.maximum(half, POISSON_SPREAD * ndtri((1 + level) / 2))
    root = np.sqrt(projection.median)
    # √y² may differ from y in its last digit, by which a limit without width would miss its own median.
    lower = np.minimum(np.maximum(root - half, 0) ** 2, projection.median)
    upper = np.maximum((root + half) ** 2, projection.median)
    return whole(lower, upper, projection.median) if is_count else (lower, upper)


def whole(lower: np.ndarray, upper: np.ndarray, median: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a count: whole, each standing for half a count on either side, and around the median."""
    return np.minimum(np.floor(lower + 0.5), np.floor(median)), np.maximum(
        np.ceil(upper - 0.5), np.ceil(median)
    )


def sparse_limits(values: np.ndarray, level: float, horizon: int):
    """Mean, lower and upper limit for counts too small for a trend: a level with its own uncertainty.

    The mean has a Gamma(½ + sum, n) posterior, which makes the next count negative binomial; where the
    counts scatter more than Poisson's, their own variance takes its place.
    """
    mean = (values.sum() + 0.5) / len(values)
    scatter = max(1.0, values.var(ddof=1) / max(values.mean(), 1e-9))
    variance = scatter * mean * (1 + 1 / len(values))
    size = mean * mean / (variance - mean)
    ends = nbinom.ppf([(1 - level) / 2, (1 + level) / 2], size, mean / variance)
    return mean, np.full(horizon, ends[0]), np.full(horizon, ends[1])
