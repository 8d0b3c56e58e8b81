"""Rates, shares and changes recomputed from the counts that stand beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.ingest.problems import Problem, problem
from data.judging.blocks import NEVER_ADDED, Block, base, span
from data.judging.sums import number
from data.tables import measures

# Scales in which one count is given for another: a fraction, a percentage, per thousand … per 100,000.
SCALES = (1, 100, 1_000, 10_000, 100_000)
# How a derived column is known: so many rows, this share of them, and so many digits that agree in all,
# beyond those that chance gives to the best of the formulas tried.
LEAST_ROWS, HELD, DIGITS = 3, 0.75, 4.0
# More columns and rows than these are not searched for the formula; all rows are judged by it.
NEAR, SAMPLE = 24, 60
# Windows that differ by more than a leap day.
LONGER = 1.02
CHANGE = re.compile(r"증감|전년|대비|증가율|감소율|change|difference|增減", re.I)
POINTS = re.compile(r"%\s*p|포인트|points?\b|\bpp\b|百分點", re.I)


@dataclass(frozen=True)
class Formula:
    """`kind`: ratio (one in another, times scale), change (one against another, times scale), difference,
    share (one in its own total, times scale). `one` and `other` are columns; for a share, `other` is a row.
    """

    kind: str
    one: int
    other: int
    scale: float

    def result(self, value: np.ndarray) -> np.ndarray:
        one = value[:, self.one]
        other = np.full(len(one), one[self.other]) if self.kind == "share" else value[:, self.other]
        if self.kind == "difference":
            return one - other
        with np.errstate(divide="ignore", invalid="ignore"):
            result = self.scale * (one - other if self.kind == "change" else one) / other
        return np.where(np.isfinite(result), result, np.nan)

    def doubt(self, value: np.ndarray, size: float) -> np.ndarray:
        """How far the result may be off when its counts were rounded to `size`."""
        if not size:
            return np.zeros(len(value))
        if self.kind == "difference":
            return np.full(len(value), size)
        one = np.abs(value[:, self.one])
        other = np.full(len(one), one[self.other]) if self.kind == "share" else np.abs(value[:, self.other])
        least = np.maximum(other - size / 2, size / 2)
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.scale * (size / 2) * (1 + one / other) / least


def judge(block: Block) -> Iterator[Problem]:
    """Derived numbers that their counts contradict, and changes that compare what cannot be compared."""
    counts = block.counts()
    size = base(block.value[counts])
    for side, whole in ((block, counts), (block.turned(), counts.T)):
        derived = _derived(side, whole)
        for column in np.flatnonzero(derived):
            usable = whole.mean(axis=0) > 0.5
            formula = _stated(side, column) or _found(side, column, usable & ~derived, derived, size)
            if formula:
                yield from _judged(side, int(column), formula, size)


def _derived(side: Block, whole: np.ndarray) -> np.ndarray:
    said = np.isfinite(side.value).any(axis=0)
    units = np.isin(side.unit, list(NEVER_ADDED)).mean(axis=0) > 0.5
    named = np.array([bool(CHANGE.search(" ".join(labels))) for labels in side.columns.labels])
    return said & (units | named | (whole.mean(axis=0) < 0.5))


def _stated(side: Block, column: int) -> Formula | None:
    """The clearance rate by its name: cleared in recorded cases under the same headings."""
    labels = side.columns.labels[column]
    if not labels or not (rate := measures.measure(labels[-1])) or rate.code != "clearance_rate":
        return None
    found = {}
    for other, names in enumerate(side.columns.labels):
        same_time = side.columns.start[other] == side.columns.start[column] or np.isnat(
            side.columns.start[column]
        )
        if names and names[:-1] == labels[:-1] and same_time and (said := measures.measure(names[-1])):
            found.setdefault(said.code, []).append(other)
    if [len(found.get(code, ())) for code in ("cleared", "recorded")] != [1, 1]:
        return None
    values = side.value[:, column]
    scale = 1 if np.nanmax(values) <= 1.5 else 100
    return Formula("ratio", found["cleared"][0], found["recorded"][0], scale)


def _found(side: Block, column: int, counts: np.ndarray, derived: np.ndarray, size: float) -> Formula | None:
    """The formula that gives most of a derived column, when it gives nearly all of it."""
    target = side.value[:, column]
    rows = np.flatnonzero(np.isfinite(target) & (target != 0))
    if len(rows) < LEAST_ROWS:
        return None
    rows = rows[:: max(1, len(rows) // SAMPLE)]
    room = _room(target)
    formulas = list(_tried(side, column, counts, derived))
    best = (DIGITS + np.log10(1 + len(formulas)), None)
    for formula in formulas:
        off = np.abs(formula.result(side.value)[rows] - target[rows])
        near = room + formula.doubt(side.value, size)[rows]
        tried, agrees = np.isfinite(off), off <= near
        distinct = len(set(target[rows][agrees]))
        near = np.broadcast_to(near, off.shape)[agrees]
        digits = np.log10(1 + np.abs(target[rows][agrees]) / near).sum()
        if distinct >= LEAST_ROWS and agrees.sum() >= HELD * tried.sum() and digits > best[0]:
            best = (digits, formula)
    return best[1]


def _tried(side: Block, column: int, counts: np.ndarray, derived: np.ndarray) -> Iterator[Formula]:
    near = sorted(np.flatnonzero(counts), key=lambda other: abs(other - column))[:NEAR]
    totals = _totals(side)
    for one in near:
        yield from (Formula("share", int(one), row, scale) for row in totals for scale in (1, 100))
        for other in near:
            if one != other:
                yield from (Formula("ratio", int(one), int(other), scale) for scale in SCALES)
                yield from (Formula("change", int(one), int(other), scale) for scale in (1, 100))
    if not _change(side, column):
        return
    shares = [other for other in np.flatnonzero(derived) if _percent(side, other)]
    for beside in (near, sorted(shares, key=lambda other: abs(other - column))[:NEAR]):
        for one in beside:
            yield from (Formula("difference", int(one), int(other), 1) for other in beside if one != other)


def _totals(side: Block) -> list[int]:
    """The rows that are called totals; of others the share would be of nothing named."""
    found = {line for _, meaning in side.rows.levels for line, rest in enumerate(meaning) if rest is not None}
    return sorted(found)[:NEAR]


def _room(values: np.ndarray) -> float:
    """One unit of the last decimal: some round, some cut off. Stored fractions are exact to four digits."""
    said = values[np.isfinite(values)]
    decimals = next((d for d in range(7) if np.allclose(said, np.round(said, d), atol=1e-9, rtol=0)), None)
    return 1.01 * 10.0**-decimals if decimals is not None else 1e-4 * max(1.0, float(np.abs(said).max()))


def _judged(side: Block, column: int, formula: Formula, size: float) -> Iterator[Problem]:
    target = side.value[:, column]
    expected = formula.result(side.value)
    off = np.abs(expected - target)
    unit = _room(target)
    room = unit + formula.doubt(side.value, size)
    for row in np.flatnonzero(off > room):
        yield problem(
            "rate_differs",
            side.file,
            side.sheet,
            side.cell[row, column],
            column=side.columns.name(column),
            row=side.rows.name(row),
            found=number(target[row]),
            expected=number(round(expected[row], 2 if unit < 1 else 0)),
            one=side.columns.name(formula.one),
            other=side.rows.name(formula.other) if formula.kind == "share" else _name(side, formula.other),
        )
    agreeing = np.flatnonzero(off <= room)
    if len(agreeing):
        yield from _incomparable(side, column, formula, agreeing)


def _incomparable(side: Block, column: int, formula: Formula, rows: np.ndarray) -> Iterator[Problem]:
    first = side.cell[rows[0], column]
    labels = " ".join(side.columns.labels[column])
    if formula.kind == "difference" and _percent(side, formula.one) and _percent(side, formula.other):
        unit = side.unit[rows[0], column]
        if (
            unit != "points"
            and not POINTS.search(labels)
            and (unit in ("percent", "change") or "%" in labels)
        ):
            names = {"one": _name(side, formula.one), "other": _name(side, formula.other)}
            yield problem(
                "points_as_percent", side.file, side.sheet, first, cells=len(rows), column=labels, **names
            )
    if formula.kind in ("change", "difference"):
        pair, axis = [formula.one, formula.other], side.columns
        days = (axis.end[pair] - axis.start[pair]) / np.timedelta64(1, "D") + 1
        if days.max() > LONGER * days.min():
            daily = side.value[rows[0], pair] / days
            yield problem(
                "windows_differ",
                side.file,
                side.sheet,
                first,
                cells=len(rows),
                column=side.columns.name(column),
                one=span(axis.start[pair[0]], axis.end[pair[0]]),
                other=span(axis.start[pair[1]], axis.end[pair[1]]),
                days=int(days[0]),
                other_days=int(days[1]),
                daily=f"{daily[0]:.2f}",
                other_daily=f"{daily[1]:.2f}",
            )


def _change(side: Block, column: int) -> bool:
    words = " ".join(side.columns.labels[column])
    return bool(np.isin(side.unit[:, column], ["change", "points"]).any() or CHANGE.search(words))


def _percent(side: Block, column: int) -> bool:
    """A share as such, no change of one."""
    said = (side.unit[:, column] == "percent").any() or "%" in " ".join(side.columns.labels[column])
    return bool(said) and not _change(side, column)


def _name(side: Block, column: int) -> str:
    name, axis = side.columns.name(column), side.columns
    if np.isnat(axis.start[column]):
        return name
    when = span(axis.start[column], axis.end[column])
    return name if when == name else f"{name} {when}".strip()
