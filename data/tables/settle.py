"""The one period of a cell out of all that its labels, its block and its sheet name."""

from collections.abc import Sequence
from datetime import date

from data.tables.spans import Period, within


def settle(said: Sequence[Period], around: Period | None) -> tuple[date | None, date | None, bool]:
    """First and last day of a cell's period, and whether it was named but left open.

    `said` are the periods of its labels, `around` that of the title, which gives way to them. A month takes
    its year from the period around it; of two periods the one inside the other counts; two that only cross
    leave it open.
    """
    whole = [one for one in said if one.start]
    parts = sorted((one for one in said if one.lacks == "year"), key=lambda one: -(one.months or 0))
    if any(not one.start and one.lacks != "year" for one in said):
        return None, None, True
    base = _innermost(whole)
    if whole and base is None:
        return None, None, True
    if base is None:
        base = around
    for part in parts:
        placed = within(part, base)
        if not placed.start:
            return None, None, True
        base = placed
    if base is None or not base.start:
        return None, None, base is not None
    return base.start, base.end, False


def _innermost(whole: Sequence[Period]) -> Period | None:
    if not whole:
        return None
    least = min(whole, key=lambda one: one.end - one.start)
    return least if all(one.start <= least.start and least.end <= one.end for one in whole) else None
