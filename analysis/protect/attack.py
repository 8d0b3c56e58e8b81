"""What an attacker works out: whole, non-negative unknown counts tied by sums to the numbers he knows."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csc_array, hstack
from scipy.sparse.csgraph import connected_components

from analysis.protect.errors import PartsDoNotAdd

# HiGHS meets equations to 1e-7; counts are whole, so anything this close to a whole number is that number.
CLOSE = 1e-5


@dataclass(frozen=True)
class Relation:
    """The count of cell `total` is the sum of the counts of cells `parts`, published or not."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class System:
    """Unknown counts x of cells `ids` with `matrix @ x == rhs`; no sum links two systems."""

    ids: tuple[str, ...]
    matrix: csc_array
    rhs: np.ndarray

    def given(self, values: np.ndarray, unknown: np.ndarray) -> "System":
        """The same sums once the cells outside `unknown` are known to have `values`."""
        ids = tuple(np.array(self.ids, dtype=object)[unknown])
        known = np.where(unknown, 0, values)
        return System(ids, self.matrix[:, unknown], self.rhs - self.matrix @ known)


def systems(values: pd.Series, relations: Iterable[Relation]) -> list[System]:
    """Split the unknown cells (NaN in `values`, by id) into systems that no sum links, in order of `values`.

    Raises PartsDoNotAdd when known numbers contradict a relation.
    """
    unknown = values.index[values.isna()]
    column = {cell: number for number, cell in enumerate(unknown)}
    known = values.dropna().to_dict()
    entries, rhs = [], []
    for relation in relations:
        terms = [(part, 1) for part in relation.parts] + [(relation.total, -1)]
        right = -sum(sign * known.get(cell, 0) for cell, sign in terms)
        here = [(len(rhs), column[cell], sign) for cell, sign in terms if cell in column]
        if here:
            entries += here
            rhs.append(right)
        elif abs(right) > CLOSE:
            total = known[relation.total]
            raise PartsDoNotAdd(series=relation.total, total=total, parts=total - right)
    return _split(tuple(unknown), entries, np.array(rhs, dtype=float))


def _split(ids: tuple[str, ...], entries: list[tuple[int, int, int]], rhs: np.ndarray) -> list[System]:
    rows, columns, signs = np.array(entries, dtype=int).reshape(-1, 3).T
    matrix = coo_array((signs.astype(float), (rows, columns)), shape=(len(rhs), len(ids))).tocsc()
    links = coo_array((np.ones(len(rows)), (columns, len(ids) + rows)), shape=[len(ids) + len(rhs)] * 2)
    label = connected_components(links, directed=False)[1]
    found = []
    for number in dict.fromkeys(label[: len(ids)]):
        mine = np.flatnonzero(label[: len(ids)] == number)
        sums = np.flatnonzero(label[len(ids) :] == number)
        found.append(System(tuple(ids[i] for i in mine), matrix[sums][:, mine], rhs[sums]))
    return found


def nearest(system: System, cells: list[int], target, weight=1.0) -> np.ndarray | None:
    """Whole counts that fit the system and bring `cells` as near to `target` as can be; None if none fit.

    Nearness is the sum of weight x distance. A cell asked for is written as target + above - below, so
    that the distance is linear.
    """
    n, k = len(system.ids), len(cells)
    aim = np.broadcast_to(np.asarray(target, dtype=float), k)
    asked = system.matrix[:, cells]
    others = np.setdiff1d(np.arange(n), cells)
    found = _whole(
        hstack([system.matrix[:, others], asked, -asked], format="csc"),
        system.rhs - asked @ aim,
        np.concatenate([np.zeros(n - k), np.tile(np.broadcast_to(weight, k), 2)]),
        np.concatenate([np.full(n, np.inf), aim]),
    )
    if found is None:
        return None
    example = np.empty(n)
    example[others] = found[: n - k]
    example[cells] = aim + found[n - k : n] - found[n:]
    return example


def with_value(system: System, cell: int, value: int) -> np.ndarray | None:
    """Whole counts that fit the system with `cell` at exactly `value`; None if none do."""
    example = nearest(system, [cell], value)
    return example if example is not None and example[cell] == value else None


def _whole(matrix, right, cost, high) -> np.ndarray | None:
    """The cheapest whole x in [0, high] with matrix @ x == right; None if there is none.

    Broken counts are tried first: for most tables the answer is whole already, at a tenth of the time.
    """
    sums = LinearConstraint(matrix, right, right) if len(right) else ()
    for integrality in (0, 1):
        found = milp(cost, constraints=sums, integrality=integrality, bounds=Bounds(0, high)).x
        if found is None or np.abs(found - np.round(found)).max() < CLOSE:
            break
    return None if found is None else np.round(found) + 0.0  # no minus zero


def impossible(system: System, wanted: dict[int, Iterable[int]]) -> dict[int, list[int]]:
    """Which of the `wanted` values (by column) no whole solution of the system gives to that cell.

    One solution shows many cells to be possible at once; only what is left over is asked cell by cell.
    """
    asked = {(cell, int(value)) for cell, values in wanted.items() for value in values}
    highest = ceiling(system)
    left = {(cell, value) for cell, value in asked if value <= highest[cell]}
    never = asked - left
    for value in sorted({value for _, value in left}):
        before = None
        while (cells := sorted(cell for cell, v in left if v == value)) and cells != before:
            before = cells
            left = _unseen(left, nearest(system, cells, value))
    for cell, value in sorted(left):
        if (cell, value) in left:
            example = with_value(system, cell, value)
            left = _unseen(left, example)
            never |= {(cell, value)} if example is None else set()
    return {cell: sorted(v for c, v in never if c == cell) for cell in sorted({c for c, _ in never})}


def ceiling(system: System) -> np.ndarray:
    """No part exceeds what is left of a known total: this settles most impossible values at no cost."""
    sums = system.matrix.tocsr()
    highest = np.full(len(system.ids), np.inf)
    for start, stop, rest in zip(sums.indptr[:-1], sums.indptr[1:], system.rhs, strict=True):
        if (sums.data[start:stop] > 0).all():
            parts = sums.indices[start:stop]
            highest[parts] = np.minimum(highest[parts], rest)
    return highest


def _unseen(left: set[tuple[int, int]], example: np.ndarray | None) -> set[tuple[int, int]]:
    return left if example is None else {(cell, value) for cell, value in left if example[cell] != value}


def reach(system: System, cell: int, sign: int, upper: np.ndarray):
    """Largest `sign` x count of one cell, whole or broken, below `upper`: scipy's answer with its duals."""
    cost = np.zeros(len(system.ids))
    cost[cell] = -sign
    bounds = np.column_stack([np.zeros_like(upper), upper])
    return linprog(cost, A_eq=system.matrix, b_eq=system.rhs, bounds=bounds, method="highs")


def interval(system: System, cell: int) -> tuple[float, float]:
    """Smallest and largest whole count that the system allows the cell; the largest may be infinite."""
    free = np.full(len(system.ids), np.inf)
    cost = np.zeros(len(system.ids))
    cost[cell] = 1
    least = _whole(system.matrix, system.rhs, cost, free)
    # The least was found, so the system has solutions; without a greatest one there is no limit.
    most = _whole(system.matrix, system.rhs, -cost, free)
    return least[cell], np.inf if most is None else most[cell]
