"""What earlier releases have said: numbers once published stay known, cells once hidden stay protected."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.protect.attack import Relation, System, nearest, systems
from analysis.protect.errors import PartsDoNotAdd


class Past(NamedTuple):
    """One earlier release: its counts by cell id (NaN where hidden) and the sums that held in it."""

    values: pd.Series
    relations: Sequence[Relation]


def join(
    cells: pd.DataFrame, relations: Iterable[Relation], history: Sequence[Past]
) -> tuple[pd.DataFrame, list[Relation]]:
    """Add what earlier releases (oldest first) told about the cells of now, and the cells as they were then.

    The attacker is taken to know what was not revised: a hidden count is the same unknown in both releases
    as long as the counts of now still meet the sums published then. Around a sum that they break, hidden
    counts become cells of their own, `id@release`, and he knows how far at most one was revised, not which.
    A published number since revised is known, but says nothing about how far it was revised. Cells of then
    are not `listed`; column `known` marks what some release has published. Raises PartsDoNotAdd.
    """
    value, name = cells["value"].to_dict(), {cell: cell for cell in cells.index}
    sums, known, blurred, old = dict.fromkeys(relations), set(), set(), []
    for number, past in reversed(list(enumerate(history, start=1))):
        then, loose = _truth(past, value)
        furthest = max((abs(then[cell] - value[cell]) for cell in loose if cell in value), default=0)
        told = set(past.values.dropna().index)
        # Had a number published then not been revised since, no later release would have hidden it.
        apart = loose | (told & blurred)
        blurred = (blurred - told) | loose
        for cell in [cell for cell in then.index if cell in apart or then[cell] != value.get(cell)]:
            own = f"{cell}@{number}"
            old.append({"id": own, "value": then[cell]})
            if cell in loose and cell in value:
                helpers, links = _within(furthest, (own, then[cell]), (name[cell], value[cell]))
                old += helpers
                sums |= dict.fromkeys(links)
            name[cell], value[cell] = own, then[cell]
        known |= {name[cell] for cell in told}
        renamed = (Relation(name[r.total], tuple(name[part] for part in r.parts)) for r in past.relations)
        sums |= dict.fromkeys(renamed)
    joined = _with(cells, old)
    joined["known"] = joined.index.isin(known)
    return joined, list(sums)


def _with(cells: pd.DataFrame, old: list[dict]) -> pd.DataFrame:
    if not old:
        return cells.copy()
    added = pd.DataFrame(old).drop_duplicates("id").set_index("id")
    return pd.concat([cells, added.assign(listed=False)])


def _within(
    furthest: float, one: tuple[str, float], other: tuple[str, float]
) -> tuple[list[dict], list[Relation]]:
    """Cells and sums that say |one - other| <= furthest: one + furthest = other + gap, gap + rest = 2 furthest."""
    (this, now), (that, then) = one, other
    gap = now + furthest - then
    both, up, down, far, twice = f"{this}+", f"{this}>", f"{this}<", f"±{furthest:g}", f"±{2 * furthest:g}"
    unknown = {both: now + furthest, up: gap, down: 2 * furthest - gap}
    public = {far: furthest, twice: 2 * furthest}
    helpers = [
        {"id": cell, "value": count, "fixed": cell in public, "low": count, "high": count}
        for cell, count in (unknown | public).items()
    ]
    return helpers, [Relation(both, (this, far)), Relation(both, (that, up)), Relation(twice, (up, down))]


def _truth(past: Past, later: Mapping[str, float]) -> tuple[pd.Series, set[str]]:
    """The counts of then, and which hidden ones may have been revised since.

    Hidden counts of then are not on record. They are taken as those of the next later release; where that
    contradicts a sum published then, the cells of that sum are taken as near to them as the sums allow.
    """
    truth, loose = past.values.astype(float).copy(), set()
    for system in systems(past.values, past.relations):
        ids = np.array(system.ids, dtype=object)
        guess = np.array([later.get(cell, 0.0) for cell in ids])
        broken = system.matrix @ guess != system.rhs
        if broken.any():
            suspect = np.asarray(abs(system.matrix[broken]).sum(axis=0)).ravel() > 0
            fitted = _refitted(system, guess, suspect)
            if fitted is None:
                suspect[:] = True
                fitted = _refitted(system, guess, suspect)
            if fitted is None:
                raise PartsDoNotAdd(series=ids[0], total=system.rhs[0], parts=float("nan"))
            guess = fitted
            loose |= set(ids[suspect])
        truth[ids] = guess
    return truth, loose


def _refitted(system: System, guess: np.ndarray, suspect: np.ndarray) -> np.ndarray | None:
    part = system.given(guess, suspect)
    # A revision of one is likelier in a large count than in a small one.
    found = nearest(part, list(range(len(part.ids))), guess[suspect], 1 / (1 + guess[suspect]))
    if found is None:
        return None
    fitted = guess.copy()
    fitted[suspect] = found
    return fitted
