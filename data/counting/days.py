"""The days in one column of a list of incidents, read in the light of the whole column."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.counting import headings, orders
from data.counting.columns import Column
from data.counting.tokens import Token, century, clock, split, token
from data.tables.text import key

STATES = ("dated", "unknown", "unreadable", "open")
DATED, UNKNOWN, UNREADABLE, OPEN = range(4)
# Where a heading speaks of a date half of the values suffice; elsewhere nearly all must be dates.
_SHARES = {True: 0.5, False: 0.9}
_YEARS = (1900, 2100)
# Programs write these where a date was left out: the first days of their calendars.
_PLACEHOLDERS = np.array(["1900-01-01", "1899-12-30", "1899-12-31"], "datetime64[D]")
_NOT_A_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Reading:
    """First and last day of each distinct value, its state, and how the column is written.

    `written`: cell (a date of the spreadsheet), ymd, dmy, mdy, packed, era, republic, named, month, serial,
    epoch. `midnight`: utc where all clocks are a western midnight kept in UTC, before where they are one hour
    late in the day, so that midnight may lie in the next day; clock where hours differ. `orders` are those
    that remain possible: more than one while the column does not tell, none if it holds two orders.
    """

    starts: np.ndarray
    ends: np.ndarray
    states: np.ndarray
    written: str
    resolution: str
    midnight: str = ""
    orders: tuple[str, ...] = ()
    order: str = ""


def read(column: Column, heading: str, date_1904: bool = False, order: str = "") -> Reading | None:
    """The days of a column, None when it is no column of days or months.

    The day is taken as written and never moved to another time zone. `order` answers for a column whose
    days and months are all 12 or less.
    """
    said = headings.speaks_of("date", heading) or headings.kind(heading) not in ("", "updated")
    sample = (
        column if len(column.texts) <= 400 else column.within(column.rows[:: len(column.rows) // 400 + 1])
    )
    if sample is not column and not _Days(sample, heading, said, order).are(_SHARES[said] - 0.2):
        return None
    days = _Days(column, heading, said, order)
    return days.reading(date_1904) if days.are(_SHARES[said]) else None


class _Days:
    """Tokens of the distinct values of a column, each distinct day read once."""

    def __init__(self, column: Column, heading: str, said: bool, order: str):
        self.column, self.asked = column, order or headings.order(heading)
        # `発生地コード` 011011 is of an occurrence, but no month.
        self.said = said and headings.speaks_of("date", heading) and not headings.speaks_of("code", heading)
        parted = _parted(column)
        self.clocks = {clock for _, clock in parted} - {""}
        names = {name: place for place, name in enumerate(dict.fromkeys(name for name, _ in parted))}
        self.place = np.array([names[name] for name, _ in parted], int)
        self.tokens = [token(name) for name in names]
        self.unknown = np.array([blank(name) for name in names])
        self.weights = np.bincount(self.place, column.weights, len(names)).astype(int)
        self.weights[[names[""]] if "" in names else []] = 0
        self._digits()

    def are(self, share: float) -> bool:
        """Whether enough of the values that say something are days or months."""
        cells = self.column.weights[self.column.dated].sum()
        read = np.array([one is not None and one.form not in ("digits", "monthday") for one in self.tokens])
        known = self.weights[~self.unknown].sum() + cells
        days = self.weights[read & ~self.unknown].sum() + cells
        return known > 0 and days > 0 and days >= share * known

    def _digits(self) -> None:
        """Bare numbers: packed days need nothing else, the others a heading that speaks of dates."""
        for place, one in enumerate(self.tokens):
            if one is not None and one.form == "digits":
                self.tokens[place] = _number(*one.numbers) if self.said else None
            elif one is not None and one.form == "packed" and not (self.said or _valid(one)):
                self.tokens[place] = None

    def reading(self, date_1904: bool) -> Reading:
        possible, order = self._order()
        parts = np.array([list(_parts(one, order, date_1904)) for one in self.tokens], float)
        starts, ends = _periods(parts)
        states = np.where(np.isnat(starts), UNREADABLE, DATED)
        if possible and not order:
            states[[one is not None and one.form in orders.FORMS for one in self.tokens] & ~self.unknown] = (
                OPEN
            )
        states[self.unknown | np.isin(starts, _PLACEHOLDERS)] = UNKNOWN
        starts[states != DATED], ends[states != DATED] = _NOT_A_DAY, _NOT_A_DAY
        starts, ends, states = starts[self.place], ends[self.place], states[self.place]
        cells = np.floor(self.column.numbers[self.column.dated]).astype(int)
        starts[self.column.dated] = ends[self.column.dated] = np.datetime64("1899-12-30", "D") + cells
        placeholder = self.column.dated & np.isin(starts, _PLACEHOLDERS)
        states[self.column.dated] = np.where(placeholder[self.column.dated], UNKNOWN, DATED)
        starts[placeholder] = ends[placeholder] = _NOT_A_DAY
        return Reading(
            starts, ends, states, self._written(order), self._resolution(), self._midnight(), possible, order
        )

    def _order(self) -> tuple[tuple[str, ...], str]:
        """The orders of day and month that fit the column, and the one to take."""
        form = max(orders.FORMS, key=lambda form: sum(weight for _, weight in self._of(form)))
        return orders.told(form, list(self._of(form)), self.asked)

    def _of(self, form: str) -> Iterator[tuple[Token, int]]:
        for one, weight, unknown in zip(self.tokens, self.weights, self.unknown, strict=True):
            if one is not None and one.form == form and not unknown:
                yield one, weight

    def _written(self, order: str) -> str:
        forms = {"cell": self.column.weights[self.column.dated].sum()}
        for one, weight in zip(self.tokens, self.weights, strict=True):
            if one is not None:
                forms[one.form] = forms.get(one.form, 0) + weight
        most = max(forms, key=forms.get)
        return (order or "open") if most in orders.FORMS else most

    def _resolution(self) -> str:
        months = sum(
            w for one, w in zip(self.tokens, self.weights, strict=True) if one and one.form == "month"
        )
        days = self.weights.sum() - months + self.column.weights[self.column.dated].sum()
        return "month" if months > days else "day"

    def _midnight(self) -> str:
        """What the clocks beside the days say, if they are all whole hours: one, or two that follow each other."""
        hours = {(int(n % 1 * 24 + 1e-6), 0, 0) for n in self.column.numbers[self.column.dated] if n % 1}
        for found in filter(None, map(clock, self.clocks)):
            hours.add(found)
            # Two hours are the most that a midnight has in a year with summer time.
            if len(hours) > 2:
                return "clock"
        if not hours or hours == {(0, 0, 0)}:
            return ""
        first, last = min(hours)[0], max(hours)[0]
        if any(found[1:] != (0, 0) for found in hours) or last - first > 1 or len(self.place) < 3:
            return "clock"
        return "utc" if last < 12 else "before"


def _parted(column: Column) -> list[tuple[str, str]]:
    """Day and clock of each value, dates of the spreadsheet left out; what was parted once is known again."""
    days, clocks, parted = set(), set(), []
    for text, dated in zip(column.texts, column.dated, strict=True):
        day, _, hour = text.partition(" " if " " in text else "T")
        if dated:
            found = ("", "")
        elif day in days and hour in clocks:
            found = (day, hour)
        else:
            found = split(text)
            if found == (day, hour):
                days.add(day)
                clocks.add(hour)
        parted.append(found)
    return parted


def blank(name: str) -> bool:
    """A mark for unknown, or a date of nothing but zeros or nines."""
    if not name[:1].isdigit():
        # No mark for unknown is longer than 20 signs.
        return not name or (len(name) <= 20 and key(name) in headings.UNKNOWN)
    digits = "".join(sign for sign in name if sign.isdigit())
    return (
        (bool(digits) and set(digits) == {"0"} and not any(sign.isalpha() for sign in name))
        or (len(digits) > 3 and set(digits) == {"9"})
        or digits.startswith("9999")
        or name.endswith("/9999")
    )


def _valid(one: Token) -> bool:
    year, month, day = one.numbers
    return 1950 <= year <= 2050 and 1 <= month <= 12 and 1 <= day <= 31


def _number(number: float, length: int) -> Token | None:
    """A bare number below a heading that speaks of dates."""
    whole = int(number)
    if length == 7 and 1 <= whole // 100 % 100 <= 12 and 80 <= whole // 10_000 <= 199:
        return Token("republic", (whole // 10_000 + 1911, whole // 100 % 100, whole % 100))
    if length == 6 and 1900 <= whole // 100 < 2100 and 1 <= whole % 100 <= 12:
        return Token("month", (whole // 100, whole % 100, 0))
    if length == 6:
        year, rest = divmod(whole, 10_000)
        return Token("packed", (century(year), rest // 100, rest % 100))
    # Serial numbers of 1990 to 2100, and milliseconds or seconds since 1970 as web services send them.
    if length == 5 and 32_874 <= number < 73_051:
        return Token("serial", (number,))
    if length in (10, 12, 13) and 0 < (seconds := whole / (1 if length == 10 else 1000)) < 4.1e9:
        return Token("epoch", (seconds // 86400,))
    return None


def _parts(one: Token | None, order: str, date_1904: bool) -> tuple[float, float, float]:
    nothing = (np.nan,) * 3
    if one is None or one.form in ("digits", "monthday"):
        return nothing
    if one.form in orders.FORMS:
        return orders.ordered(one, order) if order in orders.FORMS[one.form] else nothing
    if one.form in ("serial", "epoch"):
        first = "1970-01-01" if one.form == "epoch" else "1904-01-01" if date_1904 else "1899-12-30"
        day = np.datetime64(first, "D") + int(one.numbers[0])
        return tuple(float(part) for part in str(day).split("-"))
    return one.numbers


def _periods(parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last days from year, month and day; day 0 is the whole month, impossible ones NaT."""
    starts = np.full(len(parts), _NOT_A_DAY)
    ends = starts.copy()
    year, month, day = parts.T if len(parts) else np.empty((3, 0))
    good = (year >= _YEARS[0] - 1) & (year < _YEARS[1]) & (month >= 1) & (month <= 12) & (day >= 0)
    months = ((year[good] - 1970) * 12 + month[good] - 1).astype(int).astype("datetime64[M]")
    first, after = months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]")
    day = day[good].astype(int)
    start = first + np.maximum(day - 1, 0)
    starts[good] = np.where(start < after, start, _NOT_A_DAY)
    ends[good] = np.where(day == 0, after - 1, starts[good])
    return starts, ends


def periods(year, month, day) -> tuple[np.ndarray, np.ndarray]:
    """First and last days of dates in pieces; month 0 is the whole year, day 0 the whole month."""
    starts, ends = _periods(np.column_stack([year, np.where(month == 0, 1, month), day]).astype(float))
    whole = (month == 0) & ~np.isnat(starts)
    ends[whole] = (starts[whole].astype("datetime64[Y]") + 1).astype("datetime64[D]") - 1
    return starts, ends
