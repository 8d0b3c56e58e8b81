"""A table as a matrix of numbers, with the labels and periods of its rows and columns."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from data.tables import measures, units
from data.tables.text import key

# A column of counts may hold a few estimates (16.0753); one of rates is mostly broken numbers.
MOSTLY_WHOLE = 0.5
WHOLE = 1e-6
# Values of which nearly all are multiples were rounded to that base, or stand in thousands.
BASES = (1000, 100, 10, 5)
ROUNDED = 0.98
LEAST_ROUNDED = 20
# Among more names than these a total is looked for by its whole word only.
NAMES = 2000
# How many levels of labels a sentence can take.
NAMED = 3


@dataclass(frozen=True)
class Axis:
    """The rows or the columns of a table, in their order.

    `labels` are cleaned texts, outermost first. `start` and `end` are the period of a line, NaT where its
    cells have none or several.
    """

    labels: tuple[tuple[str, ...], ...]
    number: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def levels(self) -> list[tuple[list[str], list[str | None]]]:
        """For each level its labels, line by line, and what of each is a total (None no total, '' of all)."""
        return _levels(self.labels)

    @cached_property
    def _telling(self) -> set[int]:
        """Levels that tell lines apart; the last always does."""
        depth = max(map(len, self.labels), default=0)
        distinct = [{labels[level : level + 1] for labels in self.labels} for level in range(depth)]
        return {level for level, texts in enumerate(distinct) if len(texts) > 1} | {depth - 1}

    def name(self, line: int) -> str:
        """How a person would call this line."""
        said = [text for level, text in enumerate(self.labels[line]) if text and level in self._telling]
        words = " / ".join(dict.fromkeys(said[-NAMED:]))
        if not words and not np.isnat(self.end[line]):
            words = span(self.start[line], self.end[line])
        return words


@dataclass(frozen=True)
class Block:
    """One table. All arrays are rows × columns; `value` is NaN where nothing is said.

    `lower` and `upper` equal the value where there is one, bound a suppressed one, and are 0 and infinity
    where any count is possible.
    """

    file: str
    sheet: str
    table: int
    title: str
    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    reason: np.ndarray
    unit: np.ndarray
    cell: np.ndarray
    rows: Axis
    columns: Axis

    def turned(self) -> "Block":
        """The same table with rows and columns changed over."""
        parts = ("value", "lower", "upper", "reason", "unit", "cell")
        turned = {name: getattr(self, name).T for name in parts}
        return replace(self, **turned, rows=self.columns, columns=self.rows)

    def counts(self) -> np.ndarray:
        """Which cells hold, or would hold, counts that may be added."""
        said = np.isfinite(self.value)
        broken = said & (np.abs(self.value - np.round(self.value)) > WHOLE)
        known = {text: _additive(text) for text in pd.unique(self.unit.ravel())}
        allowed = np.vectorize(known.get, otypes=[bool])(self.unit) if self.unit.size else said
        # Where the file says that it counts, fractions are estimates.
        unsaid = allowed & (self.unit == "")
        for axis in (0, 1):
            counted = (unsaid & said & (self.value != 0)).sum(axis, keepdims=True)
            fractions = (unsaid & broken).sum(axis, keepdims=True)
            # A row of one cell says nothing of what the row holds.
            allowed &= ~unsaid | (fractions < MOSTLY_WHOLE * np.maximum(counted, 1)) | (counted <= axis)
        return allowed


def blocks(reading, apart: Collection[tuple[str, str]] = ()) -> Iterator[Block]:
    """The tables of a file that hold aggregate numbers, in reading order, without some (file, sheet)."""
    known = {table.number: table for table in reading.tables}
    cells = reading.cells
    cells = cells[cells["reason"] != "outside_table"]
    for number, part in cells.groupby("table", sort=True):
        table = known.get(number)
        if table is not None and (table.kind == "incidents" or (reading.file, table.sheet) in apart):
            continue
        yield _block(reading.file, number, table.title if table else "", part)


def _block(file: str, number: int, title: str, part: pd.DataFrame) -> Block:
    row_numbers, row = np.unique(part["row"].to_numpy(), return_inverse=True)
    column_numbers, column = np.unique(part["col"].to_numpy(), return_inverse=True)
    shape = len(row_numbers), len(column_numbers)

    def laid(values, empty, kind):
        made = np.full(shape, empty, dtype=kind)
        made[row, column] = values
        return made

    value = laid(part["value"].to_numpy(float), np.nan, float)
    lower = laid(part["lower"].to_numpy(float), np.nan, float)
    upper = laid(part["upper"].to_numpy(float), np.nan, float)
    said = np.isfinite(value)
    lower = np.where(said, value, np.where(np.isfinite(lower), lower, 0))
    upper = np.where(said, value, np.where(np.isfinite(upper), upper, np.inf))
    texts = {
        name: laid(part[name].astype(object).to_numpy(), "", object) for name in ("reason", "unit", "cell")
    }
    sheet = str(part["sheet"].iloc[0])
    rows = _axis(part, row, row_numbers, "row_labels")
    columns = _axis(part, column, column_numbers, "column_labels")
    return Block(file, sheet, number, title, value, lower, upper, **texts, rows=rows, columns=columns)


def _axis(part: pd.DataFrame, line: np.ndarray, numbers: np.ndarray, labels: str) -> Axis:
    first = np.unique(line, return_index=True)[1]
    texts = part[labels].to_numpy()
    ends = {}
    for name in ("period_start", "period_end"):
        days = part[name].to_numpy("datetime64[ns]")
        grouped = pd.Series(days).groupby(line)
        same = (grouped.transform("nunique", dropna=False) <= 1).to_numpy()
        ends[name] = np.where(same[first], days[first], np.datetime64("NaT"))
    return Axis(
        tuple(tuple(texts[place]) for place in first), numbers, ends["period_start"], ends["period_end"]
    )


def _additive(text: str) -> bool:
    if not text:
        return True
    found = units.unit(text)
    return text not in NEVER_ADDED and (found is None or found.additive)


NEVER_ADDED = {"percent", "points", "rate", "index", "change", "mean", "year"}


def base(values: np.ndarray) -> float:
    """The base to which whole numbers were rounded: 5, 10, …; 0 when they were not."""
    values = values[np.isfinite(values) & (values != 0)]
    if len(values) >= LEAST_ROUNDED:
        for size in BASES:
            if np.mean(np.mod(values, size) == 0) >= ROUNDED:
                return size
    return 0


def _levels(labels: Sequence[tuple[str, ...]]) -> list[tuple[list[str], list[str | None]]]:
    aligned = _aligned(labels)
    made = []
    for level in range(max(map(len, aligned), default=0)):
        texts = [line[level] if level < len(line) else "" for line in aligned]
        distinct = list(dict.fromkeys(texts))
        if len(distinct) <= NAMES:
            meaning = dict(zip(distinct, measures.totals(distinct), strict=True))
        else:
            meaning = {text: "" if key(text) in measures.TOTALS else None for text in distinct}
        made.append((texts, [meaning[text] for text in texts]))
    return made


def _aligned(labels: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Labels brought to one depth: a label that stood in two levels alike comes once and is doubled again."""
    depth = max(map(len, labels), default=0)
    known = [{line[level] for line in labels if len(line) == depth} for level in range(depth)]

    def fitting(line: tuple[str, ...]) -> tuple[str, ...]:
        while line and len(line) < depth:
            doubled = [line[: place + 1] + line[place:] for place in range(len(line))]
            line = max(
                doubled,
                key=lambda tried: sum(text in known[level] for level, text in enumerate(tried)),
            )
        return line

    fitted = {line: fitting(line) for line in set(labels)}
    return [fitted[line] for line in labels]


def span(start: np.datetime64, end: np.datetime64) -> str:
    first, last = (str(np.datetime64(day, "D")) for day in (start, end))
    if first[5:] == "01-01" and last[5:] == "12-31" and first[:4] == last[:4]:
        return first[:4]
    if first[:7] == last[:7]:
        return first[:7]
    return f"{first}–{last}"
