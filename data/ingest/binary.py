"""What the records of a binary worksheet (.xlsb) say and calamine leaves out (runs in the child process).

Source: Microsoft (2024), [MS-XLSB] 2.1.4 (record framing), 2.4 (records).
"""

import struct
from collections.abc import Iterator

from data.ingest.gate import Rejected
from data.ingest.limits import WIDEST
from data.ingest.worksheet import Facts

ROW, BLANK, LAST_CELL, FIRST_FORMULA, ERROR, FORMULA_ERROR = 0, 1, 11, 8, 3, 11
COLUMN, MERGE = 60, 176
TALLEST = 1_048_576
# BErr codes, as in every binary format of Excel.
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_NUMBER = struct.Struct("<I")
_CORNERS = struct.Struct("<IIII")


def survey(data: bytes) -> Facts:
    """Facts of one worksheet part; raises Rejected where its records do not fit together."""
    facts, row = Facts(), 0
    try:
        for kind, at, size in records(data):
            if kind == ROW:
                row = _NUMBER.unpack_from(data, at)[0] + 1
                if row > TALLEST:
                    raise Rejected("broken_file", reason=f"row {row}")
                if size > 11 and data[at + 11] & 0x10:  # fDyZero
                    facts.hidden_rows.append(row)
            elif BLANK < kind <= LAST_CELL:
                _cell(facts, kind, row, data, at)
            elif kind == COLUMN:
                first, last = struct.unpack_from("<II", data, at)
                if data[at + 16] & 1:
                    facts.hide_columns(first + 1, last + 1)
            elif kind == MERGE:
                top, bottom, left, right = _CORNERS.unpack_from(data, at)
                facts.merged.append((top + 1, left + 1, bottom + 1, right + 1))
    except (struct.error, IndexError) as error:
        raise Rejected("broken_file", reason=str(error)) from error
    facts.merges = len(facts.merged)
    return facts


def records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(kind, place, size) of each record: kind in one or two bytes, size in up to four of seven bits."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | data[at] << 7
            at += 1
        size = shift = 0
        while True:
            size |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not data[at - 1] & 0x80 or shift > 21:
                break
        if at + size > end:
            raise Rejected("broken_file", reason="record beyond the end")
        yield kind, at, size
        at += size


def _cell(facts: Facts, kind: int, row: int, data: bytes, at: int) -> None:
    column = _NUMBER.unpack_from(data, at)[0] + 1
    if column > WIDEST:
        raise Rejected("broken_file", reason=f"column {column}")
    facts.columns.add(column)
    facts.reach((row, column), (row, column))
    if kind >= FIRST_FORMULA:
        facts.formulas[row, column] = True
    if kind in (ERROR, FORMULA_ERROR):
        facts.errors[row, column] = ERRORS.get(data[at + 8], "#?")
