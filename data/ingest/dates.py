"""Calendar days and reporting periods as people write them; days are days in Korea."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

KST = timezone(timedelta(hours=9))
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_0 = date(1899, 12, 30)
# Whole numbers in a date column between these days are taken for Excel's running day numbers.
SERIALS = (date(2000, 1, 1), date(2099, 12, 31))

_TIME = (
    r"(?:[T,\s]\s*(?P<half>오전|오후|am|pm)?\s*(?P<hour>\d{1,2})(?::|시\s*)(?P<minute>\d{1,2})(?:분)?"
    r"(?:(?::|\s*)(?P<second>\d{1,2})(?:\.\d+)?초?)?\s*(?P<after>am|pm)?\s*(?P<zone>z|utc|kst|[+-]\d{2}:?\d{2})?)?"
)
_WEEKDAY = r"(?:\s*\([월화수목금토일]\))?"
_YEAR_FIRST = re.compile(
    r"'?(?P<year>\d{4}|\d{2})\s*(?P<sign>[-./]|년)\s*(?P<month>\d{1,2})\s*(?:[-./]|월)\s*(?P<day>\d{1,2})"
    r"\s*(?:[.일])?" + _WEEKDAY + _TIME,
    re.I,
)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})\s*[-./]\s*(?P<b>\d{1,2})\s*[-./]\s*(?P<year>\d{4})" + _TIME, re.I)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})?(\d{2})?)?")
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[a-z]{3,9})\.?,?"
    r"|(?P<month2>[a-z]{3,9})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?)\s+(?P<year>\d{4})" + _TIME,
    re.I,
)
_NO_DAY = re.compile(
    r"(\d{4})\s*(?:년|[-./])?\s*(\d{1,2})?\s*월?\.?|(\d{4})\s*년?\s*q?[1-4]\s*(?:분기)?", re.I
)


@dataclass(frozen=True)
class Day:
    """A day, or why the text is none: `code` is a code of problems.toml and `fields` go into its words."""

    day: date | None
    code: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def from_text(text: str) -> Day:
    """The calendar day in Korea that a text names.

    A time is dropped, but a time zone is heeded: 2024-12-31T16:00Z is 1 January in Korea. The year comes
    first; with the year last, day and month must be told apart by their size. A two-digit year means 20YY
    (no such record is older) and is reported; with slashes it may be an Anglo-American date and is refused.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    for pattern, reading in ((_YEAR_FIRST, _year_first), (_YEAR_LAST, _year_last), (_NAMED, _named)):
        if match := pattern.fullmatch(text):
            return reading(match)
    if match := _DIGITS.fullmatch(text):
        return _made(*(int(part) for part in match.groups()[:3]), clock=_clock(*match.groups()[3:]))
    return Day(None, "date_without_day" if _NO_DAY.fullmatch(text) else "bad_date")


def from_number(number: float, date_1904: bool) -> Day:
    """The day meant by a number without date format: 20240305, or an Excel day number, which is reported."""
    if number >= 19000101 and number == int(number):
        return from_text(str(int(number)))
    start = date(1904, 1, 1) if date_1904 else DAY_0
    first, last = ((limit - start).days for limit in SERIALS)
    if first <= number < last + 1:
        day = start + timedelta(days=int(number))
        return Day(day, "date_serial", (("read", day.isoformat()),))
    return Day(None, "date_without_day" if number in range(1990, 2100) else "bad_date")


def from_serial(number: float) -> Day:
    """The day of a cell with date format, counted from 1899-12-30."""
    return Day(DAY_0 + timedelta(days=int(number))) if 1 <= number < 2_958_466 else Day(None, "bad_date")


def _made(year: int, month: int, day: int, clock: bool = True) -> Day:
    try:
        made = date(year, month, day)
    except ValueError:
        return Day(None, "bad_date")
    return Day(made) if clock else Day(None, "bad_date")


def _clock(hour: str | None, minute: str | None, second: str | None) -> bool:
    return int(hour or 0) < 24 and int(minute or 0) < 60 and int(second or 0) < 60


