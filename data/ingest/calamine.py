"""The sheets of .xlsx, .xlsb and .xls by the fast reader, with the facts it leaves out (in the child process)."""

import io
from collections.abc import Iterator

import python_calamine

from data.ingest import narrow, package, remarks, workbook
from data.ingest.gate import Rejected, open_zip
from data.ingest.limits import Limits
from data.ingest.wire import line
from data.ingest.worksheet import Facts, RawSheet


def sheets(data: bytes, kind: str, about: dict, limits: Limits) -> Iterator[RawSheet]:
    """Every worksheet; completes `about` and sends it before the first. Raises Rejected."""
    facts, files, used = {}, {}, {}
    if kind != "xls":
        facts = package.inspect(data, limits)
        archive = open_zip(data)
        parts = workbook.parts(archive)
        remarks.add_comments(archive, facts)
        files = parts.files
        about |= {
            "date_1904": parts.date_1904,
            "external_links": parts.external_links,
            "notes_unread": parts.notes_unread,
        }
        used = narrow.columns(facts) if kind == "xlsx" else {}
        data = narrow.narrowed(archive, used) if used else data
    line(file=about)
    for sheet, visible in _worksheets(data, limits):
        part = files.get(sheet.name, "")
        fact = facts.get(part, Facts())
        fact.merged = fact.merged or [
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ]
        left = (sheet.start or (0, 0))[1]
        columns = used.get(part) or range(1, left + sheet.width + 1)
        yield RawSheet(sheet.name, visible, enumerate(sheet.iter_rows(), start=1), fact, columns[left:])


def _worksheets(data: bytes, limits: Limits) -> Iterator[tuple[python_calamine.CalamineSheet, bool]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(book.sheets_metadata) > limits.sheets:
            raise Rejected("too_many_sheets", limit=f"{limits.sheets:,}")
        for about in book.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.height * sheet.width > limits.cells:
                found = f"{sheet.height * sheet.width:,}"
                raise Rejected("too_many_cells", found=found, limit=f"{limits.cells:,}")
            if len(sheet.merged_cell_ranges or ()) > limits.merges:
                raise Rejected("too_many_merges", limit=f"{limits.merges:,}")
            yield sheet, about.visible == python_calamine.SheetVisibleEnum.Visible
    except python_calamine.PasswordError as error:
        raise Rejected("password") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Rejected("broken_file", reason=str(error)[:120]) from error
    except BaseException as error:
        # A panic of the Rust code is no Exception and has no name to import.
        if type(error).__name__ != "PanicException":
            raise
        raise Rejected("broken_file", reason=str(error)[:120]) from error
