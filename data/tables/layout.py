"""Where the tables of a sheet are: header rows, label columns, body, blocks, and the texts around them."""

from dataclasses import dataclass, field

import numpy as np

from data.tables import heads
from data.tables.blocks import stacked
from data.tables.board import NUMBER, TEXT, Board
from data.tables.columns import Columns, columns
from data.tables.strips import strips
from data.tables.text import key, note

# Longer texts are sentences, not labels.
LONG = 100


@dataclass
class Layout:
    """One table, in rows and columns of the board.

    `blocks` gives for a body row the rows that head its block, outermost first. `above` and `below` are
    rows of texts around the table; `strays` are cells with numbers that belong to no row or column of it.
    """

    board: Board
    first: int
    last: int
    header: list[int]
    body: list[int]
    blocks: dict[int, tuple[int, ...]]
    columns: Columns
    above: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    strays: list[tuple[int, int]] = field(default_factory=list)


def layouts(board: Board) -> tuple[list[Layout], list[tuple[int, int]]]:
    """The tables of a sheet in reading order, and cells that belong to none."""
    parts, strays = strips(board)
    found = [table for first, last in parts for table in _Scan(board, first, last).tables()]
    if not found:
        return [], [(int(row), int(col)) for row, col in np.argwhere(board.kind == NUMBER)]
    return sorted(found, key=lambda table: (table.body[0], table.first)), strays


