"""What the words of a sheet say about its years: when they begin, how they count, what bare numbers mean."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from data.tables.named_periods import PLAIN, Context, period
from data.tables.points import month_of
from data.tables.spans import Period
from data.tables.text import clean

_FISCAL = re.compile(r"\b(?:financial|fiscal)\s+years?\b|\bfy\s?'?\d|회계\s*연도|會計年度")
_SCHOOL = re.compile(r"\b(?:school|academic)\s+years?\b|학년도|學年度")
# Tables of pupils are made by school year; the word school alone may be where an offence took place.
_PUPILS = re.compile(r"\bschool types?\b|\bpupils?\b|\benrol|\bexclusions?\b|\bkey stage\b|학교급|學生人數")
_EDUCATION = re.compile(r"\bschools?\b|\beducation\b|\bpupils?\b|학교|學校")
_POLICE = re.compile(r"\bpolice\b|\bcrimes?\b|\boffen[cd]|\bpremises\b|\barrest|경찰|범죄|刑事|警察")
# The digits 201617 for a year are those of the English school statistics.
_SIX_DIGITS = re.compile(r"\b20(\d\d)(\d\d)\b")
_ENDING = re.compile(r"\byears?\s+(?:ending|ended|ends?|to)\s+(?:on\s+)?(?:\d{1,2}\s+)?([a-z]{3,9})\b")
_TURN = re.compile(r"\b(?:1\s+)?([a-z]{3,9})\s*(?:-|to)\s*(?:\d{1,2}\s+)?([a-z]{3,9})\b")
_STOCK = re.compile(
    r"말일자|월말|연말|年底|月底|년말|\byear[- ]end\b|\bend of (?:the )?(?:year|month|quarter)\b|\bas at\b"
)
_LEVEL = r"(?:별|別)?(?:\(\d\))?$"
_EXPECTS = {
    "year": re.compile(
        rf"(?:(?:연|년|年)[도度]|年份|(?<![成少青幼])年|^년){_LEVEL}|(?<!nc)(?<!school)(?:^|\s)(?:year|yr)$"
    ),
    "quarter": re.compile(rf"(?:분기|季){_LEVEL}|(?:^|\s)(?:quarter|qtr)$"),
    "month": re.compile(rf"(?:^월|월(?=별)|발생월|^月|月(?=別)|月份){_LEVEL}|(?:^|\s)month$"),
    "day": re.compile(r"(?:일자|날짜|일시|년월일|발생일|접수일|신고일|日期)$|(?:^|\s)date$"),
}
# A period in a title is rarely more words than `12 months to 30 June 2023`.
_LONGEST = 8


def context(texts: Iterable[str]) -> Context:
    """What titles, notes, headings and labels of a sheet say about its periods.

    The first month of a year named 2022-23 is taken from months on the sheet (`Apr 2023 - Mar 2024`, `year
    ending March`); failing that from `financial year` or `school year` together with a country's words. What
    is said in two ways leaves it open; what only a country's custom says is taken and called `assumed`.
    """
    lines = [_plain(text) for text in texts]
    whole = "\n".join(lines)
    countries = [about for about in _calendars().values() if about["named"].search(whole)]
    stated = {first for line in lines for first in _stated(line)}
    kind = _kind(whole)
    known = stated or {about[kind] for about in countries if kind in about}
    assumed = not known
    if assumed:
        known = _customary(whole, kind, countries)
    first_month = known.pop() if len(known) == 1 else None
    names = {about.get("names", "") for about in countries}
    return Context(
        first_month=first_month,
        names=names.pop() if len(names) == 1 and kind == "fiscal" else "",
        republic=any(about.get("republic", False) for about in countries),
        stock=bool(_STOCK.search(whole)),
        assumed=assumed and first_month is not None,
    )


def expects(heading: str) -> str:
    """What the numbers below a heading are: year, quarter, month, day, '' when it does not say."""
    plain = _plain(heading)
    if re.search(r"\d{2}", plain):
        return ""
    return next((name for name, words in _EXPECTS.items() if words.search(plain)), "")


def mentioned(text: str, context: Context = PLAIN) -> list[Period]:
    """The periods named within a title or note, longest readings first, in their order.

    A year of digits alone is taken, since a count seldom stands in a title; it stays `bare`.
    """
    words = list(re.finditer(r"\S+", clean(text)))
    found, place = [], 0
    while place < len(words):
        for end in range(min(len(words), place + _LONGEST), place, -1):
            said = words[place].string[words[place].start() : words[end - 1].end()].strip(" ,.;:()[]「」'\"")
            one = period(said, replace(context, outer=None, expects="")) if re.search(r"\d", said) else None
            if one and one.lacks != "year" and (not one.bare or re.fullmatch(r"\d{4}", said)):
                found.append(one)
                place = end - 1
                break
        place += 1
    return found


def _plain(text: str) -> str:
    return re.sub("[‐‑‒–—―−]", "-", unicodedata.normalize("NFKC", clean(text)).casefold()).replace("_", " ")


@cache
def _calendars() -> dict[str, dict]:
    with (Path(__file__).parent / "calendars.toml").open("rb") as file:
        countries = tomllib.load(file)
    for about in countries.values():
        latin = "|".join(re.escape(word) for word in about["words"] if word.isascii())
        others = "|".join(word for word in about["words"] if not word.isascii())
        about["named"] = re.compile(
            "|".join(filter(None, (latin and rf"(?<![a-z])(?:{latin})(?![a-z])", others)))
        )
    return countries


def _kind(whole: str) -> str:
    fiscal, school = _FISCAL.search(whole), _SCHOOL.search(whole)
    if fiscal and school:
        return ""
    return "fiscal" if fiscal else "school" if school or _PUPILS.search(whole) else ""


def _customary(whole: str, kind: str, countries: list[dict]) -> set[int]:
    """The month in which a country's offices begin their years, where nothing on the sheet speaks against it."""
    if kind == "school" and not countries and _SIX_DIGITS.search(whole):
        return {_calendars()["england"]["school"]}
    if kind or _FISCAL.search(whole) or _SCHOOL.search(whole):
        return set()
    schools, police = _EDUCATION.search(whole), _POLICE.search(whole)
    if schools:
        return set() if police else {about["school"] for about in countries if "school" in about}
    return {about[about["usual"]] for about in countries if "usual" in about}


def _stated(line: str) -> Iterable[int]:
    """The first months that a line states."""
    for one in mentioned(line):
        if one.start and one.kind in ("straddle", "span") and one.end.month % 12 + 1 == one.start.month != 1:
            yield one.start.month
    for match in _ENDING.finditer(line):
        if last := month_of(match[1]):
            yield last % 12 + 1
    for match in _TURN.finditer(line):
        first, last = month_of(match[1]), month_of(match[2])
        if first and last and last == (first - 2) % 12 + 1:
            yield first
