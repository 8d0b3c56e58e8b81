"""Columns of a regression on periods: time, season, steps of known events."""

from collections.abc import Iterable
from datetime import timedelta

import numpy as np
import pandas as pd

from analysis.periods import SEASONS
from analysis.windows import Event

# A season that has been seen twice cannot be told from chance; three full years are the fewest.
YEARS_FOR_SEASON = 3
FEW_A_PERIOD = 2


def days(index: pd.PeriodIndex) -> np.ndarray:
    """Calendar days of every period, both ends included."""
    return ((index.end_time.normalize() - index.start_time).days + 1).to_numpy(float)


def years(index: pd.PeriodIndex) -> np.ndarray:
    """Middle of every period in years since the middle of the series, so that a slope is a year's change."""
    step = SEASONS[index.freqstr[0]]
    position = np.arange(len(index), dtype=float)
    return (position - position.mean()) / step


def has_room_for_season(index: pd.PeriodIndex) -> bool:
    """Whether the periods are months or quarters of at least three full years."""
    step = SEASONS[index.freqstr[0]]
    return step > 1 and len(index) >= YEARS_FOR_SEASON * step


def season(index: pd.PeriodIndex) -> np.ndarray:
    """Contrasts of the calendar months or quarters, each column summing to 0 over a full year; none for years."""
    step = SEASONS[index.freqstr[0]]
    if step == 1:
        return np.empty((len(index), 0))
    place = (index.month if step == 12 else index.quarter).to_numpy() - 1
    contrast = np.vstack([np.eye(step - 1), -np.ones(step - 1)])
    return contrast[place]


def adjustment(index: pd.PeriodIndex, mean: float) -> tuple[str, np.ndarray]:
    """What takes the season out of a regression, with its code; centred columns.

    season_effects: one effect a month or quarter, from three full years on and a mean of 2 events a period
    (below, single months are often empty and their effects run away). season_waves: yearly and half-yearly
    waves in their place. season_wave: one yearly wave, for two years, which cannot tell more. no_season
    otherwise, and for years.
    """
    step = SEASONS[index.freqstr[0]]
    if step == 1 or len(index) < 2 * step:
        return "no_season", np.empty((len(index), 0))
    if has_room_for_season(index) and (mean >= FEW_A_PERIOD or step == 4):
        return "season_effects", season(index)
    place = (index.month if step == 12 else index.quarter).to_numpy() - 1
    orders = (1, 2) if has_room_for_season(index) else (1,)
    angles = [2 * np.pi * order * place / step for order in orders]
    waves = [wave for angle in angles for wave in (np.cos(angle), np.sin(angle))]
    return ("season_waves" if len(orders) == 2 else "season_wave"), np.column_stack(waves)


def steps(index: pd.PeriodIndex, events: Iterable[Event]) -> tuple[tuple[Event, ...], np.ndarray]:
    """Events that begin inside the series and their columns: 1 while in force, the share of days in between.

    An event that fills all periods or none says nothing about them and is left out, and so is one that
    cannot be told from those before it (two laws of one month).
    """
    kept, columns, level = [], [], np.ones(len(index))
    starts, length = index.start_time, days(index)
    for event in events:
        last = event.end or index[-1].end_time.date()
        begin, after = pd.Timestamp(event.start), pd.Timestamp(last + timedelta(days=1))
        ends = starts + pd.to_timedelta(length, unit="D")
        inside = (np.minimum(ends, after) - np.maximum(starts, begin)) / pd.Timedelta(days=1)
        column = np.clip(np.asarray(inside, dtype=float), 0, None) / length
        if np.linalg.matrix_rank(np.column_stack([level, *columns, column]), tol=1e-6) == len(columns) + 2:
            kept.append(event)
            columns.append(column)
    return tuple(kept), np.column_stack(columns) if columns else np.empty((len(index), 0))
