"""Change between two counts: ratio with exact interval, percent where the base allows, and one plain word."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import designs
from analysis.counts import whole
from analysis.errors import DifferentGroups, SmallBase
from analysis.limits import ratio_of_counts
from analysis.periods import SEASONS, frequency

# Below 20 one event more or less moves a percentage by at least 5 points; both counts are said instead.
MINIMUM_BASE = 20
# A change inside ±10 % whose interval holds 1 is "about the same" rather than "no clear change".
ABOUT_THE_SAME = 0.10


class Change(NamedTuple):
    """One count against an earlier one.

    `ratio` is None when the earlier count is 0, `upper` is None when the interval has no upper end, and
    `percent` is None below the base for percentages, with the SmallBase in `refusal`.
    `word` is rose, fell, about_same or no_clear_change.
    """

    ratio: float | None
    lower: float
    upper: float | None
    percent: float | None
    word: str
    refusal: SmallBase | None = None


def trend_word(ratio, lower, upper) -> np.ndarray | str:
    """rose or fell when the interval lies on one side of 1, about_same or no_clear_change when it holds 1.

    Without an interval (NaN) there is no word: the empty text.
    """
    ratio, lower, upper = (np.asarray(part, dtype=float) for part in (ratio, lower, upper))
    close = np.abs(ratio - 1) <= ABOUT_THE_SAME + 1e-9  # 22 against 20 is 10 %, whatever its last bit says
    cases = [np.isnan(lower), lower > 1, upper < 1, close]
    words = np.select(cases, ["", "rose", "fell", "about_same"], "no_clear_change")
    return str(words) if words.ndim == 0 else words


def change(later, earlier, later_days=1, earlier_days=1, level=0.95, series="count") -> Change:
    """Change from the earlier count to the later one; with days given, of their paces per day.

    Give days only where the windows differ in length (mode pace of `windows.comparability`): whole years
    and same windows are compared as counts. Shares have `shares.difference_in_points`. Raises BadCount.
    """
    ratio, lower, upper = ratio_of_counts(later, earlier, later_days, earlier_days, level)
    word = trend_word(ratio, lower, upper)
    bounds = lower, upper if np.isfinite(upper) else None
    if earlier < MINIMUM_BASE:
        refusal = SmallBase(series=series, base=float(earlier), minimum=MINIMUM_BASE)
        return Change(ratio if earlier > 0 else None, *bounds, None, word, refusal)
    return Change(ratio, *bounds, 100 * (ratio - 1), word)


def change_on_previous(counts: pd.Series, level=0.95) -> pd.DataFrame:
    """Change of each period on the one before; months and quarters by their pace per day.

    Takes counts on a PeriodIndex without holes (missing = NaN). Gives earlier, later, ratio, lower, upper,
    percent (NaN below a base of 20) and word for every period; the first has an empty word.
    """
    return _changes(counts, 1, level)


def change_on_year(counts: pd.Series, level=0.95) -> pd.DataFrame:
    """Change of each period on the same period a year earlier, as counts; columns of `change_on_previous`."""
    return _changes(counts, SEASONS[frequency(counts)], level)


def contributions(earlier: pd.Series, later: pd.Series) -> pd.Series:
    """Each group's part in the total's change, in percentage points of the earlier total.

    Both are counts by group, of one total; the contributions sum to the total's change in percent.
    Raises DifferentGroups, BadCount (also for a missing group) and SmallBase below a total of 20.
    """
    name = str(later.name or "count")
    if set(earlier.index) != set(later.index):
        only = [tuple(a.index.difference(b.index)) for a, b in ((earlier, later), (later, earlier))]
        raise DifferentGroups(series=name, only_earlier=only[0], only_later=only[1])
    # A missing group becomes a count that is refused, since the rest would no longer sum to the total.
    before, after = (pd.Series(whole(s.fillna(-1), name), s.index) for s in (earlier, later))
    total = before.sum()
    if total < MINIMUM_BASE:
        raise SmallBase(series=name, base=total, minimum=MINIMUM_BASE)
    return (after.reindex(before.index) - before) / total * 100


def _changes(counts: pd.Series, periods: int, level: float) -> pd.DataFrame:
    letter = frequency(counts)
    earlier = counts.shift(periods)
    days = pd.Series(designs.days(counts.index), counts.index)
    by_pace = periods == 1 and letter != "Y"
    exposure = (days, days.shift(1).bfill()) if by_pace else (1.0, 1.0)
    ratio, lower, upper = ratio_of_counts(counts, earlier, *exposure, level)
    percent = np.where(earlier >= MINIMUM_BASE, 100 * (ratio - 1), np.nan)
    words = trend_word(ratio, lower, upper)
    columns = {"earlier": earlier, "later": counts, "ratio": ratio, "lower": lower, "upper": upper}
    return pd.DataFrame(columns | {"percent": percent, "word": words}, index=counts.index)
