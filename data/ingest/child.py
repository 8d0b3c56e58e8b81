"""Reads one file from standard input within bounds and hands its cells back as plain bytes."""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

from data.ingest import delimited, gate
from data.ingest.limits import Limits
from data.ingest.wire import Sender, line
from data.ingest.worksheet import RawSheet

# A file with more uneven lines than this is broken everywhere; naming each would help nobody.
MOST_RAGGED = 10_000


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
        # macOS holds no bound on address space; the clock and the gate remain.
        with suppress(ValueError):
            resource.setrlimit(which, (min(value, most), most))


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    bound(limits)
    try:
        read(sys.stdin.buffer.read(limits.file_mib * 2**20 + 1), limits)
        line(end=True)
    except gate.Rejected as rejected:
        line(rejected=rejected.code, fields=rejected.fields)
    sys.stdout.buffer.flush()


def read(data: bytes, limits: Limits) -> None:
    """Write what the file says to standard output; raises gate.Rejected."""
    if len(data) > limits.file_mib * 2**20:
        raise gate.Rejected("too_large_file", size=f"> {limits.file_mib:,}", limit=f"{limits.file_mib:,}")
    kind = gate.kind(data)
    about = {"kind": kind, "sha256": hashlib.sha256(data).hexdigest(), "encoding": "", "delimiter": ""}
    send = Sender(limits)
    if kind == "csv":
        text, about["encoding"] = delimited.decode(data)
        about["delimiter"] = delimited.delimiter(text)
        line(file=about)
        _delimited(text, about["delimiter"], send)
        return
    for sheet in _sheets(data, kind, about, limits):
        _send(sheet, send)


def _delimited(text: str, sign: str, send: Sender) -> None:
    places = defaultdict(list)

    def rows() -> Iterator[tuple[int, list[str]]]:
        for row, (start, record) in enumerate(delimited.records(text, sign), start=1):
            if any(record):
                places[len(record)].append((row, start))
            yield row, record

    send.rows(rows())
    width = max(places, key=lambda count: len(places[count]), default=0)
    ragged = [(row, line, count) for count, rows in places.items() if count != width for row, line in rows]
    line(sheet={"name": "", "visible": True, "width": width}, ragged=sorted(ragged)[:MOST_RAGGED])


def _sheets(data: bytes, kind: str, about: dict, limits: Limits) -> Iterator[RawSheet]:
    """The sheets by the reader of their kind, which is imported only when it is needed."""
    if kind in ("xlsx", "xlsb", "xls"):
        from data.ingest import calamine

        yield from calamine.sheets(data, kind, about, limits)
        return
    if kind == "html":
        from data.ingest import page

        text, about["encoding"] = page.decode(data)
        found = page.sheets(text, limits)
    elif kind == "xml":
        from data.ingest import office2003

        found = office2003.sheets(data, limits)
    else:
        from data.ingest import opendocument, package

        package.inspect(data, limits)
        found = opendocument.sheets(data, limits)
    line(file=about)
    yield from found


def _send(sheet: RawSheet, send: Sender) -> None:
    facts = sheet.facts
    if sheet.columns:
        send.rows(sheet.cells, sheet.columns)
    else:
        send.cells(sheet.cells)
    send.cells((row, column, ValueError(text)) for (row, column), text in sorted(facts.errors.items()))
    line(
        sheet={"name": sheet.name, "visible": sheet.visible},
        merged=facts.merged,
        formulas=[[row, column, stored] for (row, column), stored in facts.formulas.items()],
        hidden_rows=facts.hidden_rows,
        hidden_columns=sorted(facts.hidden_columns),
        repeated=facts.repeated,
        notes=[[row, column, text] for (row, column), text in facts.notes.items()],
    )
