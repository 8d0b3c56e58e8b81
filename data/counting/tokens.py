"""One date as a stranger's list writes it: the text parted into day and clock, the day into its numbers."""

import re
import unicodedata
from dataclasses import dataclass

from data.ingest.dates import MONTHS

# A longer text is prose that happens to begin with a date.
_LONGEST = 60
_CLOCK = re.compile(
    r"(?P<before>오전|오후|上午|下午|午前|午後|[ap]\.?m\.?)?\s*(?P<h>\d{1,2})\s*[:시時点]\s*(?P<m>\d{1,2})?\s*[분分:]?"
    r"\s*(?P<s>\d{1,2}(?:\.\d+)?)?\s*[초秒]?\s*(?P<after>[ap]\.?m\.?)?"
    r"\s*(?:z|utc|gmt|kst|jst|[ecmp][sd]t|[+-]\d{2}:?\d{2})?",
    re.I,
)
_STAMP = re.compile(
    r"(?P<day>[^:]{3,40}?[\d일日.)])(?:\s*t\s*|[\s,]+|(?<=[일日)]))(?P<clock>(?:오|上|下|午|am|pm|a\.m|p\.m)?.{1,30})",
    re.I,
)
_PACKED_STAMP = re.compile(r"((?:19|20)\d{6})(\d{2})(\d{2})?(\d{2})?")
_WEEKDAY = re.compile(
    r"\s*[(（][월화수목금토일月火水木金土日][)）]\s*|^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?[,\s]\s*"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988, "s": 1925}
_MONTH = rf"(?P<name>{'|'.join(MONTHS)})[a-z]*\.?"
_Y4, _M, _D = r"(?P<y>\d{4})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_ERA = r"(?P<era>令和|平成|昭和)\s*(?P<y>\d{1,2}|元)"
_SHORT_ERA = r"(?P<era>令和|平成|昭和|[rhs])\s*(?P<y>\d{1,2}|元)"
_REPUBLIC = r"(?:中華)?(?:民國|민국)\s*(?P<y>\d{2,3})"
# The sign between two numbers of a date is the sign between the next two: 2017.1/4 is a quarter.
_SIGN, _SAME = r"\s*(?P<sign>[-./])\s*", r"\s*(?P=sign)\s*"
_FORMS = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        ("ymd", rf"{_Y4}{_SIGN}{_M}{_SAME}{_D}\.?"),
        ("ymd", rf"(?:{_Y4}|'?(?P<y2>\d\d))\s*[년年]\s*{_M}\s*[월月]\s*{_D}\s*[일日]?"),
        ("ymd", rf"'(?P<y>\d\d){_SIGN}{_M}{_SAME}{_D}\.?"),
        ("packed", r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"),
        ("last", rf"(?P<a>\d{{1,2}}){_SIGN}(?P<b>\d{{1,2}}){_SAME}{_Y4}"),
        ("era", rf"{_SHORT_ERA}\s*[-./年]\s*{_M}\s*[-./月]\s*{_D}\s*日?"),
        ("era", rf"{_ERA}\s*年\s*{_M}\s*月"),
        ("republic", rf"{_REPUBLIC}\s*[-./年년]\s*{_M}\s*[-./月월]\s*{_D}\s*[日일]?"),
        ("republic", rf"(?P<y>\d{{3}})\s*[-./年]\s*{_M}\s*[-./月]\s*{_D}\s*日?"),
        ("republic", rf"(?:{_REPUBLIC}|(?P<y2>\d{{3}}))\s*[-./年]\s*{_M}\s*月?"),
        ("short", rf"(?P<a>\d{{1,2}}){_SIGN}(?P<b>\d{{1,2}}){_SAME}(?P<c>\d{{1,2}})\.?"),
        ("named", rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s/.-]*{_MONTH}[\s/.,-]*(?P<y>\d{{4}}|\d\d)"),
        ("named", rf"{_MONTH}[\s/-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s/,-]+{_Y4}"),
        ("named", rf"{_Y4}[\s/.-]*{_MONTH}[\s/.-]*{_D}"),
        ("month", rf"{_Y4}\s*[-./년年]\s*{_M}\s*[월月.]?(?:분)?"),
        ("month", rf"{_M}\s*[-/.]\s*{_Y4}"),
        ("month", rf"{_MONTH}[\s/.,'-]*(?P<y>\d{{4}}|\d\d)"),
        ("month", rf"{_Y4}[\s/.-]*{_MONTH}"),
        ("monthday", rf"{_M}\s*[-./월月]\s*{_D}\s*[.일日]?"),
        ("digits", r"(?P<n>\d{3,13})(?:\.0+)?"),
        ("digits", r"(?P<n>\d{5}\.\d+)"),
    )
)
# Two figures of a year from here on are of the last century, as in data.tables.points.
PIVOT = 70


