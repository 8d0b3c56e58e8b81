"""From the first body row of a table upwards: the rows that name its columns, and those that head its rows."""

from data.tables import heads
from data.tables.columns import Columns
from data.tables.lines import LONG, Lines


def up(lines: Lines, at: int, start: int, found: Columns) -> tuple[list[int], list[int]]:
    """Header rows, and rows that head the first block, both from the top down."""
    header: list[int] = []
    blocks: list[int] = []
    place = start - 1
    while place >= at:
        row = lines.rows[place]
        if (header or blocks) and lines.gap(place + 1):
            break
        if not lines.states_units(row):
            if _names_columns(lines, row, found, bool(header)):
                header.insert(0, row)
            elif not header and lines.lone_text(row) and _header_above(lines, at, place, found):
                blocks.insert(0, row)
            else:
                break
        place -= 1
    return header, blocks


def _header_above(lines: Lines, at: int, place: int, found: Columns) -> bool:
    """Whether a row further up, reached over rows that head blocks only, names the columns."""
    for row in reversed(lines.rows[at:place]):
        if _names_columns(lines, row, found, False):
            return True
        if not lines.lone_text(row):
            return False
    return False


def _names_columns(lines: Lines, row: int, found: Columns, upper: bool) -> bool:
    """Whether a row names columns of the body; an `upper` row may name several with one text."""
    cells = [(col, text) for col, text in lines.cells(row) if not heads.stated(text)]
    if not cells or any(len(text) > 3 * LONG for _, text in cells):
        return False
    values = set(found.values)
    own = [col for col, _ in cells if col in values]
    covered = {c for col, _ in cells for c in range(col, _span(lines, row, col) + 1)} & values
    labels = [text for col, text in cells if col not in values]
    if not covered:
        return False
    if len(cells) == 1:
        return not labels and _one_name(lines, row, cells[0][0], found.values, upper)
    if len(covered) * 2 >= len(values):
        return True
    if not upper:
        return len(own) * 3 >= len(values) or (len(own) > 0 and all(map(heads.heading, labels)))
    return bool(own) and (own[0] == min(values) or all(map(heads.heading, labels)))


def _one_name(lines: Lines, row: int, col: int, values: list[int], upper: bool) -> bool:
    """A row of one text: over the only column of values, from the first of them on, or merged over several."""
    last = _span(lines, row, col)
    if len(values) == 1 or (upper and (last > col or col == min(values))):
        return True
    return last > col and not (col == lines.first and last >= lines.last)


def _span(lines: Lines, row: int, col: int) -> int:
    return lines.board.spans.get((row, col), (row, col))[1]
