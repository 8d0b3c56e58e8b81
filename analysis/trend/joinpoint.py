"""Joinpoint regression: straight lines that meet, their number chosen by permutation tests or by BIC."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analysis.search import Search, memory_beside, shuffled
from analysis.trend.slopes import Slope, of_normal

# At least 2 points before the first joinpoint, between two and after the last, as NCI's program has it.
POINTS_AT_END, DISTANCE = 2, 3
# 999 place a p of 0.05 within ±0.014 (two standard errors); NCI's default is 4,499 and takes five times as
# long. The seed is fixed so that a figure is the same tomorrow.
PERMUTATIONS, SEED = 999, 20240830


@dataclass(frozen=True)
class Joinpoints:
    """A fitted joinpoint regression.

    `places` are the positions (row numbers) of the joinpoints, `fitted` the line without further columns.
    `average` is the mean of the slopes weighted by their lengths (the AAPC, when made a percentage).
    `criterion` is BIC for 0, 1, ... joinpoints; `tests` are (null, alternative, p) in the order made.
    """

    places: tuple[int, ...]
    fitted: np.ndarray
    segments: tuple[Slope, ...]
    average: Slope
    criterion: tuple[float, ...]
    tests: tuple[tuple[int, int, float], ...]
    memory: float


def joinpoint(
    x,
    y,
    weights=None,
    further=None,
    *,
    most: int = 2,
    selection: str = "bic",
    overall: float = 0.05,
    level: float = 0.95,
    distance: int = DISTANCE,
    at_end: int = POINTS_AT_END,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    remembering: bool = False,
) -> Joinpoints:
    """Continuous piecewise straight line through y (log rates, as a rule) at x, with up to `most` joinpoints.

    `weights` are inverse variances: for the log of a rate (rate / se)², which for a Poisson count is the
    count. `further` are columns (n, q) that belong to every model (a season). Joinpoints lie at observed x;
    every admissible choice is tried. `selection`: bic (default; n log(RSS/n) + 2 (k + 1) log n, smallest), or
    permutation (`overall` level shared among the steps, first the fewest against the most). Slopes have
    Student intervals with n − 2 − 2k degrees of freedom, given the joinpoints. With `remembering`, what the
    residuals of the largest model remember is kept in the permutations and widens the intervals.
    Source: Kim, Fay, Feuer and Midthune (2000), Stat. Med. 19; Clegg et al. (2009), Stat. Med. 28 (AAPC).
    Rival: the weighted BIC of Kim et al. (2022), between this and a heavier penalty; NCI's default is the test.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    further = np.empty((len(x), 0)) if further is None else further
    weights = np.ones(len(x)) if weights is None else np.asarray(weights, float)
    base = np.column_stack([np.ones(len(x)), x, further])
    places = np.arange(at_end, len(x) - at_end)
    hinges = np.maximum(x[:, None] - x[places], 0)
    search = Search(base, hinges, places, most, distance, weights)
    most = min(most, search.most)
    found = [search.best(y[:, None], k) for k in range(most + 1)]
    n, parameters = len(x), base.shape[1]
    criterion = tuple(
        n * np.log(one.rss[0] / n) + (parameters + 2 * k) * np.log(n) for k, one in enumerate(found)
    )
    kept = memory_beside(search, y, most, seed) if remembering and most else 0.0
    tests = ()
    if selection == "permutation":
        number, tests = _by_tests(search, base, x, y, most, overall, permutations, seed, kept)
    else:
        number = int(np.argmin(criterion))
    return _fitted(x, y, weights, base, found[number].places[0], criterion, tests, kept, level)


def _by_tests(search, base, x, y, most, overall, permutations, seed, kept):
    """Close in on the number from both ends, each test at overall / most."""
    low, high, tests = 0, most, []
    while low < high:
        p = _test(search, base, x, y, low, high, permutations, seed, kept)
        tests.append((low, high, p))
        low, high = (low + 1, high) if p <= overall / most else (low, high - 1)
    return low, tuple(tests)


def _test(search, base, x, y, null, alternative, permutations, seed, kept) -> float:
    """Share of permuted series whose fit gains as much; the series itself is one of them."""
    design = _design(base, x, search.best(y[:, None], null).places[0]) * search.root[:, None]
    left = _residuals(design, y * search.root)
    mixed = shuffled(left, permutations, seed, kept)
    responses = np.column_stack([y, ((y * search.root - left)[:, None] + mixed) / search.root[:, None]])
    gain = search.best(responses, null).rss / search.best(responses, alternative).rss
    # Equal up to rounding counts as equal.
    return float(np.mean(gain >= gain[0] * (1 - 1e-12)))


def _design(base: np.ndarray, x: np.ndarray, places: np.ndarray) -> np.ndarray:
    return np.column_stack([base, np.maximum(x[:, None] - x[places], 0)])


def _residuals(design: np.ndarray, response: np.ndarray) -> np.ndarray:
    basis = np.linalg.qr(design)[0]
    return response - basis @ (basis.T @ response)


def _fitted(x, y, weights, base, places, criterion, tests, kept, level) -> Joinpoints:
    design, root = _design(base, x, places), np.sqrt(weights)
    information = np.linalg.inv((design * weights[:, None]).T @ design)
    beta = information @ (design.T @ (weights * y))
    left = (y - design @ beta) * root
    freedom = len(x) - design.shape[1] - len(places)
    covariance = information * (left @ left / max(freedom, 1)) * (1 + kept) / (1 - kept)
    hinges = range(base.shape[1], design.shape[1])
    # The slope of a segment is the first one plus every bend before it.
    bends = [1, *hinges]
    sums = np.zeros((len(bends), design.shape[1]))
    for row in range(len(bends)):
        sums[row, bends[: row + 1]] = 1
    ends = [0, *places.tolist(), len(x) - 1]
    lengths = np.diff(x[ends])
    combined = np.vstack([sums, lengths @ sums / lengths.sum()])
    values = combined @ beta
    errors = np.sqrt(np.einsum("rp,pq,rq->r", combined, covariance, combined))
    spans = [*pairwise(ends), (0, len(x) - 1)]
    *segments, average = [
        of_normal(*span, value, error, freedom, level)
        for span, value, error in zip(spans, values, errors, strict=True)
    ]
    line = [0, 1, *hinges]
    fitted = design[:, line] @ beta[line]
    return Joinpoints(tuple(places.tolist()), fitted, tuple(segments), average, criterion, tests, kept)
