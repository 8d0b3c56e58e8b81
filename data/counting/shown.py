"""The cells of a list of incidents that say when, where and who, with what was read from them."""

import numpy as np
import pandas as pd

from data.counting import days, pieces, roles
from data.counting.incidents import Field, IncidentSheet
from data.ingest.grid import Grid, Sheet

_ROLES = ("date", "time", "age", "sex", "place")
# By the place of the state in days.STATES.
_NOTES = ("", "unknown", "unreadable", "order_open")


def cells(found: IncidentSheet, sheet: Sheet, book: Grid) -> pd.DataFrame:
    """The cells of dates, times, ages, sexes and places: row, col, heading, role, text as written, value, note.

    period_start and period_end are of dates; the last column of a date in pieces has the whole date, the ones
    before it what they say alone. `value` is an age in years. note: unknown, unreadable, order_open. Words are
    categories, as a long list repeats them.
    """
    fields = [field for field in found.fields if field.role in _ROLES]
    columns = [found.columns[field.position] for field in fields]
    parts = {name: [] for name in ("period_start", "period_end", "value", "note")}
    for field in fields:
        for name, part in zip(parts, _said(found, field), strict=True):
            parts[name].append(part)
    rows = np.concatenate([column.rows for column in columns])
    lengths = [len(column.rows) for column in columns]
    order = np.argsort(rows, kind="stable")
    made = {"row": rows, "col": np.repeat([field.position for field in fields], lengths)}
    made |= {name: np.concatenate(part) for name, part in parts.items()}
    taken = {name: values[order] for name, values in made.items()}
    numbers = np.repeat(np.arange(len(fields)), lengths)[order]
    words = {
        "heading": _worded(numbers, [field.title for field in fields]),
        "role": _worded(numbers, [field.role for field in fields]),
        "text": _worded(_places(columns)[order], np.concatenate([column.texts for column in columns])),
        "note": _worded(taken.pop("note"), _NOTES),
    }
    frame = pd.DataFrame(taken | words)
    for name in ("period_start", "period_end"):
        frame[name] = frame[name].astype("datetime64[s]")
    return frame[["row", "col", "heading", "role", "text", "period_start", "period_end", "value", "note"]]


def _said(found: IncidentSheet, field: Field) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """First and last day, value and note of each cell of a column."""
    column = found.columns[field.position]
    count = len(column.rows)
    starts = ends = np.full(count, np.datetime64("NaT", "D"))
    notes, value = np.zeros(count, int), np.full(count, np.nan)
    dating = next((one for one in found.dates if one.fields[-1] is field), None)
    if dating is not None:
        places = np.searchsorted(found.rows, column.rows)
        starts, ends, notes = dating.starts[places], dating.ends[places], dating.states[places]
    elif field.resolution == "year":
        years = pieces.year(column, field.heading)[column.which]
        starts, ends = days.periods(years, np.zeros(count), np.zeros(count))
    elif field.role == "age":
        numbers, unknown = roles.age_of(column)
        value, notes = numbers[column.which], (unknown * days.UNKNOWN)[column.which]
    elif field.role == "sex":
        notes = (roles.unknown_values(column, "sex") * days.UNKNOWN)[column.which]
    return starts, ends, value, notes


def _places(columns: list) -> np.ndarray:
    """For each cell the place of its text among the texts of all columns."""
    before = np.cumsum([0, *(len(column.texts) for column in columns)])
    return np.concatenate([column.which + first for column, first in zip(columns, before[:-1], strict=True)])


def _worded(places: np.ndarray, words) -> pd.Categorical:
    """Words by their place, where several places may hold one word."""
    codes, distinct = pd.factorize(np.asarray(words, dtype=object))
    return pd.Categorical.from_codes(codes[places], pd.Index(distinct, dtype="str"))
