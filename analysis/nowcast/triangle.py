"""The reporting triangle: how many events of each period were known at each age, on one given day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.errors import BadSeries, TooFewPeriods
from analysis.periods import SEASONS, frequency
from analysis.windows import Window

NAMES = {"M": "monthly", "Q": "quarterly"}
# Six periods show the first two delays five and four times; below that nothing is known of any delay.
MINIMUM = 6


@dataclass(frozen=True)
class Triangle:
    """Events by period of occurrence (rows) and delay in periods (columns), as known on one day.

    `added[p, d]` became known with delay d; NaN where that day is still to come, so the observed part is the
    upper left triangle of a square. `used` marks the cells that may speak for the delays of others. `known`
    is what is known of each period by now. Delay 0 is whatever was known on the first of the counting days
    that follow the period; counting days are `as_of` and the same day of every month or quarter before it, so
    all periods of one delay had equally long to be reported, also where `as_of` ends no period.
    """

    added: np.ndarray
    used: np.ndarray
    known: np.ndarray
    index: pd.PeriodIndex
    name: str
    notes: tuple[tuple[str, dict], ...] = ()

    @property
    def ages(self) -> np.ndarray:
        """How many delays of each period have been seen: 1 for the newest."""
        return len(self.index) - np.arange(len(self.index))

    def before(self, periods: int) -> "Triangle":
        """The triangle as it was so many periods earlier."""
        n = len(self.index) - periods
        seen = np.add.outer(np.arange(n), np.arange(n)) < n
        added = np.where(seen, self.added[:n, :n], np.nan)
        used = self.used[:n, :n] & seen
        return replace(self, added=added, used=used, known=np.nansum(added, axis=1), index=self.index[:n])


def from_incidents(
    reports: pd.DataFrame, freq: str, as_of: date | None, cut: Iterable[Window], name: str
) -> Triangle:
    """The triangle of single events with the days on which they occurred and were reported.

    Reports after `as_of` are not looked at. Left out and noted: events without one of the days, events of
    a period that is not over, and those of periods before the first report of all, whose early reports
    nobody kept. Raises BadSeries and TooFewPeriods.
    """
    days = _days(reports, name)
    last = pd.Timestamp(as_of) if as_of else days["reported"].max()
    dated = days.dropna()
    dated = dated[dated["reported"] <= last]
    if (dated["reported"] < dated["occurred"]).any():
        raise BadSeries(series=name, found="reports before the event", expected="the day of the event first")
    if dated.empty:
        raise _too_few(name, freq, 0, "no period")
    current = last.to_period(freq)
    newest = current if current.end_time.normalize() == last else current - 1
    index = pd.period_range(dated["reported"].min().to_period(freq), newest)
    if len(index) < MINIMUM:
        raise _too_few(name, freq, len(index), str(index[0]) if len(index) else "no period")
    counting = _counting_days(last, index)
    row = dated["occurred"].dt.to_period(freq).array.asi8 - index.asi8[0]
    inside = (row >= 0) & (row < len(index))
    column = np.searchsorted(counting, dated["reported"].to_numpy(), side="left") - row
    n = len(index)
    added = np.zeros((n, n))
    np.add.at(added, (row[inside], np.maximum(column[inside], 0)), 1)
    left_out = {
        "undated": len(days) - len(days.dropna()),
        "before_first_report": int((row < 0).sum()),
        "period_not_over": int((row >= n).sum()),
    }
    notes = tuple((code, {"events": count}) for code, count in left_out.items() if count)
    return _triangle(added, counting, index, name, notes, cut)


def from_vintages(table: pd.DataFrame, cut: Iterable[Window], name: str) -> Triangle:
    """The triangle of published counts: one row a period, one column a vintage, each what was known then.

    Rows are months or quarters without holes; columns are periods, at whose end the counts were stated, or
    days. Where the last vintage came sooner after the one before than the others did, it gives the known
    counts but no delay, since no other row has its age. Counts that fall later (records withdrawn) stay as
    they are and are noted. Raises BadSeries and TooFewPeriods.
    """
    letter = frequency(pd.Series(0.0, table.index, name=name))
    if letter not in NAMES:
        raise BadSeries(series=name, found="years", expected="months or quarters")
    ends = table.columns
    if not isinstance(ends, pd.PeriodIndex | pd.DatetimeIndex) or not ends.is_monotonic_increasing:
        raise BadSeries(series=name, found="other columns", expected="vintages in order, as periods or days")
    days = ends.end_time.normalize() if isinstance(ends, pd.PeriodIndex) else ends.normalize()
    latest, notes = table.ffill(axis=1).iloc[:, -1], []
    if len(days) > 1 and _is_partial(days, letter):
        table, days = table.iloc[:, :-1], days[:-1]
        notes.append(("partial_vintage", {"day": str(ends[-1])}))
    vintage = days.to_period(letter)
    if vintage.has_duplicates:
        raise BadSeries(
            series=name, found=f"two vintages in {vintage[vintage.duplicated()][0]}", expected="one"
        )
    rows = table.index[table.notna().any(axis=1)]
    if len(rows) < MINIMUM or len(vintage) < MINIMUM:
        raise _too_few(name, letter, min(len(rows), len(vintage)), str(rows[0]) if len(rows) else "no period")
    index = pd.period_range(rows[0], rows[-1])
    n = len(index)
    first = pd.period_range(end=vintage[-1], periods=n)
    stated = table.set_axis(vintage, axis=1).reindex(index=index, columns=first).to_numpy(dtype=float)
    cumulative = np.full((n, n), np.nan)
    for p in range(n):
        cumulative[p, : n - p] = stated[p, p:]
    filled = pd.DataFrame(cumulative).ffill(axis=1).fillna(0.0).to_numpy()
    added = np.diff(filled, axis=1, prepend=0.0)
    told = ~np.isnan(cumulative)
    used = told & np.column_stack([np.ones(n, bool), told[:, :-1]])
    fallen = int((added[~np.isnan(cumulative)] < 0).sum())
    notes += [("withdrawn", {"cells": fallen})] if fallen else []
    known = latest.reindex(index).fillna(0.0).to_numpy(dtype=float)
    counting = first.end_time.normalize()
    return replace(_triangle(added, counting, index, name, tuple(notes), cut, used), known=known)


def _triangle(added, counting, index, name, notes, cut, used=True) -> Triangle:
    """Only what is seen is kept; cells with reports from inside a cut window may not speak for others."""
    n = len(index)
    when = np.add.outer(np.arange(n), np.arange(n))
    seen = when < n
    used = seen & used
    begins = np.concatenate([[index[0].start_time], counting[:-1] + pd.Timedelta(days=1)])
    for window in cut:
        touched = (begins <= pd.Timestamp(window.end)) & (counting >= pd.Timestamp(window.start))
        used &= ~touched[np.minimum(when, n - 1)]
    return Triangle(
        np.where(seen, added, np.nan), used, np.where(seen, added, 0).sum(axis=1), index, name, notes
    )


def _counting_days(last: pd.Timestamp, index: pd.PeriodIndex) -> pd.DatetimeIndex:
    """The day `last` and the same day of each month or quarter before it, one for each period."""
    if last == index[-1].end_time.normalize():
        return index.end_time.normalize()
    months = 12 // SEASONS[index.freqstr[0]]
    return pd.DatetimeIndex(
        [last - pd.DateOffset(months=months * back) for back in range(len(index) - 1, -1, -1)]
    )


def _is_partial(days: pd.DatetimeIndex, letter: str) -> bool:
    """Whether only the last of the vintages does not stand at the end of a period."""
    whole = days == days.to_period(letter).end_time.normalize()
    return bool(whole[:-1].all() and not whole[-1])


def _days(reports: pd.DataFrame, name: str) -> pd.DataFrame:
    wrong = [
        column
        for column in ("occurred", "reported")
        if column not in reports or not pd.api.types.is_datetime64_dtype(reports[column])
    ]
    if wrong:
        raise BadSeries(series=name, found=f"no days in {wrong}", expected="columns occurred and reported")
    return reports[["occurred", "reported"]].apply(lambda days: days.dt.normalize())


def _too_few(name: str, letter: str, found: int, first: str) -> TooFewPeriods:
    return TooFewPeriods(
        series=name,
        found=found,
        frequency=NAMES[letter[0]],
        first=first,
        needed=MINIMUM,
        purpose="a nowcast",
    )
