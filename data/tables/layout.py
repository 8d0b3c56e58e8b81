"""Where the tables of a sheet are: header rows, label columns, body, blocks, and the texts around them."""

from dataclasses import dataclass

import numpy as np

from data.tables import heads
from data.tables.blocks import stacked
from data.tables.board import NUMBER, Board
from data.tables.columns import Columns, columns
from data.tables.lines import Lines
from data.tables.naming import up
from data.tables.scan import Found, down
from data.tables.strips import strips

# So few rows may all lack a label; of more, a row without one is no row of the table.
_FEW = 4


@dataclass(frozen=True)
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
    above: list[int]
    below: list[int]
    strays: list[tuple[int, int]]


def layouts(board: Board) -> tuple[list[Layout], list[tuple[int, int]]]:
    """The tables of a sheet in reading order, and cells that belong to none."""
    parts, strays = strips(board)
    found = [table for first, last in parts for table in _tables(Lines(board, first, last))]
    if not found:
        return [], [(int(row), int(col)) for row, col in np.argwhere(board.kind == NUMBER)]
    return sorted(found, key=lambda table: (table.body[0], table.first)), strays


def _tables(lines: Lines) -> list[Layout]:
    made, at = [], 0
    while (start := lines.next_data(at)) is not None:
        found = down(lines, start)
        table = _table(lines, at, start, found)
        if table.columns.values and table.body:
            made.append(table)
        at = found.end
    if made:
        made[-1].below.extend(lines.rows[at:])
    return made


def _table(lines: Lines, at: int, start: int, found: Found) -> Layout:
    board, area = lines.board, (lines.first, lines.last)
    named = [row for row in lines.rows[at:start] if not heads.counting_columns(board, row, *area)]
    parts = columns(board, found.body, named[-1] if named else None, *area)
    header, over = up(lines, at, start, parts)
    body, strays = _labelled(lines, found.body, parts)
    texts = [row for row in sorted([*over, *found.between]) if lines.lone_text(row)]
    blocks = stacked(board, body, texts, *area)
    used = {row for rows in blocks.values() for row in rows}
    below = [row for row in found.between if row not in used]
    above = [row for row in lines.rows[at:start] if row not in (*header, *over)]
    return Layout(board, *area, header, body, blocks, parts, above, below, strays)


def _labelled(lines: Lines, body: list[int], parts: Columns) -> tuple[list[int], list[tuple[int, int]]]:
    """Body rows, and the lone numbers of rows that have no label where nearly all others have one."""
    board, labels = lines.board, parts.labels
    if not labels or len(body) < _FEW:
        return body, []
    merged = {
        row
        for (top, left), (bottom, _) in board.spans.items()
        if left in labels
        for row in range(top, bottom + 1)
    }
    bare = [row for row in body if not board.filled[row, labels].any() and row not in merged]
    if len(bare) * _FEW > len(body):
        return body, []
    part = slice(lines.first, lines.last + 1)
    lone = {row for row in bare if board.data[row, part].sum() < 3}
    strays = [
        (row, lines.first + int(col)) for row in sorted(lone) for col in np.flatnonzero(board.data[row, part])
    ]
    return [row for row in body if row not in lone], strays
