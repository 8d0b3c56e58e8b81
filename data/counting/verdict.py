"""Whether rows with dates are incidents, or counts by date."""

import numpy as np

from data.counting import headings, roles
from data.counting.columns import Column
from data.tables.measures import total

# In a table of counts by date nearly every date has as many rows as the next, in a list of incidents few do.
_EVEN = 0.8


def counted(
    columns: dict[int, Column], names: dict[int, str], given: dict[int, str], starts: np.ndarray
) -> bool:
    """Whether the rows are counts of incidents, not incidents.

    `given` are the roles of the columns, `starts` the first days of the rows. A column that counts incidents
    makes a table, unless each row has its own number, clock or place. Other numbers make one only where the
    dates run on evenly, or where nothing but dates and numbers is there.
    """
    numbers = [
        position for position, role in given.items() if role == "number" and _counts(columns[position])
    ]
    if not numbers:
        return False
    strong = [
        position for position in numbers if _says_counts(names[position]) or total(names[position]) == ""
    ]
    even = _evenly(starts)
    if strong and even:
        return True
    if _single(columns, given, starts):
        return False
    worded = [role for role in given.values() if role in ("category", "text", "place", "sex", "age", "time")]
    return bool(strong) or even or not worded


def beside(columns: dict[int, Column], names: dict[int, str], given: dict[int, str]) -> list[int]:
    """Columns of numbers that a reader might add up: counts of people or things in each incident."""
    return [
        position
        for position, role in given.items()
        if role == "number"
        and (_says_counts(names[position]) or headings.speaks_of("people", names[position]))
    ]


def _says_counts(heading: str) -> bool:
    return headings.speaks_of("counts", heading) and not headings.speaks_of("people", heading)


def _counts(column: Column) -> bool:
    """Numbers that are not all 0 and 1: a column of ones says only that each row is one incident."""
    values = {text.strip().removesuffix(".0") for text in column.texts[:3]}
    return len(column.texts) > 2 or not values <= {"0", "1"}


def _single(columns: dict[int, Column], given: dict[int, str], starts: np.ndarray) -> bool:
    """Whether rows are told apart as incidents are: by a number of their own, a clock, or fine coordinates."""
    rows = len(starts)
    for position, role in given.items():
        column = columns[position]
        unique = len(column.texts) / max(1, rows)
        if role == "id" and unique >= 0.5 and not roles.running(column):
            return True
        if role == "time" and len(column.texts) > 24:
            return True
        if role in ("text", "place") and unique >= 0.5 and rows > 10:
            return True
    return False


def _evenly(starts: np.ndarray) -> bool:
    """Whether the dates follow each other without a gap, each with about the same number of rows."""
    known = starts[~np.isnat(starts)]
    if not len(known):
        return False
    dates, rows = np.unique(known, return_counts=True)
    if len(dates) == 1:
        return True
    steps = np.diff(dates).astype(int)
    regular = steps.min() >= _EVEN * np.median(steps) and steps.max() <= np.median(steps) * 1.25
    return bool(regular and (rows == np.median(rows)).mean() >= _EVEN)
