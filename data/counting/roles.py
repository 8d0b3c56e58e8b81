"""What stands in a column of a list that holds no dates: ages, sexes, places, record numbers, numbers, words."""

import re

import numpy as np

from data.counting import headings
from data.counting.columns import Column
from data.counting.days import blank
from data.counting.tokens import clock
from data.tables import ages
from data.tables.text import key

# The commonest values tell what a column holds.
_LOOKED_AT = 300
_NUMBER = re.compile(r"[+-]?[\d,]*\d(?:\.\d*)?\s*")
_PADDED = re.compile(r"0\d+")
_SEXES = frozenset(
    ("m", "f", "male", "female", "남", "여", "남자", "여자", "남성", "여성", "男", "女", "男性", "女性")
)
# Nobody in a list is older; 99 and 999 stand for unknown.
_OLDEST = 110


def role(column: Column, heading: str) -> str:
    """time, age, sex, place, id, number, category or text."""
    texts, weights = _common(column)
    if _is_time(texts, weights, heading):
        return "time"
    if _share(texts, weights, lambda text: ages.age(text, True) is not None) >= 0.5 and _about_age(heading):
        return "age"
    said = headings.speaks_of("sex", heading)
    if _share(texts, weights, lambda text: key(text) in _SEXES) >= (0.3 if said else 0.9):
        return "sex"
    if _is_id(column, heading):
        return "id"
    if headings.speaks_of("place", heading):
        return "place"
    if not coded(column, heading) and numeric(column):
        return "number"
    long = np.mean([len(text) for text in texts]) > 20 if len(texts) else False
    return "text" if long and len(column.texts) > 0.5 * len(column.rows) > 5 else "category"


def numeric(column: Column) -> bool:
    """Whether nearly all values are numbers without leading zeros."""
    texts, weights = _common(column)
    if any(_PADDED.fullmatch(text) for text in texts):
        return False
    return _share(texts, weights, lambda text: bool(_NUMBER.fullmatch(text))) >= 0.9


def coded(column: Column, heading: str) -> bool:
    """Whether a heading says that its numbers are codes or coordinates."""
    said = headings.words(heading) | {key(heading)}
    return headings.speaks_of("code", heading) or (
        headings.speaks_of("id", heading) and "numbers" not in said
    )


def age_of(column: Column) -> tuple[np.ndarray, np.ndarray]:
    """The age of each value in years (NaN for bands and words), and whether it stands for unknown.

    Where 0 is more than twice as common as each age from 1 to 9 it means unknown: infants are not.
    """
    found = [ages.age(text, True) for text in column.texts]
    numbers = np.array(
        [np.nan if one is None or one.lower is None or one.lower != one.upper else one.lower for one in found]
    )
    unknown = np.array(
        [
            blank(t) or (one is not None and one.kind == "unknown")
            for t, one in zip(column.texts, found, strict=True)
        ]
    )
    weights, zero = column.weights, np.array([t.strip() in ("0", "0.0") for t in column.texts])
    infants = max((weights[numbers == age].sum() for age in range(1, 10)), default=0)
    unknown = np.where(zero, weights[zero].sum() > 2 * infants, unknown)
    unknown |= np.array(
        [bool(re.fullmatch(r"-\d+(\.0)?|999?(\.0)?", t.strip())) for t in column.texts], bool
    ) | (numbers > _OLDEST)
    return np.where(unknown, np.nan, numbers), unknown


def unknown_values(column: Column, role: str) -> np.ndarray:
    """For each value whether it says that nothing is known; the letters NA in a column of words are a value."""
    if role == "age":
        return age_of(column)[1]
    if role == "sex":
        return np.array([blank(text) or key(text) in ("u", "0") for text in column.texts], bool)
    return np.zeros(len(column.texts), bool)


def _common(column: Column) -> tuple[list[str], np.ndarray]:
    weights = column.weights
    places = np.argsort(-weights, kind="stable")[:_LOOKED_AT]
    return [column.texts[place] for place in places], weights[places]


def _share(texts: list[str], weights: np.ndarray, holds) -> float:
    known = np.array([not blank(text) or text in ("0", "9") for text in texts], bool)
    good = np.array([holds(text) for text in texts], bool)
    return weights[good & known].sum() / weights[known].sum() if weights[known].sum() else 0.0


def _about_age(heading: str) -> bool:
    return ages.heading(heading) or bool(headings.words(heading) & {"age", "ages", "agegroup", "yrs"})


def _is_time(texts: list[str], weights: np.ndarray, heading: str) -> bool:
    if _share(texts, weights, lambda text: (":" in text or "시" in text) and clock(text) is not None) >= 0.9:
        return True
    if not headings.speaks_of("time", heading):
        return False
    return (
        _share(
            texts,
            weights,
            lambda text: bool(re.fullmatch(r"\d{1,4}(\.0)?\s*[시時]?", text)) or clock(text) is not None,
        )
        >= 0.8
    )


def _is_id(column: Column, heading: str) -> bool:
    unique = len(column.texts) / max(1, len(column.rows))
    if headings.speaks_of("id", heading):
        return unique >= 0.5
    return len(column.rows) > 20 and unique == 1 and running(column)


def running(column: Column) -> bool:
    """Whether a column counts its own rows: 1, 2, 3 …"""
    texts = column.texts[column.which]
    if not (texts[0].isdecimal() and texts[-1].isdecimal()):
        return False
    return abs(int(texts[-1]) - int(texts[0])) == len(texts) - 1
