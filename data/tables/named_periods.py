"""The period that one text names."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from data.tables.eras import common_era
from data.tables.points import ambiguous, point, spans
from data.tables.spans import Period, between, monthday, months, serial, straddle, within, yearless
from data.tables.text import label

_PAIR = re.compile(r"((?:19|20)\d\d)\s*(년?\s*[-/]|~)\s*((?:19|20)?\d\d)\s*(년도|년)?")
_PACKED_PAIR = re.compile(r"((?:19|20)\d\d)(\d\d)")
_FISCAL = r"(?:fiscal\s*year|financial\s*year|fy|회계\s*연도|會計年度)"
_SCHOOL = r"(?:school\s*year|academic\s*year|[as]y)"
_KOREAN_SCHOOL = re.compile(r"((?:19|20)\d\d|\d\d)\s*학년도?")
_TAIWAN_SCHOOL = re.compile(r"((?:19|20)\d\d)\s*學년도?")
_ENDING = re.compile(
    r"(?:(?P<months>\d{1,2}|twelve|six|three)\s*-?\s*months?|(?P<year>(?:fiscal |financial )?year|ye|fye))"
    r"\s*(?:ending|ended|to|up to)?\s*(?:in |at )?(?P<end>.*\d.*)"
)
_COUNTS = {"twelve": 12, "six": 6, "three": 3}
_STOCK = (
    re.compile(r"(?:as (?:at|of)|at(?: the)? end of|end(?: of|-)?|year[- ]end(?: of)?)\s*(?P<rest>.+)"),
    re.compile(r"(?P<rest>.+?)\s*(?:말일|말|底|末|년말|year[- ]end)(?:\s*(?:현재|기준))?"),
    re.compile(r"(?P<rest>.+?)\s*(?:현재|기준일?|시점)"),
)
# A count, a fraction or a length of time may look like these.
_BARE = re.compile(r"\d+(?:\.\d+)?|[1-4]/4|\d\d/\d\d|\d\d\s*년")
_TAIL = re.compile(
    r"\s*(?:누계|누적|\(?잠정치?\)?|\(?확정치?\)?|provisional|revised|까지|(?<=(?<!\d)\d{4})\s?[pr])$"
)


@dataclass(frozen=True)
class Context:
    """What else the sheet says about its periods.

    `outer` is the period that a month or quarter without year lies in. `first_month` is the month in which a
    year named 2022-23 begins. `names` tells for FY2023 whether the year named is that of its start or of its
    end. `republic`: years count from 1911. `expects` is what bare numbers are: year, quarter, month, day.
    `stock`: the figures are of the last day of each period. `assumed`: `first_month` is a country's custom.
    """

    outer: Period | None = None
    first_month: int | None = None
    names: str = ""
    republic: bool = False
    expects: str = ""
    date_1904: bool = False
    stock: bool = False
    assumed: bool = False


_RUNNING = re.compile(r"(?:당월|금월|전월|당분기|당해|누계|누적|본월|累計)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]")
PLAIN = Context()


@lru_cache(4096)
def period(text: str, context: Context = PLAIN) -> Period | None:
    """The period that a whole text names, None when it names none.

    A text of digits alone is `bare`, since a count may look like a year, unless `context.expects` says what
    the numbers are. `2022-23` is an open straddle unless `context.first_month` is known; `2011-12`, also
    December 2011, comes back with both as `choices`.
    """
    said = common_era(folded(text), context.republic)
    if context.expects and re.fullmatch(r"\d+(?:\.0)?|[1-4]/4", said):
        found = _expected(said.removesuffix(".0"), context)
    else:
        found = _named(said, context) or _bracketed(said, context) or _running(said, context)
    if found is None:
        return None
    found = within(found, context.outer)
    bare = not context.expects and bool(_BARE.fullmatch(said))
    return replace(found, bare=bare, stock=found.stock or context.stock)


def folded(text: str) -> str:
    """A text as the patterns expect it: small letters, plain dashes, no notes, brackets or words such as 누계."""
    said = unicodedata.normalize("NFKC", label(text).text).casefold()
    said = re.sub("[‐‑‒–—―−]", "-", re.sub("[～∼〜]", "~", re.sub("[‘’`´]", "'", said)))
    if match := re.fullmatch(r"[(\[<]\s*([^()\[\]<>]+?)\s*[)\]>]", said):
        said = match[1]
    while match := _TAIL.search(said):
        said = said[: match.start()]
    return said.strip(" ,:")


def _named(text: str, context: Context) -> Period | None:
    for reading in (_stock, _ending, _school, _fiscal, _pair, _quarter, _packed):
        if found := reading(text, context):
            return found
    days = ambiguous(text)
    if len(days) > 1:
        return Period("", lacks="choice", choices=days)
    if days or (found := point(text)):
        return days[0] if days else found.period()
    return next(spans(text), None) or _years(text, context)


def _bracketed(text: str, context: Context) -> Period | None:
    """`2024년(1~7월)`, `2023/24 (Apr 2023 - Mar 2024)`, `2022-23 (Apr-Mar)`: what says the most."""
    match = re.fullmatch(r"([^()\[\]]*\S)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]](.*)", text)
    name = match and _named(match[1] + match[3], context)
    if not name:
        return None
    inner = _named(match[2], context)
    if inner and inner.months == 12 and name.lacks == "first_month":
        return straddle(name.year, inner.first)
    if inner and inner.lacks == "year" and name.start:
        return within(inner, name)
    readings = _named(f"{match[1]} {match[2]}{match[3]}", context), inner, name
    return next((one for one in readings if one and not one.lacks), name)


def _running(text: str, context: Context) -> Period | None:
    """`당월(7월)`, `누계(1~7월)`: the period is what the brackets say."""
    match = _RUNNING.fullmatch(text)
    return _named(match[1], context) if match else None


def _stock(text: str, context: Context) -> Period | None:
    for pattern in _STOCK:
        match = pattern.fullmatch(text)
        found = match and _named(match["rest"], context)
        if found and found.end:
            ends = pattern is not _STOCK[2] and found.kind != "day"
            return replace(between(found.end, found.end) if ends else found, stock=True)
    return None


def _ending(text: str, context: Context) -> Period | None:
    """`Year ending March 2023`, `12 months to 30 June 2023`."""
    match = _ENDING.fullmatch(text)
    end = match and point(match["end"])
    if not end or end.year is None or end.count != 1:
        return None
    count = 12 if match["year"] else _COUNTS.get(match["months"]) or int(match["months"])
    if end.day and end.period().end != months(end.year, end.first, 1).end:
        return None
    first = end.year * 12 + end.first - count
    return months(first // 12, first % 12 + 1, count)


def _school(text: str, context: Context) -> Period | None:
    """학년도 runs from March to February, 學年度 from August to July."""
    for pattern, first in ((_KOREAN_SCHOOL, 3), (_TAIWAN_SCHOOL, 8)):
        if match := pattern.fullmatch(text):
            return months(int(match[1]) + (2000 if len(match[1]) == 2 else 0), first, 12)
    match = re.fullmatch(rf"{_SCHOOL}\s*[:,]?\s*(.+)|(.+?)\s*{_SCHOOL}", text)
    return _pair(match[1] or match[2], context) if match else None


def _fiscal(text: str, context: Context) -> Period | None:
    """`FY2022-23` as 2022-23; `FY2023` needs to be told whether it is named by its start or its end."""
    match = re.fullmatch(rf"{_FISCAL}\s*'?(.+)|(.+?)\s*{_FISCAL}(?:\s*기준)?", text)
    said = match and (match[1] or match[2]).strip()
    if not said:
        return None
    if found := _pair(said, context):
        return found if found.lacks != "choice" else found.choices[1]
    named = re.fullmatch(r"((?:19|20)?\d\d)\s*(?:년도?)?", said)
    if not named:
        return None
    year = int(named[1]) + (2000 if len(named[1]) == 2 else 0)
    if context.first_month == 1 or re.search("회계|會計", text):  # Korea's and Taiwan's begin in January.
        return months(year, 1, 12)
    if not context.names:
        return Period("straddle", lacks="first_month", year=year)
    return straddle(year - (context.names == "end"), context.first_month)


def _pair(text: str, context: Context) -> Period | None:
    """`2022-23`, `2015/16`, `1999/00`, `1998-1999`: a year over two calendar years, or a month by chance."""
    text = re.sub(r"^'?(\d\d)/(\d\d)$", r"20\1/\2", text)
    match = _PAIR.fullmatch(text) or _PACKED_PAIR.fullmatch(text)
    if not match:
        return None
    year, last = int(match[1]), int(match[match.lastindex if match.re is _PACKED_PAIR else 3])
    if (year + 1) % 100 != last % 100 or (last > 99 and last != year + 1):
        return None
    if match.re is _PAIR and (match[2] == "~" or match[4]):
        return months(year, 1, 24)
    found = straddle(year, context.first_month)
    if last in range(1, 13) and not context.first_month and len(match[0]) < 9:
        return Period("", lacks="choice", year=year, choices=(months(year, last, 1), found))
    return found


def _quarter(text: str, context: Context) -> Period | None:
    """`2022/23 Q1`: the first quarter of that year, whenever it begins."""
    match = re.fullmatch(r"(.+?)[\s:,-]*q([1-4])|q([1-4])[\s:,-]*(.+)", text)
    year = match and _PAIR.fullmatch(match[1] or match[4]) and _pair(match[1] or match[4], context)
    if not year or not year.start:
        return year and Period("quarter", lacks="first_month", year=year.year)
    first = year.start.month - 1 + 3 * int(match[2] or match[3]) - 3
    return months(year.start.year + first // 12, first % 12 + 1, 3)


def _years(text: str, context: Context) -> Period | None:
    """`2012 - 2016`, and `2012-13 to 2016-17` when it is known when these begin."""
    for sign in re.finditer(r"\s*(?:~|\bto\b)\s*|\s+-\s+|(?<=[/-]\d\d)-(?=(?:19|20)\d\d)", text):
        ends = _pair(text[: sign.start()].strip(), context), _pair(text[sign.end() :].strip(), context)
        if all(ends) and ends[0].year < ends[1].year:
            if ends[0].start and ends[1].end:
                return between(ends[0].start, ends[1].end)
            return Period("span", lacks="first_month", year=ends[0].year)
    match = re.fullmatch(r"((?:19|20)\d\d)\s*년?\s*[-~]\s*(\d\d)\s*년?", text)
    if match and int(match[1]) % 100 < int(match[2]):
        return months(int(match[1]), 1, 12 * (int(match[2]) - int(match[1]) % 100 + 1))
    return None


def _packed(text: str, context: Context) -> Period | None:
    """Six figures of a year and a month, or a year that went through a number cell: `2017.0`."""
    match = re.fullmatch(r"((?:19|20)\d\d)(0[1-9]|1[0-2])", text)
    whole = re.fullmatch(r"((?:19|20)\d\d)\.0", text)
    return months(int(match[1]), int(match[2]), 1) if match else whole and months(int(whole[1]), 1, 12)


def _expected(text: str, context: Context) -> Period | None:
    """A bare number below a heading that says what its numbers are."""
    number = int(text.split("/")[0])
    if context.expects == "month" and 1 <= number <= 12 and len(text) < 3:
        return yearless(number, 1)
    if context.expects == "quarter" and 1 <= number <= 4:
        return yearless(3 * number - 2, 3)
    if context.expects == "day":
        if len(text) in (3, 4):
            return monthday(int(text[:-2]), int(text[-2:])) if 1 <= int(text[:-2]) <= 12 else None
        if len(text) < 3:
            return monthday(0, number)
        if len(text) == 5 and (day := serial(number, context.date_1904)) and 1950 <= day.year < 2100:
            return between(day, day)
    return _named(text, context)
