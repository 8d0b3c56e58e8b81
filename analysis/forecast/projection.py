"""The middle of the forecast and its spread: a median of simple models on a calming scale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.forecast import members
from analysis.forecast.history import LEVEL_ONLY
from analysis.periods import SEASONS

# A forecast beyond this is a model running away, not news.
CEILING = 20
# Counts below it scatter as their square root; its logarithm would stretch the small ones.
SMALLEST_FOR_LOG = 5
# Below this mean a month's count is mostly luck, and a trend fitted to it too.
LOW_MEAN = 6
# Years: few and different enough that past errors choose between growth, a wave and no change.
YEARLY = (members.half_slope, members.last_value, members.carried_change, members.level)
FIRST_ORIGIN, ORIGINS, AHEAD, SHARPNESS = 5, 8, 3, 7
# From here on a season that cannot be told from luck is still used, drawn towards none; three years of
# quarters leave two values for each index, too few for that.
FAINT_SEASON = {4: 16, 12: 36}


@dataclass(frozen=True)
class Projection:
    """Medians of steps 1 to h and their standard deviation on the square-root scale, with the method's name."""

    median: np.ndarray
    spread: np.ndarray
    method: str


def project(values: np.ndarray, letter: str, horizon: int, is_count: bool) -> Projection:
    """Median of the pool that the frequency, the length and the size of the history allow.

    Values may hold NaN inside; they are filled on the transformed scale and widen the spread. Years work on
    the square-root scale, where a straight line neither explodes nor goes below 0; quarters and months on
    the logarithm when all values allow it, since their seasons are multiples.
    """
    known = values[~np.isnan(values)]
    logs = letter != "Y" and known.min() > 0 and (not is_count or known.min() >= SMALLEST_FOR_LOG)
    z = np.log(values) if logs else np.sqrt(values)
    method, paths, weights = _pool(z, letter, horizon, len(known), is_count and known.mean() < LOW_MEAN)
    ceiling = CEILING * known.max() + 10
    top = np.log(ceiling) if logs else np.sqrt(ceiling)
    middles = np.array([np.clip(path.values, None if logs else 0, top) for path in paths])
    middle = _weighted_median(middles, weights)
    median = np.exp(middle) if logs else middle**2
    # What each model expects of itself, and how far the models disagree.
    variance = np.mean([path.variance for path in paths if path.variance is not None], axis=0)
    spread = np.sqrt((variance + middles.var(axis=0)) * len(values) / len(known))
    # d√y = √y/2 · d log y turns the spread of logarithms into one of square roots.
    return Projection(median, spread * np.sqrt(median) / 2 if logs else spread, method)


def _pool(z, letter, horizon, known, is_low) -> tuple[str, list[members.Path], np.ndarray]:
    """The members for this history and their weights; those for short ones are the hardest to beat there."""
    season = SEASONS[letter]
    filled, indices, is_seasonal = _filled(z, season)
    if known < LEVEL_ONLY:
        method, paths = "level", [members.last_value(filled, horizon), members.level(filled, horizon)]
    elif season == 1:
        paths = [member(filled, horizon) for member in YEARLY]
        return "trends_by_record", paths, _weights(filled, YEARLY)
    elif is_low:
        method, paths = "median_of_levels", _low_pool(filled, horizon, indices)
    elif is_seasonal:
        method, paths = "median_of_seasons", _seasonal_pool(filled, horizon, indices)
    else:
        plain = [
            _with_season(member, filled, horizon, indices) for member in (members.level, members.half_slope)
        ]
        paths = [*plain, members.damped_slope(filled, horizon), members.ets(filled, horizon)]
        method = "median_of_trends"
    paths = [path for path in paths if path is not None]
    return method, paths, np.full(len(paths), 1 / len(paths))


def _weights(z: np.ndarray, pool: Sequence[Callable]) -> np.ndarray:
    """Shares of the members by how near each came from the last eight origins, up to three steps ahead."""
    errors = np.array(
        [
            [
                np.abs(member(z[:end], min(AHEAD, len(z) - end)).values - z[end : end + AHEAD]).mean()
                for member in pool
            ]
            for end in range(max(FIRST_ORIGIN, len(z) - ORIGINS), len(z))
        ]
    ).mean(axis=0)
    weights = np.maximum(errors, 1e-9) ** -SHARPNESS
    return weights / weights.sum()


def _weighted_median(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Median over the rows, between two where the weights' middle falls between them."""
    order = np.argsort(values, axis=0, kind="stable")
    shares = weights[order]
    places = np.cumsum(shares, axis=0) - shares / 2
    ordered = np.take_along_axis(values, order, axis=0)
    return np.array([np.interp(0.5, *column) for column in zip(places.T, ordered.T, strict=True)])


def _with_season(member, z, horizon, indices) -> members.Path:
    """A member on the series without its season, which is put back."""
    season = len(indices)
    plain = member(z - np.resize(indices, len(z)), horizon)
    return plain._replace(values=plain.values + indices[(len(z) + np.arange(horizon)) % season])


def _low_pool(z, horizon, indices) -> list[members.Path]:
    """Small counts: levels only, two of them of the last two years, which one odd value does not move."""
    season = len(indices)
    return [
        _with_season(members.level, z, horizon, indices),
        _with_season(members.half_slope, z, horizon, indices),
        members.recent_mean(z, horizon, season),
        members.recent_median(z, horizon, season),
    ]


def _seasonal_pool(z, horizon, indices) -> list[members.Path | None]:
    """Four ideas of a season; only the plainest one's past errors say how far off they may be.

    With the others' own variances the limits of the tourism competition were too wide by a fifth where
    those of the M1 competition were right.
    """
    season = len(indices)
    made = [
        _with_season(members.half_slope, z, horizon, indices),
        members.damped_slope_and_season(z, horizon, indices),
        members.ets(z, horizon, season),
    ]
    made = [path._replace(variance=None) for path in made if path is not None]
    return [*made, members.seasonal_last_value(z, horizon, season)]


def _filled(z: np.ndarray, season: int) -> tuple[np.ndarray, np.ndarray, bool]:
    """The series without gaps, its seasonal indices, and whether the season is plain to see."""
    filled = _interpolated(z)
    is_seasonal = 1 < season <= len(z) / 3 and _is_seasonal(filled, season)
    if not is_seasonal and len(z) < FAINT_SEASON.get(season, np.inf):
        return filled, np.zeros(season), False
    indices = _seasonal_indices(filled, season)
    repeated = np.resize(indices, len(z))
    return _interpolated(z - repeated) + repeated, indices, is_seasonal


def _interpolated(z: np.ndarray) -> np.ndarray:
    at, known = np.arange(len(z)), ~np.isnan(z)
    return z if known.all() else np.interp(at, at[known], z[known])


def _is_seasonal(z: np.ndarray, season: int) -> bool:
    """Whether the autocorrelation at the season would be rare without one (one-sided 5 %).

    Source: the test used in the M3 and M4 competitions, with Bartlett's standard error.
    """
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
