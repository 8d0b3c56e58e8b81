"""Rows of text that head a block of rows, and how deep they lie in one another."""

from data.tables.board import Board
from data.tables.named_periods import period
from data.tables.text import note


def stacked(
    board: Board, body: list[int], rows: list[int], first: int, last: int
) -> dict[int, tuple[int, ...]]:
    """For each body row the rows that head its block, outermost first.

    Headings that follow one another lie in one another. After rows of data a heading takes the place of the
    innermost one of its sort, where the sort is its column, its indent and whether it names a period.
    """
    heads = {row for row in rows if _can_head(board, row, body, first, last)}
    stack: list[tuple[int, tuple]] = []
    run: list[tuple[int, tuple]] = []
    made = {}
    for row in sorted([*body, *heads]):
        if row in heads:
            run.append((row, _sort(board, row, first, last)))
            continue
        if run:
            stack = _placed(stack, run)
            run = []
        made[row] = tuple(place for place, _ in stack)
    return made


def _placed(stack: list, run: list) -> list:
    if not stack:
        return run
    sorts = [sort for _, sort in stack]
    if run[0][1] in sorts:
        same = [depth for depth, sort in enumerate(sorts) if sort == run[0][1]]
        # Of several levels of one sort, a run as long as the levels begins at the outermost.
        at = same[0] if len(run) >= len(stack) - same[0] else same[-1]
        return [*stack[:at], *run]
    outer = [entry for entry in stack if entry[1][0] == "period"] if run[0][1][0] != "period" else []
    return [*outer, *run]


def _sort(board: Board, row: int, first: int, last: int) -> tuple:
    col, text = board.line(row, first, last)[0]
    named = period(text)
    return "period" if (named and not named.bare) or text.strip().isdigit() else "text", col, _indent(text)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _can_head(board: Board, row: int, body: list[int], first: int, last: int) -> bool:
    text = board.line(row, first, last)[0][1]
    marked = note(text)
    return row < body[-1] and not (marked and (len(text) > 20 or not marked[0]))
