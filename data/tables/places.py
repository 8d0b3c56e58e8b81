"""Regions as tables write them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A region. `kind`: country, province, police_region, district, word (a name not in our lists).

    `code` is the catalogue's geo code ('' for a district or word), `official` the administrative code that
    stood beside the name, `parent` the geo code of a district's province, '' if unknown. `doubt`: '' or
    several (the name is borne by several places, whose provinces are in `parents`).
    """

    name: str
    kind: str
    code: str = ""
    official: str = ""
    parent: str = ""
    doubt: str = ""
    parents: tuple[str, ...] = ()


def place(text: str, parent: str = "") -> Place | None:
    """The region that a whole text names, None when nothing says that it is one; `parent`: province code."""
    return None


def axis(texts: Sequence[str], parent: str = "") -> list[Place | None]:
    """The regions of one row or column; neighbours tell 광주 the city-province from 광주 in Gyeonggi."""
    return [place(text, parent) for text in texts]


def heading(text: str) -> bool:
    """Whether a heading says that regions stand below it."""
    return False
