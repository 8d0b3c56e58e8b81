"""From the first body row of a table downwards: which rows are its body, and where the next table begins."""

from dataclasses import dataclass

import numpy as np

from data.tables import heads
from data.tables.board import TEXT
from data.tables.lines import LONG, Lines
from data.tables.text import note

# The header of a table is looked for in so many rows above its body.
_HEADER = 6
_USUAL = 200


@dataclass(frozen=True)
class Found:
    """`body` and `between` are rows of the board, `end` the place of the first line that is not the table's."""

    body: list[int]
    between: list[int]
    end: int


def down(lines: Lines, start: int) -> Found:
    """The body that begins at a place; `between` are rows of text among its rows."""
    body, between, trailing = [], [], []
    value, header = _first_value(lines, start), _header(lines, start)
    place = start
    for place in range(start, len(lines.rows)):
        row = lines.rows[place]
        again = bool(body) and lines.keys(row) in header
        if again and trailing:
            return Found(body, between, place - len(trailing))
        if not again:
            if lines.data(place):
                body.append(row)
            elif _starts_table(lines, place, value, bool(trailing)):
                return Found(body, between, place - len(trailing))
            elif _words(lines, place, value):
                body.append(row)
            else:
                trailing.append(row)
                continue
        between += trailing
        trailing = []
    return Found(body, between, len(lines.rows) - len(trailing))


def _first_value(lines: Lines, start: int) -> int:
    """The first column that holds numbers in most of the rows that follow."""
    board, part = lines.board, slice(lines.first, lines.last + 1)
    rows = [lines.rows[at] for at in range(start, min(start + _USUAL, len(lines.rows))) if lines.data(at)]
    numbers = board.data[rows, part].mean(axis=0)
    texts = (board.kind[rows, part] == TEXT).mean(axis=0)
    usual = np.flatnonzero((numbers > 0) & (numbers >= texts))
    return lines.first + int(usual[0]) if len(usual) else lines.last


def _header(lines: Lines, start: int) -> set[tuple[str, ...]]:
    """The rows above the body as compared, to know them again further down."""
    rows = [lines.keys(lines.rows[at]) for at in range(max(0, start - _HEADER), start)]
    return {keys for keys in rows if len(keys) > 1}


def _starts_table(lines: Lines, place: int, value: int, after_text: bool) -> bool:
    """Whether a row without data heads a new table: names for several columns, with data below it."""
    row = lines.rows[place]
    cells = lines.cells(row)
    if len(cells) < 2 or lines.states_units(row) or lines.next_data(place + 1) is None:
        return False
    if lines.numbers[row]:
        return True
    named = [text for col, text in cells if col >= value]
    labels = [text for col, text in cells if col < value]
    if len(named) < 2 and not (named and labels):
        return False
    return all(heads.heading(text) for text in labels) or lines.gap(place) or after_text


def _words(lines: Lines, place: int, value: int) -> bool:
    """A body row without any number: words in its place, or all labels given and nothing reported."""
    row = lines.rows[place]
    cells = lines.cells(row)
    if lines.numbers[row] or note(cells[0][1]) or any(len(text) > LONG for _, text in cells):
        return False
    labels = [col for col, _ in cells if col < value]
    if len(labels) < len(cells):
        return bool(labels)
    return len(labels) > 1 and len(labels) == value - lines.first
