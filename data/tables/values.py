"""What one cell of a body says: a value, or the reason why there is none."""

import re

import numpy as np

from data.tables import ages, measures
from data.tables.axes import Item
from data.tables.board import BLANK, NUMBER, Board
from data.tables.layout import Layout
from data.tables.text import clean
from data.tables.units import Unit, unit

# A row of dashes is a break only beside rows that are nearly full, and if it is no short one.
_MOST_EMPTY, _FEWEST = 0.25, 4
# A rate of cases that never came is no zero; a share of them is.
_RATE = re.compile(r"(?<!비)[률율]\s*(?:\(.*\))?$|(?<!比)率\s*(?:\(.*\))?$|\brates?\b", re.I)
_CHANGE = re.compile(r"증감|변동|增減|\bchange\b|\bdifference\b", re.I)
_BRACKETED = re.compile(r"\(\s*(\d[\d,]*(?:\.\d+)?)\s*(%?)\s*\)")
NOTHING = (np.nan, np.nan, np.nan)


def value(board: Board, row: int, col: int, items: tuple[Item, ...], broken: bool) -> tuple:
    """Value, lower and upper limit, reason, note and unit of one cell; `items` are those of its column."""
    text = board.text[row, col]
    if (row, col) in board.formulas:
        return *NOTHING, "formula", text, ""
    if board.kind[row, col] == BLANK:
        return *NOTHING, "not_collected", "", ""
    if board.kind[row, col] == NUMBER:
        number = board.numbers.get(text)
        own = unit(number.unit) if number and number.unit else None
        note = "; ".join(number.marks) if number else ""
        return board.value[row, col], np.nan, np.nan, "", note, unit_code(own) if own else ""
    mark = board.marks.get(text)
    if mark is None:
        return _written(text, items)
    if mark.value is not None:
        return _zero(mark.value, text.strip(), items, broken)
    bounds = (np.nan if one is None else one for one in (mark.lower, mark.upper))
    return np.nan, *bounds, mark.reason, text.strip(), ""


def _zero(number: float, text: str, items: tuple[Item, ...], broken: bool) -> tuple:
    if broken:
        return *NOTHING, "not_collected", text, ""
    last = next((item.labels[-1] for item in reversed(items) if item.labels), "")
    if _RATE.search(last):
        return *NOTHING, "not_calculable", text, ""
    return number, np.nan, np.nan, "", text, ""


def _written(text: str, items: tuple[Item, ...]) -> tuple:
    """A number in brackets is negative in a column of changes; other words stay words."""
    plain = clean(text)
    match = _BRACKETED.fullmatch(plain)
    if match and any(_CHANGE.search(label) for item in items for label in item.labels):
        return -float(match[1].replace(",", "")), np.nan, np.nan, "", plain, "percent" if match[2] else ""
    return *NOTHING, "unreadable", plain, ""


def breaks(
    table: Layout, rows: list[tuple[Item, ...]], columns: list[tuple[Item, ...]]
) -> set[tuple[int, int]]:
    """Dashes for a whole group of people among groups that are full: it is no longer counted, so no zero.

    A rare offence may well be zero in every column; an age group, a sex is not zero in every offence.
    """
    board, body, values = table.board, table.body, table.columns.values
    zero = np.array([[_dash(board, r, c) for c in values] for r in body])
    broken = set()
    for lines, items, across in ((zero, rows, values), (zero.T, columns, body)):
        share = lines.mean(axis=1)
        whole = [line for line in np.flatnonzero(share == 1) if _group(items[line])]
        if len(across) < _FEWEST or not whole or (np.delete(share, whole) > _MOST_EMPTY).any():
            continue
        along = lines is zero
        broken |= {(body[line], c) if along else (c, values[line]) for line in whole for c in across}
    return broken


def _dash(board: Board, row: int, col: int) -> bool:
    mark = board.marks.get(board.text[row, col])
    return mark is not None and mark.value == 0


def _group(items: tuple[Item, ...]) -> bool:
    """Whether a line is of an age group or a sex, and neither of all nor of the unknown."""
    labels = [label for item in items for label in item.labels]
    aged = any((age := ages.age(label, True)) and age.kind in ("band", "word") for label in labels)
    return aged or any((sex := measures.sex(label)) and sex.code in ("M", "F") for label in labels)


def hidden_by_merges(table: Layout) -> set[tuple[int, int]]:
    """Cells of the body that a merged range hides behind its first one."""
    rows, cols = set(table.body), set(table.columns.values)
    return {
        (r, c)
        for (top, left), (bottom, right) in table.board.spans.items()
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
        if (r, c) != (top, left) and r in rows and c in cols and table.board.kind[r, c] == BLANK
    }


def unit_code(one: Unit) -> str:
    """The unit as one word or two: `person`, `1000 person`, `rate per 100000`."""
    name = f"{one.name} per {one.per:g}" if one.per else one.name
    return name if one.scale == 1 else f"{one.scale:.12g} {name}"
