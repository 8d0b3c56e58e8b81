"""Tables that say the same: copies of a file, sheets that repeat a part of another, zeros put for blanks."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from data.ingest.problems import Problem, problem
from data.judging.blocks import blocks, span
from data.tables.text import key

# Fewer equal numbers may be chance, or a form that happens to be filled alike.
LEAST = 12
# Tables of one form share their labels; of those that share their numbers too, few differ.
SHARED, EQUAL = 0.5, 0.5
# A line of a table is known again by its numbers in any order, when they are so many and so various.
LINE, VARIOUS, LEAST_LINES = 4, 3, 3
ALIKE = 0.9
# Renamed labels asked after; beyond that the two tables are not editions of one.
NAMES = 60


@dataclass(frozen=True)
class Told:
    """One table as a mapping from what a cell means to what it says."""

    file: str
    sheet: str
    cells: pd.DataFrame
    lines: tuple[Counter, Counter]

    @cached_property
    def keys(self) -> list[tuple]:
        """Labels in any order and style, period, and which of several with the same."""
        spans = zip(
            self.cells["period_start"].astype("int64"), self.cells["period_end"].astype("int64"), strict=True
        )
        seen: Counter = Counter()
        keys = []
        for labels, when in zip(self.cells["labels"], spans, strict=True):
            meant = frozenset(map(key, labels)), when
            keys.append((*meant, seen[meant]))
            seen[meant] += 1
        return keys

    @cached_property
    def place(self) -> dict[tuple, int]:
        return {meant: place for place, meant in enumerate(self.keys)}

    @cached_property
    def value(self) -> np.ndarray:
        return self.cells["value"].to_numpy(float)

    @cached_property
    def blank(self) -> np.ndarray:
        return (self.cells["reason"] == "not_collected").to_numpy()

    @cached_property
    def names(self) -> set[str]:
        return {name for labels, *_ in self.keys for name in labels}

    @property
    def where(self) -> str:
        return f"{self.file}, {self.sheet}" if self.sheet else self.file

    def cell(self, place: int) -> str:
        return str(self.cells["cell"].iloc[place])

    def label(self, place: int) -> str:
        start, end = (self.cells[name].iloc[place] for name in ("period_start", "period_end"))
        when = [] if pd.isna(start) else [span(np.datetime64(start), np.datetime64(end))]
        return " / ".join([*when, *self.cells["labels"].iloc[place]])


@dataclass(frozen=True)
class Pair:
    """Two tables of one form; `at` are the places of the cells that both have, in either."""

    one: Told
    other: Told
    at: tuple[np.ndarray, np.ndarray]

    @property
    def filled(self) -> np.ndarray:
        """Where one has a blank and the other a zero."""
        (first, second), (here, there) = self.at, (self.one, self.other)
        return (here.blank[first] & (there.value[second] == 0)) | (
            there.blank[second] & (here.value[first] == 0)
        )

    @property
    def equal(self) -> np.ndarray:
        first, second = self.one.value[self.at[0]], self.other.value[self.at[1]]
        return (first == second) | (np.isnan(first) & np.isnan(second))


def tables(readings: Sequence, apart: Collection[tuple[str, str]] = ()) -> list[Told]:
    """Every table of aggregate numbers that is long enough to be known again, without some (file, sheet)."""
    made = []
    for reading in readings:
        groups = dict(tuple(reading.cells.groupby("table", sort=False)))
        for block in blocks(reading, apart):
            if np.isfinite(block.value).sum() >= LEAST:
                lines = _lines(block.value), _lines(block.value.T)
                made.append(Told(reading.file, block.sheet, groups[block.table], lines))
    return made


def pairs(found: Sequence[Told]) -> Iterator[tuple[Told, Told, Pair | None]]:
    """All tables two by two; with a Pair where both are of one form and mostly say the same."""
    for one, other in combinations(found, 2):
        if len(one.names & other.names) < SHARED * min(len(one.names), len(other.names)):
            yield one, other, None
            continue
        common = [meant for meant in one.place if meant in other.place]
        at = (
            np.array([one.place[meant] for meant in common], int),
            np.array([other.place[meant] for meant in common], int),
        )
        pair = Pair(one, other, at)
        telling = (one.value[at[0]] != 0) & np.isfinite(one.value[at[0]])
        same = pair.equal[telling].mean() if telling.any() else 0
        enough = telling.sum() >= LEAST and len(common) >= SHARED * min(len(one.keys), len(other.keys))
        yield one, other, pair if enough and same >= EQUAL else None


def judge(one: Told, other: Told, pair: Pair | None) -> tuple[list[Problem], bool]:
    """What is said of two tables, and whether they were copies of each other."""
    if pair is not None:
        found = list(_filled(pair))
        differing = ~(pair.equal | pair.filled)
        extra = _periods(one) ^ _periods(other)
        part = one.file == other.file and len(pair.at[0]) == min(len(one.keys), len(other.keys))
        # A file that only adds periods to another is its next edition.
        if not differing.any() and (part or not extra):
            return [*found, *_copy(one, other)], True
        return found, False
    found = list(_copy(one, other)) if _alike(one, other) else []
    return found, bool(found)


def _periods(told: Told) -> set[tuple]:
    return {when for _, when, _ in told.keys}


def _filled(pair: Pair) -> Iterator[Problem]:
    places = np.flatnonzero(pair.filled)
    if len(places):
        zero_first = pair.one.value[pair.at[0][places[0]]] == 0
        side, other = (0, pair.other) if zero_first else (1, pair.one)
        told = pair.other if side else pair.one
        first = pair.at[side][places[0]]
        fields = {"count": len(places), "label": told.label(first), "other": other.where}
        yield problem("zero_for_blank", told.file, told.sheet, told.cell(first), cells=len(places), **fields)


def _copy(one: Told, other: Told) -> Iterator[Problem]:
    """Told at the smaller of two tables that say the same."""
    small, large = sorted((one, other), key=lambda told: len(told.keys))
    if len(small.keys) == len(large.keys):
        small, large = other, one
        code, fields = "copy_equal", {}
    else:
        more = sorted(large.names - small.names)
        fields = {"count": f"{len(large.keys) - len(small.keys):,}", "more": ", ".join(more[:5]) or "–"}
        code = "sheet_repeats" if one.file == other.file else "copy_more"
    yield problem(code, small.file, small.sheet, other=large.where, **fields)


def _alike(one: Told, other: Told) -> bool:
    """Whether the lines of the smaller come back in the larger, whatever their labels and order are."""
    for mine, theirs in zip(one.lines, other.lines, strict=True):
        small, large = sorted((mine, theirs), key=Counter.total)
        numbers = sum(len(line) * count for line, count in small.items())
        if (
            small.total() >= LINE - 1
            and numbers >= LEAST
            and (small & large).total() >= ALIKE * small.total()
        ):
            return True
    return False


def _lines(values: np.ndarray) -> Counter:
    found = Counter()
    for line in values:
        said = np.sort(line[np.isfinite(line) & (line != 0)])
        if len(said) >= LINE and len(np.unique(said)) >= VARIOUS:
            found[tuple(said.tolist())] += 1
    return found
