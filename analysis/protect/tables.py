"""Tables of counts as linked cells: an id for each count, and every sum that ties the counts together."""

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from analysis.protect.attack import Relation
from analysis.protect.errors import PartsDoNotAdd

TOTALS = {"geo": "KR", "age": "_T", "sex": "_T", "role": "_T", "level": "_T", "action": "_T"}
KEYS = ("indicator_id", *TOTALS)
FIELDS = [*KEYS, "window_start", "window_end", "window_kind"]
# Windows that nest: each boundary of a longer one is a boundary of the shorter ones.
NESTED = ("month", "quarter", "year")
Parents = Mapping[str, Mapping[str, str]]


def cell_ids(frame: pd.DataFrame) -> pd.Series:
    """The name of each count: indicator, codes, first and last day, joined by `|`."""
    days = [frame[column].dt.strftime("%Y-%m-%d") for column in ("window_start", "window_end")]
    parts = [frame[key].astype(object) for key in KEYS] + [day.astype(object) for day in days]
    return pd.Series(["|".join(row) for row in zip(*parts, strict=True)], index=frame.index, dtype=object)


def table_names(frame: pd.DataFrame) -> pd.Series:
    """The table of each count: indicator, the dimensions that split it, and its kind of window."""
    split = [
        "×".join(key for key in TOTALS if row[key] != TOTALS[key]) or "total"
        for row in frame[list(TOTALS)].to_dict("records")
    ]
    names = frame["indicator_id"].astype(object) + " " + pd.Series(split, index=frame.index, dtype=object)
    return names + " " + frame["window_kind"].astype(object)


def relations_from(frame: pd.DataFrame, parents: Parents | None = None) -> list[Relation]:
    """Every sum among the counts of a frame in the columns of observations, over cells named by `cell_ids`.

    Codes sum to the nearest listed code above them: `parents[dimension][code]`, where nothing is said the
    total (`KR` for geo, else `_T`). Windows sum to a longer one that months, quarters and years tile
    without a gap: a quarter is its three months. Nothing is assumed of codes or windows that are not listed.
    """
    slices: dict[tuple, dict[str, str]] = defaultdict(dict)
    windows = defaultdict(list)
    for cell, row in zip(cell_ids(frame), frame[FIELDS].itertuples(index=False), strict=True):
        codes, window = row[: len(KEYS)], row[len(KEYS) :]
        windows[codes].append((*window, cell))
        for place, code in enumerate(codes[1:], start=1):
            slices[(place, codes[:place], codes[place + 1 :], *window[:2])][code] = cell
    found: list[Relation] = []
    for (place, *_), listed in slices.items():
        dimension = KEYS[place]
        found += _sums_of_codes(listed, (parents or {}).get(dimension, {}), TOTALS[dimension])
    for listed in windows.values():
        found += _sums_of_windows(listed)
    return list(dict.fromkeys(found))


def _sums_of_codes(listed: dict[str, str], above: Mapping[str, str], total: str) -> list[Relation]:
    below = defaultdict(list)
    for code, cell in listed.items():
        parent = above.get(code) or total
        while parent != total and parent not in listed:
            parent = above.get(parent) or total
        if code != total and parent in listed:
            below[listed[parent]].append(cell)
    return [Relation(cell, tuple(parts)) for cell, parts in below.items()]


def _sums_of_windows(listed: list[tuple[pd.Timestamp, pd.Timestamp, str, str]]) -> list[Relation]:
    starting = defaultdict(list)
    for start, end, kind, cell in listed:
        if kind in NESTED:
            starting[start].append((end, cell))
    found = []
    for start, end, _, cell in listed:
        parts, day = [], start
        while inside := [piece for piece in starting[day] if piece[0] <= end and piece[1] != cell]:
            last, part = max(inside)
            parts.append(part)
            day = last + pd.Timedelta(days=1)
        if parts and day > end:
            found.append(Relation(cell, tuple(parts)))
    return found


def holds(relation: Relation, values: Mapping[str, float]) -> bool:
    """Whether the counts meet a sum."""
    return values[relation.total] == sum(values[part] for part in relation.parts)


def check(relation: Relation, values: Mapping[str, float]) -> None:
    """Raise PartsDoNotAdd where the counts do not meet a sum."""
    if not holds(relation, values):
        parts = sum(values[part] for part in relation.parts)
        raise PartsDoNotAdd(series=relation.total, total=values[relation.total], parts=parts)


def apply(frame: pd.DataFrame, protected: pd.DataFrame) -> pd.DataFrame:
    """Write a result of `protect` back: hidden counts lose their value and get conf_status C and an interval.

    The status of the observation stays what it was: a suppressed count is not a missing one.
    """
    result = protected.reindex(cell_ids(frame))
    written = frame.copy()
    hidden = result["hidden"].to_numpy(dtype=bool)
    written["value"] = result["value"].to_numpy()
    for end in ("lower", "upper"):
        written[end] = written[end].where(~hidden, result[end].to_numpy())
    written["conf_status"] = written["conf_status"].where(~hidden, "C")
    return written
