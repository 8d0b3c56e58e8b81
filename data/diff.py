"""What changed from one release to the next: figures that are new, revised or withdrawn."""

import pandas as pd

from data.observations import KEYS

# What a statement is about. Another basis counts otherwise, so it is another figure and never a revision;
# another as-of day or source document about the same key and window is one.
ABOUT = (*KEYS, "window_start", "window_end", "basis")
SAID = ("as_of", "source_id", "ref")
FIGURE = ("value", "lower", "upper", "obs_status", "conf_status")
CLASSES = ("new", "revised", "withdrawn", "described")
TYPES = {
    "window_start": "datetime64[us]",
    "window_end": "datetime64[us]",
    "old_value": float,
    "new_value": float,
}
COLUMNS = ("change", *ABOUT, *SAID, "old_value", "new_value", "old_status", "new_status")


def diff(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """The changes from observations `a` to observations `b`, one row a change, in COLUMNS.

    new: nothing was said about this key, window and basis. revised: the figure itself differs, or a later
    statement gives another one than the latest before it. withdrawn: it is no longer said. described: the
    same figure said again, by another source, in another set or with other notes.
    """
    old, new = _statements(a), _statements(b)
    changes = []
    for about in sorted(old.keys() | new.keys()):
        for change, said, before, after in _changes(old.get(about, {}), new.get(about, {})):
            sides = [(side or {}).get(name) for name in ("value", "obs_status") for side in (before, after)]
            changes.append((change, *about, *said[: len(SAID)], *sides))
    return pd.DataFrame(changes, columns=list(COLUMNS)).astype(TYPES)


def counted(changes: pd.DataFrame) -> dict:
    """How many changes of each class, in all and by indicator."""
    result = {}
    for change in CLASSES:
        indicators = changes.loc[changes["change"] == change, "indicator_id"]
        result[change] = {
            "rows": len(indicators),
            "by_indicator": indicators.value_counts(sort=False).to_dict(),
        }
    return result


def _statements(frame: pd.DataFrame) -> dict:
    """Key → (as_of, source, ref, how many-th) → row; NaN as None, so that equal gaps are equal."""
    held: dict = {}
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        said = held.setdefault(tuple(row[name] for name in ABOUT), {})
        name = tuple(row[name] for name in SAID)
        count = 0
        while (*name, count) in said:
            count += 1
        said[(*name, count)] = row
    return held


def _changes(before: dict, after: dict) -> list[tuple]:
    if not before:
        return [("new", said, None, after[said]) for said in sorted(after)]
    gone, came = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    pairs = [(said, before[said], after[said]) for said in sorted(before.keys() & after.keys())]
    latest = before[max(before)]
    found = [(said, latest, after[said]) for said in came] + pairs
    changes = [(_kind(one, two), said, one, two) for said, one, two in found if _kind(one, two)]
    # A statement that a later one replaced is told once, as that revision.
    return changes + [("withdrawn", said, before[said], None) for said in gone if not came]


def _kind(before: dict, after: dict) -> str:
    if any(before[name] != after[name] for name in FIGURE):
        return "revised"
    return "described" if before != after else ""
