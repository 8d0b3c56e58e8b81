"""Reads a police or school incident sheet whole, or refuses it with everything that is wrong with it."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from data.ingest import body, consistency, grid, header
from data.ingest.columns import KINDS, QUIET_SHEETS, SYNTHETIC_ID
from data.ingest.dates import KST
from data.ingest.grid import Grid
from data.ingest.header import Header
from data.ingest.limits import Limits
from data.ingest.problems import Problem, Refused, problem, shortened


@dataclass(frozen=True)
class Incidents:
    """One incident file as read.

    `rows` has one row an incident, indexed by sheet and row of the file, and always every column of its
    kind (data.ingest.columns) plus offender_age_band for the police: dates as datetime64 (days in Korea,
    NaT unknown), offender_age and victims as Int64, all else as str (a code, `_U` unknown, '' for an empty
    text; correction 'new' if empty).
    `problems` are warnings and notices. `receipt` is the SHA-256 of the file's bytes, `content_id` that of
    the rows whatever their order, the file's format and encoding. `period` is what the file says it covers.
    """

    rows: pd.DataFrame
    problems: tuple[Problem, ...]
    kind: str
    synthetic: bool
    receipt: str
    content_id: str
    file: str
    sheets: tuple[str, ...]
    period: tuple[date, date] | None = None


def read(path: str | Path, limits: Limits | None = None, today: date | None = None) -> Incidents:
    """The incidents in all sheets of a file that carry the header of one form.

    Columns may stand in any order under their Korean or English names. Raises Refused with every problem of
    the file when one of them is an error; nothing is half-read.
    """
    book = grid.read(path, limits)
    tops, problems = _headers(book)
    parts = []
    for sheet in book.sheets:
        if sheet.name in tops and not _broken(problems, sheet.name):
            rows, found = body.read(book, sheet, tops[sheet.name])
            parts.append(rows)
            problems += found
    rows = pd.concat(parts) if parts else pd.DataFrame()
    if parts and rows.empty:
        name, top = next(iter(tops.items()))
        problems.append(problem("no_rows", book.file, name, f"A{top.row}"))
    if len(rows):
        problems += consistency.check(book.file, rows, tops, today or datetime.now(KST).date())
    problems = shortened(problems)
    if any(found.severity == "error" for found in problems):
        raise Refused(problems)
    return _incidents(book, rows, tops, problems)


def is_form(book: Grid) -> bool:
    """Whether a sheet of the file carries the header of a form, so that read() would take it."""
    return any(
        sheet.visible
        and sheet.name not in QUIET_SHEETS
        and not sheet.cells.empty
        and header.find(book.file, sheet)
        for sheet in book.sheets
    )


def _headers(book: Grid) -> tuple[dict[str, Header], list[Problem]]:
    """The header of each sheet that has one, and what is wrong with the sheets as such."""
    tops, problems = {}, list(book.problems)
    for sheet in book.sheets:
        if sheet.name in QUIET_SHEETS or sheet.cells.empty:
            continue
        if not sheet.visible:
            problems.append(problem("hidden_sheet", book.file, sheet.name))
        elif top := header.find(book.file, sheet):
            tops[sheet.name] = top
            problems += top.problems
        else:
            problems.append(problem("unread_sheet", book.file, sheet.name))
    if not tops:
        needed = {
            kind: ", ".join(column.ko + " / " + column.en for column in columns if column.required)
            for kind, columns in KINDS.items()
        }
        problems = [found for found in problems if found.code != "unread_sheet"]
        raise Refused([problem("no_header", book.file, **needed), *problems])
    if len({top.kind for top in tops.values()}) > 1:
        raise Refused([problem("mixed_kinds", book.file), *problems])
    return tops, problems


def _broken(problems: list[Problem], sheet: str) -> bool:
    """Without its required columns a sheet has nothing to say about its cells."""
    return any(found.sheet == sheet and found.code == "missing_column" for found in problems)


def _incidents(book: Grid, rows: pd.DataFrame, tops: dict[str, Header], problems: list[Problem]) -> Incidents:
    made_up = rows["incident_id"].str.startswith(SYNTHETIC_ID).any()
    periods = [top.period for top in tops.values() if top.period]
    return Incidents(
        rows,
        tuple(problems),
        next(iter(tops.values())).kind,
        bool(made_up or any(top.synthetic for top in tops.values())),
        book.sha256,
        content_id(rows),
        book.file,
        tuple(tops),
        (min(start for start, _ in periods), max(end for _, end in periods)) if periods else None,
    )


def content_id(rows: pd.DataFrame) -> str:
    """SHA-256 of the incidents whatever their order; equal for equal rows from any file."""
    names = sorted(rows)
    lines = map("\x1f".join, zip(*(_texts(rows[name]) for name in names), strict=True))
    return hashlib.sha256("\n".join([*names, *sorted(lines)]).encode()).hexdigest()


def _texts(column: pd.Series) -> list[str]:
    if column.dtype.kind == "M":
        return np.datetime_as_string(column.to_numpy(), unit="D").tolist()
    return [str(value) for value in column.to_list()]
