"""Exhaustive search for the places at which a regression gains most from further columns, and chance's share.

Joinpoints (hinges) and level shifts (steps) are found alike: columns by place, every admissible choice of so
many places, least squares. The number is kept small by the distance that must lie between two places.
"""

from typing import NamedTuple

import numpy as np

# Choices worked on at once, so that a long series needs time and not memory.
CHUNK = 4000
# Part of a column that must be left after the others are taken out: less is rounding, not a new column.
LEFT = 1e-6
# A residual sum below this is an exact fit, whose logarithm must still be a number.
LEAST = 1e-200
FEWEST_FOR_MEMORY, DILUTION = 24, 1.5
# The mean of so many correlations is known to 0.015 at 60 periods, a tenth of what one of them is.
SHUFFLES_FOR_BIAS = 100


class Best(NamedTuple):
    """Positions (of the columns) of the best choice for each response (P, k), and its residual sum (P,)."""

    places: np.ndarray
    rss: np.ndarray


class Search:
    """All choices of up to `most` columns beside a base, with the weights of the periods taken in.

    `base` is (n, p) and `columns` (n, m), one for each place in `places` (increasing); two chosen places are
    at least `distance` apart. Built once, asked for many responses: that is what makes permutations cheap.
    """

    def __init__(self, base, columns, places, most: int, distance: int, weights=None):
        self.root = np.ones(len(base)) if weights is None else np.sqrt(weights)
        self.base = np.linalg.qr(base * self.root[:, None])[0]
        rest = columns * self.root[:, None]
        scale = np.linalg.norm(rest, axis=0)
        rest = rest - self.base @ (self.base.T @ rest)
        kept = np.linalg.norm(rest, axis=0) > LEFT * np.maximum(scale, LEFT)
        self.columns, self.places = rest[:, kept], np.asarray(places)[kept]
        self.choices = [self._choices(k, distance) for k in range(1, most + 1)]

    def _choices(self, k: int, distance: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """Chunks of choices (C, k) with an orthonormal basis (C · k, n) of what each adds to the base."""
        found = np.arange(len(self.places))[:, None]
        # For each column the first one far enough behind it.
        first = np.searchsorted(self.places, self.places + distance)
        for _ in range(k - 1):
            rooms = len(self.places) - first[found[:, -1]]
            start = np.repeat(np.cumsum(rooms) - rooms, rooms)
            following = np.repeat(first[found[:, -1]], rooms) + np.arange(rooms.sum()) - start
            found = np.column_stack([np.repeat(found, rooms, axis=0), following])
        return [self._basis(found[at : at + CHUNK]) for at in range(0, len(found), CHUNK)]

    def _basis(self, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Gram–Schmidt over the columns of every choice at once."""
        made = []
        for place in found.T:
            column = self.columns.T[place]
            whole = np.linalg.norm(column, axis=1)
            for before in made:
                column = column - before * np.einsum("cn,cn->c", before, column)[:, None]
            length = np.linalg.norm(column, axis=1)
            kept = np.where(length > LEFT * whole, 1 / np.maximum(length, 1e-300), 0.0)
            made.append(kept[:, None] * column)
        return found, np.stack(made, axis=1)

    @property
    def most(self) -> int:
        """The largest number of places for which there is a choice; 0 when no column adds anything."""
        return max((k for k, chunks in enumerate(self.choices, 1) if chunks), default=0)

    def residuals(self, responses: np.ndarray) -> np.ndarray:
        """What the base leaves of the weighted responses (n, P)."""
        weighted = responses * self.root[:, None]
        return weighted - self.base @ (self.base.T @ weighted)

    def best(self, responses: np.ndarray, k: int) -> Best:
        """Best choice of k places for every response (n, P), unweighted; k = 0 is the base alone."""
        left = self.residuals(responses)
        total = (left**2).sum(axis=0)
        if k == 0:
            return Best(np.empty((left.shape[1], 0), dtype=int), np.maximum(total, LEAST))
        gain = np.full(left.shape[1], -np.inf)
        places = np.zeros((left.shape[1], k), dtype=int)
        for found, basis in self.choices[k - 1]:
            gains = ((basis.reshape(-1, len(left)) @ left) ** 2).reshape(len(found), k, -1).sum(axis=1)
            top = gains.argmax(axis=0)
            here = gains[top, np.arange(len(top))]
            places[here > gain] = self.places[found[top]][here > gain]
            gain = np.maximum(gain, here)
        return Best(places, np.maximum(total - np.where(np.isfinite(gain), gain, 0.0), LEAST))


def memory(residuals: np.ndarray, design: np.ndarray) -> float:
    """How much of one period's departure stays in the next, between 0 and 0.9, from weighted residuals.

    Freed of the bias that the fit of `design` (n, p, weighted alike) brings. The chance of counting dilutes
    what the means remember, so the correlation of the counts is raised by half: at a memory of 0.4 and means
    of 20 a trend is then claimed in 5 to 6 of 100 series without one, instead of in 11
    (tests/benchmarks/levels_bench.py). 0 below 24 periods, where it cannot be told.
    """
    basis = np.linalg.qr(design)[0]
    bias = -(basis[1:] * basis[:-1]).sum() / max(len(residuals) - basis.shape[1], 1)
    return _raised(_correlation(residuals[:, None])[0] - bias, len(residuals))


def memory_beside(search: Search, response: np.ndarray, k: int, seed: int) -> float:
    """`memory` of what the best k places leave of the response, freed of the bias that the search brings.

    Places that are looked for take memory away as if it were steps or bends; how much is measured on the same
    residuals shuffled, which have none.
    """
    left = search.residuals(response[:, None])[:, 0]
    white = shuffled(left, SHUFFLES_FOR_BIAS, seed) / search.root[:, None]
    responses = np.column_stack([response, white])
    places = np.searchsorted(search.places, search.best(responses, k).places)
    added = search.columns.T[places]
    basis = np.linalg.qr(np.swapaxes(added, 1, 2))[0]
    rest = search.residuals(responses).T
    rest = rest - np.einsum("snk,sk->sn", basis, np.einsum("snk,sn->sk", basis, rest))
    found = _correlation(rest.T)
    return _raised(found[0] - found[1:].mean(), len(response))


def _correlation(residuals: np.ndarray) -> np.ndarray:
    """Of each row with the next, for every column."""
    square = (residuals**2).sum(axis=0)
    return (residuals[1:] * residuals[:-1]).sum(axis=0) / np.where(square > 0, square, 1.0)


def _raised(correlation: float, periods: int) -> float:
    if periods < FEWEST_FOR_MEMORY:
        return 0.0
    return float(np.clip(DILUTION * correlation, 0.0, 0.9))


def shuffled(residuals: np.ndarray, number: int, seed: int, remembered: float = 0.0) -> np.ndarray:
    """So many random orders of the residuals, one a column (n, number), with the memory they have.

    With a memory the innovations are shuffled and the memory put back; without, the residuals themselves.
    """
    rng = np.random.default_rng(seed)
    news = residuals - remembered * np.concatenate([[0.0], residuals[:-1]])
    news[0] *= np.sqrt(1 - remembered**2)
    mixed = rng.permuted(np.broadcast_to(news[:, None], (len(news), number)), axis=0)
    if remembered:
        mixed[0] /= np.sqrt(1 - remembered**2)
        for t in range(1, len(mixed)):
            mixed[t] += remembered * mixed[t - 1]
    return mixed
