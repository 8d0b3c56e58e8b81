"""Unusually high counts among many series, with the number of false alarms held for all of them together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from analysis.alerts.single import Alerts, alerts
from analysis.errors import BadCount, BadSeries
from analysis.windows import Event

# What one series alone would be tested at; with 136 series that is more than one false alarm a month.
ALONE = 0.01
SILENT = ("too_short", "incomplete")


@dataclass(frozen=True)
class ManyAlerts:
    """Assessed periods of all series, and how many false alarms that means.

    `frame` has one row a series and period, the columns of the frame given in `series` (its label), period,
    those of `Alerts.frame` and q_value: the false discovery rate if this and all less likely counts of the
    period are called unusual. `expected` has one row a period: series (that could have given an alarm),
    false_alarms (expected at most, if nothing happened anywhere) and alone (expected had each series been
    tested by itself at 1 %). `alpha` is what each series was tested at.
    """

    frame: pd.DataFrame
    expected: pd.DataFrame
    alpha: float

    @property
    def unusual(self) -> pd.DataFrame:
        """The rows that call for a look, the least likely first."""
        return self.frame[self.frame["status"] == "unusual"].sort_values("p_value")


def many(
    table: pd.DataFrame,
    false_alarms: float = 0.1,
    *,
    last: int = 12,
    as_of: date | None = None,
    events: Iterable[Event] = (),
    rule: str = "predictive",
) -> ManyAlerts:
    """Which counts of the last periods are unusually high, one series a column, as `alerts` judges them.

    `false_alarms` is how many are expected in one period over all series if nothing happens, and so bounds
    the chance of any: a tenth is about one false alarm a year of months. Each series is tested at its equal
    part (Bonferroni), whatever the others show, so that a threshold on a chart and the list agree; the false
    discovery rate (Benjamini–Hochberg) would move every threshold with the other regions' counts and stands
    beside it as q_value. Totals and their parts may both be columns: the bound does not need independence.
    `events` are those of the indicator that the series are parts of. Raises BadSeries and BadCount.
    Source: Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57; Dunn (1961), J. Am. Stat. Assoc. 56.
    """
    if not table.shape[1]:
        raise BadSeries(series="series", found="no series", expected="one column for each")
    if not false_alarms > 0:
        raise BadCount(series="false_alarms", value=false_alarms, expected="a number above 0")
    alpha = min(ALONE, false_alarms / table.shape[1])
    # The series are parts of one indicator and named after regions; what changes it changes all of them.
    events = [replace(event, indicators=()) for event in events]
    made = [
        _rows(
            label,
            alerts(column.rename(_name(label)), alpha, last=last, as_of=as_of, events=events, rule=rule),
        )
        for label, column in table.items()
    ]
    frame = pd.concat(made, ignore_index=True)
    could = ~frame["status"].isin(SILENT)
    # A series too small to speak takes part with the certainty that it gives no alarm.
    chances = frame["p_value"].where(frame["p_value"].notna(), 1.0)
    frame["q_value"] = np.nan
    for _, rows in frame[could].groupby("period"):
        frame.loc[rows.index, "q_value"] = false_discovery_control(chances[rows.index])
    frame.loc[frame["p_value"].isna(), "q_value"] = np.nan
    number = could.groupby(frame["period"]).sum()
    expected = pd.DataFrame({"series": number, "false_alarms": alpha * number, "alone": ALONE * number})
    return ManyAlerts(frame, expected, alpha)


def _rows(label, found: Alerts) -> pd.DataFrame:
    rows = found.frame.rename_axis("period").reset_index()
    rows.insert(0, "series", [label] * len(rows))
    return rows


def _name(label) -> str:
    return " ".join(map(str, label)) if isinstance(label, tuple) else str(label)
