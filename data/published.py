"""The bundled published figures: data/published/*.csv, every cell checked against the catalogue."""

import csv
import math
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from data import catalogue
from data.derived import DERIVATIONS, derived
from data.observations import COLUMNS, CONF_STATUS, KEYS, OBS_STATUS, WINDOW_KINDS

__all__ = ["DERIVATIONS", "PublishedError", "derived", "load", "members", "read"]

FOLDER = Path(__file__).parent / "published"
DIMENSIONS = KEYS[1:]
NOT_COUNTED = ("percent", "per_day", "per_month")
AS_OF = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


class PublishedError(Exception):
    """The bundled figures cannot be used; `problems` holds every fault as 'file:line: what'."""

    code = "published_broken"

    def __init__(self, problems: tuple[str, ...]):
        self.problems = problems
        listed = "\n".join(f"- {problem}" for problem in problems)
        super().__init__(
            f"{len(problems)} faults in the published figures; mend them and start again:\n{listed}"
        )


def load() -> pd.DataFrame:
    """All bundled figures as observations, file by file; raises PublishedError naming every fault."""
    return read(FOLDER, catalogue.load())


def members(frame: pd.DataFrame, set_id: str) -> pd.DataFrame:
    """The rows of one bundled table, with those it shares with another table's file."""
    also = catalogue.load().sets[set_id].also
    return frame[(frame["set_id"] == set_id) | frame["ref"].isin(also)]


def read(folder: Path, book: catalogue.Catalogue) -> pd.DataFrame:
    """The figures of the CSV files in `folder`, checked against the catalogue `book`.

    Windows are datetime64, value, lower and upper float (NaN where none), all else text ('' where none).
    Raises PublishedError with every fault of every file.
    """
    problems: list[str] = []
    rows: list[tuple[str, dict]] = []
    for path in sorted(folder.glob("*.csv")):
        rows += _rows(path, problems)
    for place, row in rows:
        problems += [f"{place}: {fault}" for fault in _faults(place, row, book)]
    problems += _repeated(rows)
    problems += _loose_refs({row["ref"] for _, row in rows}, book)
    if problems:
        raise PublishedError(tuple(problems))
    return _frame([row for _, row in rows])


def _rows(path: Path, problems: list[str]) -> list[tuple[str, dict]]:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        try:
            found = [(f"{path.name}:{reader.line_num}", row) for row in reader]
        except (csv.Error, UnicodeDecodeError) as error:
            problems.append(f"{path.name}:{reader.line_num}: not a readable CSV file: {error}")
            return []
    if tuple(reader.fieldnames or ()) != COLUMNS:
        problems.append(f"{path.name}:1: the columns must be {','.join(COLUMNS)}")
        return []
    torn = [place for place, row in found if None in row or None in row.values()]
    problems += [f"{place}: expected {len(COLUMNS)} cells" for place in torn]
    return [(place, row) for place, row in found if place not in torn]


def _faults(place: str, row: dict, book: catalogue.Catalogue) -> Iterator[str]:
    yield from _unknown(row, book)
    if row["set_id"] != place.split(".csv:")[0]:
        yield f"set_id {row['set_id']} does not name this file"
    if not row["ref"]:
        yield "ref is empty"
    yield from _window_faults(row)
    indicator = book.indicators.get(row["indicator_id"])
    if indicator:
        if row["basis"] in book.bases and row["basis"] not in indicator.bases:
            yield f"basis {row['basis']} is not one that {indicator.id} is counted on"
        yield from _value_faults(row, indicator)


def _unknown(row: dict, book: catalogue.Catalogue) -> Iterator[str]:
    lists = {
        "set_id": book.sets,
        "indicator_id": book.indicators,
        "basis": book.bases,
        "source_id": book.sources,
        "obs_status": OBS_STATUS,
        "conf_status": CONF_STATUS,
        "window_kind": WINDOW_KINDS,
    } | {dimension: book.dimensions[dimension].codes for dimension in DIMENSIONS}
    for column, known in lists.items():
        if row[column] not in known:
            yield f"unknown {column} '{row[column]}'"
    for note in filter(None, row["note_ids"].split(";")):
        if note not in book.notes:
            yield f"unknown note '{note}'"


