"""Spreadsheets made for the tests: good ones from rows of text, hostile ones part by part."""

import csv
import io
import zipfile
from pathlib import Path

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
GIGABYTE = b"written as a thousand million zeros"
HEADER = ["사건번호", "접수일", "발생일", "시도경찰청", "범죄 유형", "피의자 나이", "피의자 성별"]
ROWS = [
    ["SYN-1", "2024-03-05", "2024-03-01", "서울", "제작", "17", "남"],
    ["SYN-2", "2024-03-06", "", "경기남부", "반포·판매", "20대", "여"],
    ["SYN-3", "2024-03-07", "2024-03-07", "강원", "기타", "미상", "미상"],
    ["SYN-4", "2024-03-08", "2024-02-29", "부산", "제작", "13", "남"],
    ["SYN-5", "2024-03-09", "2024-03-08", "제주", "협박·강요", "15", "남"],
]


def as_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8", sign: str = ",") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sign).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_xlsx(path: Path, rows: list[list[object]], sheet: str = "사건") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append([_stored(value) for value in row])
    book.save(path)
    return path


def _stored(value: object) -> object:
    """As typed into a spreadsheet program: digits become a number, nothing leaves the cell empty."""
    return int(value) if isinstance(value, str) and value.isdecimal() else None if value == "" else value


def members(sheet: str, **more: str) -> dict[str, str]:
    """The inner files of a minimal .xlsx whose only worksheet has this content of <worksheet>."""
    kinds = (
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="사건" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        **more,
    }


def as_zip(path: Path, content: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in content.items():
            with archive.open(name, "w", force_zip64=True) as member:
                if text is GIGABYTE:
                    for _ in range(1000):
                        member.write(bytes(10**6))
                else:
                    member.write(text.encode() if isinstance(text, str) else text)
    return path


def cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def as_ods(path: Path, table: str) -> Path:
    """An OpenDocument spreadsheet with one table of these rows."""
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<office:document-content xmlns:office="{urn}office:1.0" xmlns:table="{urn}table:1.0" '
        f'xmlns:text="{urn}text:1.0"><office:body><office:spreadsheet><table:table table:name="사건">'
        f"{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{urn}manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)
    return path
