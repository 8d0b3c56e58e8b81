"""The sizes of the steps, the dates that the likelihood allows, and the trend of every stretch between."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis import poisson
from analysis.breaks.choice import Choice
from analysis.trend.slopes import Slope, of_counts
from analysis.trend.words import FEWEST, FEWEST_EVENTS

# A step among few events is only found when chance enlarges it: at 1 to 3 events a period the interval of the
# factor would cover 63 to 80 %, from 5 on 94 % (tests/benchmarks/levels_bench.py).
FEWEST_FOR_FACTOR = 5


@dataclass(frozen=True)
class Shift:
    """A step at an unknown date: the first period of the new level, `earliest` to `latest` for it, its factor.

    The factor and its limits are None below 5 events a period on average.
    """

    at: pd.Period
    earliest: pd.Period
    latest: pd.Period
    ratio: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Side:
    """The trend between two breaks; `word` is too_short where there are fewer periods than a trend needs."""

    first: pd.Period
    last: pd.Period
    periods: int
    word: str
    slope: Slope | None


@dataclass(frozen=True)
class Model:
    """What every fit of one series shares; only the periods with a count."""

    index: pd.PeriodIndex
    values: np.ndarray
    exposure: np.ndarray
    base: np.ndarray
    level: float

    def fit(self, *further: np.ndarray) -> poisson.Fit:
        """Several designs at once when a further block has three dimensions."""
        many = max((len(block) for block in further if block.ndim == 3), default=1)
        blocks = [np.broadcast_to(block, (many, *block.shape[-2:])) for block in (self.base, *further)]
        values = np.broadcast_to(self.values, (many, len(self.values)))
        return poisson.fit(values, np.concatenate(blocks, axis=2), self.exposure)


def step_columns(n: int, places) -> np.ndarray:
    return (np.arange(n)[:, None] >= np.asarray(places, dtype=int)).astype(float)


def factor(made: poisson.Fit, at: int, widened: float, level: float) -> tuple[float, float, float]:
    error = float(np.sqrt(made.covariance[0, at, at] * widened))
    one = of_counts(0, 0, made.coefficients[0, at], error, float(made.dispersion[0]), made.freedom[0], level)
    # A level that was empty before has no upper end to its factor.
    with np.errstate(over="ignore"):
        return tuple(float(np.exp(part)) for part in (one.value, one.lower, one.upper))


def _deviances(model, slope, places, number, candidates) -> np.ndarray:
    """Deviance with one step moved to every candidate, the others where they are."""
    others = [place for at, place in enumerate(places) if at != number]
    moved = np.stack([step_columns(len(model.values), [place, *others]) for place in candidates])
    return model.fit(*slope, moved).deviance


def _candidates(n: int, places, number: int, gap: int) -> np.ndarray:
    edges = [0, *places, n]
    return np.arange(edges[number] + gap, edges[number + 2] - gap + 1)


def by_likelihood(model, slope, choice: Choice) -> tuple[int, ...]:
    """The search's places, each moved to where the Poisson likelihood itself is largest."""
    places = list(choice.places)
    for number in range(len(places)):
        candidates = _candidates(len(model.values), places, number, choice.gap)
        places[number] = int(candidates[_deviances(model, slope, places, number, candidates).argmin()])
    return tuple(places)


def shift(model, slope, places, number, size, made, widened) -> Shift:
    """The interval of the date: the fewest positions that hold `level` of the likelihood, end to end."""
    candidates = _candidates(len(model.values), places, number, 1)
    deviance = _deviances(model, slope, places, number, candidates)
    scale = max(float(made.dispersion[0]), 1.0) * widened
    weight = np.exp(-(deviance - deviance.min()) / (2 * scale))
    order = np.argsort(-weight, kind="stable")
    held = np.cumsum(weight[order]) / weight.sum()
    if model.values.mean() < FEWEST_FOR_FACTOR:
        size = (None, None, None)
    inside = candidates[order[: int(np.searchsorted(held, model.level)) + 1]]
    return Shift(model.index[places[number]], model.index[inside.min()], model.index[inside.max()], *size)


def sides(model, time, edges: list[int], widened: float) -> tuple[Side, ...]:
    """A level and a slope of its own for every stretch, the season in common."""
    stretches = [(a, b) for a, b in pairwise(edges) if b > a]
    needed = FEWEST[model.index.freqstr[0]]
    season = model.base[:, 1:]
    inside = np.column_stack([(np.arange(len(time)) >= a) & (np.arange(len(time)) < b) for a, b in stretches])
    sloped = [
        n
        for n, (a, b) in enumerate(stretches)
        if b - a >= needed and model.values[a:b].sum() >= FEWEST_EVENTS
    ]
    centred = np.column_stack(
        [inside[:, n] * (time[:, 0] - time[inside[:, n], 0].mean()) for n in sloped] or [time[:, :0]]
    )
    independent = _independent(np.column_stack([inside, centred]), season)
    made = poisson.fit(model.values, np.column_stack([inside, centred, independent]), model.exposure)
    made_sides = []
    for n, (a, b) in enumerate(stretches):
        slope = None
        if n in sloped:
            at = len(stretches) + sloped.index(n)
            error = float(np.sqrt(made.covariance[0, at, at] * widened))
            slope = of_counts(
                a,
                b - 1,
                made.coefficients[0, at],
                error,
                float(made.dispersion[0]),
                made.freedom[0],
                model.level,
            )
        word = slope.word if slope else "too_short"
        made_sides.append(Side(model.index[a], model.index[b - 1], b - a, word, slope))
    return tuple(made_sides)


def _independent(first: np.ndarray, further: np.ndarray) -> np.ndarray:
    """The further columns that are no mixture of the first: a law's step is one of the stretches' levels."""
    kept = first
    for column in further.T:
        rest = column - kept @ np.linalg.lstsq(kept, column, rcond=None)[0]
        if np.linalg.norm(rest) > 1e-6 * np.linalg.norm(column):
            kept = np.column_stack([kept, column])
    return kept[:, first.shape[1] :]
