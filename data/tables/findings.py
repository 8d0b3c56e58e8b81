"""What a reader of a file should be told about the tables found on one of its sheets."""

from collections.abc import Iterator

import pandas as pd

from data.ingest.grid import Sheet
from data.ingest.problems import Problem, problem
from data.ingest.worksheet import address

# The reason of a cell, and the finding that names the first of them.
_REASONS = {"formula": "formula_cells", "unreadable": "unread_cells", "outside_table": "outside_table"}


def of_table(
    file: str, sheet: str, cells: pd.DataFrame, left_open: bool, headless: bool
) -> Iterator[Problem]:
    """Periods that are not said, columns without names, formulas, words in place of numbers."""
    undated = cells[cells["period_start"].isna()]
    if len(undated):
        code = "period_open" if left_open else "period_missing"
        yield problem(code, file, sheet, _first(undated), cells=len(undated))
    if headless:
        yield problem("headless", file, sheet, _first(cells))
    yield from of_reasons(file, sheet, cells)


def of_reasons(file: str, sheet: str, cells: pd.DataFrame) -> Iterator[Problem]:
    for reason, code in _REASONS.items():
        bad = cells[cells["reason"] == reason]
        if len(bad):
            yield problem(code, file, sheet, _first(bad), cells=len(bad), text=bad.iloc[0]["note"])


def of_custom(file: str, sheet: str, month: int, cells: list[pd.DataFrame]) -> Iterator[Problem]:
    """Years of two calendar years whose first month is only the custom of a country."""
    if any((part["period_end"].dt.year > part["period_start"].dt.year).any() for part in cells):
        yield problem("period_assumed", file, sheet, month=month)


def of_hidden(file: str, sheet: Sheet) -> Iterator[Problem]:
    if not sheet.visible:
        yield problem("hidden_sheet_read", file, sheet.name)
    if sheet.hidden_rows or sheet.hidden_columns:
        rows, columns = len(sheet.hidden_rows), len(sheet.hidden_columns)
        yield problem("hidden_lines_read", file, sheet.name, rows=rows, columns=columns)


def _first(cells: pd.DataFrame) -> str:
    first = cells.iloc[0]
    return address(int(first["row"]), int(first["col"]))
