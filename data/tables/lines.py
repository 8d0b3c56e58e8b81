"""The filled rows of one strip of a sheet, and what each of them is: data, a heading of rows, or text."""

import numpy as np

from data.tables import heads
from data.tables.board import MARK, NUMBER, TEXT, Board
from data.tables.text import key

# Longer texts are sentences, not labels.
LONG = 100


class Lines:
    """Rows of the board with a cell between two columns, in order; a place counts them, a row is the board's."""

    def __init__(self, board: Board, first: int, last: int):
        self.board, self.first, self.last = board, first, last
        part = board.kind[:, first : last + 1]
        self.rows = np.flatnonzero((part != 0).any(axis=1)).tolist()
        self.numbers = (part == NUMBER).sum(axis=1)
        self.marks = (part >= MARK).sum(axis=1)
        self.texts = (part == TEXT).sum(axis=1)
        self._known: dict[int, bool] = {}

    def data(self, place: int) -> bool:
        """Whether a row holds figures, and not years or ages that name columns."""
        if place not in self._known:
            self._known[place] = self._data(place)
        return self._known[place]

    def _data(self, place: int) -> bool:
        row = self.rows[place]
        if self.numbers[row] == 0:
            return self.marks[row] > max(0, self.texts[row] - 3)
        above = self.rows[place - 1] if place else None
        below = [row for row in self.rows[place + 1 : place + 4] if self.numbers[row]]
        area = self.first, self.last
        return not (
            heads.named_among_numbers(self.board, row, below, *area)
            or heads.numbers_as_heads(self.board, row, above, *area)
        )

    def next_data(self, place: int) -> int | None:
        return next((at for at in range(place, len(self.rows)) if self.data(at)), None)

    def gap(self, place: int) -> bool:
        """Whether a blank row lies above."""
        return place > 0 and bool(
            self.board.rows[self.rows[place]] - self.board.rows[self.rows[place - 1]] > 1
        )

    def cells(self, row: int) -> list[tuple[int, str]]:
        return self.board.line(row, self.first, self.last)

    def keys(self, row: int) -> tuple[str, ...]:
        return tuple(key(text) for _, text in self.cells(row))

    def lone_text(self, row: int) -> bool:
        """A row of one short text, as heads a block of rows."""
        cells = self.cells(row)
        return len(cells) == 1 and len(cells[0][1]) <= LONG and not self.numbers[row]

    def states_units(self, row: int) -> bool:
        return heads.unit_row(self.board, row, self.first, self.last)
