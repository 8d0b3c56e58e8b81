"""The rows below the header of an incident sheet: typed values, and every problem with its cell."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from data.ingest.columns import EXAMPLE_MARKS, ID, KINDS, Column
from data.ingest.fields import Parsed, parse
from data.ingest.grid import Grid, Sheet
from data.ingest.header import Header
from data.ingest.problems import Problem, problem
from data.ingest.worksheet import address
from data.observations import UNKNOWN

# A row without a date reported that begins so is a note or a total, not an incident.
NOTE_MARKS = ("※", "*", "주:", "주)", "출처", "합계", "총계", "소계", "Source", "Note", "Total")


def read(book: Grid, sheet: Sheet, top: Header) -> tuple[pd.DataFrame, list[Problem]]:
    """Incidents of one sheet, indexed by sheet name and row, and what is wrong with them."""
    below = sheet.cells[sheet.cells["row"] > top.row]
    body = below[below["col"].isin(list(top.columns.values()))]
    rows, problems = _incidents(book.file, sheet, top, body)
    body, below = body[body["row"].isin(rows)], below[below["row"].isin(rows)]
    values = {}
    for column in KINDS[top.kind]:
        place = top.columns.get(column.id, 0)
        cells = body[body["col"] == place]
        parsed = parse(column, cells, book)
        values |= _typed(column, parsed, rows)
        names = {"ko": column.ko, "en": column.en}
        for found in parsed.found:
            cell, fields = address(found.rows[0], place), names | found.fields
            problems.append(problem(found.code, book.file, sheet.name, cell, cells=len(found.rows), **fields))
        if place:
            empty = rows[~np.isin(rows, parsed.rows)]
            problems += _blanks(book.file, sheet, column, place, empty)
            problems += _stored_as_text(book, sheet, column, cells)
    problems += _shape(book, sheet, top, below, rows)
    index = pd.MultiIndex.from_product([[sheet.name], rows], names=["sheet", "row"])
    return pd.DataFrame(values, index=index), problems


def _incidents(file: str, sheet: Sheet, top: Header, body: pd.DataFrame) -> tuple[np.ndarray, list[Problem]]:
    """The rows that hold incidents; examples, notes, totals and repeated headers are reported and left out."""
    first = body.drop_duplicates("row")
    text = first["text"].astype("str").fillna("")
    dated = body["row"][body["col"] == top.columns.get("reported_date", 0)]
    notes = first[text.str.startswith(NOTE_MARKS) & ~first["row"].isin(dated) | text.isin(ID.headers)]
    numbers = body[body["col"] == top.columns.get("incident_id", 0)]
    examples = numbers[numbers["text"].astype("str").fillna("").str.startswith(EXAMPLE_MARKS)]
    problems = [
        problem("note_row", file, sheet.name, address(row, col), found=str(text)[:20])
        for row, col, text in zip(notes["row"], notes["col"], notes["text"], strict=True)
    ]
    for row, col in zip(examples["row"], examples["col"], strict=True):
        problems.append(problem("example_row", file, sheet.name, address(row, col)))
    rows = first["row"].to_numpy()
    return rows[~np.isin(rows, [*notes["row"], *examples["row"]])], problems


def _typed(column: Column, parsed: Parsed, rows: np.ndarray) -> dict[str, object]:
    if column.type == "date":
        return {column.id: parsed.spread(rows, np.datetime64("NaT"), "datetime64[us]")}
    if column.type == "count":
        return {column.id: _whole(parsed.spread(rows, np.nan, "float64"))}
    if column.type in ("age", "band"):
        years = replace(parsed, values=[value and value[0] for value in parsed.values])
        bands = replace(parsed, values=[value and value[1] for value in parsed.values])
        band = pd.array(bands.spread(rows, UNKNOWN), dtype="str")
        if column.type == "band":
            return {column.id: band}
        return {column.id: _whole(years.spread(rows, np.nan, "float64")), f"{column.id}_band": band}
    blank = {"text": "", "code": "new" if column.dimension == "correction" else UNKNOWN}[column.type]
    return {column.id: pd.array(parsed.spread(rows, blank), dtype="str")}


def _whole(values: np.ndarray) -> pd.arrays.IntegerArray:
    unknown = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(unknown, 0, values).astype("int64"), unknown)


def _blanks(file: str, sheet: Sheet, column: Column, place: int, rows: np.ndarray) -> Iterator[Problem]:
    names = {"ko": column.ko, "en": column.en}
    for row in rows:
        if sheet.formulas.get((row, place)) is False:
            yield problem("formula_result_missing", file, sheet.name, address(row, place), **names)
        elif column.required:
            yield problem("blank_cell", file, sheet.name, address(row, place), **names)


def _stored_as_text(book: Grid, sheet: Sheet, column: Column, cells: pd.DataFrame) -> Iterator[Problem]:
    if book.kind in ("csv", "html") or column.type not in ("age", "count"):
        return
    texts = cells[cells["kind"] == "text"]
    rows = texts["row"][texts["text"].astype("str").str.fullmatch(r"\s*[\d,]+\s*")].to_numpy()
    if len(rows):
        cell, names = address(rows[0], texts["col"].iloc[0]), {"ko": column.ko, "en": column.en}
        yield problem("number_as_text", book.file, sheet.name, cell, cells=len(rows), **names)


def _shape(book: Grid, sheet: Sheet, top: Header, below: pd.DataFrame, rows: np.ndarray) -> Iterator[Problem]:
    """Formulas, merged and hidden cells among the incidents, values outside the table, uneven lines."""
    places, held = set(top.columns.values()), set(rows.tolist())
    stored = sorted(at for at, kept in sheet.formulas.items() if kept and at[0] in held and at[1] in places)
    for col in sorted({col for _, col in stored}):
        cells = [at for at in stored if at[1] == col]
        yield problem("formula_cell", book.file, sheet.name, address(*cells[0]), cells=len(cells))
    struck = sorted(
        at for at, note in sheet.notes.items() if note == "strike" and at[0] in held and at[1] in places
    )
    if struck:
        yield problem("struck_cell", book.file, sheet.name, address(*struck[0]), cells=len(struck))
    for r1, c1, r2, c2 in sheet.merged:
        if held.intersection(range(r1, r2 + 1)) and places.intersection(range(c1, c2 + 1)):
            area = f"{address(r1, c1)}:{address(r2, c2)}"
            yield problem("merged_cells", book.file, sheet.name, address(r1, c1), range=area)
    for code, hidden in (
        ("hidden_rows", held & sheet.hidden_rows),
        ("hidden_columns", places & sheet.hidden_columns),
    ):
        if hidden:
            yield problem(code, book.file, sheet.name, count=f"{len(hidden):,}")
    yield from _outside(book, sheet, top, below, rows)


def _outside(
    book: Grid, sheet: Sheet, top: Header, below: pd.DataFrame, rows: np.ndarray
) -> Iterator[Problem]:
    uneven = below[below["col"] > top.last] if book.kind == "csv" else below.iloc[:0]
    lines = {row: sheet.ragged.get(row, (row, sheet.width)) for row in uneven["row"].unique()}
    if book.kind == "csv":
        every = ((row, sheet.ragged.get(row, (row, sheet.width))) for row in rows.tolist())
        lines |= {row: line for row, line in every if line[1] < top.last}
    for row, (line, count) in sorted(lines.items()):
        cell = address(row, 1)
        yield problem("ragged_row", book.file, sheet.name, cell, line=line, found=count, expected=top.last)
    stray = below[~below["col"].isin(top.named) & ~below["row"].isin(list(lines))]
    for col, cells in stray.groupby("col"):
        yield problem("no_name", book.file, sheet.name, address(cells["row"].iloc[0], col), cells=len(cells))
