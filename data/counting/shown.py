"""The cells of a list of incidents that say when, where and who, with what was read from them."""

import numpy as np
import pandas as pd

from data.counting import days, pieces, roles
from data.counting.incidents import Field, IncidentSheet
from data.ingest.grid import Grid, Sheet

_ROLES = ("date", "time", "age", "sex", "place")
_NOTES = {days.UNKNOWN: "unknown", days.UNREADABLE: "unreadable", days.OPEN: "order_open"}


def cells(found: IncidentSheet, sheet: Sheet, book: Grid) -> pd.DataFrame:
    """The cells of dates, times, ages, sexes and places: row, col, heading, role, text as written, value, note.

    period_start and period_end are of dates; the last column of a date in pieces has the whole date, the ones
    before it what they say alone. `value` is an age in years. note: unknown, unreadable, order_open.
    """
    parts = [_cells(found, field) for field in found.fields if field.role in _ROLES]
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
        notes = np.array(["", *_NOTES.values()], object)[dating.states[places]]
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
