"""The smallest release: one yearly police figure, or many copies of it."""

import pandas as pd

from data.observations import COLUMNS, KEYS, TOTAL


def figures(value=156.0, rows=1) -> pd.DataFrame:
    row = dict.fromkeys(COLUMNS, "") | dict.fromkeys(KEYS[2:], TOTAL)
    row |= {"indicator_id": "police_cases", "geo": "KR", "window_kind": "year"}
    row |= {"value": value, "lower": float("nan"), "upper": float("nan"), "as_of": "2024-08"}
    frame = pd.DataFrame([row | {"ref": f"한글-{n}"} for n in range(rows)])
    start = pd.to_datetime("2021-01-01")
    return frame.assign(window_start=start, window_end=pd.to_datetime("2021-12-31"))[list(COLUMNS)]


def add(store, value=156.0, rows=1, **manifest):
    tables = {"observations": figures(value, rows), "fits": [{"series": "연간"}], "checks": []}
    return store.write(tables, {"synthetic": False, "note": "시험"} | manifest)
