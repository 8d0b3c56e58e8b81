"""Finds lists of incidents among the sheets of strangers: one row an incident, with dates and any other columns."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.counting import body, days, headings, pieces, roles, verdict
from data.counting.columns import Column, columns
from data.ingest.grid import Grid, Sheet
from data.ingest.problems import Problem, problem
from data.ingest.worksheet import address

# The widest lists seen have some 200 columns.
_WIDEST = 1_000
# Days of these kinds are never the day of an incident.
_OTHER_DAYS = ("birth", "updated", "founded")
_SHOWN_ROLES = ("date", "time", "age", "sex", "place")
NOTES = {days.UNKNOWN: "unknown", days.UNREADABLE: "unreadable", days.OPEN: "order_open"}


@dataclass(frozen=True)
class Field:
    """One column of a list. `role`: date, time, age, sex, place, id, category, number or text.

    `names` are the heading and its other forms (the second language, the lower of two rows); `resolution`
    (day, month, year, monthday) and `written` (as days.Reading has it) are of dates only.
    """

    heading: str
    names: tuple[str, ...]
    position: int
    role: str
    resolution: str = ""
    written: str = ""

    @property
    def letters(self) -> str:
        return address(1, self.position)[:-1]

    @property
    def title(self) -> str:
        return self.heading or self.letters


@dataclass(frozen=True)
class Dating:
    """One date of the incidents: the columns it stands in, what happened on it, and it for each row.

    `kind` is a kind of vocabulary.toml, '' where the heading does not say. `states` are places in days.STATES;
    starts and ends are NaT for rows that are not dated.
    """

    fields: tuple[Field, ...]
    kind: str
    resolution: str
    starts: np.ndarray
    ends: np.ndarray
    states: np.ndarray
    reading: days.Reading | None = None

    @property
    def heading(self) -> str:
        return " + ".join(field.title for field in self.fields)

    @property
    def dated(self) -> int:
        return int((self.states == days.DATED).sum())


@dataclass(frozen=True)
class IncidentSheet:
    """A list of incidents: its header rows, the rows that are incidents, its columns and its dates, best first."""

    sheet: str
    headers: tuple[int, ...]
    rows: np.ndarray
    fields: tuple[Field, ...]
    dates: tuple[Dating, ...]
    columns: dict[int, Column]
    problems: tuple[Problem, ...] = ()

    @property
    def first(self) -> int:
        return int(self.rows[0])

    @property
    def last(self) -> int:
        return int(self.rows[-1])

    @property
    def roles(self) -> dict[str, list[str]]:
        """The headings of each role; dates in the order in which they are preferred."""
        found = {"date": list(dict.fromkeys(field.title for dating in self.dates for field in dating.fields))}
        for field in self.fields:
            if field.title not in found.setdefault(field.role, []):
                found[field.role].append(field.title)
        return found


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
    below = rows[under & (counts >= body.least(counts))]
    likely = [column.within(below) for column in taken]
    readings = {
        c.position: found
        for c in likely
        if len(c.rows) and (found := days.read(c, names[c.position], book.date_1904, order))
    }
    parted = [
        one
        for one in pieces.found([c for c in likely if len(c.rows)], names)
        if _needed(one, readings, names)
    ]
    telling = [position for position in readings if headings.kind(names[position]) not in _OTHER_DAYS]
    if not telling and not parted:
        return None
    whole = [column.within(rows[under]) for column in taken]
    dated = [below[pieces.read(one, names, below)[2] == days.DATED] for one in parted]
    for column in whole:
        if column.position in telling and (
            reading := days.read(column, names[column.position], book.date_1904, order)
        ):
            dated.append(_dated_rows(column, reading))
    if not dated or not len(joined := np.unique(np.concatenate(dated))):
        return None
    rows, others = body.records(whole, header.names, joined)
    kept = {column.position: column.within(rows) for column in taken}
    return _incidents(sheet, book, header, names, rows, others, kept, parted, order)


def _incidents(sheet, book, header, names, rows, others, kept, parted, order) -> IncidentSheet | None:
    readings = {
        position: found
        for position, column in kept.items()
        if len(column.rows) and (found := days.read(column, names[position], book.date_1904, order))
    }
    in_pieces = {
        column.position: part for one in parted for column, part in zip(one.columns, one.parts, strict=True)
    }
    fields = {}
    for position, column in kept.items():
        fields[position] = _field(
            column,
            names[position],
            header.names[position],
            readings.get(position),
            in_pieces.get(position, ""),
        )
    dates = [
        _dating(fields[p], kept[p], reading, rows) for p, reading in readings.items() if p not in in_pieces
    ]
    for one in parted:
        here = pieces.Pieces(tuple(kept[column.position] for column in one.columns), one.parts)
        told = tuple(fields[column.position] for column in one.columns)
        resolution = "month" if one.parts == ("year", "month") else "day"
        dates.append(
            Dating(told, headings.kind(told[0].heading), resolution, *pieces.read(here, names, rows))
        )
    dates = sorted(
        (one for one in dates if one.kind not in _OTHER_DAYS), key=lambda one: _rank(one, len(rows))
    )
    given = {position: field.role for position, field in fields.items() if len(kept[position].rows)}
    if not dates or verdict.counted(
        kept, names, given, dates[0].starts if dates[0].dated else _any_starts(dates)
    ):
        return None
    dates += [
        _years(field, kept[field.position], rows)
        for field in fields.values()
        if field.resolution == "year" and field.position not in in_pieces
    ]
    found = IncidentSheet(sheet.name, header.rows, rows, tuple(fields.values()), tuple(dates), kept)
    return IncidentSheet(
        *list(vars(found).values())[:-1],
        tuple(_problems(found, book.file, others, verdict.beside(kept, names, given))),
    )


def _any_starts(dates: list[Dating]) -> np.ndarray:
    return next((one.starts for one in dates if one.dated), dates[0].starts)


def _heading(names: tuple[str, ...]) -> str:
    """One heading of two rows: both in one language are joined, of two languages the upper is taken."""
    if len(names) == 2 and names[0].isascii() == names[1].isascii():
        return " ".join(names)
    return names[0] if names else ""


def _needed(one: pieces.Pieces, readings: dict, names: dict[int, str]) -> bool:
    """Whether a date in pieces says more than the whole dates beside it."""
    kinds = {headings.kind(names[position]) for position in readings}
    kind = headings.kind(names[one.columns[0].position])
    return not (kind in kinds or (kind == "" and kinds - set(_OTHER_DAYS)))


def _dated_rows(column: Column, reading: days.Reading) -> np.ndarray:
    said = np.isin(reading.states, (days.DATED, days.OPEN))
    return column.rows[said[column.which]]


def _field(column: Column, heading: str, names: tuple[str, ...], reading, part: str) -> Field:
    said = (heading, tuple(dict.fromkeys((heading, *names))), column.position)
    if part:
        return Field(*said, "date", part, "pieces")
    if reading is not None:
        return Field(*said, "date", reading.resolution, reading.written)
    if not len(column.rows):
        return Field(*said, "category")
    if pieces.year(column, heading) is not None:
        return Field(*said, "date", "year", "year")
    return Field(*said, roles.role(column, heading))


def _dating(field: Field, column: Column, reading: days.Reading, rows: np.ndarray) -> Dating:
    places = column.over(rows)
    starts, ends = (
        np.append(part, np.datetime64("NaT", "D"))[places] for part in (reading.starts, reading.ends)
    )
    states = np.append(reading.states, days.UNKNOWN)[places]
    return Dating((field,), headings.kind(field.heading), reading.resolution, starts, ends, states, reading)


def _years(field: Field, column: Column, rows: np.ndarray) -> Dating:
    found = np.append(pieces.year(column, field.heading), 0)[column.over(rows)]
    starts, ends = days.periods(found, np.zeros(len(rows)), np.zeros(len(rows)))
    states = np.where(np.isnat(starts), np.where(found == 0, days.UNKNOWN, days.UNREADABLE), days.DATED)
    return Dating((field,), headings.kind(field.heading), "year", starts, ends, states)


def _rank(dating: Dating, rows: int) -> tuple:
    """Order of preference: half of the rows dated at least, the earliest step of a case, days before months."""
    half = (dating.dated + (dating.states == days.OPEN).sum()) * 2 >= rows
    return not half, headings.PREFERRED.index(dating.kind), dating.resolution != "day"


def _problems(found: IncidentSheet, file: str, others: list[int], numbers: list[int]):
    def told(code: str, cell: str = "", cells: int = 1, **fields) -> Problem:
        return problem(code, file, found.sheet, cell, cells=cells, **fields)

    titles = {field.position: field.title for field in found.fields}
    for dating in found.dates:
        if dating.reading is None:
            continue
        column, reading = found.columns[dating.fields[0].position], dating.reading
        for state, code in ((days.OPEN, "day_order_open"), (days.UNREADABLE, "dates_unreadable")):
            cells = (reading.states == state)[column.which]
            if cells.any():
                first = int(np.argmax(cells))
                where = address(int(column.rows[first]), column.position)
                text = column.texts[column.which[first]]
                mixed = state == days.OPEN and reading.orders == ("mixed",)
                code = "day_order_mixed" if mixed else code
                yield told(code, where, int(cells.sum()), heading=dating.heading, found=text)
        if reading.midnight == "before":
            yield told("midnight_before", heading=dating.heading)
    if others:
        yield told("rows_left_out", f"A{others[0]}", len(others), count=f"{len(others):,}")
    for position in numbers:
        yield told("numbers_not_added", heading=titles[position])


def cells(found: IncidentSheet, sheet: Sheet, book: Grid) -> pd.DataFrame:
    """The cells of dates, times, ages, sexes and places: row, col, heading, role, text as written, value, note.

    period_start and period_end are of dates; the last column of a date in pieces has the whole date, the ones
    before it what they say alone. `value` is an age in years. note: unknown, unreadable, order_open.
    """
    parts = [_cells(found, field) for field in found.fields if field.role in _SHOWN_ROLES]
    made = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    return made.sort_values(["row", "col"], kind="stable", ignore_index=True)


def _cells(found: IncidentSheet, field: Field) -> pd.DataFrame:
    column = found.columns[field.position]
    empty = np.full(len(column.rows), np.datetime64("NaT", "D"))
    starts, ends, notes = empty, empty, np.full(len(column.rows), "", object)
    value = np.full(len(column.rows), np.nan)
    dating = next((one for one in found.dates if one.fields[-1] is field), None)
    if dating is not None:
        places = np.searchsorted(found.rows, column.rows)
        starts, ends = dating.starts[places], dating.ends[places]
        notes = np.array(["", *NOTES.values()], object)[dating.states[places]]
    elif field.resolution == "year":
        years = pieces.year(column, field.heading)[column.which]
        starts, ends = days.periods(years, np.zeros(len(years)), np.zeros(len(years)))
    elif field.role == "age":
        numbers, unknown = roles.age_of(column)
        value, notes = numbers[column.which], np.where(unknown, "unknown", "")[column.which]
    elif field.role == "sex":
        notes = np.where(roles.unknown_values(column, "sex"), "unknown", "")[column.which]
    return pd.DataFrame(
        {
            "row": column.rows,
            "col": column.position,
            "heading": pd.Series([field.title] * len(column.rows), dtype="str"),
            "role": pd.Series([field.role] * len(column.rows), dtype="str"),
            "text": pd.Series(column.texts[column.which], dtype="str"),
            "period_start": starts.astype("datetime64[s]"),
            "period_end": ends.astype("datetime64[s]"),
            "value": value,
            "note": pd.Series(notes, dtype="str"),
        }
    )
