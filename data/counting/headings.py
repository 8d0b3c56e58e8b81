"""What the heading of a column in a list of incidents says of the column."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from data.tables.text import key

with (Path(__file__).parent / "vocabulary.toml").open("rb") as _file:
    _VOCABULARY = tomllib.load(_file)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
UNKNOWN = frozenset(map(key, _VOCABULARY["unknown"]["values"].split()))
KINDS = tuple(_VOCABULARY["kinds"])
# The day of an incident first; the others are days too, but later ones.
PREFERRED = ("occurred", "", "reported", "recorded", "arrested", "decided", "ended")
_PARTS = {part: frozenset(words.split()) for part, words in _VOCABULARY["parts"].items()}
_ORDERS = {
    "dmy": r"d{1,2}\W?m{1,3}\W?y{2,4}",
    "mdy": r"m{1,2}\W?d{1,2}\W?y{2,4}",
    "ymd": r"y{2,4}\W?m{1,2}\W?d{1,2}",
}


def words(heading: str) -> frozenset[str]:
    """The Latin words of a heading: `DateOcc`, `DATE OCC` and `date_occ` have the same."""
    return frozenset(word.lower() for word in _WORD.findall(heading))


@lru_cache(4096)
def speaks_of(about: str, heading: str) -> bool:
    """Whether a heading has a word of that list of vocabulary.toml: date, time, id, place, sex, code, counts …"""
    return _matches(_VOCABULARY[about], heading)


@lru_cache(4096)
def kind(heading: str) -> str:
    """What happened on the days below a heading: occurred, reported … ('' when it does not say)."""
    return next((name for name in KINDS if _matches(_VOCABULARY["kinds"][name], heading)), "")


@lru_cache(4096)
def part(heading: str) -> str:
    """year, month or day when a heading names a part of a date, else ''; a day of the week is none."""
    plain, said = key(heading), words(heading)
    if _PARTS["weekday"] & said or any(word in plain for word in _PARTS["weekday"] if not word.isascii()):
        return ""
    for name in ("year", "month", "day"):
        signs = tuple(word for word in _PARTS[name] if not word.isascii())
        if _PARTS[name] & said or plain.endswith(signs):
            return name
    return ""


def stem(heading: str) -> str:
    """A heading without the word for a part of a date: equal for `OCC_YEAR` and `OCC_MONTH`."""
    several = frozenset().union(*_PARTS.values())
    signs = "|".join(sorted((word for word in several if not word.isascii()), key=len, reverse=True))
    latin = sorted(words(heading) - several - {"date", "data"})
    return " ".join(latin) + re.sub(rf"[a-z0-9]|(?:{signs})$", "", key(heading))


def order(heading: str) -> str:
    """The order of day, month and year that a heading prescribes: `Date (dd/mm/yyyy)` → dmy."""
    return next((name for name, form in _ORDERS.items() if re.search(form, heading, re.I)), "")


def _matches(entry: dict[str, str], heading: str) -> bool:
    plain = key(heading)
    for word in entry.get("without", "").split():
        plain = plain.replace(word, "")
    return bool(
        words(heading) & frozenset(entry.get("words", "").split())
        or any(sign in plain for sign in entry.get("signs", "").split())
        or re.sub(r"\(.*\)$", "", plain).endswith(tuple(entry.get("ends", "").split()) or ("\0",))
    )
