"""One table of a web page while it is read: rows, spans and text as a browser lays them out."""

import math

from data.ingest.gate import Rejected
from data.ingest.limits import WIDEST, Limits
from data.ingest.worksheet import Facts

# As far as a browser lets one cell reach.
MOST_COLUMNS, MOST_ROWS = 1_000, 65_534


def folded(pieces: list[str]) -> str:
    """White space as a browser shows it: one blank for many, a line break where the page asks for one."""
    blocks = []
    for block in "".join(pieces).split("\v"):
        lines = [" ".join(filter(None, line.split(" "))) for line in block.split("\n")]
        blocks.append("\n".join(lines).strip("\n"))
    return "\n".join(filter(None, blocks))


class Table:
    """One table while it is read: the cell in hand, and columns still covered by cells from above."""

    def __init__(self, limits: Limits, visible: bool):
        self.limits, self.visible, self.cells, self.facts = limits, visible, [], Facts()
        self.row, self.column, self.columns_told, self.in_row = 0, 0, 0, False
        self.covered: dict[int, int] = {}
        # Pieces of text of the cell in hand, None between cells; and those that a style hides.
        self.pieces: list[str] | None = None
        self.unseen: list[str] = []
        self.number: float | None = None

    def write(self, lines: list[str]) -> None:
        for line in lines:
            self.row += 1
            self.cells.append((self.row, 1, line))

    def begin_row(self, hidden: bool) -> None:
        self.end_cell()
        self.row, self.column, self.in_row = self.row + 1, 0, True
        self.covered = {column: last for column, last in self.covered.items() if last >= self.row}
        if hidden:
            self.facts.hidden_rows.append(self.row)

    def end_row(self) -> None:
        self.end_cell()
        self.in_row = False

    def begin_cell(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        self.column += 1
        while self.column in self.covered:
            self.column += 1
        self.pieces, self.number, self.begun = [], _number(attributes), (self.row, self.column)
        wide = whole(attributes.get("colspan"), MOST_COLUMNS)
        high = whole(attributes.get("rowspan"), MOST_ROWS)
        if wide > 1 or high > 1:
            self._span(wide, high)
        self.column += wide - 1
        if self.column > WIDEST:
            raise Rejected("too_many_columns", limit=f"{WIDEST:,}")

    def begin_hidden_cell(self) -> None:
        """A hidden cell takes no place in its row; what it says is noted at the cell before."""
        self.end_cell()
        self.pieces, self.number, self.begun = [], None, (self.row, max(self.column, 1))

    def _span(self, wide: int, high: int) -> None:
        self.facts.merged.append((self.row, self.column, self.row + high - 1, self.column + wide - 1))
        if len(self.facts.merged) > self.limits.merges:
            raise Rejected("too_many_merges", limit=f"{self.limits.merges:,}")
        if high > 1:
            self.covered |= dict.fromkeys(range(self.column, self.column + wide), self.row + high - 1)

    def end_cell(self) -> None:
        if self.pieces is None:
            return
        text, unseen = folded(self.pieces), folded(self.unseen)
        if text:
            self.cells.append((*self.begun, text if self.number is None else self.number))
            if len(self.cells) > self.limits.cells:
                raise Rejected("too_many_cells", found=f"{len(self.cells):,}", limit=f"{self.limits.cells:,}")
        if unseen:
            before = self.facts.notes.get(self.begun)
            self.facts.notes[self.begun] = f"{before}\n{unseen}" if before else unseen
        self.pieces, self.unseen = None, []

    def told_column(self, span: int, hidden: bool) -> None:
        if hidden:
            self.facts.hide_columns(self.columns_told + 1, self.columns_told + span)
        self.columns_told += span

    def end(self) -> None:
        self.end_cell()
        # A span cannot reach below the last row of its table.
        self.facts.merged = [
            (top, left, min(bottom, self.row), right)
            for top, left, bottom, right in self.facts.merged
            if right > left or min(bottom, self.row) > top
        ]


def whole(value: str | None, most: int) -> int:
    value = (value or "").strip()
    return min(max(int(value), 1), most) if value.isdecimal() and len(value) < 9 else 1


def _number(attributes: dict[str, str | None]) -> float | None:
    """The number that a spreadsheet program wrote beside the text it shows."""
    try:
        number = float(attributes.get("x:num") or attributes.get("sdval") or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
