"""The groups by which incidents are counted: the values of a column as written, spellings of one name joined."""

import numpy as np
import pandas as pd

from data.counting import roles
from data.counting.columns import Column
from data.counting.incidents import Field, IncidentSheet
from data.ingest.problems import Problem, problem
from data.observations import UNKNOWN
from data.tables.text import clean

# So many different values are names or descriptions, whose spellings nobody compares.
_MOST_SPELLINGS = 20_000


def groups(
    found: IncidentSheet, fields: list[Field], file: str
) -> tuple[list[pd.Categorical], list[Problem]]:
    """For each of these columns the group of every row, `_U` where it is blank or unknown."""
    made, problems = [], []
    for field in fields:
        column = found.columns[field.position]
        shown, joined = _spellings(column)
        shown = np.where(roles.unknown_values(column, field.role), UNKNOWN, shown)
        names, places = np.unique(np.append(shown, UNKNOWN).astype(str), return_inverse=True)
        made.append(pd.Categorical.from_codes(places[column.over(found.rows)], names))
        if joined:
            told = dict(zip(("found", "shown"), joined, strict=True))
            problems.append(problem("spellings_joined", file, found.sheet, heading=field.title, **told))
        if several := _several(column.texts):
            problems.append(
                problem("several_in_a_cell", file, found.sheet, heading=field.title, found=several)
            )
    return made, problems


def _spellings(column: Column) -> tuple[np.ndarray, tuple[str, str] | None]:
    """Each value in the commonest of the spellings that differ in blanks, case or 台/臺 only; one pair of them."""
    if len(column.texts) > _MOST_SPELLINGS:
        return column.texts, None
    folded = pd.Series([clean(text).casefold().replace("台", "臺") for text in column.texts], dtype=object)
    commonest = pd.Series(column.weights).groupby(folded.to_numpy()).idxmax()
    places = commonest[folded].to_numpy(dtype=int) if len(folded) else np.empty(0, int)
    shown = np.array([clean(text) for text in column.texts], object)
    changed = np.flatnonzero(shown != shown[places])
    return shown[places], (shown[changed[0]], shown[places[changed[0]]]) if len(changed) else None


def _several(texts: np.ndarray) -> str:
    """A value such as `Black, South Asian`, one part of which is a value of its own."""
    if len(texts) > _MOST_SPELLINGS:
        return ""
    known = {str(text).strip() for text in texts}
    for text in texts:
        parts = [part.strip() for part in str(text).replace(";", ",").replace("|", ",").split(",")]
        if len(parts) > 1 and any(part in known for part in parts):
            return str(text)
    return ""
