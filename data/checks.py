"""Checks over a whole release: what would make its numbers contradict each other or themselves."""

import math
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from data.observations import CONF_STATUS, KEYS, OBS_STATUS, TOTAL, WINDOW_KINDS
from data.words import LANGUAGES, say

# One statement: a source at one time about one key, window and basis.
STATEMENT = (*KEYS, "window_start", "window_end", "basis", "as_of", "source_id", "set_id")
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
    explained = [set(conflict.refs) for conflict in catalogue.conflicts.values()]
    found = []
    for test in (_doubled, _unknown, _values, _windows, _sums, _falls, _shares):
        for code, severity, rows, fields in test(frame, catalogue):
            named = sorted({row["ref"] or "/".join(row[key] for key in KEYS) for row in rows})
            if test in CONTRADICTIONS and any(set(named) <= refs for refs in explained):
                severity = "notice"
            fields["rows"] = ", ".join(named[:5])
            what = {lang: say(lang, f"check_{code}", **fields) for lang in LANGUAGES}
            found.append({"code": code, "severity": severity, "what": what, "rows": named})
    return found


def _doubled(frame, catalogue) -> Iterator[tuple]:
    for columns, chosen in ((list(STATEMENT), frame), (["ref"], frame[frame["ref"] != ""])):
        doubled = chosen[chosen.duplicated(columns, keep=False)]
        for _, rows in doubled.groupby(columns, sort=False):
            yield "doubled", "error", rows.to_dict("records"), {"count": len(rows)}


def _unknown(frame, catalogue) -> Iterator[tuple]:
    known = {
        "indicator_id": catalogue.indicators,
        "basis": catalogue.bases,
        "source_id": catalogue.sources,
        "set_id": catalogue.sets,
        "window_kind": WINDOW_KINDS,
        "obs_status": OBS_STATUS,
        "conf_status": CONF_STATUS,
    } | {name: dimension.codes for name, dimension in catalogue.dimensions.items()}
    for column, names in known.items():
        for name, rows in frame[~frame[column].isin([*names])].groupby(column):
            yield "unknown", "error", rows.to_dict("records"), {"column": column, "name": name}
    noted = frame[frame["note_ids"] != ""]
    for row in noted.to_dict("records"):
        for name in set(row["note_ids"].split(";")) - {*catalogue.notes}:
            yield "unknown", "error", [row], {"column": "note_ids", "name": name}


def _values(frame, catalogue) -> Iterator[tuple]:
    """A gap has its reason, a hidden value its range, a count is whole and not negative."""
    counts = {name for name, indicator in catalogue.indicators.items() if indicator.additive}
    for row in frame.to_dict("records"):
        gone, hidden = math.isnan(row["value"]), row["conf_status"] == "C"
        ranged = row["lower"] <= row["upper"]
        if gone != (hidden or row["obs_status"] == "M") or (hidden and not ranged):
            yield "gap", "error", [row], {}
        if not gone and (row["value"] < 0 or (row["indicator_id"] in counts and row["value"] % 1)):
            yield "count", "error", [row], {"value": row["value"]}
        if not gone and ranged and not row["lower"] <= row["value"] <= row["upper"]:
            yield "range", "error", [row], {"value": row["value"]}


def _windows(frame, catalogue) -> Iterator[tuple]:
    """A window has the length that its kind says, and nobody reports on it before it has begun to end."""
    for row in frame.to_dict("records"):
        start, end, kind = row["window_start"], row["window_end"], row["window_kind"]
        whole = start + pd.DateOffset(months=MONTHS.get(kind, 0)) - pd.Timedelta(days=1)
        first = (start.month - 1) % MONTHS.get(kind, 1) == 0 and start.day == 1
        right = {
            "point": start == end,
            "ytd": (start.month, start.day) == (1, 1) and start.year == end.year,
        }.get(kind, start <= end if kind not in MONTHS else first and end == whole)
        if not right:
            yield "window", "error", [row], {"start": start.date(), "end": end.date(), "kind": kind}
        elif row["as_of"] and row["as_of"] < end.date().isoformat()[: len(row["as_of"])]:
            yield "foretold", "error", [row], {"as_of": row["as_of"], "end": end.date()}