@dataclass(frozen=True)
class Token:
    """The numbers of one date; `form` says which are known.

    ymd, packed, era, republic, named and month hold year, month, day (day 0: the month is meant); last holds
    two numbers of open order and the year, short three of open order, monthday month and day, digits a number.
    """

    form: str
    numbers: tuple[float, ...]


def split(text: str) -> tuple[str, str]:
    """Day and clock of a text as written, the clock '' where there is none."""
    if len(text) > _LONGEST:
        return text, ""
    if match := _PACKED_STAMP.fullmatch(text):
        hour, minute = int(match[2]), int(match[3] or 0)
        if hour < 24 and minute < 60 and token(match[1]).form == "packed":
            return match[1], f"{hour}:{minute:02}"
    if ":" in text or "시" in text or "時" in text:
        match = _STAMP.fullmatch(text)
        if match and _CLOCK.fullmatch(match["clock"].strip()):
            return match["day"], match["clock"].strip()
    return text, ""


def clock(text: str) -> tuple[int, int, int] | None:
    """Hour, minute and second of a clock, None for another text; `12:30 AM` is 0:30."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        return None
    hour, minute, second = int(match["h"]), int(match["m"] or 0), int(float(match["s"] or 0))
    half = (match["before"] or match["after"] or "").lower().replace(".", "")
    if half:
        hour = hour % 12 + (12 if half in ("pm", "오후", "下午", "午後") else 0)
    return (hour, minute, second) if hour < 25 and minute < 60 and second < 60 else None


def token(text: str) -> Token | None:
    """The numbers of a day as written, None for what is no date in any form."""
    if len(text) > _LONGEST or not any(sign.isdigit() for sign in text):
        return None
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    plain = _WEEKDAY.sub("", plain.translate(str.maketrans("‐‑–−", "----"))).strip()
    for form, pattern in _FORMS:
        if match := pattern.fullmatch(plain):
            return _token(form, {name: found for name, found in match.groupdict().items() if found})
    return None


def _token(form: str, said: dict[str, str]) -> Token | None:
    if form == "digits":
        return Token(form, (float(said["n"]), len(said["n"].partition(".")[0])))
    if form == "monthday":
        return Token(form, (int(said["m"]), int(said["d"])))
    if form in ("last", "short"):
        return Token(form, (int(said["a"]), int(said["b"]), int(said.get("y") or said["c"])))
    written = said.get("y") or said["y2"]
    year = 1 if written == "元" else int(written)
    if form in ("era", "republic"):
        year += _ERAS[said["era"]] if form == "era" else 1911
    elif len(written) == 2:
        year = century(year)
    month = MONTHS.index(said["name"]) + 1 if "name" in said else int(said["m"])
    day = int(said.get("d", 0))
    return Token("month" if form == "named" and not day else form, (year, month, day))


def century(year: int) -> int:
    """The year that two figures mean."""
    return year + (1900 if year >= PIVOT else 2000)
