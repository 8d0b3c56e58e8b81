"""Which further counts to hide, at least cost, so that no attacker narrows a sensitive one too far.

Source: Fischetti and Salazar (2001), Management Science 47, cutting planes from the attacker's duals.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import hstack

from analysis.protect.attack import CLOSE, System, nearest, reach

SOLVED, INFEASIBLE = 0, 2  # scipy.optimize.milp's status; with another the pattern may not be the cheapest

# Two-way tables by month and quarter need at most five rounds; each round costs more than the one before.
ROUNDS = 15


class OutOfTime(Exception):
    """The budget ran out; the caller knows which tables that concerns."""


class Exposed(Exception):
    """No pattern is safe; the caller knows which public numbers narrow the cells."""


@dataclass(frozen=True)
class Block:
    """One system of cells that may be hidden, with what is true of them.

    `wanted[column]` are the values that must stay possible for that cell; `forced` cells are hidden anyway.
    """

    system: System
    value: np.ndarray
    cost: np.ndarray
    forced: np.ndarray
    wanted: dict[int, tuple[int, ...]]


@dataclass(frozen=True)
class Cut:
    """At least `need` of these weights must be hidden."""

    weights: np.ndarray
    need: float


class Attack(NamedTuple):
    """A cell that cannot move by `need` upwards or downwards (`sign`), and the prices that prove it."""

    cell: int
    sign: int
    need: float
    duals: np.ndarray


def pattern(block: Block, cuts: list[Cut], remaining: Callable[[], float]) -> np.ndarray:
    """A cheap set of hidden cells (bool by column) that keeps every wanted value possible.

    The cheapest one if it is found within ROUNDS; else the last round's answer, which is cheaper than any
    safe set, is completed, and what proves needless is shown again, the largest count first. `cuts` is
    extended in place. Counts may be broken here: the values between and whole counts are the audit's to
    judge. Raises OutOfTime, and Exposed where hiding everything is not enough.
    """
    if not cuts:
        cuts += _two_in_each_sum(block)
    for _ in range(ROUNDS):
        hidden = _cheapest(block, cuts, remaining)
        new = [_cut(block, *attack) for attack in _violated(block, hidden, remaining)]
        if not new:
            return hidden
        cuts += new
    while attacks := _violated(block, hidden, remaining):
        for cell, sign, need, _ in attacks:
            hidden = hidden | _detour(block, hidden, cell, sign, need)
    for cell in sorted(np.flatnonzero(hidden & ~block.forced), key=lambda cell: -block.cost[cell]):
        shown = hidden & (np.arange(len(hidden)) != cell)
        allowed = all(cut.weights @ shown >= cut.need - CLOSE for cut in cuts)
        if allowed and not _violated(block, shown, remaining):
            hidden = shown
    return hidden


def _cheapest(block: Block, cuts: list[Cut], remaining: Callable[[], float]) -> np.ndarray:
    seconds = remaining()
    if seconds <= 0:
        raise OutOfTime
    if not cuts:
        return block.forced.copy()
    rows = LinearConstraint(np.array([cut.weights for cut in cuts]), lb=[cut.need for cut in cuts])
    bounds = Bounds(block.forced.astype(float), 1)
    everything = np.ones(len(block.cost))
    found = milp(
        block.cost, constraints=rows, bounds=bounds, integrality=everything, options={"time_limit": seconds}
    )
    if found.status == INFEASIBLE:
        raise Exposed
    if found.status != SOLVED:
        raise OutOfTime
    return found.x > 0.5


def _two_in_each_sum(block: Block) -> list[Cut]:
    """A sensitive cell alone in a sum is exact; said at once, this saves the first rounds."""
    cuts = []
    sums = block.system.matrix.tocsr()
    for start, stop in zip(sums.indptr[:-1], sums.indptr[1:], strict=True):
        members = sums.indices[start:stop]
        alone = [cell for cell in members if block.forced[cell]]
        if len(alone) == 1 and len(set(block.wanted.get(alone[0], ()))) > 1:
            weights = np.zeros(len(block.value))
            weights[members] = 1
            cuts.append(Cut(weights, 2))
    return cuts


def _violated(block: Block, hidden: np.ndarray, remaining: Callable[[], float]) -> list[Attack]:
    given = block.system.given(block.value, hidden)
    place = {cell: number for number, cell in enumerate(np.flatnonzero(hidden))}
    upper = np.full(len(place), _bound(block))
    attacks = []
    for cell, sign in _unproven(block, given, place):
        if remaining() <= 0:
            raise OutOfTime
        far = max(sign * value for value in block.wanted[cell])
        found = reach(given, place[cell], sign, upper)
        if -found.fun < far - CLOSE:
            attacks.append(Attack(cell, sign, far - sign * block.value[cell], found.eqlin.marginals))
    return attacks


def _bound(block: Block) -> float:
    """Any finite bound above what an attacker must be able to believe is enough to weigh a cut."""
    widest = max((max(values) for values in block.wanted.values()), default=0)
    return block.value.sum() + widest * len(block.value)


def _unproven(block: Block, given: System, place: dict[int, int]) -> list[tuple[int, int]]:
    """Cells and directions whose farthest wanted value no shared example has shown to be possible."""
    ends = {cell: (min(values), max(values)) for cell, values in block.wanted.items()}
    asked = []
    for sign, end in ((1, 1), (-1, 0)):
        open_ = [cell for cell in ends if sign * (ends[cell][end] - block.value[cell]) > 0]
        before = None
        while open_ and open_ != before:
            before = open_
            example = nearest(given, [place[c] for c in open_], [ends[c][end] for c in open_])
            open_ = [c for c in open_ if sign * (example[place[c]] - ends[c][end]) < 0]
        asked += [(cell, sign) for cell in open_]
    return asked


def _cut(block: Block, cell: int, sign: int, need: float, duals: np.ndarray) -> Cut:
    """By duality the cell moves at most by the hidden weights; what forced cells give is taken off first."""
    price = block.system.matrix.T @ duals
    price[cell] += sign
    up, down = _bound(block) - block.value, block.value
    weights = np.maximum(price, 0) * up + np.maximum(-price, 0) * down
    need = need - weights[block.forced].sum()
    weights = np.where(block.forced | (weights < CLOSE), 0, np.minimum(weights, need) / need)
    return Cut(weights, 1)


def _detour(block: Block, hidden: np.ndarray, cell: int, sign: int, need: float) -> np.ndarray:
    """The cells that move when one cell moves by `need` at the least cost of moving cells not yet hidden."""
    n = len(block.value)
    low = np.zeros(2 * n)
    high = np.concatenate([_bound(block) - block.value, block.value])
    low[cell + n * (sign < 0)] = high[cell + n * (sign < 0)] = need
    high[cell + n * (sign > 0)] = 0
    found = milp(
        np.tile(np.where(hidden, 0, block.cost), 2),
        constraints=LinearConstraint(hstack([block.system.matrix, -block.system.matrix]), 0, 0),
        bounds=Bounds(low, high),
    )
    if found.x is None:
        raise Exposed
    return (found.x[:n] > CLOSE) | (found.x[n:] > CLOSE)


def at_least_one_more(hidden: np.ndarray) -> Cut:
    """Forbids a pattern, and so each of its subsets, which leave the attacker no less."""
    return Cut((~hidden).astype(float), 1)
