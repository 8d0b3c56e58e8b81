"""The mappings: what each says, whether the catalogue knows all it names, and which one a file follows."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from string import Formatter

from data import catalogue
from data.ingest.problems import Problem, Refused, problem
from data.observations import KEYS
from data.tables.text import key

FOLDER = Path(__file__).parents[1] / "mappings"
DIMENSIONS = KEYS[1:]
# The edition's day where the file does not say it: the month its windows end in, its last day, the year after.
AS_OF = ("month", "last_day", "year_after")
TEXTS = ("set", "source", "basis", "unit", "as_of", "indicator")
LISTS = ("recognise", "notes", "summed", "outside")
TABLES = ("rows", "columns")
# Counts of incidents come from the vault alone, so that nothing made up can enter by a table.
FORBIDDEN_BASES = ("synthetic", "incident_sheet")


@dataclass(frozen=True)
class Mapping:
    """One known table. `rows` and `columns` give for each label, by its key, what it says: {"age": "Y_LE20"}.

    What is no dimension fills the places of `indicator` (`related_{item}_{measure}`). Cells under a label of
    `outside` are left out; under one of `summed` they enter `sums` alone: {"over": "item", "code": "all"}
    adds all items. With `add` cells that say the same are added. `recognise` are labels that must be there,
    `when` notes for rows of a kind: {"measure": "cleared", "notes": [...]}. A `stock` counts on the last day.
    """

    id: str
    set: str
    source: str
    basis: str
    unit: str
    as_of: str
    indicator: str
    recognise: tuple[str, ...]
    rows: dict[str, dict[str, str]]
    columns: dict[str, dict[str, str]]
    notes: tuple[str, ...] = ()
    summed: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    sums: tuple[dict, ...] = ()
    when: tuple[dict, ...] = ()
    add: bool = False
    stock: bool = False
    places: tuple[str, ...] = field(default=())


@cache
def load() -> tuple[Mapping, ...]:
    """The shipped mappings, by file name. Raises Refused with every fault of every file."""
    made, faults = [], []
    for path in sorted(FOLDER.glob("*.toml")):
        try:
            made.append(read(path))
        except Refused as refused:
            faults += refused.problems
    if faults:
        raise Refused(faults)
    return tuple(made)


def read(path: Path) -> Mapping:
    """The mapping of one file, an analyst's own too. Raises Refused with every fault of it."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused([problem("mapping_unreadable", path.name, reason=error)]) from error
    faults = list(_shape(path.name, said))
    if not faults:
        faults = list(_names(path.name, said))
    if faults:
        raise Refused(faults)
    texts = {name: said[name] for name in TEXTS}
    lists = {name: tuple(map(key, said.get(name, ()))) for name in ("recognise", "summed", "outside")}
    tables = {name: {key(label): what for label, what in said.get(name, {}).items()} for name in TABLES}
    whole = {name: tuple(said.get(name, ())) for name in ("notes", "sums", "when")}
    flags = {name: said.get(name, False) for name in ("add", "stock")}
    return Mapping(path.stem, **texts, **lists, **tables, **whole, **flags, places=_places(said["indicator"]))


def recognise(reading) -> Mapping | None:
    """The mapping all of whose labels stand in the reading, the one that asks for most; never by file name."""
    axes = (reading.cells["row_labels"], reading.cells["column_labels"])
    there = {key(label) for axis in axes for labels in axis.unique() for label in labels}
    fitting = [mapping for mapping in load() if there.issuperset(mapping.recognise)]
    return max(fitting, key=lambda mapping: len(mapping.recognise), default=None)


def _places(template: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


def _shape(file: str, said: dict):
    """What is missing, of another kind than it must be, or not known at all."""
    wanted = dict.fromkeys(TEXTS, str) | dict.fromkeys(LISTS, list) | dict.fromkeys(TABLES, dict)
    wanted |= {"sums": list, "when": list, "add": bool, "stock": bool}
    needed = (*TEXTS, "recognise")
    for name in (name for name in needed if not said.get(name)):
        yield problem("mapping_lacks", file, name=name)
    for name, value in said.items():
        if name not in wanted or not isinstance(value, wanted[name]):
            yield problem("mapping_field", file, name=name)
    for name in TABLES:
        for label, what in said.get(name, {}).items() if isinstance(said.get(name), dict) else ():
            if not isinstance(what, dict):
                yield problem("mapping_field", file, name=f"{name}.{label}")
            elif not all(isinstance(code, str) and code for code in what.values()):
                yield problem("mapping_blank", file, label=label)


def _names(file: str, said: dict):
    """What the catalogue does not know, and indicators that the labels can make but that do not exist."""
    book = catalogue.load()
    for name, known in (("set", book.sets), ("source", book.sources), ("basis", book.bases)):
        if said[name] not in known or said[name] in FORBIDDEN_BASES:
            yield problem("mapping_unknown", file, name=name, found=said[name])
    if said["as_of"] not in AS_OF:
        yield problem("mapping_unknown", file, name="as_of", found=said["as_of"])
    notes = [*said.get("notes", ()), *(note for one in said.get("when", ()) for note in one.get("notes", ()))]
    yield from (_unknown(file, "notes", note) for note in notes if note not in book.notes)
    values = _values(said)
    for name, codes in values.items():
        if name in DIMENSIONS:
            known = book.dimensions[name].codes
            yield from (_unknown(file, name, code) for code in codes if code not in known)
        elif name not in _places(said["indicator"]):
            yield problem("mapping_field", file, name=name)
    yield from _indicators(file, said, values, book)


def _unknown(file: str, name: str, found: str) -> Problem:
    return problem("mapping_unknown", file, name=name, found=found)


def _indicators(file: str, said: dict, values: dict, book):
    places = _places(said["indicator"])
    for chosen in product(*(values.get(place, ()) for place in places)):
        id = said["indicator"].format(**dict(zip(places, chosen, strict=True)))
        found = book.indicators.get(id)
        if found is None:
            yield _unknown(file, "indicator", id)
        elif said["unit"] != found.unit or said["basis"] not in found.bases:
            yield problem("mapping_contradicts", file, indicator=id)


def _values(said: dict) -> dict[str, list[str]]:
    """Every code that the labels and sums can give, by dimension or place."""
    found: dict[str, list[str]] = {}
    for what in (what for name in TABLES for what in said.get(name, {}).values()):
        for name, code in what.items():
            found.setdefault(name, []).append(code)
    for one in said.get("sums", ()):
        found.setdefault(one.get("over", ""), []).append(one.get("code", ""))
    return {name: list(dict.fromkeys(codes)) for name, codes in found.items()}
