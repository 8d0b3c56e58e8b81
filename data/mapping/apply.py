"""Tidy cells into observations by a mapping: every cell is a row, part of a sum, left out, or a problem."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from data import catalogue, published
from data.ingest.problems import Problem, problem
from data.mapping.book import DIMENSIONS, Mapping
from data.observations import COLUMNS, TOTAL
from data.tables.reading import Reading
from data.tables.text import key

# What a cell became.
MAPPED, SUMMED, OUTSIDE, UNPLACED = "mapped", "summed", "outside", "unplaced"
DEFAULTS = dict.fromkeys(DIMENSIONS, TOTAL) | {"geo": "KR"}
UNUSABLE = ("formula", "outside_table", "unreadable")
ORDER = ("indicator_id", *DIMENSIONS, "window_start", "window_end")


@dataclass(frozen=True)
class Applied:
    """`rows` in the columns of data.observations without refs, in order of key and window.

    `fates` says in the order of the reading's cells what each became: mapped, summed (in a sum alone),
    outside (left out by the mapping) or unplaced; every unplaced one is under one of `problems`.
    """

    rows: pd.DataFrame
    fates: tuple[str, ...]
    problems: tuple[Problem, ...]


def apply(reading: Reading, mapping: Mapping, as_of: str = "") -> Applied:
    """The observations that the cells of a reading are under a mapping.

    `as_of` is the day of the edition where it is known; else the mapping's rule gives it.
    """
    cells = reading.cells.to_dict("records")
    fates, placed, troubles = [], defaultdict(list), defaultdict(list)
    for number, cell in enumerate(cells):
        fate, said, trouble = _placed(cell, mapping)
        fates.append(fate)
        if trouble:
            troubles[trouble].append(cell)
        for place in _places(said, cell, mapping) if said is not None else ():
            placed[place].append(number)
    last = reading.cells["period_end"].max()
    rows = []
    for (codes, window, summed), numbers in placed.items():
        group = [cells[number] for number in numbers]
        if summed or mapping.add or len(group) == 1:
            rows.append(_row(dict(codes), window, group, mapping, as_of or _as_of(mapping, window[1], last)))
            continue
        troubles["mapping_doubled", ""] += group
        for number in numbers:
            fates[number] = UNPLACED
    frame = pd.DataFrame(sorted(rows, key=lambda row: [row[name] for name in ORDER]), columns=list(COLUMNS))
    return Applied(_typed(frame), tuple(fates), tuple(_problems(reading.file, troubles)))


def _placed(cell: dict, mapping: Mapping) -> tuple[str, dict | None, tuple[str, str] | None]:
    """What becomes of a cell, what its labels say together, and what is wrong as (problem, label)."""
    axes = ((cell["row_labels"], mapping.rows), (cell["column_labels"], mapping.columns))
    labels = [(label, key(label), table) for names, table in axes for label in names]
    if any(name in mapping.outside for _, name, _ in labels):
        return OUTSIDE, None, None
    if cell["reason"] in UNUSABLE:
        return UNPLACED, None, ("mapping_unusable", cell["reason"])
    said: dict[str, str] = {}
    only_summed = False
    for label, name, table in labels:
        if name in mapping.summed:
            only_summed = True
        elif name not in table:
            return UNPLACED, None, ("mapping_label", label)
        elif any(said.setdefault(what, code) != code for what, code in table[name].items()):
            return UNPLACED, None, ("mapping_conflict", label)
    if pd.isna(cell["period_end"]):
        return UNPLACED, None, ("mapping_undated", "")
    if cell["unit"] in catalogue.load().units and cell["unit"] != mapping.unit:
        return UNPLACED, None, ("mapping_unit", cell["unit"])
    overs = {one["over"] for one in mapping.sums}
    needed = [place for place in mapping.places if not (only_summed and place in overs)]
    if lacking := [place for place in needed if place not in said]:
        return UNPLACED, None, ("mapping_place", lacking[0])
    return (SUMMED if only_summed else MAPPED), said, None


def _places(said: dict, cell: dict, mapping: Mapping) -> Iterator[tuple]:
    """Where a cell goes: its own row, where it has one, and each sum; (codes, window, is a sum)."""
    end = cell["period_end"]
    window = (end if mapping.stock else cell["period_start"], end)
    if all(place in said for place in mapping.places):
        yield tuple(sorted(said.items())), window, False
    for one in mapping.sums:
        yield tuple(sorted((said | {one["over"]: one["code"]}).items())), window, True


def _row(said: dict, window: tuple, group: list[dict], mapping: Mapping, as_of: str) -> dict:
    """One observation; what was added is an estimate of ours (E), what no cell of a group gives is missing."""
    known = [cell["value"] for cell in group if not pd.isna(cell["value"])]
    hidden = [cell for cell in group if cell["reason"] == "suppressed"]
    added = len(group) > 1
    special = [
        note
        for one in mapping.when
        if all(said.get(name) == code for name, code in one.items() if name != "notes")
        for note in one["notes"]
    ]
    row = dict.fromkeys(COLUMNS, "") | DEFAULTS | {n: c for n, c in said.items() if n in DIMENSIONS}
    return row | {
        "set_id": mapping.set,
        "indicator_id": mapping.indicator.format(**{place: said[place] for place in mapping.places}),
        "window_start": window[0],
        "window_end": window[1],
        "window_kind": published.window_kind(*(day.date() for day in window)),
        "as_of": as_of,
        "value": sum(known) if known and not hidden else float("nan"),
        "lower": sum(known) + sum(_bound(cell, "lower") for cell in hidden) if hidden else float("nan"),
        "upper": sum(known) + sum(_bound(cell, "upper") for cell in hidden) if hidden else float("nan"),
        "obs_status": "M" if not (known or hidden) else "E" if added else "A",
        "conf_status": "C" if hidden else "F",
        "basis": mapping.basis,
        "source_id": mapping.source,
        "note_ids": ";".join([*(["computed"] if added else []), *mapping.notes, *special]),
    }


def _bound(cell: dict, side: str) -> float:
    """A suppressed count lies at 0 or more; without a greatest value its sum has none either (NaN)."""
    return 0.0 if side == "lower" and pd.isna(cell[side]) else cell[side]


def _as_of(mapping: Mapping, end: pd.Timestamp, last: pd.Timestamp) -> str:
    rules = {"month": f"{end:%Y-%m}", "last_day": f"{last:%Y-%m-%d}", "year_after": str(last.year + 1)}
    return rules[mapping.as_of]


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    for name in ("value", "lower", "upper"):
        frame[name] = frame[name].astype(float)
    for name in ("window_start", "window_end"):
        frame[name] = frame[name].astype("datetime64[us]")
    texts = [name for name in COLUMNS if frame[name].dtype == object]
    return frame.astype(dict.fromkeys(texts, "str"))


def _problems(file: str, troubles: dict) -> Iterator[Problem]:
    """One problem for each label or reason, at its first cell, with how many cells share it."""
    for (code, label), cells in troubles.items():
        first = cells[0]
        yield problem(code, file, first["sheet"], first["cell"], cells=len(cells), label=label)
