"""Shares of a whole with intervals that stay inside 0 and 1, and their differences in percentage points."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.counts import plain, positive, whole
from analysis.errors import BadCount
from analysis.method import Method

WILSON = Method("wilson", ("independent_members",), "Wilson (1927)")


@dataclass(frozen=True)
class ShareTable:
    """One share a group, in per cent: columns part, total, value, lower, upper, refusal, by the groups' index.

    `refusal` is no_total where the total is missing or 0, missing where the part is, else the empty text.
    """

    frame: pd.DataFrame
    level: float
    method: Method


def shares(part: pd.Series, total: pd.Series | float, level=0.95) -> ShareTable:
    """Every part's share of its total in per cent, with Wilson's interval.

    `total` is one number or a column with the groups of `part`. Raises BadCount as `wilson`, but a total of 0
    is a reason and not an error: nobody was counted there.
    """
    whole_of = pd.Series(total, part.index, dtype=float) if np.isscalar(total) else total.reindex(part.index)
    known = whole_of.where(whole_of != 0).to_numpy(float)
    counted = part.to_numpy(float)
    refusal = np.select([np.isnan(known), np.isnan(counted)], ["no_total", "missing"], "")
    lower, upper = wilson(counted, known, level)
    columns = {"part": counted, "total": known, "value": 100 * counted / known}
    columns |= {"lower": 100 * lower, "upper": 100 * upper, "refusal": refusal}
    return ShareTable(pd.DataFrame(columns, index=part.index), level, WILSON)


def wilson(part, total, level=0.95):
    """Lower and upper limit of a share part / total, as proportions; scalars or arrays alike.

    Missing in, missing out. Raises BadCount for a negative or fractional part, a total of 0 or less, or a
    part above its total. Never the normal interval, which leaves 0..1 and has no width at 0 of n.
    Source: Wilson (1927), J. Am. Stat. Assoc. 22; without continuity correction, as in Newcombe (1998).
    """
    x, n = _checked(part, total)
    z = float(ndtri((1 + level) / 2))
    share = x / n
    middle = share + z * z / (2 * n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # Rounding must not leave 1e-19 where the formula gives exactly 0 or 1.
    lower = np.where(x == 0, 0.0, (middle - half) / (1 + z * z / n))
    upper = np.where(x == n, 1.0, (middle + half) / (1 + z * z / n))
    return plain(lower), plain(upper)


def difference_in_points(later_part, later_total, earlier_part, earlier_total, level=0.95):
    """Later share less the earlier one in percentage points, with lower and upper limit.

    For two groups without a member in common; scalars or arrays alike. Missing in, missing out. Raises
    BadCount as `wilson`. Source: Newcombe (1998), Stat. Med. 17, method 10 (from two Wilson intervals).
    """
    later, earlier = (
        np.divide(*_checked(part, total))
        for part, total in ((later_part, later_total), (earlier_part, earlier_total))
    )
    later_low, later_high = wilson(later_part, later_total, level)
    earlier_low, earlier_high = wilson(earlier_part, earlier_total, level)
    difference = later - earlier
    lower = difference - np.hypot(later - later_low, earlier_high - earlier)
    upper = difference + np.hypot(later_high - later, earlier - earlier_low)
    return tuple(plain(100 * end) for end in (difference, lower, upper))


def _checked(part, total) -> tuple[np.ndarray, np.ndarray]:
    x, n = np.broadcast_arrays(whole(part, "part"), positive(whole(total, "total"), "total"))
    above = x > n
    if above.any():
        at = np.flatnonzero(above)[0]
        raise BadCount(series="part", value=float(x.flat[at]), expected=f"at most its total {n.flat[at]:g}")
    return x, n
