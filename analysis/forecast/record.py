"""How the same method would have done: forecasts from earlier origins against what came, and against naive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.forecast.history import LEVEL_ONLY, MINIMUM, History

# Twelve origins are a year of months; more cost time and tell about a world longer gone.
ORIGINS = 12


@dataclass(frozen=True)
class Record:
    """Past forecasts, one row each step of each origin, and what they sum to.

    `table`: origin, period, step, actual, median, lower_…, upper_…, naive (last value), seasonal_naive.
    `errors`: mean absolute error of median, naive and seasonal_naive over the same rows. `coverage`: share of
    actual values inside each level's limits. Empty when the history is too short for a single origin.
    """

    table: pd.DataFrame
    errors: dict[str, float]
    coverage: dict[float, float]

    @property
    def beats_naive(self) -> bool | None:
        """Whether the median was nearer on average than the last value; None without a record."""
        return self.errors["median"] < self.errors["naive"] if self.errors else None


def rolling_origins(past: History, steps: int, levels: Sequence[float], predict: Callable) -> Record:
    """Forecast up to `steps` ahead from each of the last twelve origins that have a history before them."""
    values = past.series.to_numpy()
    known = np.cumsum(~np.isnan(values))
    # From a history that allows a trend, past forecasts are made with one too where possible.
    least = LEVEL_ONLY if past.observed > LEVEL_ONLY else MINIMUM
    origins = [
        end for end in range(1, len(values)) if known[end - 1] >= least and not np.isnan(values[end - 1])
    ]
    rows = [row for end in origins[-ORIGINS:] for row in _rows(past, values, end, steps, levels, predict)]
    table = pd.DataFrame(rows)
    if table.empty:
        return Record(table, {}, {})
    errors = {
        name: float((table[name] - table["actual"]).abs().mean())
        for name in ("median", "naive", "seasonal_naive")
    }
    coverage = {
        level: float(
            (
                (table[f"lower_{100 * level:g}"] <= table["actual"])
                & (table["actual"] <= table[f"upper_{100 * level:g}"])
            ).mean()
        )
        for level in levels
    }
    return Record(table, errors, coverage)


def _rows(past, values, end, steps, levels, predict):
    """The steps from one origin for which a value came."""
    before, season = values[:end], past.season
    horizon = min(steps, len(values) - end)
    columns, _ = predict(before, past, horizon, levels)
    index = past.series.index
    for step in range(1, horizon + 1):
        actual = values[end + step - 1]
        if np.isnan(actual):
            continue
        same_season = end - season + (step - 1) % season
        seasonal = (
            before[same_season] if same_season >= 0 and not np.isnan(before[same_season]) else before[-1]
        )
        yield {
            "origin": index[end - 1],
            "period": index[end + step - 1],
            "step": step,
            "actual": actual,
            **{name: part[step - 1] for name, part in columns.items()},
            "naive": before[-1],
            "seasonal_naive": seasonal,
        }
