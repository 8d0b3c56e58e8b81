"""Ages and age bands as tables write them."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from data.tables import units
from data.tables.text import clean, key, label

# Nobody on record was older than 122.
OLDEST = 122
with (Path(__file__).parent / "ages.toml").open("rb") as _file:
    _VOCABULARY = {name: frozenset(map(key, words.split())) for name, words in tomllib.load(_file).items()}
WORDS = _VOCABULARY["groups"]
_ABOUT = r"(?:연령대?|나이|만나이|年齡|年齢|ages?|agegroups?|ageband|ageatoffence)"
_HEADING = re.compile(
    r"연령|나이|年齡|年齢|\bage(?:d|s)?\b(?!nc)|\bage[\s_-]?(?:group|band|range|class)|\bage_|_age\b", re.I
)
_TOTAL = re.compile(
    rf"(?:total)?(?:all|전체|모든|전|全|總|총){_ABOUT}|{_ABOUT}(?:계|합계|전체|total|all)|연령구간인구수|allagegroups"
)

_N = r"(?:만\s*)?(\d{1,3})(?:\.0+)?"
_OLD = r"(?:[-\s]*olds?|\s*of\s*age)?"
_UNIT = rf"(?:[-\s]*(?:세|살|歲|岁|歳|才|y\b|y/?o\b|years?{_OLD}\b|yrs?\b\.?{_OLD}))"
_AND = r"(?:and|or|&)\s*"
_OVER = rf"(?:이상|以上|{_AND}(?:over|older|above|up|more)|plus|\+|↑){_UNIT}?"
_UPTO = rf"(?:이하|以下|{_AND}(?:under|younger|below|less|fewer)|↓){_UNIT}?"
_BELOW = r"(?:미만|未滿|未満)"
_SEP = r"\s*(?:[-~]\s*to\s*[-~]|[-~]|\bto\b|\bthrough\b|에서|부터|至|到|(?<=[상上])[\s,·]*)\s*"
_FROM = rf"{_N}{_UNIT}?\s*(?:이상|以上)?{_SEP}"


def _compiled(*forms: tuple[str, Callable]) -> tuple[tuple[re.Pattern, Callable], ...]:
    return tuple((re.compile(pattern), limits) for pattern, limits in forms)


# Each with the first and last age from the numbers in it; None is an open end.
_BANDS = _compiled(
    (rf"{_FROM}{_N}{_UNIT}?|{_FROM}{_N}{_UNIT}?\s*{_UPTO}", lambda a, b: (a, b)),
    (rf"{_FROM}{_N}{_UNIT}?\s*{_BELOW}|{_FROM}{_BELOW}\s*{_N}{_UNIT}?", lambda a, b: (a, b - 1)),
    (rf"{_N}{_UNIT}?\s*초과{_SEP}{_N}{_UNIT}?\s*{_UPTO}", lambda a, b: (a + 1, b)),
    (rf"{_N}{_UNIT}?\s*{_OVER}|(?:≥|>=|at least|from)\s*{_N}{_UNIT}?|{_N}{_UNIT}?\s*~", lambda a: (a, None)),
    (rf"(?:>|over|older than|above|more than)\s*{_N}{_UNIT}?|{_N}{_UNIT}?\s*초과", lambda a: (a + 1, None)),
    (rf"{_N}{_UNIT}?\s*{_UPTO}|(?:≤|<=|up to|~)\s*{_N}{_UNIT}?", lambda a: (0, a)),
    (rf"{_N}{_UNIT}?\s*{_BELOW}|(?:<|under|below|less than|younger than|fewer than|未滿|未満)\s*{_N}{_UNIT}?",
     lambda a: (0, a - 1)),
)  # fmt: skip
# Forms that speak of ages only if a unit or a heading does.
_UNTOLD = _compiled(
    (rf"{_N}{_UNIT}?", lambda a: (a, a)),
    (rf"{_N}(?:\s+|\s*[/&]\s*|\s+and\s+){_N}{_UNIT}?", lambda a, b: (a, b)),
)
_TENS = r"([1-9]0)\s*(?:대|代|歲代|歳代|s)"
_DECADES = _compiled(
    (_TENS, lambda a: (a, a + 9)),
    (rf"([1-9]0)(?:대|代)?\s*[-~]\s*{_TENS}", lambda a, b: (a, b + 9)),
    (rf"{_TENS}\s*{_OVER}", lambda a: (a, None)),
    (rf"{_TENS}\s*{_UPTO}", lambda a: (0, a + 9)),
    (rf"{_TENS}\s*{_BELOW}", lambda a: (0, a - 1)),
)
# Nouns for the people of the band, before or after it.
_BEFORE = (
    r"(?:persons?|people|those|population|students?|pupils?|victims?|offenders?|인구|만)?\s*"
    r"(?:ages|age group|aged|age)?"
)
_AFTER = r"(?:\s*(?:인구수?|人口|고령자|노인|인구|자|아동|청소년|학생|population|persons?|people|group))?"
_WHOLE = tuple(re.compile(rf"{_BEFORE}\s*({inner}){_AFTER}") for inner in (r"\S*\d.*?", r"\D+\s*\d.*?"))


@dataclass(frozen=True)
class Age:
    """An age or a group of ages. `kind`: band, total, unknown, word (소년: the source does not say its limits).

    `lower` and `upper` are completed years, both inside, upper None when open. `word` is what is written
    beside the limits. `bare`: nothing in the text speaks of ages, so it is one only below an age heading.
    `exact` is False for `10대`, which offices end at 18 or 19.
    """

    kind: str
    lower: int | None = None
    upper: int | None = None
    word: str = ""
    bare: bool = False
    exact: bool = True


@lru_cache(4096)
def age(text: str, below_ages: bool = False) -> Age | None:
    """The age group that a whole text names, None when it names none.

    With `below_ages`, its heading speaks of ages: then also `14` and `26 30` are ages and nothing is bare.
    Without, `10-19` and `Unknown` come back as bare.
    """
    said = units.split(label(text).text)[0]
    found = _total_or_unknown(said) or _named(said) or _band(said, below_ages)
    if not found:
        return None
    return replace(found, bare=False) if below_ages else found


def axis(texts: Sequence[str], below_ages: bool = False) -> list[Age | None]:
    """The age groups of one row or column of labels, in its order.

    A lone number that continues the bands and ends them has lost its sign: `71` after `61 70` is 71 and over.
    """
    found = [age(text, below_ages) for text in texts]
    for place, one in enumerate(found):
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        if (
            not (_is_band(one) and _is_band(before))
            or one.lower != one.upper
            or re.search(r"\D", texts[place].strip())
        ):
            continue
        ends = not _is_band(after) or after.lower <= one.lower
        if (
            before.upper is not None
            and before.upper > before.lower
            and one.lower == before.upper + 1
            and ends
        ):
            found[place] = replace(one, upper=None)
    return found


def heading(text: str) -> bool:
    """Whether a heading says that ages stand below it."""
    said = re.sub(r"\(\d\)$", "", clean(text))
    # A title may speak of ages too, and a label of an age is no heading.
    return (len(said) < 40 and not re.search(r"\d", said) and bool(_HEADING.search(said))) or key(
        text
    ) in WORDS


def _is_band(one: Age | None) -> bool:
    return one is not None and one.kind == "band"


def _total_or_unknown(said: str) -> Age | None:
    plain = key(said)
    if _TOTAL.fullmatch(plain):
        return Age("total")
    rest = re.sub(rf"^{_ABOUT}|{_ABOUT}$|[()/]", "", plain)
    if rest in _VOCABULARY["unknown"]:
        return Age("unknown", bare=rest == re.sub("[()/]", "", plain))
    return Age("total", bare=True) if plain in _VOCABULARY["total"] else None


def _named(said: str) -> Age | None:
    """`兒童(0-11歲)`, `65세 이상(노인)`, `Adults aged 18 and over`, or a word alone."""
    words = re.findall(r"[^\s,/]+", said)
    if words and (key(said) in WORDS or all(key(word) in WORDS for word in words)):
        return Age("word", word=said)
    match = re.fullmatch(r"([^()\[\]]*[^()\[\]\s])\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]", said)
    pairs = [match.groups(), match.groups()[::-1]] if match else []
    for count in (1, 2):
        if len(words) > count and key(first := " ".join(words[:count])) in WORDS:
            pairs.append((first, said.split(maxsplit=count)[-1]))
    for word, limits in pairs:
        grouped = key(word) in WORDS
        found = None if re.search(r"\d", word) else _band(limits, grouped)
        if found and (grouped or not found.bare):
            return replace(found, word=word, bare=False)
    return None


def _band(said: str, below_ages: bool) -> Age | None:
    plain = unicodedata.normalize("NFKC", said).casefold().replace("_", " ").strip()
    plain = re.sub("[‐‑‒–—―−]", "-", re.sub("[～∼〜]", "~", plain))
    whole = _WHOLE[0].fullmatch(plain) or _WHOLE[1].fullmatch(plain)
    if not whole:
        return None
    inner = whole[1].strip()
    if made := _fitting(_DECADES, inner):
        return Age("band", *made, exact=False)
    told = inner != plain or bool(re.search(r"[세살歲岁歳才]|\d\+?[-\s]*(?:years?|yrs?|y\b|y/?o\b)", inner))
    made = _fitting(_BANDS + _UNTOLD if told or below_ages else _BANDS, inner)
    return Age("band", *made, bare=not told) if made else None


def _fitting(patterns, text: str) -> tuple[int, int | None] | None:
    """The limits by the first pattern that the whole text follows, if people live that long."""
    for pattern, limits in patterns:
        if match := pattern.fullmatch(text):
            lower, upper = limits(
                *(int(number) for number in match.groups() if number and number.isdecimal())
            )
            return (lower, upper) if 0 <= lower <= (OLDEST if upper is None else upper) <= OLDEST else None
    return None
