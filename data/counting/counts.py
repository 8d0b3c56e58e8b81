"""Counts of incidents by period and group, made from one stranger's list."""

import difflib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.counting import days, roles
from data.counting.incidents import Dating, Field, IncidentSheet
from data.counting.layout import find
from data.ingest import grid
from data.ingest.limits import Limits
from data.ingest.problems import Problem, Refused, problem
from data.observations import UNKNOWN
from data.tables.text import clean, key

FREQUENCIES = {"month": "M", "quarter": "Q", "year": "Y"}
# More counts than this are no longer a table that anyone reads.
_MOST_COUNTS = 1_000_000
# So many different values are names or descriptions, whose spellings nobody compares.
_MOST_SPELLINGS = 20_000


@dataclass(frozen=True)
class Counted:
    """Counts and what they were made from.

    `frame` has period_start, period_end (datetime64), the `by` columns as asked for, count, and partial: the
    first or last period, of which the dates cover a part only. Every group has every period between the first
    and the last, 0 where nothing was recorded; what is blank or unknown is the group `_U`. `undated` incidents
    are in no period: the sum of count and undated is `rows`.
    """

    frame: pd.DataFrame
    sheet: IncidentSheet
    date: Dating
    others: tuple[Dating, ...]
    rows: int
    undated: int
    unreadable: int
    ids: int | None
    problems: tuple[Problem, ...]


def counts(
    path: str | Path,
    date: str = "",
    by: Sequence[str] = (),
    freq: str = "month",
    sheet: str = "",
    limits: Limits | None = None,
    order: str = "",
) -> Counted:
    """Incidents by month, quarter or year of one date, for each value of the columns `by`.

    Without `date` the day of occurrence is taken if the list has it, else of the report (dates of layout.find).
    Columns are named by heading, as written or cleaned, or by letter. `order` (dmy, mdy, ymd) answers where
    days do not tell. The counts are true ones, not protected. Raises Refused.
    """
    book = grid.read(path, limits)
    found = _chosen(book, sheet, order)
    dating = _dating(book, found, date)
    if dating.resolution == "year" and freq != "year":
        raise Refused([problem("too_coarse", book.file, found.sheet, heading=dating.heading)])
    if (dating.states == days.OPEN).any():
        raise Refused([one for one in found.problems if one.code.startswith("day_order_")])
    fields = [_field(book, found, name) for name in by]
    groups, problems = _groups(book, found, fields)
    frame = _counted(book, found, dating, groups, by, FREQUENCIES[freq])
    told = [*book.problems, *_concerning(found, dating), *problems, *_about(book, found, dating)]
    others = tuple(one for one in found.dates if one is not dating)
    undated = len(found.rows) - dating.dated
    unreadable = int((dating.states == days.UNREADABLE).sum())
    field = _id(found)
    ids = len(found.columns[field.position].texts) if field else None
    return Counted(frame, found, dating, others, len(found.rows), undated, unreadable, ids, tuple(told))


def _chosen(book: grid.Grid, name: str, order: str) -> IncidentSheet:
    """The list asked for, or the only one; a sheet's name is compared without blanks and case."""
    sheets = [sheet for sheet in book.sheets if not name or key(sheet.name) == key(name)]
    if not sheets:
        names = ", ".join(sheet.name for sheet in book.sheets)
        raise Refused([problem("no_such_sheet", book.file, name, names=names)])
    found = [made for sheet in sheets if (made := find(sheet, book, order))]
    if len(found) > 1:
        names = ", ".join(made.sheet for made in found)
        raise Refused([problem("several_incident_lists", book.file, names=names)])
    if not found:
        raise Refused([problem("no_incident_list", book.file, name)])
    return found[0]


def _field(book: grid.Grid, found: IncidentSheet, asked: str) -> Field:
    for named in (
        [field for field in found.fields if asked.strip() in field.names],
        [field for field in found.fields if key(asked) in map(key, field.names) and key(asked)],
        [field for field in found.fields if field.letters == asked.strip().upper()],
    ):
        if len(named) > 1:
            letters = ", ".join(field.letters for field in named)
            raise Refused([problem("several_columns", book.file, found.sheet, asked=asked, letters=letters)])
        if named:
            return named[0]
    titles = {key(name): name for field in found.fields for name in (field.title, *field.names) if name}
    near = difflib.get_close_matches(key(asked), titles, n=3, cutoff=0.3) or list(titles)[:8]
    nearest = ", ".join(dict.fromkeys(titles[name] for name in near))
    raise Refused([problem("unknown_column", book.file, found.sheet, asked=asked, nearest=nearest)])


def _dating(book: grid.Grid, found: IncidentSheet, asked: str) -> Dating:
    if not asked:
        return found.dates[0]
    field = _field(book, found, asked)
    dating = next((one for one in found.dates if field in one.fields), None)
    if dating is None:
        dates = ", ".join(one.heading for one in found.dates)
        raise Refused([problem("no_date_column", book.file, found.sheet, asked=asked, dates=dates)])
    return dating


