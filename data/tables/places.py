"""Regions as tables write them: provinces, police regions, districts, and names that stay words."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from data import catalogue
from data.observations import UNKNOWN
from data.tables.measures import TOTALS
from data.tables.text import clean, key, label

_OFFICIAL = re.compile(r"\s*[(\[]?\b(\d{10}|\d{5}|[A-Z]\d{8})\b[)\]]?\s*")
# What may follow a region's name in the name of its police or its office of education.
_OFFICE = re.compile(r"(?:지방경찰청|경찰청|교육청|청)$")
_SUFFIX = re.compile(r"[시군구]$")
_LONG_NAME = re.compile(r"([가-힣]{2,}?(?:특별자치도|특별자치시|특별시|광역시|도))\s*([가-힣]{2,}[시군구].*)")
_TAIWAN = re.compile(r"[\u4e00-\u9fff]{2,3}[縣市]")
_HEADING = re.compile(
    r"지역|시도|시·도|시군구|자치구|행정구역|행정기관(?!코드)|관서|지방청|시도청|경찰청별|발생지|縣市|地區|"
    r"\b(?:region|state|territory|county|district|area|borough|local authority|lga|province)(?: (?:name|code))?$",
    re.I,
)
# Several names that all lie in one province tell which; fewer may do so by chance.
_FEWEST = 3


@dataclass(frozen=True)
class Place:
    """A region. `kind`: country, province, police_region, district, word (a name not in our lists).

    `code` is the catalogue's code, '' for a district or word; `parent` the code of a district's province.
    `official` is the administrative code that stood beside the name. A name borne by several has `doubt`
    'several' and their provinces in `parents`. A name that changed was borne from `since` until the day
    before `until`.
    """

    name: str
    kind: str
    code: str = ""
    official: str = ""
    parent: str = ""
    doubt: str = ""
    parents: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@lru_cache(4096)
def place(text: str, parent: str = "", when: date | None = None) -> Place | None:
    """The region that a whole text names, None when nothing says that it is one.

    `parent` is the code of the province around it, `when` a day of the table, for districts that changed.
    `중구`, `광주` alone come back in doubt.
    """
    said, official = _official(label(text).text)
    if not said or key(said) in TOTALS - {"전국"}:
        return None
    found = _named(said, _province_of(official) or parent, when)
    if found and found.kind == "word" and heading(said):
        return None
    if found is None and official and not official.isdecimal():
        found = Place(said, "word")
    return replace(found, official=official) if found and official else found


def axis(texts: Sequence[str], parent: str = "", when: date | None = None) -> list[Place | None]:
    """The regions of one row or column, in its order.

    `중구` among districts of one province is that province's, `광주` among provinces the city of that name,
    and `고양`, `과천` without 시 are districts where most of the others are.
    """
    found = [place(text, parent, when) for text in texts]
    provinces = {one.code for one in found if one and one.kind in ("province", "police_region") and one.code}
    around = (
        "KR" if len(provinces) > 1 else parent or _common([_official(label(text).text)[0] for text in texts])
    )
    again = (place(text, around, when) for text in texts)
    return [new if one is None or one.doubt else one for one, new in zip(found, again, strict=True)]


def heading(text: str) -> bool:
    """Whether a heading says that regions stand below it."""
    return bool(_HEADING.search(clean(text).replace("_", " ")))


def _official(said: str) -> tuple[str, str]:
    match = _OFFICIAL.search(said)
    if not match or not (rest := (said[: match.start()] + " " + said[match.end() :]).strip()):
        return said, ""
    return rest, match[1]


def _province_of(official: str) -> str:
    return _lists()["official"].get(official[:2], "") if official.isdecimal() and len(official) == 10 else ""


def _named(said: str, parent: str, when: date | None) -> Place | None:
    """The whole as a province or district, else its first part as the province of the rest."""
    if parent not in ("", "KR") and (found := _district(said, parent, when)):
        return found
    if found := _region(said, parent):
        return found
    first, rest = _parted(said)
    around = rest and _region(first, "KR")
    if around and around.code not in ("", "KR"):
        return _district(rest, around.code, when) or Place(rest, "word", parent=around.code)
    if rest and (found := _district(first, parent, when)):
        return replace(found, name=f"{found.name} {rest}")
    return _district(said, "", when) or (
        Place(said.replace("台", "臺"), "word") if _TAIWAN.fullmatch(said) else None
    )


def _parted(said: str) -> tuple[str, str]:
    match = re.fullmatch(r"([^\s_>/]+?)\s*[\s_>/]\s*(.+)", said) or _LONG_NAME.fullmatch(said)
    return (match[1], match[2]) if match else (said, "")


@cache
def _lists() -> dict:
    with (Path(__file__).parent / "districts.toml").open("rb") as file:
        lists = tomllib.load(file)
    lists["districts"] = {code: names.split() for code, names in lists["districts"].items()}
    return lists


@cache
def _regions() -> dict[str, tuple[str, date | None, date | None]]:
    """Key of each name of a region → its code and the days between which the name was borne."""
    names = {}
    for code in catalogue.load().dimensions["geo"].codes.values():
        if code.id == UNKNOWN:
            continue
        renamed = code.former[-1].until if code.former else None
        for name in (code.id, *code.label.values(), *code.aliases):
            new = renamed if name.endswith(("특별자치도", "State")) else None
            names.setdefault(key(name), (code.id, new, None))
        for former in code.former:
            names |= {key(name): (code.id, None, former.until) for name in former.label.values()}
    return {name: entry for name, entry in names.items() if name not in TOTALS - {"전국"}}


def _region(said: str, parent: str) -> Place | None:
    plain = key(said)
    found = _regions().get(plain) or _regions().get(_OFFICE.sub("", plain))
    if not found:
        return None
    code, since, until = found
    elsewhere = [province for province in _districts().get(plain, ()) if province != code]
    if elsewhere and parent != "KR":
        return Place(said, "province", doubt="several", parents=(code, *elsewhere))
    return Place(said, catalogue.load().dimensions["geo"].codes[code].kind, code, since=since, until=until)


@cache
def _districts() -> dict[str, dict[str, str]]:
    """Each name of a district, with its suffix or without → by province, its full name."""
    known: dict[str, dict[str, str]] = {}
    for province, names in _lists()["districts"].items():
        for name in names:
            known.setdefault(name, {})[province] = name
            # `중` and `남` alone say nothing, so a name of two letters keeps its suffix.
            if len(name) > 2:
                known.setdefault(_SUFFIX.sub("", name), {}).setdefault(province, name)
    return known


def _district(said: str, parent: str, when: date | None) -> Place | None:
    first, *rest = said.split()
    plain = key(first)
    if parent not in ("", "KR"):
        name = _districts().get(plain, {}).get(parent)
        return _made(" ".join([name, *rest]), parent, name) if name else None
    holding = [code for code, name in _districts().get(plain, {}).items() if name == plain]
    if when and len(holding) > 1:
        borne = [(code, _made(plain, code, plain)) for code in holding]
        holding = [
            code for code, one in borne if (one.since or when) <= when and (not one.until or when < one.until)
        ]
    if len(holding) == 1:
        return _made(" ".join([plain, *rest]), holding[0], plain)
    return Place(said, "district", doubt="several", parents=tuple(holding)) if holding else None


def _made(shown: str, province: str, name: str) -> Place:
    days = [_lists()[edge].get(province, {}).get(name) for edge in ("since", "until")]
    return Place(shown, "district", parent=province, since=days[0], until=days[1])


def _common(names: list[str]) -> str:
    """The one province that has nearly all of these districts."""
    plain = {key(name) for name in names} - TOTALS
    held = Counter(code for name in plain for code in _districts().get(name, ()))
    for code, count in held.most_common(1):
        if count >= _FEWEST and count >= 0.8 * len(plain) and list(held.values()).count(count) == 1:
            return code
    return ""
