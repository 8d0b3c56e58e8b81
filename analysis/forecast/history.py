"""What of a series may be forecast from, and how far: checks, cuts at declared breaks, minimum histories."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.errors import BadSeries, NotComparable, TooFewPeriods
from analysis.periods import SEASONS, frequency
from analysis.windows import Event

NAMES = {"Y": "yearly", "Q": "quarterly", "M": "monthly"}
# Four points are the fewest from which a level and its scatter can both be told.
MINIMUM = 4
# Below these nothing but the level is forecast; below the next ones the quality is low and the reach short.
LEVEL_ONLY = 8
SHORT = {"Y": 13, "Q": 10, "M": 26}
REACH_LEVEL = {"Y": 2, "Q": 2, "M": 6}
REACH_SHORT = {"Y": 3, "Q": 2, "M": 6}
REACH = {"Y": 6, "Q": 8, "M": 24}


@dataclass(frozen=True)
class History:
    """The periods that count, on a PeriodIndex without gaps at either end; values may be NaN inside."""

    series: pd.Series
    name: str
    letter: str
    notes: tuple[tuple[str, dict], ...] = ()

    @property
    def season(self) -> int:
        return SEASONS[self.letter]

    @cached_property
    def observed(self) -> int:
        return int(self.series.notna().sum())

    @cached_property
    def is_count(self) -> bool:
        values = self.series.dropna()
        return bool((values == np.floor(values)).all())

    @property
    def reach(self) -> int:
        """How many periods ahead the history supports; beyond, a forecast is marked low."""
        if self.observed < LEVEL_ONLY:
            return REACH_LEVEL[self.letter]
        if self.observed < SHORT[self.letter]:
            return REACH_SHORT[self.letter]
        return min(REACH[self.letter], self.observed // 2)

    @property
    def is_short(self) -> bool:
        return self.observed < SHORT[self.letter]


def history(series: pd.Series, horizon: int, events: Iterable[Event] = ()) -> History:
    """The part of the series from which `horizon` periods may be forecast.

    Leading and trailing missing values are left out; so are the periods before, or cut by, a blocking event.
    Raises BadSeries, TooFewPeriods (fewer than 4 values) and NotComparable (fewer than 4 since the event, or
    the event begins or ends inside the forecast).
    """
    letter, name = _checked(series)
    known = series.astype(float).loc[series.first_valid_index() : series.last_valid_index()]
    found = History(known, name, letter)
    if found.observed < MINIMUM:
        raise TooFewPeriods(
            series=name,
            found=found.observed,
            frequency=NAMES[letter],
            first=str(known.index[0]) if len(known) else "no period",
            needed=MINIMUM,
            purpose="a forecast",
        )
    for event in events:
        if event.effect != "none" and (not event.indicators or name in event.indicators):
            found = _after(found, event, horizon)
    gaps = len(found.series) - found.observed
    return replace(found, notes=(*found.notes, ("gaps", {"missing": gaps}))) if gaps else found


def _after(found: History, event: Event, horizon: int) -> History:
    """The history counted one way, as far as this event is concerned."""
    index = found.series.index
    starts, last = index.start_time, index[-1]
    turns = [event.start] + ([event.end + timedelta(days=1)] if event.end else [])
    turns = [pd.Timestamp(day) for day in turns]
    turns = [day for day in turns if starts[0] < day <= (last + horizon).end_time]
    if not turns:
        return found
    if event.effect == "caution":
        return replace(found, notes=(*found.notes, ("event", {"event": event.id, "start": str(event.start)})))
    kept = found.series[starts >= max(turns)]
    kept = kept.loc[kept.first_valid_index() :] if kept.notna().any() else kept.iloc[:0]
    count = int(kept.notna().sum())
    if count < MINIMUM:
        raise NotComparable(
            series=found.name, event=event.id, date=str(max(turns).date()), found=count, needed=MINIMUM
        )
    note = "cut_at_event", {"event": event.id, "first": str(kept.index[0]), "periods": count}
    return replace(found, series=kept, notes=(*found.notes, note))


def _checked(series: pd.Series) -> tuple[str, str]:
    """Frequency letter and name; anything but non-negative numbers on every period once is refused."""
    letter, name = frequency(series), str(series.name or "series")
    if not pd.api.types.is_numeric_dtype(series.dtype):
        raise BadSeries(
            series=name, found=f"values of type {series.dtype}", expected="numbers, missing as NaN"
        )
    values = series.astype(float)
    if (values < 0).any() or np.isinf(values).any():
        raise BadSeries(series=name, found="negative or infinite values", expected="numbers from 0")
    return letter, name
