"""Labels that join several dimensions in one header."""

import re

from data.tables.ages import age
from data.tables.measures import measure, sex, total
from data.tables.periods import period
from data.tables.places import place
from data.tables.text import label
from data.tables.units import split

# A longer text is a title or a note, and trying all its parts would take long.
_LONGEST = 100
# `2014년발생`: a year or month glued to the next part.
_GLUED = re.compile(r"((?:19|20)\d\d년?|\d{1,2}월)\s*([^\W\d].*)")


def parts(text: str) -> tuple[str, ...]:
    """A label that joins several dimensions, in parts: `2021년_남_100세 이상` → 2021년, 남, 100세 이상.

    A label is parted at `_` or `|` if one of its parts is a period, sex, age, measure or total, and at blanks
    and brackets if all are. What is one name stays whole: `26_30세`, `Age_4_and_under`, `서울_종로`. Notes and
    units in brackets are left out.
    """
    said = split(label(text).text)[0]
    if len(said) > _LONGEST or _whole(said) or _known(said):
        return (said,)
    joined = _runs([part.strip() for part in re.split(r"\s*[_|]\s*", said) if part.strip()], "_")
    if len(joined) > 1:
        telling = _tells if said.isascii() else _known
        return tuple(joined) if any(map(telling, joined)) else (said,)
    if (match := _GLUED.fullmatch(said)) and _known(match[2]):
        return match.groups()
    if (found := sex(said)) and said.startswith(found.rest or " ") and _whole(found.rest):
        return (found.rest, said.removeprefix(found.rest).strip(" _()"))
    words = _runs([word for word in re.split(r"[\s()\[\]]+", said) if word], " ")
    return tuple(words) if len(words) > 1 and all(map(_known, words)) else (said,)


def _tells(part: str) -> bool:
    """Whether a part is a sex or a period; names that programs give, `NC_Year_12_and_above`, hold the rest too."""
    found = sex(part)
    return bool(period(part) or (found and not found.rest))


def _known(part: str) -> bool:
    if _whole(part) or total(part) == "":
        return True
    return any(found and not found.rest for found in (sex(part), measure(part)))


def _whole(part: str) -> bool:
    """Whether a text, blanks and `_` included, is one period, region or age."""
    where, group = place(part), age(part)
    return bool(period(part) or (where and where.kind != "word") or (group and not sex(group.word)))


def _runs(words: list[str], sign: str) -> list[str]:
    """Words joined again where only together they name one thing: `26`, `30세`; `Apr`, `2023`."""
    made, begin = [], 0
    while begin < len(words):
        ends = range(len(words), begin + 1, -1)
        end = next((end for end in ends if _whole(sign.join(words[begin:end]))), begin + 1)
        made.append(sign.join(words[begin:end]))
        begin = end
    return made
