"""Checks over a whole release: what would make its numbers contradict each other or themselves."""

import math
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pandas as pd

from data.observations import CONF_STATUS, KEYS, OBS_STATUS, TOTAL, WINDOW_KINDS
from data.words import LANGUAGES, say

WINDOW = ("window_start", "window_end", "basis")
# One statement: a source at one time about one key, window and basis.
STATEMENT = (*KEYS, *WINDOW, "as_of", "source_id", "set_id")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
# The numerator of a published rate whose name does not say it.
NUMERATORS = {"police_clearance_rate": "police_cleared"}
# A share is printed with one decimal or none; half a unit of the coarser is no contradiction.
ROUNDING = 0.55


def check(frame: pd.DataFrame, catalogue) -> list[dict]:
    """Every finding as {code, severity, what: {ko, en}, rows}; severity error forbids publishing.

    `rows` are refs, or keys where a row has none. A contradiction between published figures whose refs all
    stand in the catalogue's conflicts is a notice: the reader is told of it there.
    """
    rows = frame.to_dict("records")
    explained = [set(conflict.refs) for conflict in catalogue.conflicts.values()]
    found = []
    for test in (_doubled, _unknown, _values, _windows, _sums, _falls, _shares):
        for code, severity, concerned, fields in test(rows, catalogue):
            named = sorted({row["ref"] or "/".join(row[key] for key in KEYS) for row in concerned})
            if test in CONTRADICTIONS and any(set(named) <= refs for refs in explained):
                severity = "notice"
            fields["rows"] = ", ".join(named[:5])
            what = {lang: say(lang, f"check_{code}", **fields) for lang in LANGUAGES}
            found.append({"code": code, "severity": severity, "what": what, "rows": named})
    return found


def _doubled(rows, catalogue) -> Iterator[tuple]:
    named = [row for row in rows if row["ref"]]
    for group in (*_groups(rows, STATEMENT), *_groups(named, ("ref",))):
        if len(group) > 1:
            yield "doubled", "error", group, {"count": len(group)}


def _unknown(rows, catalogue) -> Iterator[tuple]:
    known = {
        "indicator_id": catalogue.indicators,
        "basis": catalogue.bases,
        "source_id": catalogue.sources,
        "set_id": catalogue.sets,
        "window_kind": WINDOW_KINDS,
        "obs_status": OBS_STATUS,
        "conf_status": CONF_STATUS,
        "note_ids": catalogue.notes,
    } | {name: dimension.codes for name, dimension in catalogue.dimensions.items()}
    strange = defaultdict(list)
    for row in rows:
        for column, names in known.items():
            for name in filter(None, row[column].split(";")) if column == "note_ids" else (row[column],):
                if name not in names:
                    strange[column, name].append(row)
    for (column, name), concerned in strange.items():
        yield "unknown", "error", concerned, {"column": column, "name": name}


def _values(rows, catalogue) -> Iterator[tuple]:
    """A gap has its reason, a hidden value its least possible one, a count is whole and not negative."""
    for row in rows:
        value, low, high = row["value"], row["lower"], row["upper"]
        hidden = row["conf_status"] == "C"
        if math.isnan(value):
            # A hidden count without a greatest value is one to which published numbers set no limit.
            if not (low >= 0 and not low > high if hidden else row["obs_status"] == "M"):
                yield "gap", "error", [row], {}
        elif hidden or row["obs_status"] == "M":
            yield "gap", "error", [row], {}
        elif value < 0 or (_additive(row, catalogue) and value % 1):
            yield "count", "error", [row], {"value": value}
        elif value < low or value > high:
            yield "range", "error", [row], {"value": value}


def _windows(rows, catalogue) -> Iterator[tuple]:
    """A window has the length that its kind says, and nobody speaks of it before it has ended."""
    for row in rows:
        start, end, kind = row["window_start"].date(), row["window_end"].date(), row["window_kind"]
        if not _fits(start, end, kind):
            yield "window", "error", [row], {"start": start, "end": end, "kind": kind}
        elif row["as_of"] < end.isoformat()[: len(row["as_of"])]:
            yield "foretold", "error", [row], {"as_of": row["as_of"], "end": end}


