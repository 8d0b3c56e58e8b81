"""One named point in time, as an end of a period: a year, a half, a quarter, a month or a day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data.ingest import dates
from data.tables.spans import Period, between, monthday, months, yearless

_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:calendar year\s*|year\s*|cy\s*)?(?P<y>(?:19|20)\d\d|'\d\d|\d\d(?=\s*년))\s*(?:년도|년)?"
_LATER_YEAR = r"[\s,/'-]*(?:of\s+)?(?P<y>(?:19|20)\d\d|(?<![\d\s])\d\d|(?<=')\d\d)\s*년?"
_MONTH = r"(?P<m>\d{1,2})\s*월(?:분|중)?"
_FIRST = {"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2,
          "3rd": 3, "4th": 4, "一": 1, "二": 2, "三": 3, "四": 4, "상": 1, "하": 2, "上": 1, "下": 2}  # fmt: skip
_PARTS = (
    _MONTH,
    r"(?:제|第)?\s*(?P<q>[1-4一二三四])\s*(?:/\s*4(?:\s*분기)?|사?\s*분기|季度?|qtr|q)",
    r"(?:q|qtr\.?\s*|quarter\s*)(?P<q>[1-4])",
    r"(?P<q>1st|2nd|3rd|4th|first|second|third|fourth)\s*(?:quarter|qtr)",
    r"(?P<h>[상하上下])\s*[반半]\s*[기년期]",
    r"h(?P<h>[12])|(?P<h2>[12])h",
    r"(?P<h>1st|2nd|first|second)\s*half",
    rf"{_NAME}\s*(?P<ending>quarter|qtr)",
    _NAME,
)
_POINTS = tuple(
    re.compile(pattern)
    for pattern in (
        _YEAR,
        rf"{_YEAR}\s*[./-]\s*(?P<m>\d{{1,2}})\s*(?:월분?)?\s*\.?",
        r"(?P<y>\d\d)\s*[./-]\s*(?P<m>\d{1,2})\s*월",
        rf"{_YEAR}\s*(?P<h>[상하])",
        *(rf"{_YEAR}[\s.,/-]*(?:{part})" for part in _PARTS),
        *(rf"(?:{part}){_LATER_YEAR}" for part in _PARTS[1:]),
        *_PARTS,
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_NAME}",
        rf"{_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)",
        r"(?P<m>\d{1,2})\s*월\s*(?P<d>\d{1,2})\s*일",
        r"(?P<d>\d{1,2})\s*일",
    )
)
# What may end a span whose beginning said more: `1~7.`, `1.1~7.31`.
_NAMED_AND_NUMBER = re.compile(rf"{_NAME}\s+(?P<number>\d\d?)")
_ENDS = (re.compile(r"(?P<m>\d{1,2})\.?"), re.compile(r"(?P<m>\d{1,2})\s*[./월]\s*(?P<d>\d{1,2})\s*[.일]?"))
# Two figures of a year from here on are of the last century.
_PIVOT = 70


@dataclass(frozen=True)
class Point:
    """`count` months from month `first` on, or a day of it; `year` None when not said."""

    year: int | None
    first: int = 1
    count: int = 12
    day: int = 0

    def period(self) -> Period | None:
        if self.year is None:
            return monthday(self.first, self.day) if self.day else yearless(self.first, self.count)
        if not self.day:
            return months(self.year, self.first, self.count)
        day = _day(self.year, self.first, self.day)
        return between(day, day) if day else None


def point(text: str, ends_span: bool = False) -> Point | None:
    """The point that a folded text names; with `ends_span` it may leave out all that its beginning said."""
    for pattern in (*_POINTS, *(_ENDS if ends_span else ())):
        if match := pattern.fullmatch(text):
            return _point({name.rstrip("2"): found for name, found in match.groupdict().items() if found})
    found = dates.from_text(text)
    return _of_day(found.day) if found.day and found.code in ("", "short_year") else None


def month_of(word: str) -> int | None:
    """The number of a month's English name or its abbreviation."""
    match = re.fullmatch(_NAME, word)
    return dates.MONTHS.index(match["name"][:3]) + 1 if match else None


def ambiguous(text: str) -> tuple[Period, ...]:
    """Both readings of 3/4/2024, whose month may come first or last, and of `Jan 24`, a month or a day."""
    if match := _NAMED_AND_NUMBER.fullmatch(text):
        number = match["number"]
        begin = _point({"name": match["name"], "d": number})
        both = [begin, _point({"name": match["name"], "y": number}) if len(number) == 2 else None]
        return tuple(one.period() for one in both if one)
    found = dates.from_text(text)
    days = [date.fromisoformat(day) for _, day in found.fields] if found.code == "ambiguous_date" else []
    return tuple(between(day, day) for day in days)


def spans(text: str) -> Iterator[Period]:
    """Each way to read a folded text as a beginning and an end; `1-4` alone says nothing of months."""
    if not re.search(r"[^\d\s~-]|(?:19|20)\d\d", text):
        return
    for sign in re.finditer(r"\s*(?:~|부터|至|\b(?:to|until|through)\b)\s*|\s+-\s+|(?<!\s)-(?!\s)", text):
        left = re.sub(r"^from\s+", "", text[: sign.start()].strip())
        right = re.sub(r"\s*(?:까지|間|사이)$", "", text[sign.end() :].strip())
        if found := _joined(left, right):
            yield found


def _joined(left: str, right: str) -> Period | None:
    end = point(right, ends_span=True)
    begin = end and (point(left) or point(left + "월" if end.count == 1 else left, ends_span=True))
    if not begin or (begin.day > 0) != (end.day > 0) or (begin.count == 12) != (end.count == 12):
        return None
    year, last = begin.year, end.year
    if last is None and year is not None:
        last = year + ((end.first, end.day) < (begin.first, begin.day))
    elif year is None and last is not None:
        year = last - ((end.first, end.day) < (begin.first, begin.day))
    if last is None:
        count = (end.first + end.count - begin.first - 1) % 12 + 1
        return yearless(begin.first, count) if not begin.day and count > begin.count else None
    first, final = (
        Point(year, begin.first, begin.count, begin.day),
        Point(last, end.first, end.count, end.day),
    )
    first, final = first.period(), final.period()
    return between(first.start, final.end) if first and final and first.start < final.start else None


def _point(said: dict[str, str]) -> Point | None:
    year = _year(said["y"]) if "y" in said else None
    if "q" in said:
        return Point(year, 3 * _FIRST[said["q"]] - 2, 3)
    if "h" in said:
        return Point(year, 6 * _FIRST[said["h"]] - 5, 6)
    month = dates.MONTHS.index(said["name"][:3]) + 1 if "name" in said else int(said.get("m", 0))
    if "ending" in said:
        return Point(year, month - 2, 3) if month % 3 == 0 else None
    if "d" in said:
        return Point(year, month, 1, int(said["d"])) if monthday(month, int(said["d"])) else None
    if month or "m" in said:
        return Point(year, month, 1) if 1 <= month <= 12 else None
    return Point(year)


def _year(said: str) -> int:
    digits = int(said.strip("'"))
    return digits if digits > 99 else digits + (1900 if digits >= _PIVOT else 2000)


def _of_day(day: date) -> Point | None:
    return Point(day.year, day.month, 1, day.day) if 1900 <= day.year < 2100 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
