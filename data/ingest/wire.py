"""How cells travel from the child process to its parent: arrays and texts, nothing that could be run.

The stream is JSON lines; a line {"cells": n} is followed by n values each of row, column, kind, number and
text, the last an index into all texts sent so far, -1 for none.
"""

import datetime as dt
import json
import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice

from data.ingest.gate import Rejected
from data.ingest.limits import WIDEST, Limits

KINDS = ("text", "number", "date", "time", "duration", "bool", "error")
# Letters as array.array and numpy share them: int32, uint16, uint8, float64, int32.
LAYOUT = {"row": "i", "col": "H", "kind": "B", "number": "d", "text": "i"}
BLOCK = 50_000
# The most that a cell of a spreadsheet program holds.
LONGEST_TEXT = 32_767
# Nobody sees these: control and zero-width characters, turns of direction, byte order marks, soft hyphens.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
SPACES = re.compile("[\u00a0\u2007\u202f]")
# A text without anything to see; such a cell is not sent.
BLANK = (-1, 0.0, -1)
DAY_0 = dt.datetime(1899, 12, 30)
DAY = dt.timedelta(days=1)


def line(**content) -> None:
    sys.stdout.buffer.write(json.dumps(content, ensure_ascii=True).encode() + b"\n")


class Sender:
    """Writes cells in blocks; a text is sent once and named by its place afterwards."""

    def __init__(self, limits: Limits):
        self.known, self.fresh, self.sent = {}, [], 0
        self.limits, self.letters, self.count = limits, 0, 0

    def cells(self, cells: Iterable[tuple[int, int, object]]) -> None:
        known = self.known
        for block in _batches(cells):
            coded = [
                (row, column, 1, value, -1)
                if type(value) is float
                else (row, column, *(known.get(value) or self._code(value)))
                for row, column, value in block
            ]
            coded = [cell for cell in coded if cell[2] != BLANK[0]]
            self.count += len(coded)
            if self.count > self.limits.cells:
                raise Rejected("too_many_cells", found=f"{self.count:,}", limit=f"{self.limits.cells:,}")
            columns = list(zip(*coded, strict=True))
            if coded and max(columns[1]) > WIDEST:
                raise Rejected("too_many_columns", limit=f"{WIDEST:,}")
            line(cells=len(coded), texts=self.fresh)
            self.fresh = []
            for letter, column in zip(LAYOUT.values(), columns, strict=False):
                sys.stdout.buffer.write(array(letter, column).tobytes())

    def _known(self, text: str) -> tuple[int, float, int]:
        return self.known.get(text) or self._code(text)

    def _code(self, value: object) -> tuple[int, float, int]:
        """Kind, number and text of a value, looked up once for each distinct one."""
        if type(value) is not str:
            kind, number, text = _other(value)
            code = (kind, number, self._known(text)[2] if text else -1)
        else:
            clean = SPACES.sub(" ", UNSEEN.sub("", unicodedata.normalize("NFC", value)))
            if not clean.strip():
                code = BLANK
            elif clean == value:
                code = (0, 0.0, self._new(clean))
            else:
                code = self._known(clean)
        if not isinstance(value, int):  # True and 1 are one key
            self.known[value] = code
        return code

    def _new(self, text: str) -> int:
        self.letters += len(text)
        if len(text) > LONGEST_TEXT or self.letters > self.limits.text_mib * 2**20:
            raise Rejected("too_much_text", limit=f"{LONGEST_TEXT:,}")
        self.fresh.append(text)
        self.sent += 1
        return self.sent - 1


def _batches(cells: Iterable) -> Iterator[list]:
    cells = iter(cells)
    while block := list(islice(cells, BLOCK)):
        yield block


def _other(value: object) -> tuple[int, float, str]:
    if isinstance(value, bool):
        return KINDS.index("bool"), float(value), ""
    if isinstance(value, int):
        return KINDS.index("number"), float(value), ""
    if isinstance(value, dt.datetime):
        return KINDS.index("date"), (value.replace(tzinfo=None) - DAY_0) / DAY, ""
    if isinstance(value, dt.date):
        return KINDS.index("date"), float((value - DAY_0.date()).days), ""
    if isinstance(value, dt.time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return KINDS.index("time"), seconds / 86400, ""
    if isinstance(value, dt.timedelta):
        return KINDS.index("duration"), value / DAY, ""
    return KINDS.index("error"), 0.0, str(value)
