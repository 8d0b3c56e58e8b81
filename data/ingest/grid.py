"""Opens a spreadsheet in a bounded child process and returns its cells; nothing is interpreted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from data.ingest.gate import Rejected
from data.ingest.limits import Limits
from data.ingest.parent import Stream, answer
from data.ingest.problems import Problem, Refused, problem
from data.ingest.watching import Watcher, watcher
from data.ingest.wire import KINDS, LAYOUT
from data.ingest.worksheet import address

READERS = {
    "csv": "csv",
    "html": "html.parser",
    "xml": "xml.etree",
    "ods": "xml.etree",
    "xlsx": "python-calamine",
    "xlsb": "python-calamine",
    "xls": "python-calamine",
}
# The day from which the number of a date cell counts.
DAY_0 = pd.Timestamp(1899, 12, 30)


@dataclass(frozen=True)
class Sheet:
    """One sheet; rows and columns are counted from 1, and `cells` holds only cells with a value.

    `cells` has the columns row, col, kind, number, text, in reading order. For a date, `number` is the day
    since 1899-12-30 with its time as a fraction, whatever the workbook's date system; a time or a duration
    is in days; `text` is missing unless the cell holds a text or an error. `merged` holds (first row, first
    column, last row, last column). `formulas` tells for each formula whether its result is stored. `notes` are
    comments, texts that a page hides in a cell, and "strike" for a cell struck through. `ragged`
    gives for records of a CSV file that differ from the usual `width` their line and number of fields.
    `repeated` is a cell that the file writes twice.
    """

    name: str
    visible: bool
    cells: pd.DataFrame
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    width: int = 0
    ragged: dict[int, tuple[int, int]] = field(default_factory=dict)
    repeated: tuple[int, int] | None = None


@dataclass(frozen=True)
class Grid:
    """A file as cells; `sha256` is of its bytes, `problems` what a reader would otherwise lose in silence."""

    file: str
    kind: str
    sha256: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    date_1904: bool = False
    encoding: str = ""
    delimiter: str = ""

    @property
    def reader(self) -> str:
        """The library that took the cells apart."""
        return READERS[self.kind]


def read(path: str | Path, limits: Limits | None = None, progress: Watcher | None = None) -> Grid:
    """The cells of a workbook, a CSV file or a page of tables, told by its content and not by its name.

    Read are .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .tsv, and HTML or XML of Excel 2003, mostly named .xls. The
    file is parsed in a child process of bounded memory and time. Raises Refused when it is not such a file, is
    hostile or broken, or is too large. Formulas, error values and hidden lines of an .xls are not known.
    `progress` hears the file's name and the rows read so far; without it, whoever watches (watching.watcher).
    """
    path, limits, progress = Path(path), limits or Limits(), progress or watcher.get()
    _look(path, limits)
    try:
        with path.open("rb") as file, answer(file, limits) as stream:
            grid = _grid(path.name, stream, progress or _unheard)
    except OSError as error:
        raise Refused([problem("unreadable_file", path.name, reason=_reason(error))]) from error
    except Rejected as rejected:
        raise Refused([problem(rejected.code, path.name, **rejected.fields)]) from rejected
    if any(found.severity == "error" for found in grid.problems):
        raise Refused(grid.problems)
    return grid


def _look(path: Path, limits: Limits) -> None:
    try:
        if path.is_dir():
            code, fields = "folder", {}
        elif not path.exists():
            code, fields = "missing_file", {}
        elif not path.is_file():
            code, fields = "not_a_file", {}
        else:
            code, fields = _size(path, path.stat().st_size, limits)
    except (OSError, ValueError) as error:
        code, fields = "unreadable_file", {"reason": _reason(error)}
    if code:
        raise Refused([problem(code, path.name, **fields)])


def _size(path: Path, size: int, limits: Limits) -> tuple[str, dict]:
    if size == 0:
        return "empty_file", {}
    if size < 1024 and path.name.startswith(("~$", ".~lock.")):
        return "lock_file", {}
    if size > limits.file_mib * 2**20:
        return "too_large_file", {"size": f"{size / 2**20:,.0f}", "limit": f"{limits.file_mib:,}"}
    return "", {}


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _unheard(file: str, rows: int) -> None:
    pass


def _grid(name: str, stream: Stream, progress: Watcher = _unheard) -> Grid:
    about, sheets, blocks, texts, before, rows = {}, [], [], [], 0, 0
    progress(name, 0)
    for message in stream.messages():
        if "rejected" in message:
            raise Rejected(message["rejected"], **message["fields"])
        if "file" in message:
            about = message["file"]
        elif "cells" in message:
            texts += message["texts"]
            blocks.append(stream.block(message["cells"]))
            rows = max(rows, int(blocks[-1][0].max(initial=0)))
            progress(name, before + rows)
        elif "sheet" in message:
            sheets.append(_sheet(message, _frame(blocks, texts)))
            blocks, before, rows = [], before + rows, 0
    if not sheets:
        raise Rejected("no_sheets")
    return Grid(
        name,
        about["kind"],
        about["sha256"],
        tuple(sheets),
        tuple(_findings(name, about, sheets)),
        about.get("date_1904", False),
        about["encoding"],
        about["delimiter"],
    )


def _frame(blocks: list[list[np.ndarray]], texts: list[str]) -> pd.DataFrame:
    """The cells of all blocks, which are emptied on the way: a long sheet is not held twice."""
    blocks = blocks or [[np.empty(0, letter) for letter in LAYOUT.values()]]
    row, col, kind, number, text = (
        np.concatenate([block.pop(0) for block in blocks]) for _ in range(len(blocks[0]))
    )
    cells = {
        "row": row,
        "col": col,
        "kind": pd.Categorical.from_codes(kind, KINDS),
        "number": number,
        "text": pd.Categorical.from_codes(text, pd.Index(texts, dtype="str")),
    }
    frame = pd.DataFrame(cells, copy=False)
    later = (row[1:] > row[:-1]) | ((row[1:] == row[:-1]) & (col[1:] >= col[:-1]))
    if later.all():
        return frame
    # Error values come last, since the fast reader takes them for blanks.
    return frame.iloc[np.lexsort((col, row))].reset_index(drop=True)


def _sheet(message: dict, cells: pd.DataFrame) -> Sheet:
    about = message["sheet"]
    return Sheet(
        about["name"],
        about["visible"],
        cells,
        tuple(tuple(span) for span in message.get("merged", ())),
        {(row, col): stored for row, col, stored in message.get("formulas", ())},
        frozenset(message.get("hidden_rows", ())),
        frozenset(message.get("hidden_columns", ())),
        {(row, col): text for row, col, text in message.get("notes", ())},
        about.get("width", 0),
        {row: (line, count) for row, line, count in message.get("ragged", ())},
        message.get("repeated") and tuple(message["repeated"]),
    )


def _findings(name: str, about: dict, sheets: list[Sheet]) -> Iterator[Problem]:
    if about["encoding"] not in ("", "utf-8", "utf-8-sig"):
        yield problem("encoding_guessed", name, encoding=about["encoding"].upper())
    if about.get("date_1904"):
        yield problem("dates_1904", name)
    if about.get("external_links"):
        yield problem("external_link", name)
    if about.get("notes_unread"):
        yield problem("notes_unread", name)
    if about["kind"] == "xls":
        yield problem("formulas_unseen", name, kind=".xls")
    if about["kind"] in ("html", "xml"):
        yield problem("not_a_workbook", name, kind={"html": "HTML", "xml": "XML"}[about["kind"]])
    for sheet in sheets:
        if sheet.repeated:
            yield problem("repeated_cell", name, sheet.name, address(*sheet.repeated))
