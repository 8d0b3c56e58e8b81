"""Words in a sheet → codes: regions, acts, roles and levels of the catalogue, states of cases listed here."""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from data import catalogue
from data.observations import TOTAL, UNKNOWN

# States of one incident; they stay with the analyst, so the catalogue of published figures has no such lists.
# code: (Korean, English, other spellings)
OWN = {
    "police_status": {
        "received": ("접수", "Received", "신고 접수|입건 전 조사"),
        "investigating": ("수사 중", "Under investigation", "수사|입건|진행 중|open"),
        "cleared": ("검거", "Cleared", "검거 완료|해결|solved"),
        "referred": ("송치", "Sent to prosecutors", "송치 완료|구속 송치|불구속 송치|referred"),
        "not_referred": ("불송치", "Not sent to prosecutors", "불송치 결정|각하|혐의 없음|not referred"),
        "suspended": ("수사 중지", "Suspended", "미제|관리미제|기소중지|unsolved"),
        UNKNOWN: ("미상", "Unknown", ""),
    },
    "school_status": {
        "received": ("접수", "Received", "신고 접수"),
        "reviewing": ("심의 중", "Under review", "심의|조사 중|진행 중|open"),
        "closed": ("종결", "Closed", "심의 완료|완료|처리 완료"),
        UNKNOWN: ("미상", "Unknown", ""),
    },
    "yes_no": {
        "yes": ("예", "Yes", "y|o|○|있음|완료|의뢰|지원|true|1"),
        "no": ("아니오", "No", "n|x|×|없음|아니요|미의뢰|미지원|false|0"),
        UNKNOWN: ("미상", "Unknown", ""),
    },
    "correction": {
        "new": ("신규", "New", "최초"),
        "corrected": ("정정", "Corrected", "수정|변경"),
        "withdrawn": ("철회", "Withdrawn", "취소|삭제"),
    },
}
# For a category these say that nobody knows; for a number they would not be zero either.
UNKNOWN_WORDS = (
    "미상", "불상", "불명", "모름", "확인 불가", "알 수 없음", "해당 없음", "unknown", "not known",
    "not stated", "not applicable", "n/a", "na", "-", "–", "?",
)  # fmt: skip
# What may follow a region's name in the name of its police or its office of education.
_OFFICES = re.compile(
    "(?:지방경찰청|경찰청|교육청|청|metropolitan|provincial|police|policeagency|officeofeducation|office)+$"
)


@dataclass(frozen=True)
class Word:
    """A code with its names and every spelling accepted for it."""

    code: str
    ko: str
    en: str
    spellings: tuple[str, ...]


def fold(text: str) -> str:
    """A text as compared: no case, no blanks, no punctuation, full-width signs as plain ones."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s·ㆍ・.,_()\[\]/*'’:-]", "", plain) or plain.strip()


@cache
def words(dimension: str) -> tuple[Word, ...]:
    """The codes that a column of this dimension may hold, in the order of their list, without totals."""
    if dimension in OWN:
        return tuple(
            Word(code, ko, en, (ko, en, code, *filter(None, also.split("|"))))
            for code, (ko, en, also) in OWN[dimension].items()
        )
    known = catalogue.load().dimensions[
        {"police_region": "geo", "school_region": "geo"}.get(dimension, dimension)
    ]
    return tuple(_word(code) for code in known.codes.values() if _belongs(code, dimension))


def _belongs(code: catalogue.Code, dimension: str) -> bool:
    if dimension == "police_region":
        return code.police or code.id == UNKNOWN
    if dimension == "school_region":
        return code.kind == "province" or code.id == UNKNOWN
    return code.id != TOTAL


def _word(code: catalogue.Code) -> Word:
    former = [name for past in code.former for name in past.label.values()]
    names = (code.label["ko"], code.label["en"])
    return Word(code.id, *names, tuple(dict.fromkeys((*names, code.id, *code.aliases, *former))))


@cache
def _table(dimension: str) -> dict[str, str]:
    return {fold(spelling): word.code for word in words(dimension) for spelling in word.spellings}


@cache
def _unknown() -> frozenset[str]:
    return frozenset(map(fold, UNKNOWN_WORDS))


def unknown(text: str) -> bool:
    """Whether the text says that the value is not known."""
    return fold(text) in _unknown()


def code(dimension: str, text: str) -> str | None:
    """The code that a text stands for, None when it is none of the dimension's words."""
    folded = fold(text)
    table = _table(dimension)
    found = table.get(folded)
    if found is None and dimension.endswith("_region"):
        found = table.get(_OFFICES.sub("", folded))
    return UNKNOWN if found is None and folded in _unknown() else found


def closest(dimension: str, text: str, count: int = 3) -> str:
    """The names nearest to a text that is no code, in its own script; letters of Hangul count one by one."""
    korean = bool(re.search("[ᄀ-ᇿㄱ-ㆎ가-힣]", text))
    names = {word.ko if korean else word.en: word for word in words(dimension) if word.code != UNKNOWN}
    apart = {unicodedata.normalize("NFD", fold(name)): name for name in names}
    near = difflib.get_close_matches(unicodedata.normalize("NFD", fold(text)), apart, count, cutoff=0)
    return ", ".join(apart[name] for name in near)