def _groups(book, found: IncidentSheet, fields: list[Field]) -> tuple[list[pd.Categorical], list[Problem]]:
    """For each column of groups the group of every row."""
    groups, problems = [], []
    for field in fields:
        column = found.columns[field.position]
        shown, joined = _spellings(column)
        shown = np.where(roles.unknown_values(column, field.role), UNKNOWN, shown)
        names, places = np.unique(np.append(shown, UNKNOWN).astype(str), return_inverse=True)
        groups.append(pd.Categorical.from_codes(places[column.over(found.rows)], names))
        if joined:
            told = dict(zip(("found", "shown"), joined, strict=True))
            problems.append(problem("spellings_joined", book.file, found.sheet, heading=field.title, **told))
        if several := _several(column.texts):
            problems.append(
                problem("several_in_a_cell", book.file, found.sheet, heading=field.title, found=several)
            )
    return groups, problems


def _spellings(column) -> tuple[np.ndarray, tuple[str, str] | None]:
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


def _counted(
    book, found: IncidentSheet, dating: Dating, groups: list, by: Sequence[str], unit: str
) -> pd.DataFrame:
    known = dating.states == days.DATED
    first = pd.PeriodIndex(dating.starts[known].astype("datetime64[s]"), freq=unit)
    periods = pd.period_range(first.min(), first.max(), freq=unit) if len(first) else first
    rows = pd.DataFrame({place: group[known] for place, group in enumerate(groups)})
    present = rows.drop_duplicates().sort_values(list(rows)) if groups else pd.DataFrame(index=[0])
    if (count := len(present) * len(periods)) > _MOST_COUNTS:
        told = {"headings": ", ".join(by), "count": f"{count:,}", "limit": f"{_MOST_COUNTS:,}"}
        raise Refused([problem("too_many_groups", book.file, found.sheet, **told)])
    # A cell of the result is named by its group and period; incidents are counted by that name.
    places = np.zeros(known.sum(), int)
    if groups:
        numbered = present.assign(place=np.arange(len(present)))
        places = rows.merge(numbered, how="left", on=list(rows))["place"].to_numpy()
    step = first.asi8 - (periods.asi8[0] if len(periods) else 0)
    made = np.bincount(step * len(present) + places, minlength=count)
    frame = pd.DataFrame(
        {
            "period_start": np.repeat(periods.start_time, len(present)),
            "period_end": np.repeat(periods.end_time.normalize(), len(present)),
        }
    )
    for place, name in enumerate(by):
        frame[name] = np.tile(present[place].astype("str").to_numpy(), len(periods)) if len(periods) else ""
    frame["count"] = made.astype(int)
    return frame.assign(partial=_partial(frame, dating.starts[known], dating.ends[known]))


def _partial(frame: pd.DataFrame, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Periods that begin before the first date or end after the last: the file need not cover them wholly."""
    if not len(starts):
        return np.zeros(len(frame), bool)
    return ((frame["period_start"] < starts.min()) | (frame["period_end"] > ends.max())).to_numpy()


def _id(found: IncidentSheet) -> Field | None:
    """The column of record numbers: not a running number if there is another one."""
    fields = [field for field in found.fields if field.role == "id"]
    return min(fields, key=lambda field: roles.running(found.columns[field.position]), default=None)


def _concerning(found: IncidentSheet, dating: Dating) -> Iterator[Problem]:
    """What the list says of itself, without the problems of dates that were not taken."""
    other = {one.heading for one in found.dates if one is not dating}
    for one in found.problems:
        if not any(f"‘{heading}’" in one.what["en"] for heading in other - {dating.heading}):
            yield one


def _about(book: grid.Grid, found: IncidentSheet, dating: Dating) -> Iterator[Problem]:
    """Rows beside record numbers, and how late incidents were reported."""
    total = f"{len(found.rows):,}"
    if field := _id(found):
        column = found.columns[field.position]
        blank, ids = len(found.rows) - len(column.rows), len(column.texts)
        if blank:
            told = {"heading": field.title, "rows": total, "blank": f"{blank:,}"}
            yield problem("ids_blank", book.file, found.sheet, **told)
        if ids < len(column.rows):
            told = {"heading": field.title, "rows": f"{len(column.rows):,}", "ids": f"{ids:,}"}
            yield problem("ids_repeated", book.file, found.sheet, **told)
    later = next((one for one in found.dates if one.kind in ("reported", "recorded")), None)
    if (
        dating.kind in ("occurred", "")
        and later not in (None, dating)
        and "day" == dating.resolution == later.resolution
    ):
        late = delays(dating, later)
        if len(late):
            yield problem(
                "reported_late",
                book.file,
                found.sheet,
                first=dating.heading,
                later=later.heading,
                **_shares(late),
            )


def delays(first: Dating, later: Dating) -> np.ndarray:
    """Days from one date to the other, of the incidents that have both."""
    return (later.starts - first.starts)[(first.states == days.DATED) & (later.states == days.DATED)].astype(
        int
    )


def _shares(late: np.ndarray) -> dict[str, str]:
    found = {"same": late == 0, "month": late > 30, "year": late > 365, "before": late < 0}
    return {name: f"{int(those.sum()):,}" for name, those in found.items()} | {
        "most": f"{math.floor(late.max()):,}"
    }
