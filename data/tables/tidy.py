"""The body of a table as one row a cell: labels, period, value or the reason why there is none."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from data.ingest.worksheet import address
from data.tables import paths
from data.tables.axes import NOTHING, Item, Says, read_axis
from data.tables.board import BLANK, NUMBER, Board
from data.tables.layout import Layout
from data.tables.named_periods import Context
from data.tables.settle import settle
from data.tables.spans import Period
from data.tables.text import clean, key
from data.tables.units import Unit, unit

# Zero dashes over a whole row mean a break only where no other row is so empty.
_MOSTLY = 0.5
_FEWEST = 4


@dataclass(frozen=True)
class Around:
    """What a table's sheet says beside it: its calendar, explained marks, its period and units."""

    context: Context
    notes: frozenset[str]
    period: Period | None
    units: tuple[Unit | None, ...]


def cells(table: Layout, around: Around) -> tuple[pd.DataFrame, bool]:
    """Every cell of the body in reading order, and whether its rows or columns have periods left open.

    Columns: row, col (places in the sheet), row_labels, column_labels (tuples), period_start, period_end,
    value, lower, upper, reason, unit, is_total, note.
    """
    board, values = table.board, table.columns.values
    down, across = _rows(table, around), _columns(table, around)
    stated = _stated(around.units, len(table.body), len(values))
    settled: dict[tuple, tuple[date | None, date | None, bool]] = {}
    made, open_period = [], False
    breaks = _breaks(table)
    covered = _inside_merges(board, table)
    for place, row in enumerate(table.body):
        row_items = down[place]
        remark = _remark(board, table, row)
        for at, col in enumerate(values):
            if (row, col) in covered:
                continue
            column_items = across[at]
            when = _periods(row_items), _periods(column_items)
            if when not in settled:
                settled[when] = settle([*when[0], *when[1]], around.period)
            start, end, left_open = settled[when]
            open_period = open_period or left_open
            value, lower, upper, reason, said, own = _value(board, row, col, (row, col) in breaks)
            items = [*reversed(column_items), *reversed(row_items)]
            made.append(
                (
                    int(board.rows[row]), int(board.cols[col]), _labels(row_items), _labels(column_items),
                    start, end, value, lower, upper, reason,
                    own or _row_unit(board, table, row) or _unit(items) or stated(place, at),
                    any(item.total for item in items), "; ".join(filter(None, (*_marks(items), said, remark))),
                )
            )  # fmt: skip
    names = ["row", "col", "row_labels", "column_labels", "period_start", "period_end", "value", "lower", "upper", "reason", "unit", "is_total", "note"]
    frame = pd.DataFrame(made, columns=names)
    for name in ("period_start", "period_end"):
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    return frame, open_period


def address_of(row: int, col: int) -> str:
    return address(row, col)


def _rows(table: Layout, around: Around) -> list[tuple[Item, ...]]:
    """For each body row its items, outermost first: its block's headings, then its label columns."""
    heads = paths.headings(table)
    texts = paths.row_texts(table)
    by_column = []
    for place, col in enumerate(table.columns.labels):
        column = [row[place] for row in texts]
        says = Says(around.context, around.notes, heads[col], col in table.columns.named)
        levels = len(table.columns.labels) - len(table.columns.named)
        items = _carried(_telling(read_axis([clean(text) for text in column], says), levels))
        outer = paths.indents(column) if len(table.columns.labels) == 1 else [()] * len(column)
        known = dict(zip(column, items, strict=True))
        by_column.append(
            [(*(known[one] for one in above), item) for above, item in zip(outer, items, strict=True)]
        )
    rows = sorted({row for stack in table.blocks.values() for row in stack})
    said = [clean(table.board.line(row, table.first, table.last)[0][1]) for row in rows]
    blocks = dict(zip(rows, read_axis(said, Says(around.context, around.notes, "", True)), strict=True))
    return [
        (
            *(blocks[row] for row in table.blocks.get(body, ())),
            *(item for column in by_column for item in column[place]),
        )
        for place, body in enumerate(table.body)
    ]


def _columns(table: Layout, around: Around) -> list[tuple[Item, ...]]:
    levels = []
    for row, texts in zip(table.header, paths.column_texts(table), strict=True):
        beside = next(
            (
                table.board.text[row, col]
                for col in reversed(table.columns.labels)
                if table.board.text[row, col]
            ),
            "",
        )
        sure = all(table.board.kind[row, col] in (NUMBER, BLANK) for col in table.columns.values)
        says = Says(around.context, around.notes, "" if sure else beside, sure)
        levels.append(_telling(read_axis([clean(text) for text in texts], says), len(table.header)))
    if not levels:
        return [()] * len(table.columns.values)
    return list(zip(*levels, strict=True))