def _window_faults(row: dict) -> Iterator[str]:
    try:
        start, end = (date.fromisoformat(row[column]) for column in ("window_start", "window_end"))
    except ValueError:
        yield f"window {row['window_start']}..{row['window_end']} is not two days (2024-08-28)"
        return
    if end < start:
        yield f"window ends on {end}, before it starts on {start}"
    elif row["window_kind"] in WINDOW_KINDS and row["window_kind"] != (kind := window_kind(start, end)):
        yield f"window {start}..{end} is of kind {kind}, not {row['window_kind']}"
    said = _latest_day(row["as_of"])
    if said is None:
        yield f"as_of '{row['as_of']}' is not a year, a month (2024-08) or a day (2024-08-28)"
    elif said < end:
        yield f"as_of {row['as_of']} lies before the window ends on {end}"


def window_kind(start: date, end: date) -> str:
    """month, quarter, year, ytd, custom or point, by the calendar."""
    if start == end:
        return "point"
    if start.year != end.year or start.day != 1:
        return "custom"
    months = end.month - start.month + 1
    if end.day == monthrange(end.year, end.month)[1]:
        if months in (1, 12):
            return "month" if months == 1 else "year"
        if months == 3 and start.month % 3 == 1:
            return "quarter"
    return "ytd" if start.month == 1 else "custom"


def _latest_day(as_of: str) -> date | None:
    match = AS_OF.match(as_of)
    try:
        year, month = int(match[1]), int(match[2] or 12)
        return date(year, month, int(match[3] or monthrange(year, month)[1]))
    except (TypeError, ValueError):
        return None


def _value_faults(row: dict, indicator: catalogue.Indicator) -> Iterator[str]:
    numbers = {}
    for column in ("value", "lower", "upper"):
        try:
            numbers[column] = float(row[column]) if row[column] else None
        except ValueError:
            numbers[column] = math.nan
        number = numbers[column]
        if number is None:
            continue
        if not math.isfinite(number) or number < 0:
            yield f"{column} '{row[column]}' is not a number of 0 or more"
        elif indicator.unit not in NOT_COUNTED and number != int(number):
            yield f"{column} {row[column]} is not a whole number of {indicator.unit}"
    value = numbers["value"]
    if value is None and row["obs_status"] != "M" and row["conf_status"] != "C":
        yield "value is empty, but the figure is neither missing (M) nor suppressed (C)"
    if value is not None and indicator.unit == "percent" and indicator.denominator and value > 100:
        yield f"value {row['value']} is more than 100 per cent of {indicator.denominator}"


def _repeated(rows: list[tuple[str, dict]]) -> Iterator[str]:
    first: dict[tuple, str] = {}
    identity = (*KEYS, "window_start", "window_end", "as_of", "basis")
    for place, row in rows:
        for what, key in (
            (f"ref {row['ref']}", ("ref", row["ref"])),
            ("this group, window, as_of and basis", tuple(row[column] for column in identity)),
        ):
            earlier = first.setdefault(key, place)
            if earlier != place:
                yield f"{place}: {what} stands already in {earlier}"


def _loose_refs(refs: set[str], book: catalogue.Catalogue) -> Iterator[str]:
    """Refs that the catalogue speaks of and no file holds, and figures both shown and left out."""
    left_out = {ref for entry in book.omitted.values() for ref in (*entry.refs, *entry.same_as)}
    yield from (f"omitted.toml: {ref} is left out, yet a file holds it" for ref in sorted(refs & left_out))
    named = {ref: "conflicts.toml" for entry in book.conflicts.values() for ref in entry.refs}
    named = {ref: file for ref, file in named.items() if ref not in left_out}
    named |= {ref: "omitted.toml" for entry in book.omitted.values() for ref in entry.same_as.values()}
    named |= {ref: "sets.toml" for entry in book.sets.values() for ref in entry.also}
    yield from (f"{named[ref]}: no file holds {ref}" for ref in sorted(named.keys() - refs))


def _frame(rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    for column in ("window_start", "window_end"):
        frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%d")
    for column in ("value", "lower", "upper"):
        frame[column] = pd.to_numeric(frame[column].replace("", None)).astype(float)
    return frame
