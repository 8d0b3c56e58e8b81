"""Totals against their parts, in the rows and in the columns of a table."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.ingest.problems import Problem, problem
from data.judging.blocks import Block, base
from data.judging.structure import Relation, Sums, relations

# A total that misses this much of itself has parts that the table does not list at all.
LISTED = 0.8
# And nearly all totals of its kind do so.
ALL_BUT = 0.9
# Beyond it parts overlap rather than err.
ERROR = 0.1
# A breakdown that lacks less than this leaves out those of whom nothing is known.
UNSAID = 0.01
# How often one kind of total must hold elsewhere before a single exception counts as a break.
STEADY = 3


@dataclass(frozen=True)
class Break:
    """A total that is not the sum of its parts at one place.

    `line` and `parts` are rows where `by_rows`, and `place` then a column; else the reverse.
    """

    by_rows: bool
    line: int
    parts: tuple[int, ...]
    place: int
    found: float
    expected: float

    @property
    def off(self) -> float:
        return self.found - self.expected

    def at(self, line: int) -> tuple[int, int]:
        """Row and column of this break in a line of its relation."""
        return (line, self.place) if self.by_rows else (self.place, line)


@dataclass
class Totals:
    """What is known of the totals of a table: which hold for the most part, where they do not, and notices."""

    held: list[tuple[bool, Relation]]
    breaks: list[Break]
    notices: list[Problem]


def totals(block: Block) -> Totals:
    """Every total of the rows (`by_rows`) and of the columns of a table against its parts."""
    made = Totals([], [], [])
    counts = block.counts()
    size = base(block.value[counts])
    for by_rows, side in ((True, block), (False, block.turned())):
        allowed = counts if by_rows else counts.T
        values = np.where(allowed, side.value, np.nan)
        known = relations(values, side.rows, size) if len(side.rows) > 1 else []
        if known:
            held, broken, short, left_out = _judged(side, values, allowed, known, size)
            made.notices += left_out
            made.held += [(by_rows, relation) for relation in held]
            made.breaks += [Break(by_rows, *place) for place in broken]
            made.notices += [_shortfall(side, *place) for place in short]
    return made


def _judged(
    side: Block, values, allowed, known: list[Relation], size: float
) -> tuple[list, list, list, list]:
    sums = Sums(known, size)
    right, wrong = sums.agreement(values)
    wrong |= _impossible(side, allowed, values, sums)
    hidden = wrong & _without_hidden(side, sums)
    wrong &= ~hidden
    held, failed = right.sum(axis=1), wrong.sum(axis=1)
    evidence = defaultdict(lambda: np.zeros(2, int))
    for relation, counted in zip(known, zip(held, failed, strict=True), strict=True):
        evidence[relation.family] += counted
    explained = {known[one].target for one in np.flatnonzero(held > failed)}
    least = sums.of(side.lower)
    broken, short, tried = [], [], Counter()
    for one in _rivals_out(known, held, failed):
        relation, places = known[one], np.flatnonzero(wrong[one])
        line, added = relation.target, least[one]
        total = np.clip(added, side.lower[line], side.upper[line])
        off = total[places] - added[places]
        alone = relation.target not in explained and len(relation.family) == 1
        certain = _verdict(relation, held[one], failed[one], evidence[relation.family])
        if certain and len(relation.family) > 1 and (off > 0).all() and (off < UNSAID * total[places]).all():
            short.append((relation.family, line, len(relation.parts), places, off))
        elif certain or (
            alone and sum(evidence[relation.family]) == 1 and 0 < -off[0] <= ERROR * added[places][0]
        ):
            for place, lacking in zip(places, off, strict=True):
                expected = float(added[place])
                broken.append((line, relation.parts, int(place), expected + float(lacking), expected))
        elif alone and not held[one]:
            tried[relation.family] += 1
            if (off > 0).all() and (added >= LISTED * total)[places].all():
                short.append((relation.family, line, len(relation.parts), places, off))
    # Totals of one kind that now exceed and now fall short of such parts have nothing to do with them.
    likely = Counter(family for family, *_ in short)
    short = [rest for family, *rest in short if likely[family] >= ALL_BUT * tried[family]]
    return [known[one] for one in np.flatnonzero(held > failed)], broken, short, _hidden(side, sums, hidden)


def _rivals_out(known: list[Relation], held, failed) -> list[int]:
    """The relations that fail somewhere, without those that a better one about the same lines replaces."""
    doubtful = {known[one].target for one in np.flatnonzero(failed)}
    rivals = defaultdict(list)
    for one, relation in enumerate(known):
        if relation.target in doubtful:
            rivals[relation.target].append(one)
    kept = []
    for ranked in rivals.values():
        chosen: list[set[int]] = []
        for one in sorted(ranked, key=lambda one: held[one] - failed[one], reverse=True):
            parts = set(known[one].parts)
            if all(len(parts & other) < 2 for other in chosen):
                chosen.append(parts)
                kept += [one] if failed[one] else []
    return kept


def _verdict(relation: Relation, held: int, failed: int, evidence) -> bool:
    """Whether a relation that fails somewhere is known well enough elsewhere for that to be an error."""
    if not relation.declared:
        return True
    if len(relation.family) > 1 and evidence[0] < STEADY * evidence[1]:
        return False
    if held >= max(failed, 1):
        return True
    return failed <= 2 and evidence[0] >= max(STEADY, STEADY * evidence[1])


def _impossible(side: Block, allowed, values, sums: Sums) -> np.ndarray:
    """Where suppressed or blank parts leave no room for the total."""
    whole = np.logical_and.reduceat(allowed[sums.part], sums.first, axis=0) & allowed[sums.target]
    room = sums.tolerance(values)
    least, most = sums.of(side.lower) - room, sums.of(side.upper) + room
    return whole & ((least > side.upper[sums.target]) | (most < side.lower[sums.target]))


def _without_hidden(side: Block, sums: Sums) -> np.ndarray:
    """Where a total is the sum of the parts shown, although others are hidden and cannot be 0."""
    return side.value[sums.target] == sums.of(np.where(np.isfinite(side.value), side.value, 0))


def _hidden(side: Block, sums: Sums, hidden: np.ndarray) -> list[Problem]:
    places = {(int(sums.target[one]), int(place)) for one, place in zip(*np.nonzero(hidden), strict=True)}
    if not places:
        return []
    first = side.cell[min(places)]
    return [problem("sum_without_hidden", side.file, side.sheet, first, cells=len(places))]


def _shortfall(side: Block, line: int, count: int, places: np.ndarray, off: np.ndarray) -> Problem:
    return problem(
        "sum_remainder",
        side.file,
        side.sheet,
        side.cell[line, places[0]],
        cells=len(places),
        total=side.rows.name(line),
        count=count,
        difference=number(off[0]),
    )


def problems(block: Block, found: list[Break]) -> Iterator[Problem]:
    """One problem for each break; two that one cell explains become one problem, at that cell."""
    blamed, left = _blamed(block, found)
    for (row, column), (off, count) in blamed.items():
        value = block.value[row, column]
        yield problem(
            "sum_cell",
            block.file,
            block.sheet,
            block.cell[row, column],
            row=block.rows.name(row),
            column=block.columns.name(column),
            found=number(value),
            expected=number(value + off),
            difference=signed(-off),
            count=count,
        )
    told = set()
    for one in left:
        row, column = one.at(one.line)
        if (row, column, one.expected) in told:
            continue
        told.add((row, column, one.expected))
        axis = block.rows if one.by_rows else block.columns
        parts = [axis.name(part) for part in one.parts]
        yield problem(
            "sum_differs",
            block.file,
            block.sheet,
            block.cell[row, column],
            total=axis.name(one.line),
            count=len(parts),
            parts=parts[0] if len(parts) == 1 else f"{parts[0]} … {parts[-1]}",
            found=number(one.found),
            expected=number(one.expected),
            difference=signed(one.off),
        )


def _blamed(block: Block, found: list[Break]) -> tuple[dict[tuple[int, int], tuple], list[Break]]:
    """Cells whose correction by one amount mends several breaks, with that amount and how many, and the rest."""
    mended = defaultdict(set)
    for number, one in enumerate(found):
        mended[one.at(one.line), -one.off].add(number)
        for part in one.parts:
            if np.isfinite(block.value[one.at(part)]):
                mended[one.at(part), one.off].add(number)
    rivals = defaultdict(set)
    for (place, _), breaks in mended.items():
        rivals[frozenset(breaks)].add(place)
    blamed, used = {}, set()
    for (place, off), breaks in sorted(mended.items(), key=lambda one: -len(one[1])):
        # Where two cells would do, nobody can say which it is.
        if len(breaks) > 1 and not breaks & used and len(rivals[frozenset(breaks)]) == 1:
            blamed[place] = off, len(breaks)
            used |= breaks
    return blamed, [one for number, one in enumerate(found) if number not in used]


def number(value: float) -> str:
    return f"{value:,.12g}" if abs(value) < 1e12 else f"{value:,.0f}"


def signed(value: float) -> str:
    return f"{value:+,.12g}"
