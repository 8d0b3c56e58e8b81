"""The labels above each column and beside each row of a table, merged and left-out cells filled in."""

import re

from data.tables.board import MARK, TEXT, Board
from data.tables.layout import Layout


def column_texts(table: Layout) -> list[list[str]]:
    """For each header row the text over each value column.

    A text stands over all columns of its merged range. Where nothing is merged, an upper row's text stands
    over the blanks to its right, up to where a row above it begins another group.
    """
    board, header, values = table.board, table.header, table.columns.values
    covered = _covered(board, header)
    made: list[list[str]] = []
    for depth, row in enumerate(header):
        spread = depth < len(header) - 1 and not any(
            r == row and c2 > c for (r, c), (_, c2) in board.spans.items()
        )
        texts, last = [], ""
        translated = spread and _translated(board, row, values)
        starts = {col for upper in header[:depth] for col in values if board.filled[upper, col]}
        for place, col in enumerate(values):
            if board.filled[row, col] and not (translated and last and board.text[row, col].isascii()):
                last = board.text[row, col]
                texts.append(last)
                continue
            if col in starts or any(c in starts for c in range(values[place - 1] + 1 if place else col, col)):
                last = ""
            below = any(board.filled[lower, col] for lower in header[depth + 1 :])
            texts.append(covered.get((row, col)) or (last if spread and below else ""))
        made.append(texts)
    return made


def _translated(board: Board, row: int, cols: list[int]) -> bool:
    """A row of groups whose English names stand over the second half of each: `全般刑案 … Criminal Cases …`."""
    texts = [board.text[row, col] for col in cols if board.filled[row, col] and board.kind[row, col] == TEXT]
    plain = [text.isascii() for text in texts]
    pairs = zip(texts, plain, plain[1:], strict=False)
    return (
        any(plain)
        and not plain[0]
        and all(not (a and b) for _, a, b in pairs)
        and not any(map(str.isdigit, texts))
    )


def headings(table: Layout) -> dict[int, str]:
    """The heading of each label column: the text nearest above the body."""
    board = table.board
    covered = _covered(board, table.header)
    return {
        col: next(
            (
                text
                for row in reversed(table.header)
                if (text := board.text[row, col] or covered.get((row, col), ""))
            ),
            "",
        )
        for col in range(table.first, table.last + 1)
    }


def row_texts(table: Layout) -> list[tuple[str, ...]]:
    """For each body row the texts of its label columns, outermost first.

    A blank takes the text of its merged range; else the text above it, if a column further in is filled and
    none further out begins a new group.
    """
    board, columns, unit = table.board, table.columns.labels, table.columns.unit
    covered = _covered(board, table.body)
    current = [""] * len(columns)
    made, block = [], None
    for row in table.body:
        if table.blocks.get(row) != block:
            current, block = [""] * len(columns), table.blocks.get(row)
        texts = [_name(board, row, col) or covered.get((row, col), "") for col in columns]
        changed = False
        for place, text in enumerate(texts):
            inner = any(texts[place + 1 :]) or (unit is not None and bool(board.text[row, unit]))
            if text:
                changed = changed or text != current[place]
            elif inner and not changed:
                texts[place] = current[place]
        current = texts
        made.append(tuple(texts))
    return made


def _name(board: Board, row: int, col: int) -> str:
    """The label in a cell; a mark such as `z` or `-` in its place says that none applies; `0-17` is an age."""
    text = board.text[row, col]
    return "" if board.kind[row, col] == MARK and not re.search(r"\d|[A-Za-z]{2}", text) else text


def indents(texts: list[str]) -> list[tuple[int, ...]]:
    """For each label of one column the places of those that it lies inside, told by leading blanks."""
    depth = [len(text) - len(text.lstrip(" \u3000\u00a0\t")) for text in texts]
    if len(set(depth)) < 2 or depth[0] != min(depth) or sum(one > depth[0] for one in depth) < 2:
        return [()] * len(texts)
    stack: list[tuple[int, int]] = []
    made = []
    for place, one in enumerate(depth):
        stack = [entry for entry in stack if entry[0] < one]
        made.append(tuple(above for _, above in stack))
        stack.append((one, place))
    return made


def _covered(board: Board, rows: list[int]) -> dict[tuple[int, int], str]:
    """The text of the merged range that lies over a cell of these rows."""
    wanted = set(rows)
    return {
        (row, col): board.text[top, left]
        for (top, left), (bottom, right) in board.spans.items()
        if board.text[top, left]
        for row in range(top, bottom + 1)
        if row in wanted
        for col in range(left, right + 1)
    }
