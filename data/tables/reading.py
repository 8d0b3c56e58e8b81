"""Reads the tables of a stranger's file into tidy cells: one row for each cell of a body."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.counting.incidents import IncidentSheet
from data.counting.layout import find
from data.counting.shown import cells as shown
from data.ingest import grid
from data.ingest.grid import Grid, Sheet
from data.ingest.limits import Limits
from data.ingest.problems import Problem, Refused, problem
from data.ingest.worksheet import address
from data.tables import findings
from data.tables.board import Board, board
from data.tables.layout import Layout, layouts
from data.tables.named_periods import PLAIN
from data.tables.named_periods import period as named_period
from data.tables.spans import Period
from data.tables.surroundings import Surroundings, around, explains, surroundings
from data.tables.text import clean
from data.tables.tidy import cells

# The contract: what `python -m data read` prints.
COLUMNS = (
    "file", "sheet", "cell", "labels", "period_start", "period_end", "value", "lower", "upper", "reason",
    "unit", "is_total", "note",
)  # fmt: skip
# Beside it, for those who judge or map: the table's number, the place, and the labels of either axis.
INNER = ("table", "row", "col", "row_labels", "column_labels")


@dataclass(frozen=True)
class Table:
    """One table as found; the body lies between `top`, `left` and `bottom`, `right`, counted from 1.

    `kind` is table or incidents (one row an incident); `roles` names for incidents the headings of its
    columns of dates, ages and places. `notes` are the texts around the table.
    """

    number: int
    sheet: str
    title: str
    top: int
    left: int
    bottom: int
    right: int
    notes: tuple[str, ...] = ()
    kind: str = "table"
    roles: dict[str, list[str]] | None = None


@dataclass(frozen=True)
class Reading:
    """A file as tidy cells; `cells` has COLUMNS and INNER, one row a cell in reading order.

    `labels` are tuples of names, outermost first, those of the row before those of the column; periods are
    days (NaT where the file does not say), numbers NaN where there is none.
    """

    file: str
    sha256: str
    kind: str
    cells: pd.DataFrame
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]


# Frames of cells, tables and findings of one sheet.
_Part = tuple[list[pd.DataFrame], list[Table], list[Problem]]


def read(
    path: str | Path,
    *,
    sheet: str = "",
    period: str = "",
    limits: Limits | None = None,
    progress: Callable[[int], None] | None = None,
) -> Reading:
    """The tidy cells of all sheets of a file, or of one.

    `period` (such as 2017 or 2024-07) holds where neither labels nor titles name one. Raises Refused when
    the file cannot be opened, has no such sheet, or when `period` names none.
    """
    book = grid.read(path, limits)
    asked = _asked(book, period)
    chosen = _sheets(book, sheet)
    said = surroundings(book)
    frames, tables, problems = [], [], list(book.problems)
    for one in chosen:
        made, found, wrong = _sheet(book, one, said[one.name], asked, len(tables))
        frames += made
        tables += found
        problems += wrong
    if not tables:
        problems.append(problem("no_table", book.file))
    return Reading(
        book.file, book.sha256, book.kind, _frame(book.file, frames), tuple(tables), tuple(problems)
    )


def _asked(book: Grid, period: str) -> Period | None:
    if not period:
        return None
    found = named_period(period, PLAIN)
    if found is None or not found.start:
        raise Refused([problem("period_unread", book.file, period=period)])
    return found


def _sheets(book: Grid, name: str) -> list[Sheet]:
    if not name:
        return [sheet for sheet in book.sheets if not explains(sheet) or len(book.sheets) == 1]
    found = [sheet for sheet in book.sheets if clean(sheet.name) == clean(name)]
    if found and explains(found[0]) and len(book.sheets) > 1:
        return []
    if not found:
        names = ", ".join(sheet.name for sheet in book.sheets)
        raise Refused([problem("no_such_sheet", book.file, name, names=names)])
    return found


def _sheet(book: Grid, sheet: Sheet, said: Surroundings, asked: Period | None, count: int) -> _Part:
    """The cells, tables and findings of one sheet; `count` tables were found before it."""
    hidden = list(findings.of_hidden(book.file, sheet))
    if (incidents := find(sheet, book)) is not None:
        return _incidents(book, sheet, incidents, count + 1, hidden)
    matrix = board(sheet, said.notes, said.legend)
    if matrix is None:
        return [], [], []
    found, strays = layouts(matrix)
    frames, tables, told = [], [], hidden
    for table in found:
        frame, left_open = cells(table, around(table, found[0], said, asked))
        frames.append(frame.assign(sheet=sheet.name, table=count + len(frames) + 1))
        tables.append(_table(count + len(frames), table))
        told += findings.of_table(book.file, sheet.name, frame, left_open, not table.header)
        strays = [*strays, *table.strays]
    if said.context.assumed:
        told += findings.of_custom(book.file, sheet.name, said.context.first_month, frames)
    if found and strays:
        frames.append(_outside(matrix, strays).assign(sheet=sheet.name, table=0))
        told += findings.of_reasons(book.file, sheet.name, frames[-1])
    return frames, tables, told


def _incidents(book: Grid, sheet: Sheet, found: IncidentSheet, number: int, told: list[Problem]) -> _Part:
    """A list of one row an incident: its cells that say when, where and who; counting them is another command."""
    cells = shown(found, sheet, book)
    heading, text, role = (cells[name].astype(str) for name in ("heading", "text", "role"))
    named = role.isin(["date", "age"])
    frame = cells[["row", "col", "period_start", "period_end", "value"]].assign(
        row_labels=[()] * len(cells),
        column_labels=[
            (head,) if plain else (head, word) for head, word, plain in zip(heading, text, named, strict=True)
        ],
        reason=cells["note"].astype(str).map({"": "", "unknown": "not_available"}).fillna("unreadable"),
        unit=np.where(cells["value"].notna(), "year", ""),
        note=text.where(named, ""),
        sheet=sheet.name,
        table=number,
    )
    columns = [field.position for field in found.fields]
    table = Table(
        number,
        sheet.name,
        "",
        found.first,
        min(columns),
        found.last,
        max(columns),
        (),
        "incidents",
        found.roles,
    )
    roles = {name: ", ".join(found.roles.get(name, ())) or "–" for name in ("date", "age", "place")}
    where = address(found.first, min(columns))
    listed = problem("incident_list", book.file, sheet.name, where, rows=f"{len(found.rows):,}", **roles)
    return [frame], [table], [*told, listed, *found.problems]


def _table(number: int, table: Layout) -> Table:
    board, values = table.board, table.columns.values
    lines = [
        " ".join(clean(text) for _, text in board.line(row, table.first, table.last))
        for row in [*table.above, *table.below]
    ]
    return Table(
        number,
        board.name,
        next(iter(lines[: len(table.above)]), ""),
        int(board.rows[table.body[0]]),
        int(board.cols[values[0]]),
        int(board.rows[table.body[-1]]),
        int(board.cols[values[-1]]),
        tuple(lines),
    )


def _outside(board: Board, strays: list[tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": [int(board.rows[row]) for row, _ in strays],
            "col": [int(board.cols[col]) for _, col in strays],
            "reason": "outside_table",
            "note": [board.text[place] for place in strays],
        }
    )


def _frame(file: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    """All cells under the columns of the contract, in reading order of each sheet."""
    empty = {"row_labels": (), "column_labels": (), "unit": "", "is_total": False}
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    whole = whole.reindex(columns=[*dict.fromkeys([*COLUMNS, *INNER])])
    for name, value in empty.items():
        missing = whole[name].isna()
        if missing.any():
            whole[name] = [value if gone else one for gone, one in zip(missing, whole[name], strict=True)]
    whole["file"] = file
    whole["labels"] = [
        (*one, *two) for one, two in zip(whole["row_labels"], whole["column_labels"], strict=True)
    ]
    whole["cell"] = [address(int(row), int(col)) for row, col in zip(whole["row"], whole["col"], strict=True)]
    order = {name: place for place, name in enumerate(dict.fromkeys(whole["sheet"]))}
    sheets = whole["sheet"].map(order).to_numpy()
    return whole.iloc[np.lexsort((whole["col"], whole["row"], sheets))].reset_index(drop=True)
