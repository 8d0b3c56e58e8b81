"""Whether day, month or year comes first in a column of dates."""

from data.counting.tokens import Token, century

# For each form and order the places of month, day and, where it may move, year.
FORMS = {
    "last": {"dmy": (1, 0), "mdy": (0, 1)},
    "short": {"dmy": (1, 0, 2), "mdy": (0, 1, 2), "ymd": (1, 2, 0)},
}
# Of two orders the one that fits all but this share of the days is taken, the rest being typing errors.
_SLIPS = 0.01


def told(form: str, tokens: list[tuple[Token, int]], asked: str) -> tuple[tuple[str, ...], str]:
    """The orders that fit dates of one form, with how often each stands in the column, and the one to take.

    Several orders and none to take: the days do not tell. `mixed`: no order fits.
    """
    if not tokens:
        return (), ""
    if asked in FORMS[form]:
        return (asked,), asked
    total = sum(weight for _, weight in tokens)
    fits = {
        order: sum(weight for one, weight in tokens if _fits(one, order)) / total for order in FORMS[form]
    }
    left = [order for order, share in fits.items() if share == 1]
    left = left or [order for order, share in fits.items() if share >= 1 - _SLIPS]
    if len(left) > 1:
        left = _by_years(left, [one for one, _ in tokens])
    if not left:
        return ("mixed",), ""
    return tuple(left), left[0] if len(left) == 1 else ""


def _fits(one: Token, order: str) -> bool:
    _, month, day = ordered(one, order)
    return 1 <= month <= 12 and 1 <= day <= 31


def ordered(one: Token, order: str) -> tuple[int, int, int]:
    """Year, month and day of a date whose numbers stand in that order."""
    if one.form == "last":
        month, day = (one.numbers[place] for place in FORMS["last"][order])
        return one.numbers[2], month, day
    month, day, year = (one.numbers[place] for place in FORMS["short"][order])
    return century(year), month, day


def _by_years(orders: list[str], tokens: list[Token]) -> list[str]:
    """Where the place of the year is open: days of the month take many values in a long list, years few."""
    years = {order: len({ordered(one, order)[0] for one in tokens}) for order in orders}
    fewest = min(years.values())
    return [order for order in orders if years[order] < 3 * fewest]
