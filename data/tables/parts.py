"""Labels that join several dimensions in one header."""

import re

from data.tables.ages import age
from data.tables.measures import measure, sex, total
from data.tables.periods import period
from data.tables.places import place
from data.tables.text import label


def parts(text: str) -> tuple[str, ...]:
    """A label that joins several dimensions, in parts: `2021년_남_100세 이상` → 2021년, 남, 100세 이상.

    A label is parted at `_` or `|` if one of its parts is a period, sex, age, measure or total, and at blanks
    and brackets if all are. What is one name stays whole: `26_30세`, `Age_4_and_under`, `서울_종로`.
    """
    said = label(text).text
    if _known(said):
        return (said,)
    joined = _runs([part.strip() for part in re.split(r"\s*[_|]\s*", said) if part.strip()], "_")
    if len(joined) > 1:
        return tuple(joined) if any(map(_known, joined)) else (said,)
    words = _runs([word for word in re.split(r"[\s()\[\]]+", said) if word], " ")
    return tuple(words) if len(words) > 1 and all(map(_known, words)) else (said,)


def _known(part: str) -> bool:
    if total(part) == "" or period(part):
        return True
    where, group = place(part), age(part)
    if (where and where.kind != "word") or (group and not sex(group.word)):
        return True
    return any(found and not found.rest for found in (sex(part), measure(part)))


def _runs(words: list[str], sign: str) -> list[str]:
    """Words joined again where only together they name one thing: `26`, `30세`; `Apr`, `2023`."""
    made, begin = [], 0
    while begin < len(words):
        ends = range(len(words), begin + 1, -1)
        end = next((end for end in ends if _known(sign.join(words[begin:end]))), begin + 1)
        made.append(sign.join(words[begin:end]))
        begin = end
    return made
