"""How many unknown steps, where, and how often chance alone would seem to have them."""

from dataclasses import dataclass

import numpy as np

from analysis.poisson import Fit
from analysis.search import Search, memory_beside, shuffled


@dataclass(frozen=True)
class Choice:
    """Row numbers at which the new levels begin, in the best model by BIC among those with a step."""

    places: tuple[int, ...]
    with_trend: bool
    p: float
    criterion: tuple[tuple[str, int, float], ...]
    gap: int


def choose(null: Fit, counts, base, time, most, trimming, permutations, seed) -> Choice:
    """The best model with unknown steps and its p against the best without; `null` is base and time alone.

    All models are least squares on the null's working response, log mean + (count − mean) / mean, weighted by
    its means: the score test's approximation, which holds its level whatever the counts, and is what makes a
    thousand permutations of a thousand choices a matter of milliseconds.
    """
    n, mean = len(counts), null.mean[0]
    root = np.sqrt(mean)
    gap = max(int(trimming * n), 2)
    most = min(most, n // gap - 1)
    places = np.arange(gap, n - gap + 1)
    columns = (np.arange(n)[:, None] >= places).astype(float)
    searches = {
        "level": Search(base, columns, places, most, gap, mean),
        "trend": Search(np.column_stack([base, time]), columns, places, most, gap, mean),
    }
    most = min(search.most for search in searches.values())
    if most == 0:
        return Choice((), False, 1.0, (), gap)
    response = (counts - mean) / mean
    kept = memory_beside(searches["trend"], response, most, seed)
    mixed = shuffled(response * root, permutations, seed, kept) / root[:, None]
    # The null's own line is the same in every model and is left out of response and permutations alike,
    # except that the models without a slope lack its slope.
    line = time[:, 0] * null.coefficients[0, base.shape[1]]
    responses = np.column_stack([response, mixed]) + line[:, None]
    models = {
        (name, m): _bic(search.best(responses, m).rss, n, search.base.shape[1] + 2 * m)
        for name, search in searches.items()
        for m in range(most + 1)
    }
    without = np.minimum(models["level", 0], models["trend", 0])
    best = np.min([value for (_, m), value in models.items() if m], axis=0)
    gain = without - best
    name, m = min((key for key in models if key[1]), key=lambda key: models[key][0])
    found = searches[name].best(responses[:, :1], m).places[0]
    criterion = tuple((name, m, float(value[0])) for (name, m), value in models.items())
    # The series itself is one of its permutations; equal up to rounding counts as equal.
    p = float(np.mean(gain >= gain[0] - 1e-9))
    return Choice(tuple(int(place) for place in found), name == "trend", p, criterion, gap)


def _bic(rss: np.ndarray, n: int, parameters: int) -> np.ndarray:
    return n * np.log(rss / n) + parameters * np.log(n)
