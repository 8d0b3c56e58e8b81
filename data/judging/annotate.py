"""A copy of a workbook to send back: the cells with findings coloured and commented, all findings on a first sheet."""

import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from data import durable
from data.errors import FileRefused
from data.ingest import grid
from data.ingest.limits import Limits
from data.ingest.problems import SEVERITIES, Problem
from data.words import say

COLOURS = {"error": "FFC7CE", "warning": "FFEB9C", "notice": "DDEBF7"}
# What a spreadsheet program would take for a formula, with the full-width forms of the same signs.
LIVE = tuple("=+-@＝＋－＠\t\r\n")
COLUMNS = ("severity", "sheet", "cell", "what", "do")
WIDTHS = (10, 18, 14, 80, 60)
# What openpyxl raises for parts that other programs read past.
STRICTER = (ValueError, KeyError, TypeError, AttributeError, IndexError, InvalidFileException, BadZipFile)
# Excel's own limits: of a sheet's name, of a cell's text.
NAME, TEXT = 31, 32_767


def annotate(
    path: Path, problems: Iterable[Problem], out: Path, lang: str = "ko", limits: Limits | None = None
) -> None:
    """Write the findings on the file at `path` into a new workbook at `out`.

    An .xlsx keeps its look and its numbers; formulas give way to their stored results. Any other file comes
    as the text that was read. Raises Refused for a file that cannot be read, FileRefused when `out` exists
    or cannot be written.
    """
    path, out = Path(path), Path(out)
    if out.exists():
        raise FileRefused("file_exists", file=str(out))
    # Opened in the bounded child first: nothing hostile comes as far as openpyxl.
    read = grid.read(path, limits)
    own = [one for one in problems if one.file == read.file]
    book, sheets = _opened(path) if read.kind == "xlsx" else _copied(read)
    if not sheets:
        book, sheets = _copied(read)
    _marked(sheets, own, lang)
    _listed(book, sheets, own, lang)
    made = io.BytesIO()
    book.save(made)
    _written(out, made.getvalue())


def _opened(path: Path) -> tuple[Workbook, dict[str, Worksheet]]:
    """The workbook with its look; without sheets when openpyxl is stricter than the reader was."""
    try:
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except STRICTER:
        return Workbook(), {}
    _stilled(book)
    return book, {sheet.title: sheet for sheet in book.worksheets}


def _stilled(book: Workbook) -> None:
    """Every text that looks like a formula is held as text."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith(LIVE):
                    _text(cell, cell.value)


def _copied(read: grid.Grid) -> tuple[Workbook, dict[str, Worksheet]]:
    book = Workbook()
    book.remove(book.active)
    sheets = {}
    for sheet in read.sheets:
        name = re.sub(r"[\[\]:*?/\\']", " ", sheet.name or Path(read.file).stem).strip()[:NAME]
        sheets[sheet.name] = made = book.create_sheet(name or "1")
        cells = sheet.cells
        for row, col, kind, number, text in zip(
            cells["row"], cells["col"], cells["kind"], cells["number"], cells["text"], strict=True
        ):
            cell = made.cell(int(row), int(col))
            if isinstance(text, str):
                _text(cell, text)
            else:
                cell.value = bool(number) if kind == "bool" else float(number)
                cell.number_format = "yyyy-mm-dd" if kind == "date" else "General"
        for top, left, bottom, right in sheet.merged:
            made.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    return book, sheets


def _text(cell: Cell, text: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:TEXT]
    # Assigning a text that begins with = makes a formula of the cell.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(LIVE)


def _marked(sheets: dict[str, Worksheet], problems: list[Problem], lang: str) -> None:
    told = defaultdict(list)
    for one in problems:
        if one.cell and one.sheet in sheets:
            told[one.sheet, one.cell].append(one)
    for (sheet, address), found in told.items():
        cell = _upper_left(sheets[sheet], address)
        gravest = min((one.severity for one in found), key=SEVERITIES.index)
        cell.fill = PatternFill("solid", fgColor=COLOURS[gravest])
        said = [cell.comment.text] if cell.comment else []
        said += [f"{one.what[lang]} {one.do[lang]}" for one in found]
        cell.comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", "\n\n".join(said))[:TEXT], "", 160, 320)


def _upper_left(sheet: Worksheet, address: str) -> Cell:
    """Of merged cells only the first can hold a colour and a comment."""
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet[address]


def _listed(book: Workbook, sheets: dict[str, Worksheet], problems: list[Problem], lang: str) -> None:
    name, number = say(lang, "findings"), 1
    while name in book.sheetnames:
        name, number = f"{say(lang, 'findings')} {number + 1}", number + 1
    sheet = book.create_sheet(name, 0)
    book.active = 0
    sheet.append([say(lang, f"column_{column}") for column in COLUMNS])
    ordered = sorted(problems, key=lambda one: SEVERITIES.index(one.severity))
    for row, one in enumerate(ordered, start=2):
        words = say(lang, f"severity_{one.severity}"), one.sheet, one.cell, one.what[lang], one.do[lang]
        for column, text in enumerate(words, start=1):
            _text(sheet.cell(row, column), text)
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=COLOURS[one.severity])
        if one.cell and one.sheet in sheets:
            title = sheets[one.sheet].title.replace("'", "''")
            sheet.cell(row, 3).hyperlink = Hyperlink(f"C{row}", location=f"'{title}'!{one.cell}")
            sheet.cell(row, 3).font = Font(color="0563C1", underline="single")
    for letter, width in zip("ABCDE", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"


def _written(out: Path, content: bytes) -> None:
    """The whole file under its name, or nothing; another's file of that name stays."""
    try:
        # Taking the name first fails where a mere rename would replace.
        out.open("xb").close()
    except FileExistsError as error:
        raise FileRefused("file_exists", file=str(out)) from error
    except OSError as error:
        raise FileRefused("file_unwritable", file=str(out), reason=error.strerror or str(error)) from error
    try:
        durable.replace(out, content)
    except BaseException as error:
        out.unlink(missing_ok=True)
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise FileRefused("file_unwritable", file=str(out), reason=reason) from error
        raise
