"""Finds lists of incidents among the sheets of strangers: one row an incident, with dates and any other columns."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from data.counting import body, days, headings, pieces, roles, verdict
from data.counting.columns import Column, columns
from data.counting.incidents import Dating, Field, IncidentSheet
from data.counting.remarks import remarks
from data.counting.shown import cells
from data.ingest.grid import Grid, Sheet

__all__ = ["IncidentSheet", "cells", "find"]
# The widest lists seen have some 200 columns.
_WIDEST = 1_000
# Days of these kinds are never the day of an incident.
_OTHER_DAYS = ("birth", "updated", "founded")


def find(sheet: Sheet, book: Grid, order: str = "") -> IncidentSheet | None:
    """The list of incidents on a sheet, None for a table of counts or a sheet of something else.

    `order` (dmy, mdy, ymd) answers for columns whose days do not tell the order of day and month.
    """
    taken = columns(sheet)
    if not taken or len(taken) > _WIDEST:
        return None
    header = body.header(sheet, taken)
    names = {position: _heading(said) for position, said in header.names.items()}
    rows, counts = body.filled(taken)
    under = rows > max(header.rows, default=0)
    whole = [column.within(rows[under]) for column in taken]
    full = rows[under & (counts >= body.least(counts))]
    read = _reader(names, book, order)
    likely = [column for one in whole if len((column := one.within(full)).rows)]
    readings = read(likely)
    parted = [one for one in pieces.found(likely, names) if _needed(one, readings, names)]
    events = [position for position in readings if headings.kind(names[position]) not in _OTHER_DAYS]
    if not events and not parted:
        return None
    dated = [full[pieces.read(one, names, full)[2] == days.DATED] for one in parted]
    again = read([column for column in whole if column.position in events])
    dated += [_dated_rows(column, again[column.position]) for column in whole if column.position in again]
    if not len(joined := np.flatnonzero(np.bincount(np.concatenate([full[:0], *dated])))):
        return None
    kept_rows, others = body.records(whole, header.names, joined)
    kept = {column.position: column.within(kept_rows) for column in whole}
    parted = [replace(one, columns=tuple(kept[column.position] for column in one.columns)) for one in parted]
    fields = _fields(kept, names, header.names, readings := read(kept.values()), parted)
    dates = _dates(fields, kept, names, kept_rows, readings, parted)
    given = {position: field.role for position, field in fields.items() if len(kept[position].rows)}
    best = next((one for one in dates if one.dated), dates[0] if dates else None)
    if best is None or verdict.counted(kept, names, given, best.starts):
        return None
    found = IncidentSheet(
        sheet.name,
        header.rows,
        kept_rows,
        tuple(fields.values()),
        tuple(dates + _years(fields, kept, kept_rows)),
        kept,
    )
    numbers = verdict.beside(kept, names, given)
    return replace(found, problems=tuple(remarks(found, book.file, others, numbers)))


def _reader(names: dict[int, str], book: Grid, order: str) -> Callable[..., dict[int, days.Reading]]:
    """Reads columns of dates; the same column is read once, since a long one takes seconds."""
    known: dict[int, tuple[Column, days.Reading | None]] = {}

    def read(taken) -> dict[int, days.Reading]:
        for column in taken:
            if len(column.rows) and id(column) not in known:
                known[id(column)] = column, days.read(column, names[column.position], book.date_1904, order)
        found = {column.position: known[id(column)][1] for column in taken if len(column.rows)}
        return {position: reading for position, reading in found.items() if reading is not None}

    return read


def _heading(names: tuple[str, ...]) -> str:
    """One heading of two rows: both in one language are joined, of two languages the upper is taken."""
    if len(names) == 2 and names[0].isascii() == names[1].isascii():
        return " ".join(names)
    return names[0] if names else ""


def _needed(one: pieces.Pieces, readings: dict, names: dict[int, str]) -> bool:
    """Whether a date in pieces says more than the whole dates beside it."""
    kinds = {headings.kind(names[position]) for position in readings}
    kind = pieces.kind(one, names)
    return not (kind in kinds or (kind == "" and kinds - set(_OTHER_DAYS)))


def _dated_rows(column: Column, reading: days.Reading) -> np.ndarray:
    said = np.isin(reading.states, (days.DATED, days.OPEN))
    return column.rows[said[column.which]]


def _fields(kept: dict[int, Column], names, said, readings, parted: list[pieces.Pieces]) -> dict[int, Field]:
    """Every column with its role."""
    parts = {
        column.position: part for one in parted for column, part in zip(one.columns, one.parts, strict=True)
    }
    fields = {}
    for position, column in kept.items():
        heading = names[position]
        told = (heading, tuple(dict.fromkeys((heading, *said[position]))), position)
        if position in parts:
            fields[position] = Field(*told, "date", parts[position], "pieces")
        elif position in readings:
            fields[position] = Field(*told, "date", readings[position].resolution, readings[position].written)
        elif not len(column.rows):
            fields[position] = Field(*told, "category")
        elif pieces.year(column, heading) is not None:
            fields[position] = Field(*told, "date", "year", "year")
        else:
            fields[position] = Field(*told, roles.role(column, heading))
    return fields


def _dates(fields, kept, names, rows, readings, parted: list[pieces.Pieces]) -> list[Dating]:
    """The days of the incidents, best first."""
    in_pieces = {column.position for one in parted for column in one.columns}
    dates = [
        _dating(fields[p], kept[p], reading, rows) for p, reading in readings.items() if p not in in_pieces
    ]
    for one in parted:
        told = tuple(fields[column.position] for column in one.columns)
        resolution = "month" if one.parts == ("year", "month") else "day"
        dates.append(Dating(told, pieces.kind(one, names), resolution, *pieces.read(one, names, rows)))
    events = [one for one in dates if one.kind not in _OTHER_DAYS]
    return sorted(events, key=lambda one: _rank(one, len(rows)))


def _dating(field: Field, column: Column, reading: days.Reading, rows: np.ndarray) -> Dating:
    places = column.over(rows)
    starts, ends = (
        np.append(part, np.datetime64("NaT", "D"))[places] for part in (reading.starts, reading.ends)
    )
    states = np.append(reading.states, days.UNKNOWN)[places]
    return Dating((field,), headings.kind(field.heading), reading.resolution, starts, ends, states, reading)


def _years(fields: dict[int, Field], kept: dict[int, Column], rows: np.ndarray) -> list[Dating]:
    """Columns of years alone, by which incidents can be counted by year."""
    made, none = [], np.zeros(len(rows))
    for position, field in fields.items():
        if field.written == "year":
            found = np.append(pieces.year(kept[position], field.heading), 0)[kept[position].over(rows)]
            starts, ends = days.periods(found, none, none)
            states = np.where(
                np.isnat(starts), np.where(found == 0, days.UNKNOWN, days.UNREADABLE), days.DATED
            )
            made.append(Dating((field,), headings.kind(field.heading), "year", starts, ends, states))
    return made


def _rank(dating: Dating, rows: int) -> tuple:
    """Order of preference: half of the rows dated at least, the earliest step of a case, days before months."""
    half = (dating.dated + (dating.states == days.OPEN).sum()) * 2 >= rows
    return not half, headings.PREFERRED.index(dating.kind), dating.resolution != "day"