class _Scan:
    """Walks down one strip of columns and cuts it into tables."""

    def __init__(self, board: Board, first: int, last: int):
        self.board, self.first, self.last = board, first, last
        part = slice(first, last + 1)
        self.lines = np.flatnonzero(board.filled[:, part].any(axis=1)).tolist()
        self.numbers = (board.kind[:, part] == NUMBER).sum(axis=1)
        self.marked = (board.kind[:, part] > NUMBER).sum(axis=1)
        self.texts = (board.kind[:, part] == TEXT).sum(axis=1)

    def tables(self) -> list[Layout]:
        found, at = [], 0
        while (start := self._body_start(at)) is not None:
            end, body, between = self._down(start)
            table = self._table(at, start, body, between)
            found.append(table)
            at = end
        if found:
            found[-1].below += self.lines[at:]
        return found

    def _data(self, place: int) -> bool:
        row = self.lines[place]
        if self.numbers[row] == 0:
            return self.marked[row] > max(0, self.texts[row] - 3) and self.marked[row] > 0
        above = self.lines[place - 1] if place else None
        below = [r for r in self.lines[place + 1 : place + 4] if self.numbers[r]]
        if heads.named_among_numbers(self.board, row, below, self.first, self.last):
            return False
        return not heads.numbers_as_heads(self.board, row, above, self.first, self.last)

    def _body_start(self, at: int) -> int | None:
        return next((place for place in range(at, len(self.lines)) if self._data(place)), None)

    def _gap(self, place: int) -> bool:
        return place > 0 and bool(
            self.board.rows[self.lines[place]] - self.board.rows[self.lines[place - 1]] > 1
        )

    def _down(self, start: int) -> tuple[int, list[int], list[int]]:
        """From the first body row to the next table: its end, its body rows, and rows of text among them."""
        body, between, trailing = [], [], []
        value = self._first_value(start)
        header = self._header_texts(start)
        place = start
        while place < len(self.lines):
            row = self.lines[place]
            if body and self._keys(row) in header:
                between += trailing
                trailing = []
            elif self._data(place):
                body.append(row)
                between += trailing
                trailing = []
            elif self._starts_table(place, value, header, bool(trailing)):
                return place - len(trailing), body, between
            elif self._words(place, value):
                body.append(row)
                between += trailing
                trailing = []
            else:
                trailing.append(row)
            place += 1
        return place - len(trailing), body, between

    def _first_value(self, start: int) -> int:
        """The first column that holds numbers in most of the rows that follow."""
        rows = [self.lines[p] for p in range(start, min(start + 200, len(self.lines))) if self._data(p)]
        part = self.board.data[rows, self.first : self.last + 1].mean(axis=0)
        texts = (self.board.kind[rows, self.first : self.last + 1] == TEXT).mean(axis=0)
        usual = np.flatnonzero((part > 0) & (part >= texts))
        return self.first + int(usual[0]) if len(usual) else self.last

    def _header_texts(self, start: int) -> set[tuple[str, ...]]:
        rows = [self._keys(self.lines[p]) for p in range(max(0, start - 6), start)]
        return {keys for keys in rows if len(keys) > 1}

    def _keys(self, row: int) -> tuple[str, ...]:
        return tuple(key(text) for _, text in self.board.line(row, self.first, self.last))

    def _starts_table(self, place: int, value: int, header: set, after_text: bool) -> bool:
        """Whether a row without data heads a new table: names for several columns, with data below it."""
        row = self.lines[place]
        cells = self.board.line(row, self.first, self.last)
        if (
            len(cells) < 2
            or self._keys(row) in header
            or heads.unit_row(self.board, row, self.first, self.last)
        ):
            return False
        if self._body_start(place + 1) is None:
            return False
        named = [text for col, text in cells if col >= value]
        labels = [text for col, text in cells if col < value]
        if self.numbers[row]:
            return True
        if len(named) < 2 and not (named and labels):
            return False
        return all(heads.heading(text) for text in labels) or self._gap(place) or after_text

    def _words(self, place: int, value: int) -> bool:
        """A body row without any number: words in its place, or all labels given and nothing reported."""
        row = self.lines[place]
        if any(len(text) > LONG for _, text in self.board.line(row, self.first, self.last)):
            return False
        cols = [col for col, _ in self.board.line(row, self.first, self.last)]
        labels = [col for col in cols if col < value]
        if any(col >= value for col in cols):
            return bool(labels) and self._keys(row) not in self._header_texts(place)
        return (
            len(labels) > 1 and len(labels) == value - self.first and not note(self.board.text[row, cols[0]])
        )

    def _table(self, at: int, start: int, body: list[int], between: list[int]) -> Layout:
        named = [
            p
            for p in range(at, start)
            if not heads.counting_columns(self.board, self.lines[p], self.first, self.last)
        ]
        nearest = self.lines[named[-1]] if named else None
        found = columns(self.board, body, nearest, self.first, self.last)
        header, blocks, top = self._up(at, start, found)
        kept, strays = self._unlabelled(body, found)
        heads_of = self._blocks(kept, sorted([*blocks, *between]), found)
        above = [self.lines[p] for p in range(at, top)]
        used = {row for rows in heads_of.values() for row in rows}
        below = [row for row in between if row not in used]
        return Layout(self.board, self.first, self.last, header, kept, heads_of, found, above, below, strays)

    def _up(self, at: int, start: int, found: Columns) -> tuple[list[int], list[int], int]:
        """Upwards from the body: header rows in their order, rows heading the first block, and the top."""
        header: list[int] = []
        blocks: list[int] = []
        place = start - 1
        while place >= at:
            row = self.lines[place]
            if (header or blocks) and self._gap(place + 1):
                break
            if heads.unit_row(self.board, row, self.first, self.last):
                place -= 1
                continue
            if self._names_columns(row, found, bool(header)):
                header.insert(0, row)
            elif not header and self._heads_block(row) and self._header_above(at, place, found):
                blocks.insert(0, row)
            else:
                break
            place -= 1
        return header, blocks, place + 1

    def _header_above(self, at: int, place: int, found: Columns) -> bool:
        """Whether a row further up, reached over rows that head blocks only, names the columns."""
        for earlier in range(place - 1, at - 1, -1):
            row = self.lines[earlier]
            if self._names_columns(row, found, False):
                return True
            if not self._heads_block(row):
                return False
        return False

    def _heads_block(self, row: int) -> bool:
        cells = self.board.line(row, self.first, self.last)
        return len(cells) == 1 and len(cells[0][1]) <= LONG and not self.numbers[row]

    def _names_columns(self, row: int, found: Columns, upper: bool) -> bool:
        """Whether a row names columns of the body; an `upper` row may name several with one text."""
        cells = self.board.line(row, self.first, self.last)
        cells = [(col, text) for col, text in cells if not heads.stated(text)]
        if not cells or any(len(text) > 3 * LONG for _, text in cells):
            return False
        values = set(found.values)
        own = [col for col, _ in cells if col in values]
        covered = {c for col, _ in cells for c in range(col, self._span(row, col) + 1)} & values
        labels = [text for col, text in cells if col not in values]
        if not own and not covered:
            return len(labels) > 1 and not upper and not values
        whole = len(covered) * 2 >= len(values)
        if len(cells) == 1:
            spans = self._span(row, cells[0][0])
            if covered and len(values) > 1 and not labels:
                return upper or (spans > cells[0][0] and not self._merged_over_all(row, cells[0][0]))
            return bool(own) and len(values) == 1 and not labels
        if whole:
            return True
        if not upper:
            return len(own) * 3 >= len(values) or (len(own) > 0 and all(map(heads.heading, labels)))
        return own[0] == min(values) or all(heads.heading(text) for text in labels)

    def _merged_over_all(self, row: int, col: int) -> bool:
        return col == self.first and self._span(row, col) >= self.last

    def _span(self, row: int, col: int) -> int:
        return self.board.spans.get((row, col), (row, col))[1]

    def _unlabelled(self, body: list[int], found: Columns) -> tuple[list[int], list[tuple[int, int]]]:
        """Body rows, and the cells of rows that have no label where nearly all others have one."""
        if not found.labels or len(body) < 4:
            return body, []
        bare = {
            row
            for row in body
            if not self.board.filled[row, found.labels].any() and not self._within_span(row, found.labels)
        }
        if len(bare) * 4 > len(body):
            return body, []
        lone = [row for row in bare if self.board.data[row, self.first : self.last + 1].sum() < 3]
        strays = [
            (row, col)
            for row in lone
            for col in range(self.first, self.last + 1)
            if self.board.data[row, col]
        ]
        return [row for row in body if row not in set(lone)], strays

    def _within_span(self, row: int, labels: list[int]) -> bool:
        return any(
            top <= row <= bottom and left in labels for (top, left), (bottom, _) in self.board.spans.items()
        )

    def _blocks(self, body: list[int], texts: list[int], found: Columns) -> dict[int, tuple[int, ...]]:
        rows = [row for row in texts if self._heads_block(row)]
        return stacked(self.board, body, rows, found, self.first, self.last)
