"""The simple models whose median is the forecast: each gives a path and its h-step variances.

All work on a transformed series without gaps. Where others optimise smoothing parameters, these average over
a grid of them with weights SSE^(−n/2): on short series the best parameters are luck, their average is not.
"""

import warnings
from typing import NamedTuple

import numpy as np


class Path(NamedTuple):
    """Values and variances of steps 1 to h, on the transformed scale; variance None when a model has none."""

    values: np.ndarray
    variance: np.ndarray | None


def last_value(z: np.ndarray, horizon: int) -> Path:
    """The last value for ever (random walk)."""
    return Path(np.full(horizon, z[-1]), np.mean(np.diff(z) ** 2) * _steps(horizon))


def seasonal_last_value(z: np.ndarray, horizon: int, season: int) -> Path:
    """The value of the same season a year before, whose uncertainty grows with each further year."""
    steps = _steps(horizon) - 1
    noise = np.mean((z[season:] - z[:-season]) ** 2)
    return Path(z[len(z) - season + steps % season], noise * (1 + steps // season))


def carried_change(z: np.ndarray, horizon: int) -> Path:
    """The last change carried on, fading towards the mean change (autoregression of changes).

    Both are drawn towards 0 by how uncertain so few changes leave them: crime comes in waves of some years,
    while a series that grows every year keeps its growth.
    """
    changes = np.diff(z)
    mean, count = changes.mean(), len(changes)
    apart = changes - mean
    # Four more changes of no memory, so that a short series does not claim one.
    carried = (apart[1:] @ apart[:-1]) / max(apart @ apart, 1e-12) * count / (count + 4)
    carried = np.clip(carried, -0.5, 0.8)
    noise = changes.var(ddof=1) / count * (1 + carried) / (1 - carried)
    trend = mean * max(0.0, 1 - noise / max(mean * mean, 1e-12))
    steps = _steps(horizon)
    return Path(z[-1] + trend * steps + (changes[-1] - trend) * np.cumsum(carried**steps), None)


def recent_mean(z: np.ndarray, horizon: int, season: int) -> Path:
    """The mean of the last two years."""
    last = z[-2 * season :]
    return Path(np.full(horizon, last.mean()), np.full(horizon, last.var() * (1 + 1 / len(last))))


def recent_median(z: np.ndarray, horizon: int, season: int) -> Path:
    """The median of the last two years, which one outbreak does not move."""
    return Path(np.full(horizon, np.median(z[-2 * season :])), None)


def level(z: np.ndarray, horizon: int) -> Path:
    """A level that follows the series (simple exponential smoothing, grid-averaged)."""
    return _smoothed(z, horizon, _grid(np.linspace(0.05, 1, 20), [0.0], [0.0], [0.0]), start=(z[0], 0.0))


def half_slope(z: np.ndarray, horizon: int) -> Path:
    """A level with half of the fitted straight line's slope (the Theta method).

    Source: Hyndman and Billah (2003), Int. J. Forecasting 19.
    """
    time = np.arange(len(z)) - (len(z) - 1) / 2
    slope = (time @ z) / (time @ time) / 2
    grid = _grid(np.linspace(0.05, 1, 20), [0.0], [0.0], [1.0])
    return _smoothed(z, horizon, grid, start=(z[0] - slope, slope))


def damped_slope(z: np.ndarray, horizon: int) -> Path:
    """A level and a slope that follow the series, the slope fading (damped Holt, grid-averaged)."""
    grid = _grid(np.linspace(0.1, 1, 10), [0.0, 0.05, 0.1, 0.2, 0.4], [0.0], [0.8, 0.9, 0.95, 0.98])
    slope = float(np.median(np.diff(z)))
    return _smoothed(z, horizon, grid, start=(z[0] - slope, slope))


def damped_slope_and_season(z: np.ndarray, horizon: int, indices: np.ndarray) -> Path:
    """As `damped_slope`, with a season that follows the series too (Holt–Winters, grid-averaged)."""
    season = len(indices)
    grid = _grid([0.05, 0.15, 0.3, 0.5, 0.8], [0.0, 0.05, 0.2], [0.01, 0.05, 0.15, 0.3, 0.5], [0.9, 0.98])
    early = min(len(z), 2 * season)
    plain = z - np.resize(indices, len(z))
    slope = float(np.polyfit(np.arange(early), plain[:early], 1)[0])
    start = plain[:season].mean() - slope * (season + 1) / 2, slope
    return _smoothed(z, horizon, grid, start, indices)


def ets(z: np.ndarray, horizon: int, season: int = 1) -> Path | None:
    """Damped exponential smoothing by maximum likelihood (statsmodels); None where it cannot be fitted.

    Heuristic start values take an eighth of the time of estimated ones (12 against 88 ms on monthly series
    of the M1 competition); they need ten values and a season. Eight steps of the search instead of all take
    off another quarter and change the mean error of these series by less than 1 %.
    """
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    if len(z) < 10 + 2 * (season // 2) or np.ptp(z) == 0:
        return None
    seasonal = {"seasonal": "add", "seasonal_periods": season} if season > 1 else {}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # A fit that did not converge still forecasts; as one member of a median it can do no harm.
        warnings.simplefilter("ignore")
        model = ETSModel(
            z, error="add", trend="add", damped_trend=True, initialization_method="heuristic", **seasonal
        )
        values = np.asarray(model.fit(disp=0, maxiter=8).forecast(horizon))
    return Path(values, None) if np.isfinite(values).all() else None


def _grid(alphas, betas, gammas, phis) -> np.ndarray:
    """Every combination as rows alpha, alpha·beta, (1 − alpha)·gamma, phi."""
    a, b, g, p = (axis.ravel() for axis in np.meshgrid(alphas, betas, gammas, phis, indexing="ij"))
    return np.array([a, a * b, (1 - a) * g, p])


def _smoothed(z, horizon, grid, start, indices=(0.0,)) -> Path:
    """Run every parameter set of the grid through the series at once and average their forecasts."""
    alpha, beta, gamma, phi = grid
    season = len(indices)
    level_, slope = np.full(alpha.shape, start[0]), np.full(alpha.shape, start[1])
    seasons = np.repeat(np.asarray(indices, dtype=float)[:, None], len(alpha), axis=1)
    squares = np.zeros(alpha.shape)
    for t, value in enumerate(z):
        slope = phi * slope
        error = value - level_ - slope - seasons[t % season]
        squares += error * error
        level_ = level_ + slope + alpha * error
        slope = slope + beta * error
        seasons[t % season] += gamma * error
    noise = squares / max(len(z) - 1, 1)
    weights = (np.maximum(noise, 1e-300) / max(noise.min(), 1e-300)) ** (-len(z) / 2)
    weights /= weights.sum()
    values, variance = np.empty(horizon), np.empty(horizon)
    reach, grown = np.zeros(alpha.shape), np.ones(alpha.shape)
    for h in range(1, horizon + 1):
        reach = reach + phi**h
        values[h - 1] = weights @ (level_ + reach * slope + seasons[(len(z) + h - 1) % season])
        variance[h - 1] = weights @ (noise * grown)
        step = alpha + beta * reach + (gamma if h % season == 0 else 0)
        grown = grown + step * step
    return Path(values, variance)


def _steps(horizon: int) -> np.ndarray:
    return np.arange(1, horizon + 1)
