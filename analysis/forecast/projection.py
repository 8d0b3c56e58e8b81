"""The middle of the forecast and its spread: a median of simple models on a calming scale."""

from dataclasses import dataclass

import numpy as np

from analysis.forecast import members
from analysis.forecast.history import LEVEL_ONLY, SHORT
from analysis.periods import SEASONS

# A forecast beyond this is a model running away, not news.
CEILING = 20
# Counts below it scatter as their square root; its logarithm would stretch the small ones.
SMALLEST_FOR_LOG = 5


@dataclass(frozen=True)
class Projection:
    """Medians of steps 1 to h and their standard deviation on the square-root scale, with the method's name."""

    median: np.ndarray
    spread: np.ndarray
    method: str


def project(values: np.ndarray, letter: str, horizon: int, is_count: bool) -> Projection:
    """Median of the pool that the frequency and the length of the history allow.

    Values may hold NaN inside; they are filled on the transformed scale and widen the spread. Years work on
    the square-root scale, where a straight line neither explodes nor goes below 0; quarters and months on
    the logarithm when all values allow it, since their seasons are multiples.
    """
    known = values[~np.isnan(values)]
    logs = letter != "Y" and known.min() > 0 and (not is_count or known.min() >= SMALLEST_FOR_LOG)
    z, indices = _filled(np.log(values) if logs else np.sqrt(values), SEASONS[letter])
    method, paths = _pool(z, letter, horizon, indices, len(known))
    ceiling = CEILING * known.max() + 10
    top = np.log(ceiling) if logs else np.sqrt(ceiling)
    middles = np.array([np.clip(path.values, None if logs else 0, top) for path in paths])
    middle = np.median(middles, axis=0)
    median = np.exp(middle) if logs else middle**2
    # What each model expects of itself, and how far the models disagree.
    variance = np.mean([path.variance for path in paths if path.variance is not None], axis=0)
    spread = np.sqrt((variance + middles.var(axis=0)) * len(values) / len(known))
    # d√y = √y/2 · d log y turns the spread of logarithms into one of square roots.
    return Projection(median, spread * np.sqrt(median) / 2 if logs else spread, method)


def _pool(z, letter, horizon, indices, known) -> tuple[str, list[members.Path]]:
    """The members for this history; those for short ones are the hardest to beat there."""
    if known < LEVEL_ONLY:
        return "level", [members.last_value(z, horizon), members.level(z, horizon)]
    if letter == "Y":
        pool = [members.drift, members.half_slope, members.damped_slope]
        if known < SHORT[letter]:
            pool += [members.last_value, _half_drift]
        return "median_of_trends", [member(z, horizon) for member in pool]
    season = len(indices)
    if season == 1:
        pool = [members.level, members.half_slope, members.damped_slope, members.ets]
        made = [member(z, horizon) for member in pool]
        return "median_of_trends", [path for path in made if path is not None]
    return "median_of_seasons", _seasonal_pool(z, horizon, indices)


def _seasonal_pool(z, horizon, indices) -> list[members.Path]:
    season = len(indices)
    months = np.arange(len(z) + horizon) % season
    plain = members.half_slope(z - indices[months[: len(z)]], horizon)
    made = [
        members.Path(plain.values + indices[months[len(z) :]], plain.variance),
        members.damped_slope_and_season(z, horizon, indices),
        members.ets(z, horizon, season),
        members.seasonal_last_value(z, horizon, season),
    ]
    return [path for path in made if path is not None]


def _half_drift(z, horizon) -> members.Path:
    return members.drift(z, horizon, part=0.5)


def _filled(z: np.ndarray, season: int) -> tuple[np.ndarray, np.ndarray]:
    """The series without gaps and its seasonal indices (a single 0 when there is no season)."""
    filled = _interpolated(z)
    if season == 1 or not _is_seasonal(filled, season):
        return filled, np.zeros(1)
    indices = _seasonal_indices(filled, season)
    repeated = np.resize(indices, len(z))
    return _interpolated(z - repeated) + repeated, indices


def _interpolated(z: np.ndarray) -> np.ndarray:
    at, known = np.arange(len(z)), ~np.isnan(z)
    return z if known.all() else np.interp(at, at[known], z[known])


def _is_seasonal(z: np.ndarray, season: int) -> bool:
    """Three full years, and an autocorrelation at the season that would be rare without one (one-sided 5 %).

    Source: the test used in the M3 and M4 competitions, with Bartlett's standard error.
    """
    if len(z) < 3 * season:
        return False
    time = np.arange(len(z))
    rest = z - np.polyval(np.polyfit(time, z, 1), time)
    power = rest @ rest
    if power <= 1e-12 * max(z @ z, 1e-12):
        return False
    lagged = np.array([rest[lag:] @ rest[:-lag] for lag in range(1, season + 1)]) / power
    error = np.sqrt((1 + 2 * np.sum(lagged[:-1] ** 2)) / len(z))
    return bool(lagged[-1] > 1.645 * error)


def _seasonal_indices(z: np.ndarray, season: int) -> np.ndarray:
    """Additive indices around a centred moving average, drawn towards 0 by what noise alone would give.

    Source: Miller and Williams (2003), Int. J. Forecasting 19 (James–Stein shrinkage of seasonal factors).
    """
    weights = np.full(season + 1, 1 / season)
    weights[[0, -1]] /= 2
    trend = np.convolve(z, weights, "valid")
    first = season // 2
    apart = z[first : first + len(trend)] - trend
    months = np.arange(first, first + len(trend)) % season
    indices = np.array([apart[months == month].mean() for month in range(season)])
    indices -= indices.mean()
    rest = apart - indices[months]
    noise = rest @ rest / max(len(rest) - season, 1) / (len(rest) / season)
    strength = max(np.mean(indices**2), 1e-12)
    return indices * max(0.0, 1 - (season - 3) / season * noise / strength)