def _sums(rows, catalogue) -> Iterator[tuple]:
    """Parts never exceed their total; a dimension that its set calls complete adds up to it exactly."""
    counts = [row for row in rows if _additive(row, catalogue)]
    for dimension in KEYS[1:]:
        whole = TOTAL if dimension != "geo" else "KR"
        codes = catalogue.dimensions[dimension].codes
        given = defaultdict(set)
        split = [group for group in _groups(counts, STATEMENT, without=dimension) if len(group) > 1]
        for row in (row for group in split for row in group if row[dimension] != whole):
            given[row["set_id"], row["indicator_id"]].add(row[dimension])
        for group in split:
            total = [row for row in group if row[dimension] == whole]
            parts = _apart([row for row in group if row[dimension] != whole], dimension, codes)
            if total and parts:
                names = {part[dimension] for part in parts}
                place = group[0]["set_id"], group[0]["indicator_id"]
                complete = _complete(place[0], dimension, catalogue) and _outer(given[place], codes) == names
                low, high = (sum(_bound(part, side) for part in parts) for side in ("lower", "upper"))
                least, most = (_bound(total[0], side) for side in ("lower", "upper"))
                if low > most or (complete and high < least):
                    fields = {"parts": low if low > most else high, "total": least, "dimension": dimension}
                    yield "sum", "error", [*total, *parts], fields


def _falls(rows, catalogue) -> Iterator[tuple]:
    """A count since 1 January never falls while it is counted in one way."""
    running = [row for row in rows if row["window_kind"] == "ytd" and _additive(row, catalogue)]
    for group in _groups(running, (*KEYS, "window_start", "basis")):
        said = sorted((row for row in group if row["value"] == row["value"]), key=lambda row: row["as_of"])
        latest = {row["window_end"]: row for row in said}
        for earlier, later in pairwise(latest[end] for end in sorted(latest)):
            if later["value"] < earlier["value"]:
                fields = {"earlier": earlier["value"], "later": later["value"]}
                yield "fall", "error", [earlier, later], fields


def _shares(rows, catalogue) -> Iterator[tuple]:
    """A published share agrees with the counts it was made from, where the same release holds them."""
    counts = {tuple(row[name] for name in (*KEYS, *WINDOW)): row for row in rows}
    for row in rows:
        indicator = catalogue.indicators.get(row["indicator_id"])
        if not indicator or indicator.unit != "percent" or not indicator.denominator:
            continue
        numerator = NUMERATORS.get(indicator.id, indicator.denominator)
        place, window = tuple(row[name] for name in KEYS[1:]), tuple(row[name] for name in WINDOW)
        whole = place if indicator.id in NUMERATORS else (row["geo"], *[TOTAL] * (len(place) - 1))
        part = counts.get((numerator, *place, *window))
        total = counts.get((indicator.denominator, *whole, *window))
        if part and total and part is not total and total["value"] > 0:
            computed = 100 * part["value"] / total["value"]
            if abs(computed - row["value"]) > ROUNDING:
                fields = {"said": row["value"], "computed": round(computed, 1)}
                yield "share", "warning", [row, part, total], fields


CONTRADICTIONS = (_sums, _falls, _shares)


def _groups(rows: list[dict], columns: tuple[str, ...], without: str = "") -> Iterator[list[dict]]:
    groups = defaultdict(list)
    names = [name for name in columns if name != without]
    for row in rows:
        groups[tuple(row[name] for name in names)].append(row)
    yield from groups.values()


def _additive(row: dict, catalogue) -> bool:
    indicator = catalogue.indicators.get(row["indicator_id"])
    return indicator is not None and indicator.additive


def _complete(set_id: str, dimension: str, catalogue) -> bool:
    return set_id in catalogue.sets and dimension in catalogue.sets[set_id].complete


def _bound(row: dict, side: str) -> float:
    return row[side] if math.isnan(row["value"]) else row["value"]


def _fits(start: date, end: date, kind: str) -> bool:
    if kind in MONTHS:
        last = start.month + MONTHS[kind] - 1
        return (
            last <= 12 and last % MONTHS[kind] == 0 and start.day == 1 and end == _last_day(start.year, last)
        )
    if kind == "ytd":
        return (start.month, start.day) == (1, 1) and start.year == end.year and start <= end
    return start == end if kind == "point" else start <= end


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _outer(names: set[str], codes: dict) -> set[str]:
    """The codes that no other of them contains."""
    return names - {inner for name in names for inner in _inside(name, codes)}


def _inside(name: str, codes: dict) -> set[str]:
    if name not in codes:
        return set()
    direct = {*codes[name].contains, *(id for id, code in codes.items() if code.parent == name)}
    return direct.union(*(_inside(inner, codes) for inner in direct))


def _apart(rows: list[dict], dimension: str, codes: dict) -> list[dict]:
    """Rows whose codes do not overlap, the wider code rather than those inside it."""
    outer = _outer({row[dimension] for row in rows}, codes)
    kept: list[dict] = []
    for row in rows:
        apart = all(not _overlap(codes.get(row[dimension]), codes.get(other[dimension])) for other in kept)
        if row[dimension] in outer and apart:
            kept.append(row)
    return kept


def _overlap(one, other) -> bool:
    if not one or not other or one.lower is None or other.lower is None:
        return False
    first, second = sorted((one, other), key=lambda code: code.lower)
    return first.upper is not None and first.upper >= second.lower
