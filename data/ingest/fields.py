"""One column of an incident sheet: cells → values of its type, and what is wrong with the others."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.ingest import ages, codes, dates
from data.ingest.columns import Column
from data.ingest.grid import DAY_0, Grid
from data.ingest.wire import KINDS
from data.observations import UNKNOWN


@dataclass(frozen=True)
class Cell:
    """One distinct content; `text` is what a person sees."""

    kind: str
    number: float
    text: str


@dataclass(frozen=True)
class Value:
    """What a cell means; `code` names a problem whose words need `fields`."""

    value: object
    code: str = ""
    fields: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A problem of one column, shared by all cells in `rows`."""

    code: str
    fields: dict
    rows: np.ndarray


@dataclass(frozen=True)
class Parsed:
    """`values` are the distinct ones; `rows` and `places` say which of them stands in which row."""

    values: list
    rows: np.ndarray
    places: np.ndarray
    found: list[Found]

    def spread(self, rows: np.ndarray, blank: object, kind: str = "object") -> np.ndarray:
        """The values of `rows` (sorted, unique), `blank` where a row has none."""
        places = np.full(len(rows), -1)
        places[np.searchsorted(rows, self.rows)] = self.places
        values = np.empty(len(self.values) + 1, dtype=kind)
        values[:] = [*(blank if value is None else value for value in self.values), blank]
        return values[places]


def parse(column: Column, cells: pd.DataFrame, grid: Grid) -> Parsed:
    """One column below the header, read; each distinct content is looked at once."""
    group, first = _distinct(cells)
    order, rows = np.argsort(group, kind="stable"), cells["row"].to_numpy()
    ends = np.searchsorted(group[order], np.arange(len(first) + 1))
    read = READERS[column.type]
    values, found = [], []
    distinct = cells.iloc[first]
    for number, content in enumerate(
        zip(distinct["kind"], distinct["number"], distinct["text"], strict=True)
    ):
        cell = Cell(*content[:2], seen(*content))
        value = Value(None, "error_cell") if cell.kind == "error" else read(column, cell, grid)
        values.append(value.value)
        if value.code:
            fields = {"found": cell.text[:60]} | value.fields
            found.append(Found(value.code, fields, rows[order[ends[number] : ends[number + 1]]]))
    return Parsed(values, rows, group, found)


def _distinct(cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The number of each cell's content, and where each content stands first."""
    numbers, known = pd.factorize(cells["number"].to_numpy())
    kinds = cells["kind"].cat.codes.to_numpy("int64") + len(KINDS) * (
        cells["text"].cat.codes.to_numpy("int64") + 1
    )
    group, _ = pd.factorize(kinds * max(len(known), 1) + numbers)
    return group, np.flatnonzero(~pd.Series(group).duplicated().to_numpy())


def seen(kind: str, number: float, text: object) -> str:
    """A cell's content as text: 17.0 is 17, a date is written as ISO 8601."""
    if kind in ("text", "error"):
        return " ".join(str(text).split())
    if kind == "bool":
        return "true" if number else "false"
    if kind == "date" and number >= 1:
        moment = DAY_0 + pd.Timedelta(days=number).round("s")
        return moment.date().isoformat() if moment == moment.normalize() else moment.isoformat(" ")
    return str(int(number)) if number == int(number) else repr(float(number))


def _text(column: Column, cell: Cell, grid: Grid) -> Value:
    return Value(cell.text)


def _date(column: Column, cell: Cell, grid: Grid) -> Value:
    if cell.kind == "date":
        day = dates.from_serial(cell.number)
    elif cell.kind == "number":
        day = dates.from_number(cell.number, grid.date_1904)
    elif cell.kind == "text" and codes.unknown(cell.text) and not column.required:
        return Value(None)
    else:
        day = dates.from_text(cell.text)
    return Value(day.day, day.code, dict(day.fields))


def _code(column: Column, cell: Cell, grid: Grid) -> Value:
    code = codes.code(column.dimension, cell.text)
    if code is None:
        return Value(None, "unknown_word", {"near": codes.closest(column.dimension, cell.text)})
    return Value(code)


def _age(column: Column, cell: Cell, grid: Grid) -> Value:
    """(completed years or None, age code)."""
    years = ages.years(cell.text)
    if years is not None:
        if years > ages.OLDEST:
            return Value(None, "age_range", {"limit": ages.OLDEST})
        return Value((years, ages.band_of(years)), "" if years else "zero_age")
    if codes.unknown(cell.text):
        return Value((None, UNKNOWN))
    if cell.text.removeprefix("-").isdecimal():
        return Value(None, "age_range", {"limit": ages.OLDEST})
    band = ages.band(cell.text)
    return Value((None, band)) if band else Value(None, "bad_age")


def _count(column: Column, cell: Cell, grid: Grid) -> Value:
    if codes.unknown(cell.text):
        return Value(None)
    digits = cell.text.replace(",", "").removesuffix("명").strip()
    return Value(int(digits)) if digits.isdecimal() and 0 < int(digits) < 10**6 else Value(None, "bad_count")


READERS: dict[str, Callable[[Column, Cell, Grid], Value]] = {
    "text": _text,
    "date": _date,
    "code": _code,
    "age": _age,
    "band": _age,
    "count": _count,
}
