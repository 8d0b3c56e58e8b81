"""The body of a table as one row a cell: labels, period, value or the reason why there is none."""

from collections.abc import Callable, Sequence
from functools import cache

import pandas as pd

from data.tables import items, values
from data.tables.axes import Item
from data.tables.board import Board
from data.tables.items import Around
from data.tables.layout import Layout
from data.tables.settle import settle
from data.tables.spans import Period
from data.tables.text import clean
from data.tables.units import Unit, unit
from data.tables.values import unit_code

NAMES = (
    "row", "col", "row_labels", "column_labels", "period_start", "period_end", "value", "lower", "upper",
    "reason", "unit", "is_total", "note",
)  # fmt: skip
# A heading that says 률 leaves open of what; where the table states percent, it is that.
_VAGUE = "rate"
# A row that is a percentage is one, even where its column of units says of whom.
_RATIOS = ("percent", "rate", "points")


def cells(table: Layout, around: Around) -> tuple[pd.DataFrame, bool]:
    """Every cell of the body in reading order, and whether its rows or columns have periods left open.

    Columns are NAMES: row and col (places in the sheet), row_labels and column_labels (tuples), the period's
    days (NaT where not said), value, lower and upper (NaN), reason, unit, is_total, note.
    """
    board, cols = table.board, table.columns.values
    down, across = items.of_rows(table, around), items.of_columns(table, around)
    named_units = any(_unit(one) for one in (*down, *across))
    stated = _stated(around.units, len(table.body), len(cols), named_units)
    breaks, covered = values.breaks(table, down, across), values.hidden_by_merges(table)
    named, days = cache(items.names), cache(lambda *said: settle(said, around.period))
    made, open_period = [], False
    for place, row in enumerate(table.body):
        remark, row_unit = _remark(board, table, row), _row_unit(board, table, row)
        for at, col in enumerate(cols):
            if (row, col) in covered:
                continue
            start, end, left_open = days(*_periods(down[place]), *_periods(across[at]))
            open_period = open_period or left_open
            *numbers, reason, said, own = values.value(board, row, col, across[at], (row, col) in breaks)
            named_unit = _unit(across[at]) or _unit(down[place])
            over = named_unit.startswith(_RATIOS) and (named_unit != _VAGUE or row_unit != "percent")
            told = own or (named_unit if over else row_unit) or named_unit
            made.append(
                (
                    int(board.rows[row]), int(board.cols[col]), named(down[place], left_open),
                    named(across[at], left_open), start, end, *numbers, reason, stated(place, at, told),
                    any(item.total for item in (*down[place], *across[at])),
                    "; ".join(filter(None, (*_marks(down[place], across[at]), said, remark))),
                )
            )  # fmt: skip
    frame = pd.DataFrame(made, columns=NAMES)
    frame["is_total"] |= frame["col"].isin(_whole_periods(frame))
    for name in ("period_start", "period_end"):
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    return frame, open_period


def _whole_periods(frame: pd.DataFrame) -> list[int]:
    """Columns whose period other columns make up without a gap, as a year beside its twelve months."""
    ends = frame.groupby("col")[["period_start", "period_end"]].agg(["min", "max", "nunique"])
    single = ends[(ends.xs("nunique", axis=1, level=1) == 1).all(axis=1)]
    days = {col: (row["period_start", "min"], row["period_end", "min"]) for col, row in single.iterrows()}
    made = []
    for col, (start, end) in days.items():
        parts = {one for one in days.values() if one != (start, end) and start <= one[0] and one[1] <= end}
        inner = [
            one
            for one in parts
            if not any(one != other and other[0] <= one[0] and one[1] <= other[1] for other in parts)
        ]
        if len(inner) > 1 and sum(((b - a).days + 1 for a, b in inner)) == (end - start).days + 1:
            made.append(col)
    return made


def _periods(said: Sequence[Item]) -> tuple[Period, ...]:
    return tuple(item.period for item in said if item.period)


def _marks(*axes: tuple[Item, ...]) -> list[str]:
    return list(dict.fromkeys(mark for axis in axes for item in axis for mark in item.marks))


def _remark(board: Board, table: Layout, row: int) -> str:
    return "; ".join(clean(board.text[row, col]) for col in table.columns.remarks if board.text[row, col])


def _row_unit(board: Board, table: Layout, row: int) -> str:
    col = table.columns.unit
    said = clean(board.text[row, col]) if col is not None else ""
    found = unit(said) or unit(said.rpartition(":")[2].strip())
    return unit_code(found) if found else said


def _unit(said: tuple[Item, ...]) -> str:
    return next((unit_code(item.unit) for item in reversed(said) if item.unit), "")


def _stated(
    said: tuple[Unit | None, ...], rows: int, cols: int, named: bool
) -> Callable[[int, int, str], str]:
    """The unit of a place from its labels and from a line such as `단위: 천명, 건`.

    The line holds where labels say nothing: one unit for all, or one for each row or column in turn. Of
    several that fit neither, or where labels name some (`named`), the first that may be added up is that of
    the cells without a word of their own.
    """
    codes = ["" if one is None else unit_code(one) for one in said]
    plain = next((unit_code(one) for one in said if one and one.additive), codes[0] if codes else "")

    in_rows = 1 < len(codes) == rows != cols

    def told(row: int, col: int, own: str) -> str:
        if in_rows:
            return codes[row]
        if own and (own != _VAGUE or "percent" not in codes):
            return own
        if own == _VAGUE:
            return "percent"
        if len(codes) == cols > 1 and not named:
            return codes[col]
        return plain

    return told
