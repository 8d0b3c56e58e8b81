"""Counts of incidents by period and group, made from one stranger's list."""

import difflib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.counting import days, roles
from data.counting.groups import groups
from data.counting.incidents import Dating, Field, IncidentSheet
from data.counting.layout import find
from data.counting.remarks import OF_DATES
from data.ingest import grid
from data.ingest.limits import Limits
from data.ingest.problems import Problem, Refused, problem
from data.tables.text import key

FREQUENCIES = {"month": "M", "quarter": "Q", "year": "Y"}
# More counts than this are no longer a table that anyone reads.
_MOST_COUNTS = 1_000_000
_MADE = ("period_start", "period_end", "count", "partial")


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
        raise Refused([one for one in _concerning(found, dating) if one.code.startswith("day_order_")])
    fields = {name: _field(book, found, name) for name in by}
    grouped, problems = groups(found, list(fields.values()), book.file)
    names = [f"{name} ({one.letters})" if name in _MADE else name for name, one in fields.items()]
    frame = _counted(book, found, dating, dict(zip(names, grouped, strict=True)), FREQUENCIES[freq])
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


def _counted(
    book: grid.Grid, found: IncidentSheet, dating: Dating, grouped: dict[str, pd.Categorical], unit: str
) -> pd.DataFrame:
    known = dating.states == days.DATED
    first = pd.PeriodIndex(dating.starts[known].astype("datetime64[s]"), freq=unit)
    periods = pd.period_range(first.min(), first.max(), freq=unit) if len(first) else first
    rows = pd.DataFrame({name: group[known] for name, group in grouped.items()})
    present = rows.drop_duplicates().sort_values(list(rows)) if grouped else pd.DataFrame(index=[0])
    if (count := len(present) * len(periods)) > _MOST_COUNTS:
        told = {"headings": ", ".join(grouped), "count": f"{count:,}", "limit": f"{_MOST_COUNTS:,}"}
        raise Refused([problem("too_many_groups", book.file, found.sheet, **told)])
    # A cell of the result is named by its group and period; incidents are counted by that name.
    places = np.zeros(known.sum(), int)
    if grouped:
        # Numbered in the order of `present`, as both are sorted by the categories.
        places = rows.groupby(list(rows), observed=True, sort=True).ngroup().to_numpy()
    step = first.asi8 - (periods.asi8[0] if len(periods) else 0)
    made = np.bincount(step * len(present) + places, minlength=count)
    frame = pd.DataFrame(
        {
            "period_start": np.repeat(periods.start_time, len(present)),
            "period_end": np.repeat(periods.end_time.normalize(), len(present)),
        }
    )
    for name in grouped:
        frame[name] = np.tile(present[name].astype("str").to_numpy(), len(periods))
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


def _concerning(found: IncidentSheet, dating: Dating) -> list[Problem]:
    """What the list says of itself, without the problems of dates that were not taken."""
    taken = {field.letters for field in dating.fields}
    others = {field.letters for one in found.dates for field in one.fields} - taken
    return [
        one
        for one in found.problems
        if one.code not in OF_DATES or one.cell.rstrip("0123456789") not in others
    ]


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
