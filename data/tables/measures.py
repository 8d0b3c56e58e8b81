"""What a label counts, for which sex, and whether it means a total or a remainder."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.tables import units
from data.tables.text import key, label

with (Path(__file__).parent / "measures.toml").open("rb") as _file:
    _VOCABULARY = tomllib.load(_file)
_MEASURE = {word: code for code, words in _VOCABULARY["measures"].items() for word in words.split()}
_SEX = {word: code for code, words in _VOCABULARY["sexes"].items() for word in words.split()}
_WORDS = {name: words.split() for name, words in _VOCABULARY["words"].items()}
TOTALS = frozenset(_WORDS["totals"])
# Only these end a Korean or Chinese label without a bracket or `_`; `무고 신고` is an offence, not a measure.
_LAST = {
    "recorded",
    "received",
    "cleared",
    "uncleared",
    "apprehended",
    "booked",
    "clearance_rate",
    "recorded_rate",
}
_LAST_WORDS = (
    re.compile(r"(.+)\s(\S+\s\S+)"),
    re.compile(r"(.+)\s(\S+)"),
    re.compile(r"(.*[^미\s])((?:발생|검거)(?:건수|인원|율|률|비)?|發生數|破獲數|破獲率)"),
)
# `DATE_REPORTED` is a date, so English words need a bracket or a dash.
_NAMED_LAST = (
    r"(?P<rest>.+?)\s*[(\[](?P<measure>[^()\[\]]+)[)\]]",
    r"(?P<rest>.+)[_:|/]\s*(?P<measure>[^\x00-\x7f]+)",
    r"(?P<measure>[^\x00-\x7f]+)[_:|]\s*(?P<rest>.+)",
    r"(?P<rest>.+?)\s+[-–]\s+(?P<measure>.+)",
)

_SUM = r"총계|합계|소계|총합|계|總計|合計|小計|計|總數|(?:grand\s*|sub-?\s*)?totals?|sum"
_TOTAL_OF = (
    re.compile(rf"(.+?)(?:[\s_:,/|–-]+(?:{_SUM})|\s*[(\[](?:{_SUM}|전체|all)[)\]])", re.I),
    re.compile(r"(.*\S{2})(?:합계|소계|총계|總計|合計|小計)|(?P<ages>.*\d\s*세(?:이상|이하|미만)?)[총계]"),
    re.compile(r"(?:총계|합계|소계|계|總計|合計|小計)(?:[_:,-]\s*|\s*\()(.+?)\)?"),
    re.compile(r"(?:grand\s+|sub-?\s*)?total(?:\s+(?:number\s+)?of\s+|[\s:,(–-]+)(.+?)\)?", re.I),
    re.compile(r"all\s+(?!other|else)(\w+s|recorded .+|people|crime|police .+)", re.I),
    re.compile(
        r"총\s*((?:발생|검거|접수|신고|범죄|피해|사건|검거인원|학생)(?:건수|자수?|인원수?|수)?|건수|인원|인구수?|명수)"
    ),
    re.compile(r"전체\s*(범죄(?:건수|자)?|연령|인구|학생|학교|건수|인원|사건|피해자)"),
)
_REMAINDER = re.compile(
    r"(?:그\s*[외밖]|기타|나머지|이외|其\s*[他它餘]|(?:(?:all )?others?|remaining|remainder|rest of|miscellaneous)\b).*"
    r"|.*(?:이외|이외의|기타\)?|그\s*외|其\s*[他它]\)?|not otherwise specified|not elsewhere classified|elsewhere"
    r"|\bn\.?o\.?s\.?|\bn\.?e\.?c\.?|not further defined|\(others?\))",
    re.I,
)
# `20~24세남`, as headers come whose two rows were joined.
_GLUED_SEX = re.compile(r"(.*\d\s*세(?:이상|이하|미만)?)\s*([남여]자?)")
# `All Garda divisions` beside divisions.
_ALL_OF = re.compile(r"all(?:\s+[a-z][\w-]*){1,4}s", re.I)
_POPULATION = re.compile(r"(남자?|여자?|총|전체)?\s*(?:인구수?|population)", re.I)


@dataclass(frozen=True)
class Part:
    """A code found in a label and what remains of the label without it."""

    code: str
    rest: str = ""


@lru_cache(4096)
def measure(text: str) -> Part | None:
    """A code of measures.toml named by a label, by its last word or bracket, or by its first before `_`.

    `카메라 등 이용촬영 발생` → recorded, `카메라 등 이용촬영`; None when the label names no measure.
    """
    said = _said(text)
    if code := _MEASURE.get(key(said)):
        return Part(code)
    for pattern in _NAMED_LAST:
        if (match := re.fullmatch(pattern, said)) and (code := _MEASURE.get(key(match["measure"]))):
            return Part(code, match["rest"].strip())
    for pattern in _LAST_WORDS:
        match = pattern.fullmatch(said)
        if match and _MEASURE.get(key(match[2])) in _LAST and not match[2].isascii():
            return Part(_MEASURE[key(match[2])], match[1].strip())
    return None


@lru_cache(4096)
def sex(text: str) -> Part | None:
    """M, F, _T (both) or _U named by a label or by one part of it: `정상_남`, `남 인구수`, `Gender_male`.

    A bare `계` or `Total` is left to total(), as it may be a total of anything.
    """
    said = _said(text)
    if code := _SEX.get(key(said)):
        return Part(code)
    if match := _GLUED_SEX.fullmatch(said):
        return Part(_SEX[match[2]], match[1])
    words = list(re.finditer(r"[^\s_/,:()\[\]|·-]+", said))
    found = [word for word in words if _SEX.get(key(word[0])) in ("M", "F")]
    if len(found) != 1 or not _apart(said, found[0]):
        return None
    before, after = said[: found[0].start()], said[found[0].end() :]
    rest = re.sub(r"([_/|])\s*\1", r"\1", re.sub(r"\(\s*\)|\[\s*\]", " ", before + after))
    return Part(_SEX[key(found[0][0])], " ".join(rest.split()).strip(" _/,:|·-()"))


@lru_cache(4096)
def total(text: str) -> str | None:
    """What remains of a label that means a total: '' for `계`, `2012-13` for `2012-13 Total`; None: no total.

    A remaining name says of what it is the total (`형법범 소계`); whether its parts stand beside it is for
    the table finder to see: `竊盜總數` may be the only row on theft, so a glued 總數 is not taken for a total.
    """
    said = _said(text)
    if remainder(said):
        return None
    if key(said) in TOTALS:
        return ""
    words = {key(word) for word in re.split(r"[\s_/|·,:()\[\]–-]+", said) if word}
    if words & TOTALS and words <= TOTALS.union(_WORDS["beside_total"]):
        return ""
    match = next(filter(None, (pattern.fullmatch(said) for pattern in _TOTAL_OF)), None)
    if not match:
        return None
    rest = (match[1] or match["ages"]).strip(" _:,-")
    return "" if key(rest) in TOTALS else rest


def totals(texts: Sequence[str]) -> list[str | None]:
    """total() for one axis, where neighbours tell more.

    `남 인구수` beside ages is the total of the ages, `Persons` beside `Male` and `Female` that of the sexes,
    and a country beside its parts theirs (`Aust`, `England`).
    """
    found = [total(text) for text in texts]
    keys = [key(_said(text)) for text in texts]
    country = next((name for name in _WORDS["countries"] if name in keys), None)
    others = {name for name, one in zip(keys, found, strict=True) if one is None} - {*_WORDS["countries"]}
    sexes = {one.code for text in texts if (one := sex(text)) and not one.rest}
    bands = sum(
        bool(re.search(r"\d\s*(?:[-~–∼]\s*\d+)?\s*[세歲]|\d\s*[-–~]\s*\d+$|\d\s*\+", text)) for text in texts
    )
    for place, (text, name) in enumerate(zip(texts, keys, strict=True)):
        if found[place] is not None:
            continue
        people = _POPULATION.fullmatch(_said(text))
        if people and bands > 1:
            found[place] = people[1] if (people[1] or "총") not in ("총", "전체") else ""
        elif (
            (_ALL_OF.fullmatch(_said(text)) and len(others) > 1)
            or (name == country and len(others) > 1)
            or (name in ("persons", "people") and {"M", "F"} <= sexes)
        ):
            found[place] = ""
    return found


def remainder(text: str) -> bool:
    """Whether a label means the rest (기타도시, `… - Not Otherwise Specified`): part of the sum, no total."""
    said = _said(text)
    return bool(_REMAINDER.fullmatch(said)) and key(said) not in TOTALS and not _TOTAL_OF[0].fullmatch(said)


def _said(text: str) -> str:
    return units.split(label(text).text)[0]


def _apart(said: str, word: re.Match) -> bool:
    """Whether the word is a part of its own: cut off by a sign, or beside words that go with a sex."""
    before, after = said[: word.start()], said[word.end() :]
    cut = (not before or before[-1] in "_(/|[:,") and (not after or after[0] in "_)/|]:,")
    if cut and (before or after):
        return True
    if len(word[0]) == 1 and word[0].isascii():
        return False
    beside = re.split(r"[\s_/,:()\[\]|·~–-]+", f"{before} {after}".casefold().strip())
    return all(
        re.fullmatch(r"\d*(?:세|歲|대)?(?:이상|이하|미만)?\+?", part) or part in _WORDS["beside_sex"]
        for part in beside
    )
