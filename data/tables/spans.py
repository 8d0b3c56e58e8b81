"""A reference period as two days, and the arithmetic of months, quarters and years of several calendars."""

from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """A period; `start` and `end` are both inside it and None while something is lacking.

    `kind`: year (January to December), half, quarter, month, day, straddle (twelve months over two calendar
    years), span (any other). `lacks`: '' or what must come from elsewhere: year (`1월`), first_month
    (`2022-23` of an unknown kind of year), choice (several readings, in `choices`). `bare`: digits alone, so
    it may as well be a count. `stock`: the state on the last day. `year` is the first year named; `first`,
    `months` and `day` say which months, or which day, a period without year means; `own`: a quarter counted
    from the beginning of the year around it, whenever that begins.
    """

    kind: str
    start: date | None = None
    end: date | None = None
    lacks: str = ""
    bare: bool = False
    stock: bool = False
    choices: tuple["Period", ...] = ()
    year: int | None = None
    first: int = 0
    months: int = 0
    day: int = 0
    own: bool = False


def months(year: int, first: int, count: int) -> Period:
    """`count` whole months from a month on."""
    after = year * 12 + first - 1 + count
    return between(date(year, first, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1))


def between(start: date, end: date) -> Period:
    """The period from one day to another, named by what it is: a year, a quarter, a span …"""
    return Period(_kind(start, end), start, end, year=start.year)


def yearless(first: int, count: int) -> Period:
    """Months of a year that is not said."""
    kind = {1: "month", 3: "quarter" if first % 3 == 1 else "span", 6: "half" if first % 6 == 1 else "span"}
    return Period(kind.get(count, "span"), lacks="year", first=first, months=count)


def monthday(month: int, day: int) -> Period | None:
    """A day of a year that is not said; `month` 0 when that is not said either."""
    try:
        date(2024, month or 1, day)
    except ValueError:
        return None
    return Period("day", lacks="year", first=month, day=day)


def straddle(year: int, first_month: int | None) -> Period:
    """The year called 2022-23: twelve months from `first_month` 2022 on; two whole years if that is January."""
    if first_month is None:
        return Period("straddle", lacks="first_month", year=year)
    return months(year, first_month, 24 if first_month == 1 else 12)


def within(part: Period, outer: Period | None) -> Period:
    """A month, quarter, half or day without year, placed in the period around it.

    January lies in the later year of April 2023 – March 2024. A quarter of a year that does not begin in
    January may be the calendar's or that year's own, so it comes back with both as `choices`. What has no
    one place in `outer` comes back as it was.
    """
    if part.lacks != "year" or outer is None or outer.start is None or outer.end is None:
        return part
    if part.day and not part.first:
        if outer.kind != "month":
            return part
        part = replace(part, first=outer.start.month)
    if outer.kind == "straddle" and part.kind == "quarter" and part.own:
        return months(*_month(outer.start, 3 * (part.first // 3)), 3)
    if outer.kind == "straddle" and part.kind == "quarter":
        own = months(outer.start.year, outer.start.month, 12).start
        own = months(own.year + (own.month + part.first - 2) // 12, (own.month + part.first - 2) % 12 + 1, 3)
        return replace(part, lacks="choice", choices=(*_placed(part, outer), own))
    found = _placed(part, outer)
    return replace(found[0], stock=part.stock) if len(found) == 1 else part


def _month(start: date, more: int) -> tuple[int, int]:
    """The year and month that lie `more` months after a day."""
    return start.year + (start.month - 1 + more) // 12, (start.month - 1 + more) % 12 + 1


def _placed(part: Period, outer: Period) -> list[Period]:
    found = []
    for year in range(outer.start.year, outer.end.year + 1):
        try:
            if part.day:
                day = date(year, part.first, part.day)

            made = between(day, day) if part.day else months(year, part.first, part.months)
        except ValueError:
            continue
        if outer.start <= made.start and made.end <= outer.end:
            found.append(made)
    return found


def serial(number: float, date_1904: bool = False) -> date | None:
    """The day that a spreadsheet's day number means, None for one that no date cell holds.

    Numbers below 60 in the 1900 system count from the day before, and 60 is its 29 February 1900 that never was.
    """
    if not (0 if date_1904 else 1) <= number < 2_957_003 or (int(number) == 60 and not date_1904):
        return None
    first = date(1904, 1, 1) if date_1904 else date(1899, 12, 30 if number > 60 else 31)
    return first + timedelta(days=int(number))


def _kind(start: date, end: date) -> str:
    if start == end:
        return "day"
    after = end + timedelta(days=1)
    if start.day != 1 or after.day != 1:
        return "span"
    count = (after.year - start.year) * 12 + after.month - start.month
    if count == 12:
        return "year" if start.month == 1 else "straddle"
    aligned = count in (1, 3, 6) and (start.month - 1) % count == 0
    return {1: "month", 3: "quarter", 6: "half"}[count] if aligned else "span"
