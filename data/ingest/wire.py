"""How cells travel from the child process to its parent: arrays and texts, nothing that could be run.

The stream is JSON lines; a line {"cells": n} is followed by n values each of row, column, kind, number and
text, the last an index into all texts sent so far, -1 for none, BLANK for a cell to be passed over.
"""

import datetime as dt
import json
import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice, repeat

from data.ingest.gate import Rejected
from data.ingest.limits import WIDEST, Limits

KINDS = ("text", "number", "date", "time", "duration", "bool", "error")
# Letters as array.array and numpy share them: int32, uint16, uint8, float64, int32.
LAYOUT = {"row": "i", "col": "H", "kind": "B", "number": "d", "text": "i"}
BLOCK = 50_000
# A block ends with the row that fills it.
LONGEST_BLOCK = BLOCK + WIDEST
# The most that a cell of a spreadsheet program holds.
LONGEST_TEXT = 32_767
# Nobody sees these: control and zero-width characters, turns of direction, byte order marks, soft hyphens.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
SPACES = re.compile("[\u00a0\u2007\u202f]")
# In place of a text without anything to see.
BLANK = -2
COLUMNS = range(1, WIDEST + 1)
DAY_0 = dt.datetime(1899, 12, 30)
DAY = dt.timedelta(days=1)


def line(**content) -> None:
    sys.stdout.buffer.write(json.dumps(content, ensure_ascii=True).encode() + b"\n")


class Sender:
    """Writes cells in blocks; a text is sent once and named by its place afterwards."""

    def __init__(self, limits: Limits):
        self.known, self.others, self.fresh, self.sent = {"": BLANK}, {}, [], 0
        self.limits, self.letters, self.count = limits, 0, 0

    def rows(self, rows: Iterable[tuple[int, list]], columns: Sequence[int] = COLUMNS) -> None:
        """Send (row, its values); the first value stands in the first of `columns`, blanks are passed over."""
        numbers, places, values = array("i"), array("H"), []
        columns = array("H", columns)
        for row, held in rows:
            if len(held) > len(columns):
                raise Rejected("too_many_columns", limit=f"{WIDEST:,}")
            numbers.extend(repeat(row, len(held)))
            places.extend(columns[: len(held)])
            values += held
            if len(values) >= BLOCK:
                self._block(numbers, places, values)
                numbers, places, values = array("i"), array("H"), []
        if values:
            self._block(numbers, places, values)

    def cells(self, cells: Iterable[tuple[int, int, object]]) -> None:
        for block in _batches(cells):
            rows, columns, values = zip(*block, strict=True)
            if max(columns) > WIDEST:
                raise Rejected("too_many_columns", limit=f"{WIDEST:,}")
            self._block(array("i", rows), array("H", columns), values)

    def _block(self, rows: array, columns: array, values: Sequence) -> None:
        texts = list(map(self.known.get, values))
        kinds, numbers = bytearray(len(values)), array("d", bytes(8 * len(values)))
        for place in [place for place, text in enumerate(texts) if text is None]:
            value = values[place]
            if type(value) is float:
                kinds[place], numbers[place], texts[place] = 1, value, -1
            else:
                kinds[place], numbers[place], texts[place] = self.others.get(value) or self._code(value)
        blank = texts.count(BLANK)
        if 2 * blank > len(texts):  # a few are left to the parent, whose numpy drops them in no time
            seen = [text != BLANK for text in texts]
            rows, columns = array("i", compress(rows, seen)), array("H", compress(columns, seen))
            kinds, numbers = bytes(compress(kinds, seen)), array("d", compress(numbers, seen))
            texts, blank = list(compress(texts, seen)), 0
        self.count += len(texts) - blank
        if self.count > self.limits.cells:
            raise Rejected("too_many_cells", found=f"{self.count:,}", limit=f"{self.limits.cells:,}")
        line(cells=len(texts), texts=self.fresh)
        self.fresh = []
        for column in (rows, columns, kinds, numbers, array("i", texts)):
            sys.stdout.buffer.write(bytes(column))

    def _code(self, value: object) -> tuple[int, float, int]:
        """Kind, number and text of a value not met before; True and 1 are one key, so such are not kept."""
        if type(value) is str:
            return 0, 0.0, self._text(value)
        kind, number, text = _other(value)
        code = kind, number, self._text(text) if text else -1
        if not isinstance(value, int):
            self.others[value] = code
        return code

    def _text(self, value: str) -> int:
        """The place of a text among all sent, BLANK for one without anything to see."""
        if value not in self.known:
            clean = SPACES.sub(" ", UNSEEN.sub("", unicodedata.normalize("NFC", value)))
            if not clean.strip():
                self.known[value] = BLANK
            elif clean == value:
                self.known[value] = self._new(clean)
            else:
                self.known[value] = self._text(clean)
        return self.known[value]

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
