"""The cells of a sheet column by column, each distinct value once."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.ingest.grid import DAY_0, Sheet
from data.ingest.wire import KINDS

_TEXT, _NUMBER, _DATE, _TIME, _DURATION, _BOOL = (KINDS.index(kind) for kind in KINDS[:6])


@dataclass(frozen=True)
class Column:
    """One column: `rows` of its filled cells, and for each the place of its value in `texts`.

    `texts` are distinct values as written, `numbers` what they are worth as a number (NaN for text cells),
    `dated` whether the cell is a date of the spreadsheet.
    """

    position: int
    rows: np.ndarray
    which: np.ndarray
    texts: np.ndarray
    numbers: np.ndarray
    dated: np.ndarray

    @property
    def weights(self) -> np.ndarray:
        """How many cells hold each value."""
        return np.bincount(self.which, minlength=len(self.texts))

    def within(self, rows: np.ndarray) -> "Column":
        """The same column of some rows only; values that are gone are dropped."""
        wanted = np.zeros(max(self.rows.max(initial=0), rows.max(initial=0)) + 1, bool)
        wanted[rows] = True
        kept = wanted[self.rows]
        if kept.all():
            return self
        which = self.which[kept]
        left = np.bincount(which, minlength=len(self.texts)) > 0
        values = (self.texts[left], self.numbers[left], self.dated[left])
        return Column(self.position, self.rows[kept], (np.cumsum(left) - 1)[which], *values)

    def over(self, rows: np.ndarray) -> np.ndarray:
        """For each of these rows the place of its value, -1 for a blank."""
        found = np.full(len(rows), -1)
        places = np.searchsorted(rows, self.rows)
        inside = places < len(rows)
        inside[inside] = rows[places[inside]] == self.rows[inside]
        found[places[inside]] = self.which[inside]
        return found


def columns(sheet: Sheet) -> list[Column]:
    """Every column of a sheet that has a value, from left to right."""
    cells = sheet.cells
    position = cells["col"].to_numpy()
    order = np.argsort(position, kind="stable")
    taken = {name: cells[name].to_numpy()[order] for name in ("row", "number")}
    codes = {name: cells[name].cat.codes.to_numpy()[order] for name in ("kind", "text")}
    names = cells["text"].cat.categories.to_numpy(dtype=object)
    sorted_position = position[order]
    starts = np.flatnonzero(np.r_[True, sorted_position[1:] != sorted_position[:-1]]) if len(order) else []
    parts = zip(starts, [*starts[1:], len(order)], strict=True)
    return [
        _column(
            int(sorted_position[begin]),
            taken["row"][begin:end],
            codes["kind"][begin:end],
            taken["number"][begin:end],
            codes["text"][begin:end],
            names,
        )
        for begin, end in parts
    ]


def _column(position: int, rows, kinds, numbers, texts, names) -> Column:
    which = np.empty(len(rows), np.int64)
    said, worth, dated, count = [], [], [], 0
    for kind in np.unique(kinds):
        here = kinds == kind
        worded = kind == _TEXT or kind > _BOOL
        places, values = pd.factorize(texts[here] if worded else numbers[here])
        which[here] = places + count
        count += len(values)
        said.append(
            names[values] if worded else np.array([_written(kind, value) for value in values], object)
        )
        worth.append(np.full(len(values), np.nan) if worded or kind == _BOOL else values.astype(float))
        dated.append(np.full(len(values), kind == _DATE))
    return Column(position, rows, which, *(np.concatenate(each) for each in (said, worth, dated)))


def _written(kind: int, value: float) -> str:
    if kind == _BOOL:
        return "TRUE" if value else "FALSE"
    if kind == _NUMBER:
        return f"{value:.15g}"
    seconds = round(value * 86400)
    if kind in (_TIME, _DURATION):
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    moment = DAY_0 + pd.Timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%d" if seconds % 86400 == 0 else "%Y-%m-%d %H:%M:%S")
