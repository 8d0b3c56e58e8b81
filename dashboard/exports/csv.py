"""A Result as CSV: one header row, one observation a row, an empty cell where there is no value."""

import csv
import io

from dashboard.exports.table import COLUMNS, records
from dashboard.result import Result

# A spreadsheet takes a cell that begins so for a formula; the full-width forms count too.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"


def to_csv(result: Result, *, bom: bool = False) -> str:
    """RFC 4180 text; `bom` puts the mark in front that Excel needs to read Hangul."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for record in records(result):
        writer.writerow({name: cell(value) for name, value in record.items()})
    return (BOM if bom else "") + out.getvalue()


def cell(value: str | float | None) -> str | float:
    """Numbers stay numbers; a text that a spreadsheet would run gets an apostrophe in front."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value
