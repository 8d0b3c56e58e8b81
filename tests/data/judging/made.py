"""Hand-made readings: a list of rows as on a sheet, with one or more header rows and label columns."""

import re
from dataclasses import dataclass, field
from types import SimpleNamespace

import pandas as pd

from data.ingest.worksheet import column_letters

YEAR = re.compile(r"(19|20)\d\d")
MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")


@dataclass
class Made:
    file: str
    cells: pd.DataFrame
    tables: tuple = ()
    problems: tuple = ()
    kind: str = "csv"
    sha256: str = field(default="")


def made(rows, heads=1, labels=1, file="made.xlsx", sheet="", title="", unit=None) -> Made:
    """A reading of one table; '-' is 0, None not collected, 'x' suppressed 1–4, years are periods."""
    rows = [[str(c) if i < heads or j < labels else c for j, c in enumerate(r)] for i, r in enumerate(rows)]
    cells = []
    for number, row in enumerate(rows[heads:], start=heads + 1):
        for col, found in enumerate(row[labels:], start=labels + 1):
            names = tuple(row[:labels]), tuple(head[col - 1] for head in rows[:heads])
            start, end = period([*names[0], *names[1]])
            row_names, col_names = (tuple(n for n in side if n and not period([n])[0]) for side in names)
            value, lower, upper, reason = read(found)
            cells.append(
                {
                    "file": file,
                    "sheet": sheet,
                    "cell": f"{column_letters(col)}{number}",
                    "labels": row_names + col_names,
                    "row_labels": row_names,
                    "column_labels": col_names,
                    "period_start": start,
                    "period_end": end,
                    "value": value,
                    "lower": lower,
                    "upper": upper,
                    "reason": reason,
                    "unit": (unit or {}).get(col_names[-1] if col_names else "", ""),
                    "is_total": False,
                    "note": "",
                    "table": 1,
                    "row": number,
                    "col": col,
                }
            )
    frame = pd.DataFrame(cells)
    for name in ("period_start", "period_end"):
        frame[name] = pd.to_datetime(frame[name])
    table = SimpleNamespace(number=1, sheet=sheet, title=title, kind="table", notes=(), roles={})
    return Made(file, frame, (table,))


def book(*readings) -> Made:
    """Several one-table readings as the sheets of one file."""
    parts, tables = [], []
    for number, reading in enumerate(readings, start=1):
        parts.append(reading.cells.assign(table=number, file=readings[0].file))
        found = reading.tables[0]
        tables.append(SimpleNamespace(**{**vars(found), "number": number}))
    return Made(readings[0].file, pd.concat(parts, ignore_index=True), tuple(tables))


def period(names):
    for name in names:
        if match := MONTH.fullmatch(name):
            start = pd.Timestamp(int(match[1]), int(match[2]), 1)
            return start, start + pd.offsets.MonthEnd(0)
        if YEAR.fullmatch(name):
            return pd.Timestamp(int(name), 1, 1), pd.Timestamp(int(name), 12, 31)
    return None, None


def read(found):
    nan = float("nan")
    if found is None:
        return nan, nan, nan, "not_collected"
    if found == "x":
        return nan, 1.0, 4.0, "suppressed"
    if found == "na":
        return nan, nan, nan, "not_available"
    if found == "-":
        return 0.0, nan, nan, ""
    return float(found), nan, nan, ""
