"""Which lines of a table are totals of which others: told by their labels and by their content."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.judging.blocks import WHOLE, Axis
from data.judging.runs import ANY_LINE, runs

# A level that names breakdowns (Sex, Age, Age and sex) has few names.
BREAKDOWNS = 30
# And nearly all parts stand under one of them only.
BELONGING = 0.9
# Estimates among counts, such as 16.0753, are printed with at least one decimal.
ESTIMATED = 0.05


@dataclass(frozen=True)
class Relation:
    """A line and the lines that make it up. `family` is shared by relations of one kind in a table.

    `declared`: the label says total and the parts are all its siblings; else the numbers told.
    """

    target: int
    parts: tuple[int, ...]
    declared: bool
    family: tuple


class Lines:
    """The rows of a block as label codes: one column for each level of labels and one for the period.

    A label that means a total of everything, and a blank in a total line, have the code -1.
    """

    def __init__(self, axis: Axis):
        texts = axis.levels
        self.totals = np.array([[rest == "" for rest in meaning] for _, meaning in texts], bool).T
        self.named = np.array([[rest is not None for rest in meaning] for _, meaning in texts], bool).T
        if not texts:
            self.totals = self.named = np.zeros((len(axis), 0), bool)
        # A word that stands in every line (NATIONAL) tells no total from its parts.
        everywhere = self.named.all(axis=0)
        self.totals &= ~everywhere
        self.named &= ~everywhere
        any_total = self.totals.any(axis=1)
        columns = []
        for level, (words, _) in enumerate(texts):
            codes = np.unique(np.array(words, dtype=str), return_inverse=True)[1]
            blank = any_total & np.array([not word for word in words])
            self.totals[:, level] |= blank
            columns.append(np.where(self.totals[:, level], -1, codes))
        columns.append(self._periods(axis, any_total))
        self.codes = np.column_stack(columns)
        self.totals = np.column_stack([self.totals, self.codes[:, -1] == -1])

    def _periods(self, axis: Axis, any_total: np.ndarray) -> np.ndarray:
        """A total line without a period, or whose period holds several others, is the total of the periods."""
        start, end = axis.start.astype("datetime64[D]"), axis.end.astype("datetime64[D]")
        pairs = list(zip(start.astype(str), end.astype(str), strict=True))
        distinct = sorted(set(pairs))
        code = {pair: number for number, pair in enumerate(distinct)}
        codes = np.array([code[pair] for pair in pairs])
        if len(distinct) > 2:
            for line in np.flatnonzero(any_total):
                inner = (start >= start[line]) & (end <= end[line]) & (codes != codes[line])
                if np.isnat(start[line]) or len(set(codes[inner])) > 1:
                    codes[line] = -1
        return codes

    def groups(self, *free: int) -> Iterator[np.ndarray]:
        """Lines that agree in every level but the free ones, in their order."""
        fixed = [level for level in range(self.codes.shape[1]) if level not in free]
        if not fixed:
            yield np.arange(len(self.codes))
            return
        _, group = np.unique(self.codes[:, fixed], axis=0, return_inverse=True)
        group = group.ravel()
        order = np.argsort(group, kind="stable")
        yield from np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def relations(values: np.ndarray, axis: Axis, base: float) -> list[Relation]:
    """Every relation of totals and parts among the rows of `values` (NaN where nothing may be added)."""
    lines = Lines(axis)
    told = _told(values, lines, base)
    # A line may be part of one total by place and of another by subject; here only by content.
    inside = defaultdict(set)
    for target, parts in told:
        for part in parts:
            inside[part].add(target)
    found = {
        (target, frozenset(parts)): Relation(target, tuple(parts), False, ("content",))
        for target, parts in told
    }
    # What both tell bears witness for the others that its labels declare.
    for target, parts, family in _declared(lines, inside, values, base):
        found[target, frozenset(parts)] = Relation(target, tuple(parts), True, family)
    return list(found.values())


def _told(values, lines: Lines, base: float) -> list[tuple[int, list[int]]]:
    named = set(np.flatnonzero(lines.totals.any(axis=1) | lines.named.any(axis=1)))
    count = len(values)
    if count <= ANY_LINE:
        return runs(values, range(count), named, base)
    distinct = [len(np.unique(lines.codes[:, level])) for level in range(lines.codes.shape[1] - 1)]
    finest = int(np.argmax(distinct)) if distinct else 0
    found = {}
    for level in range(lines.codes.shape[1]):
        for group in lines.groups(level):
            if len(group) < 3 or _plain(values, lines, group, level, base):
                continue
            here = named.intersection(group)
            if here or level == finest:
                for target, parts in runs(values, list(group), here, base, unnamed=level == finest):
                    found[target, tuple(parts)] = (target, parts)
    return list(found.values())


def _plain(values, lines: Lines, group: np.ndarray, level: int, base: float) -> bool:
    """Whether the one total of a group is the sum of all its other lines, so that it has one level only."""
    total = lines.totals[group, level]
    if total.sum() != 1:
        return False
    whole, parts = values[group[total][0]], values[group[~total]].sum(axis=0)
    return bool((np.abs(whole - parts) <= base / 2 * len(group) + WHOLE).all())


def _declared(lines: Lines, inside, values, base: float) -> Iterator[tuple[int, list[int], tuple]]:
    for level in range(lines.codes.shape[1]):
        total = lines.totals[:, level]
        if not total.any() or total.all():
            continue
        for group in lines.groups(level):
            targets, parts = group[total[group]], group[~total[group]]
            if len(parts):
                for target in targets:
                    yield target, _chosen(target, parts, inside, values, base), (level,)
        yield from _beside(lines, level, inside)


def _chosen(target: int, parts: np.ndarray, inside, values, base: float) -> list[int]:
    """The siblings at the top, or those at the bottom where these explain more of the total."""
    siblings = set(parts)
    top = [part for part in parts if not (inside[part] & siblings) - {target}]
    bottom = [part for part in parts if not any(part in inside[other] for other in siblings - {part})]
    if len(top) == len(parts) or set(top) == set(bottom):
        return top
    tried = [Relation(target, tuple(parts), True, ()) for parts in (top, bottom, parts) if len(parts)]
    right, _ = Sums(tried, base).agreement(values)
    return list(tried[int(right.sum(axis=1).argmax())].parts)


def _beside(lines: Lines, level: int, inside) -> Iterator[tuple[int, list[int], tuple]]:
    """Parts whose breakdown is named in another level: Total, Total = Sex, male + Sex, female."""
    # The last level is the period, which names no breakdown.
    for other in range(lines.codes.shape[1] - 1):
        if other == level or not _names_breakdowns(lines, level, other):
            continue
        for group in lines.groups(level, other):
            total = lines.totals[group, level]
            targets, parts = group[total], group[~total]
            names = lines.codes[parts, other]
            for name in np.unique(names):
                chosen = parts[names == name]
                if len(chosen) < 2:
                    continue
                for target in targets[lines.codes[targets, other] != name]:
                    yield target, list(chosen), (level, other, int(name))


def _names_breakdowns(lines: Lines, level: int, other: int) -> bool:
    """Whether each part belongs to one breakdown: ages to Age, but every age to every place."""
    if not 1 < len(np.unique(lines.codes[:, other])) <= BREAKDOWNS:
        return False
    parts = np.delete(lines.codes[~lines.totals[:, level]], other, axis=1)
    return len(np.unique(parts, axis=0)) >= BELONGING * len(parts)


class Sums:
    """The sums of the parts of many relations at once; all results are relations × columns."""

    def __init__(self, relations: list[Relation], base: float):
        self.target = np.array([relation.target for relation in relations], int)
        self.count = np.array([len(relation.parts) for relation in relations], int)
        self.part = np.array([part for relation in relations for part in relation.parts], int)
        self.first = np.concatenate([[0], np.cumsum(self.count)[:-1]]).astype(int)
        self.base = base

    def of(self, values: np.ndarray) -> np.ndarray:
        return np.add.reduceat(values[self.part], self.first, axis=0)

    def agreement(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where totals equal their parts, and where not; neither where a number is missing or all are 0."""
        total, added = values[self.target], self.of(values)
        said = np.isfinite(total) & np.isfinite(added) & ((total != 0) | (added != 0))
        equal = np.abs(total - added) <= self.tolerance(values)
        return said & equal, said & ~equal

    def tolerance(self, values: np.ndarray) -> np.ndarray:
        """Half a unit of rounding for each number that takes part."""
        whole = np.where(np.isfinite(values), values, 0)
        broken = np.abs(whole - np.round(whole)) > WHOLE
        partly = broken[self.target] | np.logical_or.reduceat(broken[self.part], self.first, axis=0)
        unit = np.where(partly, max(self.base / 2, ESTIMATED), self.base / 2)
        return (self.count[:, None] + 1) * unit + 1e-9 * np.abs(whole[self.target])
