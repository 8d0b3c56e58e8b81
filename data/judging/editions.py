"""Two editions of one table: what was added, changed, withdrawn and renamed from the earlier to the later."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.ingest.problems import Problem, problem
from data.judging.copies import ALIKE, NAMES, Pair, Told
from data.judging.sums import number
from data.tables.text import key

# A renamed label has so many numbers of its own that come back under the other name.
LEAST_EQUAL = 3
# How many of the added and withdrawn cells are named one by one.
SHOWN = 5


@dataclass(frozen=True)
class Edition:
    """Places of cells: `changed` in either table, `added` in the later, `withdrawn` in the earlier."""

    earlier: Told
    later: Told
    changed: list[tuple[int, int]]
    added: list[int]
    withdrawn: list[int]
    renamed: dict[str, str]


def edition(pair: Pair) -> Edition:
    """The difference of two tables of one form; the later is the one that goes on longer, else the second."""
    earlier, later = pair.one, pair.other
    if _last(earlier) > _last(later):
        earlier, later = later, earlier
    renamed = _renamed(earlier, later)
    there = {
        (frozenset(renamed.get(name, name) for name in labels), when, again): place
        for place, (labels, when, again) in enumerate(earlier.keys)
    }
    changed, added = [], []
    for place, meant in enumerate(later.keys):
        if meant not in there:
            added.append(place)
            continue
        before = there.pop(meant)
        old, new = earlier.value[before], later.value[place]
        filled = (earlier.blank[before] and new == 0) or (later.blank[place] and old == 0)
        if not (old == new or (np.isnan(old) and np.isnan(new)) or filled):
            changed.append((before, place))
    return Edition(earlier, later, changed, added, sorted(there.values()), renamed)


def judge(found: Edition) -> Iterator[Problem]:
    earlier, later = found.earlier, found.later
    counts = {name: len(getattr(found, name)) for name in ("added", "changed", "withdrawn", "renamed")}
    if not any(counts.values()):
        return
    told = {name: f"{count:,}" for name, count in counts.items()}
    yield problem("edition", later.file, later.sheet, other=earlier.where, **told)
    labels = _labels(earlier) | _labels(later)
    for old, new in found.renamed.items():
        place = next(place for place, meant in enumerate(later.keys) if new in meant[0])
        fields = {"old": labels[old], "new": labels[new], "other": earlier.where}
        yield problem("edition_renamed", later.file, later.sheet, later.cell(place), **fields)
    for before, place in found.changed:
        old, new = earlier.value[before], later.value[place]
        yield problem(
            "edition_changed",
            later.file,
            later.sheet,
            later.cell(place),
            label=later.label(place),
            before=_said(old),
            after=_said(new),
            other=f"{earlier.where} {earlier.cell(before)}",
        )
    for code, side, places, other in (
        ("edition_added", later, found.added, earlier),
        ("edition_withdrawn", earlier, found.withdrawn, later),
    ):
        if places:
            first = "; ".join(dict.fromkeys(side.label(place) for place in places[:SHOWN]))
            yield problem(
                code,
                side.file,
                side.sheet,
                side.cell(places[0]),
                cells=len(places),
                count=f"{len(places):,}",
                labels=first,
                other=other.where,
            )


def _last(told: Told) -> int:
    return max((when[1] for _, when, _ in told.keys), default=0)


def _labels(told: Told) -> dict[str, str]:
    return {key(label): label for labels in told.cells["labels"] for label in labels}


def _renamed(earlier: Told, later: Told) -> dict[str, str]:
    """Labels of the earlier table whose numbers stand in the later under a name that the earlier lacks."""
    gone, come = sorted(earlier.names - later.names), sorted(later.names - earlier.names)
    if not gone or not come or max(len(gone), len(come)) > NAMES:
        return {}
    old, new = _numbers(earlier, set(gone)), _numbers(later, set(come))
    scored = []
    for name, mine in old.items():
        for other, theirs in new.items():
            common = [rest for rest in mine if rest in theirs]
            equal = [rest for rest in common if mine[rest] == theirs[rest]]
            if len({mine[rest] for rest in equal}) >= LEAST_EQUAL and len(equal) >= ALIKE * len(common):
                scored.append((len(equal), name, other))
    made: dict[str, str] = {}
    for _, name, other in sorted(scored, reverse=True):
        if name not in made and other not in made.values():
            made[name] = other
    return made


def _numbers(told: Told, names: set[str]) -> dict[str, dict[tuple, float]]:
    """For each of these names its numbers, by the other labels and the period."""
    found = defaultdict(dict)
    for (labels, when, again), value in zip(told.keys, told.value, strict=True):
        if np.isfinite(value) and value != 0:
            for name in labels & names:
                found[name][labels - names, when, again] = value
    return found


def _said(value: float) -> str:
    return "–" if np.isnan(value) else number(value)
