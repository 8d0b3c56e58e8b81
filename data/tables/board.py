"""A sheet as a matrix of rows and columns in which each cell is a blank, a text, a number or a mark."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from data.ingest.grid import DAY_0, Sheet
from data.tables.marks import Mark, mark
from data.tables.numbers import Number, number
from data.tables.text import clean

BLANK, TEXT, NUMBER, MARK, ERROR = range(5)
# Marks that are words may as well be labels: 미상, unknown, missing.
_WORD = re.compile(r"[가-힣一-鿿 ]{2,}|[A-Za-z ]{4,}")
_ARROW = re.compile(r"([▲▼])\s*(\d[\d,]*(?:\.\d+)?\s*%?p?)")
_DIGITS = re.compile(r"\d+")
# A count and its share in one cell: `91(75.8%)`.
_WITH_SHARE = re.compile(r"([\d,.]+\s*[명건]?)\s*[(\[]\s*(\d[\d.,]*\s*%)\s*[)\]]")
# A number cell with a fraction of the last binary digit is a whole number once it is written out.
_SHOWN = "{:.15g}"


@dataclass(frozen=True)
class Board:
    """Only rows and columns with a cell; `rows` and `cols` are their places in the sheet, counted from 1.

    `kind`, `text` and `value` have the shape (rows, columns). `text` is as written ('' for a blank), a date
    as ISO text; a mark that is a word is a text, but stands in `marks` with all others. `value` is NaN
    without a number. `spans` is for each first cell of a merged range the last row and column of it.
    `formulas` are the places (row, column of the matrix) of formula cells.
    """

    name: str
    rows: np.ndarray
    cols: np.ndarray
    kind: np.ndarray
    text: np.ndarray
    value: np.ndarray
    spans: dict[tuple[int, int], tuple[int, int]]
    formulas: frozenset[tuple[int, int]]
    numbers: dict[str, Number]
    marks: dict[str, Mark]

    @cached_property
    def filled(self) -> np.ndarray:
        return self.kind != BLANK

    @cached_property
    def data(self) -> np.ndarray:
        """Cells that can only be of a body: numbers, marks in place of numbers, error values."""
        return self.kind >= NUMBER

    def line(self, row: int, first: int, last: int) -> list[tuple[int, str]]:
        """The columns and texts of the filled cells of one row, from `first` to `last` inclusive."""
        return [(c, self.text[row, c]) for c in range(first, last + 1) if self.filled[row, c]]


def board(sheet: Sheet, notes: set[str], legend: dict[str, Mark]) -> Board | None:
    """The matrix of a sheet, None for an empty one; `notes` and `legend` are what its own notes explain."""
    cells = sheet.cells
    if cells.empty:
        return None
    places = pd.concat(
        [cells[["row", "col"]], pd.DataFrame(list(sheet.formulas), columns=["row", "col"])]
        if sheet.formulas
        else [cells[["row", "col"]]]
    )
    rows, cols = np.unique(places["row"].to_numpy(int)), np.unique(places["col"].to_numpy(int))
    at = np.searchsorted(rows, cells["row"]), np.searchsorted(cols, cells["col"])
    shape = len(rows), len(cols)
    kind, text, value = np.zeros(shape, np.int8), np.full(shape, "", object), np.full(shape, np.nan)
    numbers, marks = {}, {}
    # ▲ beside ▼ is a rise; alone it is the sign of a negative, as △ is.
    rises = bool(cells["text"].cat.categories.str.lstrip().str.startswith("▼").any())
    written = np.array([_written(*one) for one in _distinct(cells)], dtype=object)
    codes = _codes(cells)
    told = [
        (NUMBER, raw)
        if name == "number"
        else _told(_signed(word, rises), name, notes, legend, numbers, marks)
        for (word, name), (_, raw, _) in zip(written, _distinct(cells), strict=True)
    ]
    numbers |= {word: numbers[bare] for word, _ in written if (bare := _signed(word, rises)) in numbers}
    kind[at] = np.array([one[0] for one in told], np.int8)[codes]
    value[at] = np.array([one[1] for one in told], float)[codes]
    text[at] = np.array([word for word, _ in written], object)[codes]
    formulas = {(int(np.searchsorted(rows, r)), int(np.searchsorted(cols, c))) for r, c in sheet.formulas}
    for place in formulas:
        if kind[place] == BLANK:
            kind[place] = NUMBER
    spans = {
        (int(np.searchsorted(rows, r1)), int(np.searchsorted(cols, c1))): _last(rows, cols, r2, c2)
        for r1, c1, r2, c2 in sheet.merged
        if r1 in rows and c1 in cols
    }
    return Board(sheet.name, rows, cols, kind, text, value, spans, frozenset(formulas), numbers, marks)


def _last(rows: np.ndarray, cols: np.ndarray, row: int, col: int) -> tuple[int, int]:
    return int(np.searchsorted(rows, row, "right")) - 1, int(np.searchsorted(cols, col, "right")) - 1


def _key(cells: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {"kind": cells["kind"].cat.codes, "number": cells["number"], "text": cells["text"].cat.codes}
    )


def _codes(cells: pd.DataFrame) -> np.ndarray:
    return _key(cells).groupby(["kind", "number", "text"], dropna=False, sort=False).ngroup().to_numpy()


def _distinct(cells: pd.DataFrame) -> list[tuple]:
    first = ~_key(cells).duplicated()
    chosen = cells.loc[first.to_numpy(), ["kind", "number", "text"]]
    return list(chosen.itertuples(index=False, name=None))


def _written(kind: str, value: float, text: str | float) -> tuple[str, str]:
    """The text of a cell and the kind it had in the file."""
    if kind in ("text", "error"):
        return (text if isinstance(text, str) else ""), kind
    if kind == "date":
        moment = DAY_0 + pd.Timedelta(days=value)
        return moment.strftime("%Y-%m-%d" if value == int(value) else "%Y-%m-%d %H:%M:%S"), kind
    if kind in ("time", "duration"):
        return str(pd.Timedelta(days=value).round("s")).removeprefix("0 days "), kind
    return _SHOWN.format(value), kind


def _signed(word: str, rises: bool) -> str:
    """A number behind an arrow with the sign that the arrow means."""
    match = _ARROW.fullmatch(word.strip())
    return word if match is None else ("-" if match[1] == "▼" or not rises else "") + match[2]


def _told(word: str, name: str, notes, legend, numbers, marks) -> tuple[int, float]:
    if name == "error":
        marks[word] = mark(word, legend) or Mark("unreadable")
        return ERROR, np.nan
    if name != "text":
        return TEXT, np.nan
    plain = clean(word)
    if not plain:
        return BLANK, np.nan
    if not _DIGITS.fullmatch(plain) and (found := mark(plain, legend)):
        marks[word] = found
        return (TEXT if _WORD.fullmatch(plain) else MARK), np.nan
    if found := number(plain, notes):
        numbers[word] = found
        return NUMBER, found.value
    if (pair := _WITH_SHARE.fullmatch(plain)) and (found := number(pair[1], notes)):
        numbers[word] = Number(found.value, found.unit, (*found.marks, pair[2]), found.coded)
        return NUMBER, found.value
    return TEXT, np.nan
