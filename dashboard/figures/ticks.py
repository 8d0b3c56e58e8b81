"""Round tick values for linear, logarithmic and date axes."""

import math
from datetime import date

from dashboard.words import Words

# Months between ticks, from the finest; years follow as multiples of 12.
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def round_steps(high: float, most: int) -> list[float]:
    """0 and up by 1, 2 or 5 times a power of ten: at most `most` steps, the last within 1.1 times `high`."""
    if high <= 0:
        return [0, 1]
    power = 10 ** math.floor(math.log10(high / most))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if high / (power * factor) <= most)
    return [round(step * i, 10) for i in range(int(1.1 * high / step + 1e-9) + 1)]


def log_steps(low: float, high: float, most: int) -> list[float]:
    """Values such as 0.5, 1, 2, 5, 10 within low..high, thinned to powers of ten where too many."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for factors in ((1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        found = [factor * 10.0**power for power in powers for factor in factors]
        found = [value for value in found if low <= value <= high]
        if len(found) <= most:
            break
    return found


def month_starts(start: date, end: date, most: int) -> list[date]:
    """First days of months from start to before end, in the finest even step that gives at most `most`."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    for step in MONTH_STEPS:
        months = range(first - first % step, last + 1, step)
        found = [day for day in (date(m // 12, m % 12 + 1, 1) for m in months) if start <= day < end]
        if len(found) <= most:
            break
    return found


def date_ticks(start: date, end: date, words: Words, most: int) -> dict[str, str]:
    """Ticks of a date axis: month names, the year below the first tick and below each January."""
    days = month_starts(start, end, most)
    if all(day.month == 1 for day in days) and len(days) > 1:
        return {day.isoformat(): str(day.year) for day in days}
    seen, ticks = set(), {}
    for day in days:
        year = "" if day.year in seen else f"<br>{words.w('tick.year', year=day.year)}"
        seen.add(day.year)
        ticks[day.isoformat()] = words.tick_month(day) + year
    return ticks
