"""Reads one file from standard input within bounds and hands its cells back as plain bytes."""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress

from data.ingest import delimited, gate, workbook
from data.ingest.limits import Limits
from data.ingest.wire import Sender, line
from data.ingest.worksheet import Facts

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
        _read(sys.stdin.buffer.read(limits.file_mib * 2**20 + 1), limits)
        line(end=True)
    except gate.Rejected as rejected:
        line(rejected=rejected.code, fields=rejected.fields)
    sys.stdout.buffer.flush()


def _read(data: bytes, limits: Limits) -> None:
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
    else:
        _workbook(data, kind, about, send, limits)


def _delimited(text: str, sign: str, send: Sender) -> None:
    places = defaultdict(list)

    def cells() -> Iterator[tuple[int, int, object]]:
        for row, (start, record) in enumerate(delimited.records(text, sign), start=1):
            if any(record):
                places[len(record)].append((row, start))
            for column, value in enumerate(record, start=1):
                if value:
                    yield row, column, value

    send.cells(cells())
    width = max(places, key=lambda count: len(places[count]), default=0)
    ragged = [(row, line, count) for count, rows in places.items() if count != width for row, line in rows]
    line(sheet={"name": "", "visible": True, "width": width}, ragged=sorted(ragged)[:MOST_RAGGED])


def _workbook(data: bytes, kind: str, about: dict, send: Sender, limits: Limits) -> None:
    facts = gate.inspect(data, limits) if kind in ("xlsx", "ods") else {}
    parts = workbook.parts(data) if kind == "xlsx" else None
    notes = _notes(data, facts, parts)
    about |= {
        "notes_unread": notes is None,
        "date_1904": bool(parts and parts.date_1904),
        "external_links": bool(parts and parts.external_links),
    }
    line(file=about)
    for sheet, visible in _sheets(data, limits):
        fact = facts.get(parts.files.get(sheet.name, ""), Facts()) if parts else Facts()
        left = (sheet.start or (0, 0))[1] + 1
        send.cells(_cells(sheet.iter_rows(), left))
        send.cells((row, column, ValueError(text)) for (row, column), text in sorted(fact.errors.items()))
        line(
            sheet={"name": sheet.name, "visible": visible},
            merged=[
                [r1 + 1, c1 + 1, r2 + 1, c2 + 1] for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ()
            ],
            formulas=[[row, column, stored] for (row, column), stored in fact.formulas.items()],
            hidden_rows=fact.hidden_rows,
            hidden_columns=fact.hidden_columns,
            repeated=fact.repeated,
            notes=[[row, column, text] for (row, column), text in (notes or {}).get(sheet.name, {}).items()],
        )


def _notes(data: bytes, facts: dict[str, Facts], parts: workbook.Parts | None) -> dict | None:
    """Comments and struck cells of a small workbook, None when it has some that are left unread."""
    if parts is None or not parts.noted:
        return {}
    small = sum(fact.last[0] for fact in facts.values()) <= workbook.SMALL
    return workbook.notes(data) if small else None


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
