"""Reads one file from standard input within bounds and hands its cells back as plain bytes, never as objects.

The stream is JSON lines; a line {"cells": n} is followed by n values each of row (int32), column (uint16),
kind (uint8), number (float64) and text (int32, an index into all texts sent so far, -1 for none).
"""

import datetime as dt
import hashlib
import json
import re
import sys
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from data.ingest import delimited, gate, workbook
from data.ingest.limits import Limits
from data.ingest.wire import KINDS, LAYOUT
from data.ingest.worksheet import Facts

BLOCK = 50_000
# The most that a cell of a spreadsheet program holds.
LONGEST_TEXT = 32_767
# A file with more uneven lines than this is broken everywhere; naming each would help nobody.
MOST_RAGGED = 10_000
# Nobody sees these: control and zero-width characters, byte order marks, soft hyphens. No-break spaces are blanks.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff\u00ad]")
SPACES = re.compile("[\u00a0\u2007\u202f]")
DAY_0 = dt.datetime(1899, 12, 30)
DAY = dt.timedelta(days=1)


def bound(limits: Limits) -> None:
    """Allow this process no more memory, time and files than `limits`; on Windows only the clock."""
    try:
        import resource
    except ImportError:
        return
    # At the soft limit of time comes SIGXCPU, which the parent can tell from other deaths.
    for which, value, more in (
        (resource.RLIMIT_AS, limits.memory_mib * 2**20, 0),
        (resource.RLIMIT_CPU, limits.cpu_seconds, 2),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        hard = resource.getrlimit(which)[1]
        most = value + more if hard == resource.RLIM_INFINITY else min(value + more, hard)
        resource.setrlimit(which, (min(value, most), most))


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    bound(limits)
    try:
        _read(sys.stdin.buffer.read(limits.file_mib * 2**20 + 1), limits)
        _line(end=True)
    except gate.Rejected as rejected:
        _line(rejected=rejected.code, fields=rejected.fields)
    sys.stdout.buffer.flush()


def _line(**content) -> None:
    sys.stdout.buffer.write(json.dumps(content, ensure_ascii=True).encode() + b"\n")


def _read(data: bytes, limits: Limits) -> None:
    kind = gate.kind(data)
    about = {"kind": kind, "sha256": hashlib.sha256(data).hexdigest(), "encoding": "", "delimiter": ""}
    send = _Sender(limits)
    if kind == "csv":
        text, about["encoding"] = delimited.decode(data)
        about["delimiter"] = delimited.delimiter(text)
        _line(file=about)
        _delimited(text, about["delimiter"], send)
    else:
        _workbook(data, kind, about, send, limits)


def _delimited(text: str, sign: str, send: "_Sender") -> None:
    places = defaultdict(list)

    def cells() -> Iterator[tuple[int, int, object]]:
        for row, (line, record) in enumerate(delimited.records(text, sign), start=1):
            if any(record):
                places[len(record)].append((row, line))
            for column, value in enumerate(record, start=1):
                if value:
                    yield row, column, value

    send.cells(cells())
    width = max(places, key=lambda count: len(places[count]), default=0)
    ragged = [(row, line, count) for count, rows in places.items() if count != width for row, line in rows]
    _line(sheet={"name": "", "visible": True, "width": width}, ragged=sorted(ragged)[:MOST_RAGGED])


def _workbook(data: bytes, kind: str, about: dict, send: "_Sender", limits: Limits) -> None:
    facts = gate.inspect(data, limits) if kind in ("xlsx", "ods") else {}
    parts = workbook.parts(data) if kind == "xlsx" else None
    about |= {
        "date_1904": bool(parts and parts.date_1904),
        "external_links": bool(parts and parts.external_links),
    }
    _line(file=about)
    small = sum(max(fact.last[0], 0) for fact in facts.values()) <= workbook.SMALL
    notes = workbook.notes(data) if parts and parts.noted and small else {}
    for sheet, visible in _sheets(data, limits):
        fact = facts.get(parts.files.get(sheet.name, ""), Facts()) if parts else Facts()
        left = (sheet.start or (0, 0))[1] + 1
        send.cells(_cells(sheet.iter_rows(), left))
        send.cells((row, column, ValueError(text)) for (row, column), text in sorted(fact.errors.items()))
        _line(
            sheet={"name": sheet.name, "visible": visible},
            merged=[
                [r1 + 1, c1 + 1, r2 + 1, c2 + 1] for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ()
            ],
            formulas=[[row, column, stored] for (row, column), stored in fact.formulas.items()],
            hidden_rows=fact.hidden_rows,
            hidden_columns=fact.hidden_columns,
            repeated=fact.repeated,
            notes=[[row, column, text] for (row, column), text in notes.get(sheet.name, {}).items()],
        )


def _sheets(data: bytes, limits: Limits) -> Iterator[tuple]:
    import io

    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.height * sheet.width > limits.cells:
                found = f"{sheet.height * sheet.width:,}"
                raise gate.Rejected("too_many_cells", found=found, limit=f"{limits.cells:,}")
            if len(sheet.merged_cell_ranges or ()) > limits.merges:
                raise gate.Rejected("too_many_merges", limit=f"{limits.merges:,}")
            yield sheet, about.visible == calamine.SheetVisibleEnum.Visible
    except calamine.PasswordError as error:
        raise gate.Rejected("password") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise gate.Rejected("broken_file", reason=str(error)[:120]) from error


def _cells(rows: Iterable[list], left: int) -> Iterator[tuple[int, int, object]]:
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=left):
            if value != "":
                yield row, column, value


class _Sender:
    """Writes cells in blocks; a text is sent once and named by its place afterwards."""

    def __init__(self, limits: Limits):
        self.places, self.fresh, self.sent = {}, [], 0
        self.limits, self.letters, self.count = limits, 0, 0

    def cells(self, cells: Iterable[tuple[int, int, object]]) -> None:
        for block in _batches(cells):
            columns = [array(letter) for letter in LAYOUT.values()]
            rows, lines, kinds, numbers, texts = (column.append for column in columns)
            for row, column, value in block:
                if type(value) is str:
                    kind, number, place = 0, 0.0, self.place(value)
                    if place < 0:
                        continue
                elif type(value) is float:
                    kind, number, place = 1, value, -1
                else:
                    kind, number, text = _other(value)
                    place = self.place(text) if text else -1
                rows(row), lines(column), kinds(kind), numbers(number), texts(place)
            self.count += len(columns[0])
            if self.count > self.limits.cells:
                raise gate.Rejected("too_many_cells", found=f"{self.count:,}", limit=f"{self.limits.cells:,}")
            _line(cells=len(columns[0]), texts=self.fresh)
            self.fresh = []
            for column in columns:
                sys.stdout.buffer.write(column.tobytes())

    def place(self, written: str) -> int:
        place = self.places.get(written)
        if place is None:
            clean = SPACES.sub(" ", UNSEEN.sub("", unicodedata.normalize("NFC", written)))
            if not clean.strip():
                place = -1
            elif clean != written:
                place = self.place(clean)
            else:
                place = self._new(written)
            self.places[written] = place
        return place

    def _new(self, text: str) -> int:
        self.letters += len(text)
        if len(text) > LONGEST_TEXT or self.letters > self.limits.text_mib * 2**20:
            raise gate.Rejected("too_much_text", limit=f"{LONGEST_TEXT:,}")
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
