"""Where a list begins: its header rows and the names of its columns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from data.counting.columns import Column
from data.counting.tokens import token
from data.ingest.grid import Sheet
from data.tables.measures import TOTALS
from data.tables.text import clean, key

# A header stands below a title and a few notes; further down a row of words is a record.
_DEEPEST = 40
# A row with fewer cells than this share of an ordinary row is a title, a note or a heading of a block.
_FULL = 0.5
_NUMBER = re.compile(r"[\s\d.,%()+-]+")


@dataclass(frozen=True)
class Header:
    """Header rows (none for a list without) and what they say of each column, from the upper row down."""

    rows: tuple[int, ...]
    names: dict[int, tuple[str, ...]]


def filled(columns: Iterable[Column]) -> tuple[np.ndarray, np.ndarray]:
    """The rows with any value, and how many values each has."""
    rows = np.concatenate([column.rows for column in columns])
    counts = np.bincount(rows)
    return np.flatnonzero(counts), counts[counts > 0]


def least(counts: np.ndarray) -> int:
    """How many cells a row needs to be a record or a header."""
    usual = float(np.median(counts))
    return 1 if usual < 2 else max(2, int(np.ceil(usual * _FULL)))


def header(sheet: Sheet, columns: list[Column]) -> Header:
    """The header of a list: the first full row if it holds only words, and the row that it belongs with."""
    rows, counts = filled(columns)
    need = least(counts)
    top = {int(row): {} for row in rows[:_DEEPEST]}
    for column in columns:
        for row, place in zip(column.rows, column.which, strict=False):
            if row not in top:
                break
            top[int(row)][column.position] = (column.texts[place], np.isnan(column.numbers[place]))
    start = next((row for row, cells in top.items() if len(cells) >= need), None)
    if start is None or not _heads(top[start]):
        return Header((), {column.position: () for column in columns})
    levels = [row for row in (start - 1, start) if row == start or _above(sheet, top, start)]
    if len(levels) == 1 and _belongs(sheet, top, start, columns):
        levels.append(start + 1)
    return Header(tuple(levels), _names(sheet, [top[row] for row in levels], levels, columns))


def records(
    columns: list[Column], names: dict[int, tuple[str, ...]], dated: np.ndarray
) -> tuple[np.ndarray, list[int]]:
    """The rows that are records, in order, and those between them that are none: totals, notes, repeated headers."""
    rows, counts = filled(columns)
    with_date = np.isin(rows, dated)
    need = least(counts[with_date])
    kept = with_date | (counts >= need)
    last = np.flatnonzero(with_date)[-1]
    thin = rows[~kept & (np.arange(len(rows)) <= last)]
    kept |= np.isin(rows, _with_blanks(columns, thin, len(dated)))
    doubtful = rows[kept & ~with_date]
    other = (
        {int(row) for row in doubtful if _no_record(columns, names, row)} if len(doubtful) < 20_000 else set()
    )
    kept &= ~np.isin(rows, list(other))
    inside = np.arange(len(rows)) <= (np.flatnonzero(kept)[-1] if kept.any() else -1)
    return rows[kept], sorted({int(row) for row in rows[~kept & inside]} | other)


def _heads(cells: dict[int, tuple[str, bool]]) -> bool:
    """Whether all cells of a row are words, none a number or a date."""
    return all(worded and _word(text) for text, worded in cells.values())


def _word(text: str) -> bool:
    if len(text) > 200 or not any(sign.isalpha() for sign in text):
        return False
    return token(text) is None and not _NUMBER.fullmatch(text)


def _above(sheet: Sheet, top: dict, start: int) -> bool:
    """Whether the thinner row above names groups of the columns below it."""
    upper = top.get(start - 1, {})
    spans = any(span[0] == start - 1 and span[3] > span[1] for span in sheet.merged)
    return len(upper) > 1 and _heads(upper) and (spans or not set(upper) <= set(top[start]))


def _belongs(sheet: Sheet, top: dict, start: int, columns: list[Column]) -> bool:
    """Whether the row below a header is one too: the same in another script, or parts of merged headings."""
    upper, lower = top[start], top.get(start + 1, {})
    if not lower or not _heads(lower) or any(_recurs(column, lower) for column in columns):
        return False
    spans = any(span[0] == start and span[3] > span[1] for span in sheet.merged)
    scripts = [sum(not text.isascii() for text, _ in cells.values()) / len(cells) for cells in (upper, lower)]
    other_script = abs(scripts[0] - scripts[1]) > 0.6 and len(lower) >= 0.8 * len(upper)
    return other_script or spans or len(set(lower) - set(upper)) > 1


def _recurs(column: Column, cells: dict[int, tuple[str, bool]]) -> bool:
    """Whether the column holds this text in another row too, as a value does and a heading does not."""
    text = cells.get(column.position, ("", True))[0]
    return bool(text) and bool((column.weights[column.texts == text] > 1).any())


def _names(
    sheet: Sheet, levels: list[dict], rows: list[int], columns: list[Column]
) -> dict[int, tuple[str, ...]]:
    names: dict[int, tuple[str, ...]] = {}
    for column in columns:
        said = [
            _over(sheet, cells, row, column.position)
            for cells, row in zip(levels[:-1], rows[:-1], strict=True)
        ]
        said.append(levels[-1].get(column.position, ("", True))[0])
        names[column.position] = tuple(dict.fromkeys(clean(text) for text in said if text.strip()))
    return names


def _over(sheet: Sheet, cells: dict, row: int, position: int) -> str:
    """The upper heading over a column: its own, that of its merged range, or in a CSV the one to its left."""
    if position in cells:
        return cells[position][0]
    for top, left, _, right in sheet.merged:
        if top == row and left <= position <= right:
            return cells.get(left, ("", True))[0]
    before = [place for place in cells if place < position]
    return cells[max(before)][0] if before and not sheet.merged else ""


def _with_blanks(columns: list[Column], thin: np.ndarray, dated: int) -> list[int]:
    """The thin rows that are records with blanks: they have a value of other rows, or a number like theirs."""
    recurring = np.zeros(max((column.rows.max(initial=0) for column in columns), default=0) + 1, bool)
    numbered = []
    for column in columns:
        recurring[column.rows[(column.weights > 1)[column.which]]] = True
        # The numbers of records are of one shape and stand in nearly every row; names of groups are words.
        if len(column.rows) >= 0.95 * dated:
            full = column.which[~np.isin(column.rows, thin)][:50]
            numbered.append((column, {_shape(text) for text in column.texts[full]}))
    return [row for row in thin if recurring[row] or any(_numbered(*one, row) for one in numbered)]


def _numbered(column: Column, shapes: set[str], row: int) -> bool:
    place = np.searchsorted(column.rows, row)
    if place == len(column.rows) or column.rows[place] != row:
        return False
    text = column.texts[column.which[place]]
    return any(sign.isdigit() for sign in text) and _shape(text) in shapes


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d]+", "a", text))


def _no_record(columns: list[Column], names: dict[int, tuple[str, ...]], row: int) -> bool:
    """A total or a header that is repeated further down."""
    cells = {}
    for column in columns:
        place = np.searchsorted(column.rows, row)
        if place < len(column.rows) and column.rows[place] == row:
            cells[column.position] = column.texts[column.which[place]]
    repeated = sum(clean(text) in names[position] for position, text in cells.items())
    return repeated > len(cells) / 2 or key(cells[min(cells)]) in TOTALS
