"""The incident form as a workbook to send out: a guide, the sheet to fill in, and the words it offers."""

import io
import re
import tomllib
import zipfile
from datetime import date, datetime
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.errors import FileRefused
from data.ingest import codes
from data.ingest.columns import KINDS, PERIOD_LABELS, QUIET_SHEETS, Column

VERSION, ISSUED = "1", date(2025, 1, 1)
GUIDE, CODES = QUIET_SHEETS[:2]
ENTRY = "입력 Entry"
PERIOD_CELL, HEADER_ROW = "B2", 4
LAST_ROW = 5_000  # as far as lists and checks reach; a quarter of the whole country had at most 900 cases
YEARS = range(2021, 2031)
# The bands in which the police publish ages; every other band is read as well.
BANDS = ("Y_LT10", "Y10T13", "Y14S", "Y20T29", "Y30T39", "Y40T49", "Y50T59", "Y60T69", "Y_GE70", "_U")
WIDTHS = {"text": 22, "date": 14, "code": 18, "age": 14, "band": 20, "count": 12}
FONT = "맑은 고딕"
NAVY, TEAL, PALE, GREY = "12436D", "28A197", "E8EEF4", "6F7480"
LINE = Border(*[Side(style="thin", color="BFC7D1")] * 4)
TOP = Alignment(vertical="top", wrap_text=True)
# The earliest date that a workbook archive can carry; a fixed one makes equal content equal bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write(kind: str, path: Path) -> None:
    """Write the empty form of a kind, `police` or `school`, to a new .xlsx file. Raises FileRefused."""
    if Path(path).suffix.lower() != ".xlsx":
        raise FileRefused("not_xlsx", file=str(path))
    save(workbook(kind), path)


def workbook(kind: str, examples: bool = True) -> Workbook:
    """The form: a guide, the entry sheet with its header in HEADER_ROW, and the code lists."""
    book = Workbook()
    title = words()["title"][kind]
    book.properties.title = f"{title['ko']} / {title['en']}"
    book.properties.creator = "deepfake-crime-statistics"
    book.properties.version = VERSION
    book.properties.created = datetime.combine(ISSUED, datetime.min.time())
    for name, value in (("FormVersion", VERSION), ("FormKind", kind)):
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    _guide(book.active, kind)
    lists = _codes(book.create_sheet(CODES), kind)
    _entry(book.create_sheet(ENTRY, 1), kind, lists, examples)
    return book


def save(book: Workbook, path: Path) -> None:
    """Write a workbook to a new file, equal content as equal bytes. Raises FileRefused."""
    plain, made = io.BytesIO(), io.BytesIO()
    book.save(plain)
    created = f"{book.properties.created:%Y-%m-%dT%H:%M:%SZ}"
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + created.encode(), content)
            packed.writestr(zipfile.ZipInfo(part.filename, EPOCH), content, zipfile.ZIP_DEFLATED)
    try:
        with Path(path).open("xb") as file:
            file.write(made.getvalue())
    except FileExistsError as error:
        raise FileRefused("file_exists", file=str(path)) from error
    except OSError as error:
        raise FileRefused("file_unwritable", file=str(path), reason=error.strerror or str(error)) from error


@cache
def words() -> dict:
    with (Path(__file__).parent / "templates.toml").open("rb") as file:
        return tomllib.load(file)


def _guide(sheet: Worksheet, kind: str) -> None:
    """Korean in the first two columns, English in the last two."""
    sheet.title = GUIDE
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABCD", (20, 62, 24, 66), strict=True):
        sheet.column_dimensions[letter].width = width
    say = words()
    version = {lang: text.format(version=VERSION, date=ISSUED) for lang, text in say["version"].items()}
    _pair(sheet, 1, say["title"][kind], Font(name=FONT, size=15, bold=True, color=NAVY), at=(1, 3))
    _pair(sheet, 2, version, Font(name=FONT, size=9, color=GREY), at=(1, 3))
    row = 4
    for part in say["guide"]:
        _pair(sheet, row, part["heading"], Font(name=FONT, bold=True, color=NAVY), at=(1, 3))
        for text in part["text"]:
            _pair(sheet, row, text, Font(name=FONT), at=(2, 4))
            row += 1
        row += 1
    _pair(sheet, row, say["columns"]["heading"], Font(name=FONT, size=12, bold=True, color=NAVY), at=(1, 3))
    for column in KINDS[kind]:
        row += 1
        star = " *" if column.required else ""
        names = {"ko": column.ko + star, "en": column.en + star}
        _pair(sheet, row, names, Font(name=FONT, bold=True), at=(1, 3))
        _pair(sheet, row, say["columns"]["text"][column.id], Font(name=FONT), at=(2, 4))
        for cell in sheet[row]:
            cell.border = LINE
    _printed(sheet)


def _pair(sheet: Worksheet, row: int, text: dict[str, str], font: Font, at: tuple[int, int]) -> None:
    for column, lang in zip(at, ("ko", "en"), strict=True):
        cell = sheet.cell(row, column, text[lang])
        cell.font, cell.alignment = font, TOP


