"""The forecast of one series, with how it was made and how such forecasts did before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.errors import BadCount
from analysis.forecast.history import History, history
from analysis.forecast.limits import WIDTHS, limits, sparse_limits, whole
from analysis.forecast.projection import project
from analysis.forecast.record import Record, rolling_origins
from analysis.windows import Event

LEVELS = (0.5, 0.8, 0.95)
# Below one event a period no trend can be told from luck.
SPARSE_MEAN = 1.0


@dataclass(frozen=True)
class Forecast:
    """Future periods with mean, median and limits, how they were made, and how such forecasts did before.

    `frame` has a PeriodIndex and the columns mean, median, lower_50, upper_50 … upper_95. `quality` is good
    or low; `notes` are (code, fields) for the reader; `reach` is how many periods the history supports.
    """

    frame: pd.DataFrame
    method: str
    quality: str
    notes: tuple[tuple[str, dict], ...]
    reach: int
    past: History
    levels: tuple[float, ...]

    @cached_property
    def record(self) -> Record:
        """What this method would have said from earlier periods, against what came and against naive.

        Made when first asked for, since it repeats the whole forecast from up to twelve origins.
        """
        steps = min(len(self.frame), self.past.reach)
        return rolling_origins(self.past, steps, self.levels, predict)

    def with_start(self, frame: pd.DataFrame) -> "Forecast":
        """The same forecast, and the same record, with other numbers for its first periods."""
        other = replace(self, frame=pd.concat([frame, self.frame.iloc[len(frame) :]]))
        vars(other)["record"] = self.record
        return other


def forecast(
    series: pd.Series,
    horizon: int,
    levels: Sequence[float] = LEVELS,
    *,
    events: Iterable[Event] = (),
    population: pd.Series | None = None,
    seed: int = 0,
) -> Forecast:
    """The next `horizon` periods after the last value of a series, assuming that nothing new happens to it.

    Takes years, quarters or months on a PeriodIndex with every period once, missing ones NaN; a period not
    yet complete must be missing. Whole numbers throughout are counts: their limits are whole and not below 0.
    With `population` (same frequency; its last value is carried on) the rate is forecast and multiplied back.
    A blocking event cuts the history. Nothing here is random: `seed` is part of the agreed call only.

    The path is the median of simple models (drift, Theta, damped Holt, Holt–Winters, statsmodels ETS) on a
    square-root or logarithmic scale; the limits are widened to what competition data needed. A log-linear
    Poisson trend was tried and left out: on yearly tourism series its error was half as large again.
    Beyond `reach`, or on a short history, the quality is low. Raises TooFewPeriods below 4 values,
    NotComparable across a blocking event, BadSeries and BadCount.
    """
    if horizon != int(horizon) or horizon < 1:
        raise BadCount(series="horizon", value=horizon, expected="a whole number from 1")
    for level in levels:
        if not 0 < level < 1:
            raise BadCount(series="level", value=level, expected="a number between 0 and 1")
    past = history(series, horizon, events)
    index = pd.period_range(past.series.index[-1] + 1, periods=horizon)
    here, ahead = _exposure(past, index, population)
    values, method = predict(past.series.to_numpy() / here, past, horizon, levels)
    frame = pd.DataFrame({name: part * ahead for name, part in values.items()}, index=index)
    low = past.is_short or horizon > past.reach
    return Forecast(
        frame, method, "low" if low else "good", _notes(past, horizon), past.reach, past, tuple(levels)
    )


def predict(values: np.ndarray, past: History, horizon: int, levels: Sequence[float]) -> tuple[dict, str]:
    """Columns of the frame, and the method, for values that are the past or a beginning of it."""
    known = values[~np.isnan(values)]
    made = project(values, past.letter, horizon, past.is_count)
    if past.is_count and known.mean() < SPARSE_MEAN:
        mean = sparse_limits(known, 0.5, horizon)[0]
        columns = {"mean": np.full(horizon, mean), "median": made.median}
        ends = {level: sparse_limits(known, level, horizon)[1:] for level in levels}
        ends = {level: whole(*pair, made.median) for level, pair in ends.items()}
        method = "poisson_level"
    else:
        width = WIDTHS[past.letter, made.method]
        ends = {level: limits(made, level, width, len(known), past.is_count) for level in levels}
        # On the square-root scale mean² + variance is the mean; half of the 95 % half width is its spread.
        half = (np.sqrt(limits(made, 0.95, width, len(known), False)[1]) - np.sqrt(made.median)) / 2
        columns = {"mean": made.median + half**2, "median": made.median}
        method = made.method
    for level, (lower, upper) in ends.items():
        name = f"{100 * level:g}"
        columns |= {f"lower_{name}": lower, f"upper_{name}": upper}
    return columns, method


def _exposure(past: History, index: pd.PeriodIndex, population: pd.Series | None):
    """People of each past and future period relative to the last past one; 1 without a population."""
    if population is None:
        return 1.0, 1.0
    people = population.reindex(past.series.index.append(index)).ffill().bfill().to_numpy(dtype=float)
    if np.isnan(people).any() or (people <= 0).any():
        raise BadCount(series="population", value=float(np.nanmin(people)), expected="a number above 0")
    people = people / people[len(past.series) - 1]
    return people[: len(past.series)], people[len(past.series) :]


def _notes(past: History, horizon: int) -> tuple[tuple[str, dict], ...]:
    notes = list(past.notes)
    if past.is_short:
        notes.append(("short_history", {"periods": past.observed}))
    if horizon > past.reach:
        notes.append(("beyond_reach", {"reach": past.reach}))
    return tuple(notes)
