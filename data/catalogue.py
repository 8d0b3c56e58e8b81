"""What the figures mean: indicators, codes, bases, events, sources and notes, from data/catalogue/*.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from data import catalogue_checks as checks
from data import catalogue_reading as reading

FOLDER = Path(__file__).parent / "catalogue"

Text = dict[str, str]


class CatalogueError(Exception):
    """The catalogue cannot be used; `problems` holds every fault as 'file [entry]: what'."""

    code = "catalogue_broken"

    def __init__(self, problems: tuple[str, ...]):
        self.problems = problems
        listed = "\n".join(f"- {problem}" for problem in problems)
        super().__init__(f"The catalogue has {len(problems)} faults; mend them and start again:\n{listed}")


@dataclass(frozen=True)
class Indicator:
    """A concept counted. `denominator` is the indicator that a share or rate was taken of, '' when none."""

    id: str
    unit: str
    additive: bool
    bases: tuple[str, ...]
    label: Text
    short: Text
    definition: Text
    denominator: str = ""


@dataclass(frozen=True)
class Former:
    """A name borne until the day before `until`."""

    until: date
    label: Text


@dataclass(frozen=True)
class Code:
    """One value of a dimension.

    `lower` and `upper` are ages in completed years, both inside; `exact` False when the source names the
    band without its limits. `contains` are codes counted inside this one. `aliases` are other spellings.
    `parent` is the larger region; `police` marks the area of one of the 18 provincial police agencies.
    """

    id: str
    label: Text
    parent: str = ""
    lower: int | None = None
    upper: int | None = None
    exact: bool = True
    contains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    kind: str = ""
    police: bool = False
    former: tuple[Former, ...] = ()


@dataclass(frozen=True)
class Dimension:
    id: str
    label: Text
    codes: dict[str, Code]


@dataclass(frozen=True)
class Basis:
    id: str
    label: Text
    definition: Text


@dataclass(frozen=True)
class Event:
    """Something that changes what a count means from `start` on, or while it lasts when `end` is given.

    It touches a pair of observations of an indicator listed when at least one of them has a basis listed (no
    basis listed: any); whether it separates their windows is analysis.windows.comparability's to say.
    `effect` is blocked, caution or none. `precision` (day, month, year) says how exactly `start` is known.
    """

    id: str
    start: date
    kind: str
    effect: str
    indicators: tuple[str, ...]
    label: Text
    text: Text
    source_id: str
    end: date | None = None
    bases: tuple[str, ...] = ()
    precision: str = "day"


@dataclass(frozen=True)
class Source:
    """A document that a figure was read in; `date` is as precise as the document gave it, '' for
    a text without one.

    `publisher` names the authority and, in brackets, who carried it. A document whose title is not known
    has our own `description`, shown in square brackets.
    """

    id: str
    publisher: Text
    kind: str
    date: str = ""
    url: str = ""
    heading: str = ""
    description: Text = field(default_factory=dict)
    licence: str = "not_stated"

    @property
    def title(self) -> str:
        return self.name("ko")

    def name(self, lang: str) -> str:
        return f"[{self.description[lang]}]" if self.description else self.heading


@dataclass(frozen=True)
class Note:
    id: str
    text: Text


@dataclass(frozen=True)
class Conflict:
    """Figures that cannot all hold: what is at odds (`text`), the `reading` taken here, and their `refs`."""

    id: str
    text: Text
    reading: Text
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureSet:
    """A bundled table; `also` are refs that belong to it but are kept in another set's file.

    `complete` names the dimensions whose parts, where all of them are given, must add up to the total.
    """

    id: str
    label: Text
    text: Text
    also: tuple[str, ...] = ()
    complete: tuple[str, ...] = ()


@dataclass(frozen=True)
class Omission:
    """Figures found but not shown, and why; `same_as` maps a repeated figure to the one that is kept."""

    id: str
    text: Text
    refs: tuple[str, ...] = ()
    same_as: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    indicators: dict[str, Indicator]
    dimensions: dict[str, Dimension]
    bases: dict[str, Basis]
    events: dict[str, Event]
    sources: dict[str, Source]
    notes: dict[str, Note]
    conflicts: dict[str, Conflict]
    sets: dict[str, FigureSet]
    omitted: dict[str, Omission]
    units: dict[str, Text]
    source_kinds: dict[str, Text]
    licences: dict[str, Text]
    event_kinds: dict[str, Text]
    effects: dict[str, Text]

    def label(self, dimension: str, code: str, lang: str) -> str:
        return self.dimensions[dimension].codes[code].label[lang]


ENTRIES = {
    "indicators": Indicator,
    "dimensions": Dimension,
    "bases": Basis,
    "events": Event,
    "sources": Source,
    "notes": Note,
    "conflicts": Conflict,
    "sets": FigureSet,
    "omitted": Omission,
}
NESTED = {"Code": Code, "Former": Former}
WORDS = ("units", "source_kinds", "licences", "event_kinds", "effects")


@cache
def load() -> Catalogue:
    """The bundled catalogue, read once; raises CatalogueError naming every fault."""
    return read(FOLDER)


def read(folder: Path) -> Catalogue:
    """The catalogue in `folder`, in file order; raises CatalogueError naming every fault of every file."""
    problems: list[str] = []
    parts = {}
    for name, kind in ENTRIES.items():
        tables = reading.table(folder, name, problems)
        parts[name] = {
            id: reading.entry(kind, id, values, f"{name}.toml [{id}]", problems, NESTED)
            for id, values in tables.items()
        }
    words = reading.table(folder, "words", problems)
    parts |= {group: _words(group, words.get(group, {}), problems) for group in WORDS}
    catalogue = Catalogue(**parts)
    problems += checks.faults(catalogue)
    if problems:
        raise CatalogueError(tuple(problems))
    return catalogue


def _words(group: str, entries: dict, problems: list[str]) -> dict[str, Text]:
    words = {}
    for id, value in entries.items():
        words[id] = reading.EMPTY["Text"]
        try:
            words[id] = reading.text(value)
        except ValueError as error:
            problems.append(f"words.toml [{group}] {id}: {error}")
    return words