def _shifted(found: Day, match: re.Match) -> Day:
    """The day in Korea when the text names a time and a zone; refuses an impossible time."""
    if found.day is None or match["hour"] is None:
        return found
    if not _clock(match["hour"], match["minute"], match["second"]):
        return Day(None, "bad_date")
    zone = (match["zone"] or "kst").upper()
    if zone == "KST":
        return found
    if zone in ("Z", "UTC"):
        offset = UTC
    else:
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        if hours > 14 or minutes > 59:
            return Day(None, "bad_date")
        offset = timezone((1 if zone[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    half = (match["half"] or match["after"] or "").lower()
    hour = int(match["hour"]) % 12 + (12 if half in ("오후", "pm") else 0) if half else int(match["hour"])
    moment = datetime(*found.day.timetuple()[:3], hour, int(match["minute"]), tzinfo=offset)
    return Day(moment.astimezone(KST).date(), found.code, found.fields)


def _year_first(match: re.Match) -> Day:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    if len(match["year"]) == 4:
        return _shifted(_made(year, month, day), match)
    found = _made(2000 + year, month, day)
    if match["sign"] == "/":
        last = 2000 + day
        others = [_made(last, year, month).day, _made(last, month, year).day, found.day]
        return _ambiguous([other for other in others if other])
    if found.day is None:
        return found
    return _shifted(Day(found.day, "short_year", (("read", found.day.isoformat()),)), match)


def _year_last(match: re.Match) -> Day:
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    days = {made.day for made in (_made(year, first, second), _made(year, second, first)) if made.day}
    return _shifted(Day(days.pop()), match) if len(days) == 1 else _ambiguous(sorted(days))


def _ambiguous(days: list[date]) -> Day:
    if not days:
        return Day(None, "bad_date")
    fields = (("first", days[0].isoformat()), ("second", days[-1].isoformat()))
    return Day(None, "ambiguous_date", fields)


def _named(match: re.Match) -> Day:
    name = (match["month"] or match["month2"]).lower()[:3]
    if name not in MONTHS:
        return Day(None, "bad_date")
    day = int(match["day"] or match["day2"])
    return _shifted(_made(int(match["year"]), MONTHS.index(name) + 1, day), match)


_QUARTER = re.compile(r"(\d{4})\s*[년.\-/]?\s*(?:제\s*)?(?:q\s*([1-4])|([1-4])\s*(?:/\s*4|분기|q))", re.I)
_QUARTER_LAST = re.compile(r"q\s*([1-4])\s*,?\s*(\d{4})", re.I)
_MONTH = re.compile(r"(\d{4})\s*[년.\-/]\s*(\d{1,2})\s*월?\.?")
_YEAR = re.compile(r"(\d{4})\s*년?")


def period(text: str) -> tuple[date, date] | None:
    """First and last day of a period: 2024년 3분기, 2024 Q3, 2024.3/4, 2024년 7월, 2024, or `day ~ day`."""
    text = unicodedata.normalize("NFKC", text).strip()
    ends = [from_text(part).day for part in re.split(r"\s*(?:~|–|\bto\b|부터)\s*", text.removesuffix("까지"))]
    if len(ends) == 2 and all(ends):
        return (ends[0], ends[1]) if ends[0] <= ends[1] else None
    if match := _QUARTER.fullmatch(text):
        return _months(int(match[1]), 3 * int(match[2] or match[3]) - 2, 3)
    if match := _QUARTER_LAST.fullmatch(text):
        return _months(int(match[2]), 3 * int(match[1]) - 2, 3)
    if (match := _MONTH.fullmatch(text)) and 1 <= int(match[2]) <= 12:
        return _months(int(match[1]), int(match[2]), 1)
    if match := _YEAR.fullmatch(text):
        return _months(int(match[1]), 1, 12)
    return None


def _months(year: int, first: int, count: int) -> tuple[date, date] | None:
    if not 1900 <= year < 2100:
        return None
    after = first + count
    return date(year, first, 1), date(year + after // 13, (after - 1) % 12 + 1, 1) - timedelta(days=1)