def _sums(frame, catalogue) -> Iterator[tuple]:
    """Parts never exceed their total; a dimension that its set calls complete adds up to it exactly."""
    counts = frame[frame["indicator_id"].map(lambda name: _additive(name, catalogue))]
    for dimension in KEYS[1:]:
        whole = TOTAL if dimension != "geo" else "KR"
        others = [name for name in STATEMENT if name != dimension]
        codes = catalogue.dimensions[dimension].codes
        split = counts[counts.groupby(others)[dimension].transform("nunique") > 1]
        given = split.groupby(["set_id", "indicator_id"])[dimension].agg(set).to_dict()
        for _, rows in split.groupby(others, sort=False):
            total = rows[rows[dimension] == whole].to_dict("records")
            parts = _apart(rows[rows[dimension] != whole].to_dict("records"), dimension, codes)
            if not total or not parts:
                continue
            place = total[0]["set_id"], total[0]["indicator_id"]
            all_given = _outer(given[place] - {whole}, codes) == {part[dimension] for part in parts}
            complete = all_given and dimension in catalogue.sets[place[0]].complete
            low, high = (sum(_bound(part, side) for part in parts) for side in ("lower", "upper"))
            least, most = (_bound(total[0], side) for side in ("lower", "upper"))
            if low > most or (complete and high < least):
                fields = {"parts": low if low > most else high, "total": least, "dimension": dimension}
                yield "sum", "error", [*total, *parts], fields


def _falls(frame, catalogue) -> Iterator[tuple]:
    """A count since 1 January never falls while it is counted in one way."""
    running = frame[(frame["window_kind"] == "ytd") & frame["value"].notna()]
    running = running[running["indicator_id"].map(lambda name: _additive(name, catalogue))]
    latest = running.sort_values("as_of", kind="stable")
    latest = latest.drop_duplicates([*KEYS, "window_start", "window_end", "basis"], keep="last")
    for _, rows in latest.sort_values("window_end").groupby([*KEYS, "window_start", "basis"], sort=False):
        for earlier, later in pairwise(rows.to_dict("records")):
            fields = {"earlier": earlier["value"], "later": later["value"]}
            if fields["later"] < fields["earlier"]:
                yield "fall", "error", [earlier, later], fields


def _shares(frame, catalogue) -> Iterator[tuple]:
    """A published share agrees with the counts it was made from, where the same release holds them."""
    where = ["window_start", "window_end", "basis"]
    counts = {tuple(row[name] for name in (*KEYS, *where)): row for row in frame.to_dict("records")}
    for row in frame[frame["value"].notna()].to_dict("records"):
        indicator = catalogue.indicators[row["indicator_id"]]
        if indicator.unit != "percent" or not indicator.denominator:
            continue
        numerator = NUMERATORS.get(indicator.id, indicator.denominator)
        place, window = tuple(row[name] for name in KEYS[1:]), tuple(row[name] for name in where)
        whole = place if indicator.id in NUMERATORS else (row["geo"], *[TOTAL] * (len(place) - 1))
        part = counts.get((numerator, *place, *window))
        total = counts.get((indicator.denominator, *whole, *window))
        if part and total and part is not total and total["value"] > 0:
            computed = 100 * part["value"] / total["value"]
            if abs(computed - row["value"]) > ROUNDING:
                fields = {"said": row["value"], "computed": round(computed, 1)}
                yield "share", "warning", [row, part, total], fields


CONTRADICTIONS = (_sums, _falls, _shares)


def _additive(name: str, catalogue) -> bool:
    return name in catalogue.indicators and catalogue.indicators[name].additive


def _bound(row: dict, side: str) -> float:
    return row[side] if math.isnan(row["value"]) else row["value"]


def _outer(names: set[str], codes: dict) -> set[str]:
    """The codes that no other of them contains."""
    return names - {inner for name in names for inner in _inside(name, codes)}


def _apart(rows: list[dict], dimension: str, codes: dict) -> list[dict]:
    """Rows whose codes do not overlap, the wider code rather than those inside it."""
    outer = _outer({row[dimension] for row in rows}, codes)
    kept: list[dict] = []
    for row in rows:
        code = codes[row[dimension]]
        if row[dimension] in outer and not any(_overlap(code, codes[other[dimension]]) for other in kept):
            kept.append(row)
    return kept


def _inside(name: str, codes: dict) -> set[str]:
    direct = {*codes[name].contains, *(id for id, code in codes.items() if code.parent == name)}
    return direct.union(*(_inside(inner, codes) for inner in direct))


def _overlap(one, other) -> bool:
    if one.lower is None or other.lower is None:
        return False
    first, second = sorted((one, other), key=lambda code: code.lower)
    return first.upper is not None and first.upper >= second.lower