def _carried(items: list[Item]) -> list[Item]:
    """Rows below a year's own row are that year's, up to the next such row, which is the total of its rows."""
    years = [bool(item.period and not item.labels) for item in items]
    if not years[0] or sum(years) < 2 or sum(years) * 2 > len(items):
        return items
    made, year = [], None
    for item, own in zip(items, years, strict=True):
        if own:
            year = item.period
        made.append(replace(item, total=True) if own else item if item.period else replace(item, period=year))
    return made


def _telling(items: list[Item], levels: int) -> list[Item]:
    """The items of one level; where all say total, as 합계 over 소계 and the districts, none of them is one."""
    if levels > 1 and len(items) > 1 and all(item.total for item in items):
        return [replace(item, total=False) for item in items]
    return items


def _labels(items: tuple[Item, ...]) -> tuple[str, ...]:
    made: list[str] = []
    for label in (label for item in items for label in item.labels if label):
        if not made or key(made[-1]) != key(label):
            made.append(label)
    return tuple(made)


def _periods(items: tuple[Item, ...]) -> tuple[Period, ...]:
    return tuple(item.period for item in items if item.period)


def _marks(items: list[Item]) -> list[str]:
    return list(dict.fromkeys(mark for item in reversed(items) for mark in item.marks))


def _value(board: Board, row: int, col: int, broken: bool) -> tuple:
    """Value, limits, reason, note and unit of one cell."""
    text, nothing = board.text[row, col], (np.nan, np.nan, np.nan)
    if (row, col) in board.formulas:
        return *nothing, "formula", text, ""
    if board.kind[row, col] == BLANK:
        return *nothing, "not_collected", "", ""
    if board.kind[row, col] == NUMBER:
        number = board.numbers.get(text)
        own = unit(number.unit) if number and number.unit else None
        value = board.value[row, col]
        return (
            value,
            value,
            value,
            "",
            "; ".join(number.marks) if number else "",
            unit_code(own) if own else "",
        )
    mark = board.marks.get(text)
    if mark is None:
        return *nothing, "unreadable", clean(text), ""
    if mark.value is not None:
        return (
            (*nothing, "not_collected", text.strip(), "")
            if broken
            else (mark.value, np.nan, np.nan) + ("", text.strip(), "")
        )
    bounds = (np.nan if one is None else one for one in (mark.lower, mark.upper))
    return np.nan, *bounds, mark.reason, text.strip(), ""


def _breaks(table: Layout) -> set[tuple[int, int]]:
    """Dashes over a whole row or column whose neighbours are full: no longer counted, so no zero."""
    board, rows, cols = table.board, table.body, table.columns.values
    zero = np.array(
        [
            [(mark := board.marks.get(board.text[r, c])) is not None and mark.value == 0 for c in cols]
            for r in rows
        ]
    )
    broken = set()
    for lines, other, along in ((zero, cols, 1), (zero.T, rows, 0)):
        if len(other) < _FEWEST or len(lines) < 3:
            continue
        share = lines.mean(axis=1)
        whole = np.flatnonzero(share == 1)
        if len(whole) and (np.delete(share, whole) <= _MOSTLY / 2).all() and len(whole) * 3 <= len(lines):
            broken |= {
                (rows[line], col) if along else (row, cols[line])
                for line in whole
                for row, col in (
                    ((rows[line], c) for c in cols) if along else ((r, cols[line]) for r in rows)
                )
            }
    return broken


def _inside_merges(board: Board, table: Layout) -> set[tuple[int, int]]:
    """Cells of the body that a merged range hides behind its first one."""
    rows, cols = set(table.body), set(table.columns.values)
    return {
        (r, c)
        for (top, left), (bottom, right) in board.spans.items()
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
        if (r, c) != (top, left) and r in rows and c in cols and board.kind[r, c] == BLANK
    }


def _remark(board: Board, table: Layout, row: int) -> str:
    return "; ".join(clean(board.text[row, col]) for col in table.columns.remarks if board.text[row, col])


def _row_unit(board: Board, table: Layout, row: int) -> str:
    col = table.columns.unit
    found = unit(clean(board.text[row, col])) if col is not None else None
    return unit_code(found) if found else ""


def _unit(items: list[Item]) -> str:
    return next((unit_code(item.unit) for item in items if item.unit), "")


def unit_code(one: Unit) -> str:
    """The unit as one word or two: `person`, `1000 person`, `rate per 100000`."""
    name = f"{one.name} per {one.per:g}" if one.per else one.name
    return name if one.scale == 1 else f"{one.scale:.12g} {name}"


def _stated(said: tuple[Unit | None, ...], rows: int, cols: int):
    """The unit of a place from a line such as `단위: 천명, 건`: one for all, or one for each row or column."""
    codes = ["" if one is None else unit_code(one) for one in said]
    if len(codes) == 1:
        return lambda row, col: codes[0]
    if len(codes) == cols != 1:
        return lambda row, col: codes[col]
    if len(codes) == rows != 1:
        return lambda row, col: codes[row]
    return lambda row, col: ""


__all__ = ["NOTHING", "Around", "address_of", "cells", "unit_code"]
