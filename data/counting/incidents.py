"""A list of incidents as it was found: its columns and what they are, its rows, its dates."""

from dataclasses import dataclass

import numpy as np

from data.counting import days
from data.counting.columns import Column
from data.ingest.problems import Problem
from data.ingest.worksheet import column_letters


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
        return column_letters(self.position)

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
