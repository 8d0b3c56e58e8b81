"""Which periods of one series are unusually high, by Farrington's flexible algorithm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.alerts.baseline import baseline, reference
from analysis.alerts.threshold import RULES
from analysis.counts import whole
from analysis.errors import BadCount, BadSeries
from analysis.periods import SEASONS, frequency
from analysis.windows import Event

COLUMNS = ("count", "expected", "threshold", "p_value", "status")
# Below three years a season or a trend cannot be told from one odd year (Noufaily et al. want five).
LEAST_YEARS = 3
# Farrington et al. (1996): fewer than 5 reports in four periods are nobody's outbreak.
FEW, FEW_PERIODS = 5, 4
# Below one event a period seasonal levels would rest on empty cells; only the level is fitted.
SPARSE_MEAN = 1.0


class Settings(NamedTuple):
    """How a baseline is made at one frequency."""

    years: int
    half_window: int
    levels: int
    left_out: int


# Five years as Noufaily et al. (2013). Months: a window of three months and nine single ones are their ten
# levels; three months left out, since their half year leaves a short series too little. Quarters: each is a
# level of its own, as a window of three would be most of the year; one left out.
SETTINGS = {"M": Settings(5, 1, 10, 3), "Q": Settings(5, 0, 4, 1)}
# A trend always, if it does not lead above all counts seen (Noufaily et al.): kept only when significant, it
# gave 3.2 % of false alarms for an asked 1 % on three years that rise by 12 % a year, kept always 1.8 %.
TREND_ALPHA = 1.0
# As Noufaily et al. On negative binomial counts it weighs down some of the upper tail itself: 1.5 % of false
# alarms for an asked 1 % (4,008 series; 1.3 % with 3.0). But from 3.0 on, three months of five times the usual
# count a year ago raise the threshold from 21 to 53, with 2.58 to 27.
WEIGHT_ABOVE = 2.58


@dataclass(frozen=True)
class Alerts:
    """Assessed periods of one series, and by which rule.

    `frame` has a PeriodIndex and the columns count, expected, threshold (a count above it is unusual),
    p_value (chance of so high a count or a higher one if nothing happened) and status. Status is quiet,
    unusual, too_short (less than three comparable years before), too_small (fewer than 5 events in four
    periods) or incomplete (the count is missing or its period not over); numbers not computed are NaN.
    """

    frame: pd.DataFrame
    alpha: float
    rule: str


def alerts(
    series: pd.Series,
    alpha: float = 0.01,
    *,
    last: int = 12,
    as_of: date | None = None,
    events: Iterable[Event] = (),
    rule: str = "predictive",
) -> Alerts:
    """Which of the last periods are unusually high against the same season of up to five earlier years.

    Takes counts of months or quarters on a PeriodIndex with every period once, missing NaN. Every period is
    judged from earlier ones only. Those that end after `as_of` are incomplete; a blocking event begins a new
    history. `alpha` is the chance of a false alarm in one period of one series: 1 % is one in eight years of
    months. It is not lower since the counts here are monthly, where Noufaily et al. watch 3,300 organisms a
    week at 0.5 %; for several series at once use `many`. Raises BadSeries and BadCount.

    Rival rules: Farrington et al. (1996) use only the same weeks of earlier years and weigh down every high
    count; EARS and CUSUM use the last weeks alone and take a season for an outbreak. `rule` delta, plug_in
    and upper_mean are the published thresholds, kept to be compared; `analysis.alerts.threshold` says why
    predictive is ours.
    Source: Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett (2013), Stat. Med. 32.
    """
    letter, name = frequency(series), str(series.name or "series")
    if letter not in SETTINGS:
        raise BadSeries(series=name, found="years", expected="months or quarters")
    if not 0 < alpha < 0.5:
        raise BadCount(series="alpha", value=alpha, expected="a number between 0 and 0.5")
    counts = whole(series, name)
    begins = _beginnings(series.index, name, events)
    over = np.ones(len(counts), bool) if as_of is None else series.index.end_time <= _end(as_of)
    first = max(0, len(counts) - last)
    rows = [
        _assessed(counts, now, begins[now], letter, alpha, rule)
        if over[now] and not np.isnan(counts[now])
        else (counts[now], np.nan, np.nan, np.nan, "incomplete")
        for now in range(first, len(counts))
    ]
    return Alerts(pd.DataFrame(rows, index=series.index[first:], columns=list(COLUMNS)), alpha, rule)


def _assessed(counts: np.ndarray, now: int, begin: int, letter: str, alpha: float, rule: str) -> tuple:
    """One row of the frame for a known count."""
    silent = (counts[now], np.nan, np.nan, np.nan)
    season, settings = SEASONS[letter], SETTINGS[letter]
    if now - begin < LEAST_YEARS * season:
        return *silent, "too_short"
    if np.nansum(counts[max(begin, now - FEW_PERIODS + 1) : now + 1]) < FEW:
        return *silent, "too_small"
    where, level = reference(now - begin, season, *settings)
    where = where + begin
    known = ~np.isnan(counts[where])
    where, level = where[known], level[known]
    # Twice as many values as levels and trend: with gaps there may be fewer in as many years.
    if len(where) < 2 * (settings.levels + 1):
        return *silent, "too_short"
    before = counts[where]
    totals = np.bincount(level, before, settings.levels)
    if before.mean() < SPARSE_MEAN or totals.min() == 0:
        level = np.zeros(len(level), int)
    made = baseline(before, where.astype(float), level, now, TREND_ALPHA, WEIGHT_ABOVE)
    found = RULES[rule](counts[now], made.mean, made.se, made.phi, alpha, made.freedom)
    status = "unusual" if counts[now] > found.upper else "quiet"
    return counts[now], made.mean, found.upper, found.p_value, status


def _beginnings(index: pd.PeriodIndex, name: str, events: Iterable[Event]) -> np.ndarray:
    """For each period the position of the first that is counted as it is; its own successor when mixed."""
    begins = np.zeros(len(index), int)
    for event in events:
        if event.effect != "blocked" or (event.indicators and name not in event.indicators):
            continue
        for day in [event.start] + ([event.end + timedelta(days=1)] if event.end else []):
            turn = pd.Timestamp(day)
            first = int(index.start_time.searchsorted(turn))
            begins[index.end_time >= turn] = np.maximum(begins[index.end_time >= turn], first)
    return begins


def _end(day: date) -> pd.Timestamp:
    return pd.Timestamp(day) + pd.Timedelta(days=1) - pd.Timedelta(1, "ns")