def _entry(sheet: Worksheet, kind: str, lists: dict[str, str], examples: bool) -> None:
    say, columns = words(), KINDS[kind]
    sheet["A1"] = " / ".join(say["title"][kind].values())
    sheet["A1"].font = Font(name=FONT, size=14, bold=True, color=NAVY)
    sheet["A2"], sheet["A3"] = " · ".join(PERIOD_LABELS), " / ".join(say["entry"]["note"].values())
    sheet["A2"].font, sheet["A3"].font = Font(name=FONT, bold=True), Font(name=FONT, size=9, color=GREY)
    sheet[PERIOD_CELL].fill, sheet[PERIOD_CELL].border = PatternFill("solid", fgColor=PALE), LINE
    asked = DataValidation(type="list", formula1=lists["period"], errorStyle="warning", allow_blank=True)
    _explain(sheet, asked, "period", PERIOD_CELL)
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        head = sheet.cell(HEADER_ROW, place, f"{column.ko}{' *' if column.required else ''}\n{column.en}")
        head.font = Font(name=FONT, bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor=NAVY if column.required else TEAL)
        head.alignment, head.border = Alignment("center", "center", wrap_text=True), LINE
        sheet.column_dimensions[letter].width = WIDTHS[column.type]
        sheet.column_dimensions[letter].number_format = _format(column)
        sheet.column_dimensions[letter].font = Font(name=FONT)
        cells = f"{letter}{HEADER_ROW + 1}:{letter}{LAST_ROW}"
        _checked(sheet, column, cells, lists)
    # Wide enough for the label of the period, whose cell lies beside it.
    sheet.column_dimensions["A"].width = 32
    sheet.row_dimensions[HEADER_ROW].height = 36
    sheet.freeze_panes = f"B{HEADER_ROW + 1}"
    for number, example in enumerate(say["examples"][kind] if examples else (), start=1):
        name = " · ".join(f"{word} {number}" for word in say["entry"]["example"].values())
        sheet.append([example.get(column.id) if column.id != "incident_id" else name for column in columns])
        for cell in sheet[HEADER_ROW + number]:
            cell.font = Font(name=FONT, italic=True, color=GREY)
            cell.fill, cell.border = PatternFill("solid", fgColor="EDEDED"), LINE
    _printed(sheet)


def _format(column: Column) -> str:
    return {"date": "yyyy-mm-dd", "text": "@", "count": "0"}.get(column.type, "General")


def _checked(sheet: Worksheet, column: Column, cells: str, lists: dict[str, str]) -> None:
    """Lists and checks that warn: the reader, which sees all columns, is the one that refuses."""
    if column.id in lists:
        rule, key = DataValidation(type="list", formula1=lists[column.id]), "list"
    elif column.type == "date":
        ends = {"formula1": "DATE(2000,1,1)", "formula2": "DATE(2099,12,31)"}
        rule, key = DataValidation(type="date", operator="between", **ends), "date"
    elif column.type == "count":
        rule, key = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="1"), "count"
    elif column.type == "age":
        rule, key = DataValidation(), "age"
    elif column.id == "incident_id":
        area, first = cells.replace("A", "$A$"), cells.partition(":")[0]
        rule, key = DataValidation(type="custom", formula1=f"COUNTIF({area},{first})=1"), "id"
    else:
        return
    rule.errorStyle, rule.allow_blank = "warning", True
    _explain(sheet, rule, key, cells)


def _explain(sheet: Worksheet, rule: DataValidation, key: str, cells: str) -> None:
    ask = words()["ask"]
    rule.errorTitle = rule.promptTitle = ask[f"{key}_title"]
    rule.error = rule.prompt = ask[key]
    rule.showErrorMessage = True
    # On every cell a note would hide the rows below; only where the form of an answer is not plain.
    rule.showInputMessage = key in ("period", "date", "age", "count")
    rule.add(cells)
    sheet.add_data_validation(rule)


def _codes(sheet: Worksheet, kind: str) -> dict[str, str]:
    """Write every list, and return by column id where its Korean names stand."""
    say = words()["codes"]
    sheet["A1"] = " / ".join(say["title"].values())
    sheet["A1"].font = Font(name=FONT, size=14, bold=True, color=NAVY)
    for letter, width, name in zip("ABCD", (34, 28, 32, 18), say["head"], strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}3"] = name
        sheet[f"{letter}3"].font = Font(name=FONT, bold=True, color="FFFFFF")
        sheet[f"{letter}3"].fill = PatternFill("solid", fgColor=NAVY)
    sheet.freeze_panes = "A4"
    found = {}
    for key, name, listed in _lists(kind):
        first = sheet.max_row + 1
        for ko, en, code in listed:
            sheet.append([name, ko, en, code])
        found[key] = f"'{CODES}'!$B${first}:$B${sheet.max_row}"
        for cell in sheet[first]:
            cell.border = Border(top=Side(style="thin", color=NAVY))
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            cell.font = Font(name=FONT)
    _printed(sheet)
    return found


def _lists(kind: str) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    lists = []
    for column in KINDS[kind]:
        offered = codes.words(column.dimension) if column.type == "code" else ()
        if column.type == "band":
            by_code = {word.code: word for word in codes.words("age")}
            offered = [by_code[code] for code in BANDS]
        if offered:
            name = f"{column.ko} · {column.en}"
            lists.append((column.id, name, [(word.ko, word.en, word.code) for word in offered]))
    quarters = [(year, quarter) for year in YEARS for quarter in range(1, 5)]
    named = [(f"{y}년 {q}분기", f"{y} Q{q}", f"{y}-Q{q}") for y, q in quarters]
    return [*lists, ("period", " · ".join(words()["codes"]["periods"].values()), named)]


def _printed(sheet: Worksheet) -> None:
    """On paper: landscape A4, as many pages long as needed, one page wide."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter.center.text = "&P / &N"
    if sheet.title == ENTRY:
        sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
