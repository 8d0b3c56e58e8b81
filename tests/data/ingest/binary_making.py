"""Binary workbooks (.xlsb) made record by record for the tests; source: Microsoft (2024), [MS-XLSB] 2.4."""

import struct
import zipfile
from pathlib import Path

from tests.data.ingest.making import PACKAGE, RELATIONS

BUNDLE_SHEET, END_SHEETS, PROPERTIES, END_BOOK = 0x9C, 0x90, 0x99, 0x84
BEGIN_SHEET, DIMENSION, BEGIN_DATA, END_DATA, END_SHEET = 0x81, 0x94, 0x91, 0x92, 0x82
ROW, ERROR, REAL, TEXT, FORMULA_NUMBER, COLUMN, MERGE = 0, 3, 5, 6, 9, 60, 176
HIDDEN = 0x10


def record(kind: int, content: bytes = b"") -> bytes:
    numbers = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, parts = len(content), []
    while True:
        parts.append(size & 0x7F | (0x80 if size > 0x7F else 0))
        size >>= 7
        if not size:
            return numbers + bytes(parts) + content


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column: int, value: object, formula: bool = False) -> bytes:
    at = struct.pack("<II", column - 1, 0)
    if isinstance(value, str) and value == "#REF!":
        return record(ERROR, at + b"\x17")
    if isinstance(value, str):
        return record(TEXT, at + wide(value))
    if formula:
        return record(FORMULA_NUMBER, at + struct.pack("<dHII", value, 0, 0, 0))
    return record(REAL, at + struct.pack("<d", value))


def sheet(rows: dict[int, bytes], merged=(), hidden_rows=(), hidden_columns=()) -> bytes:
    """Rows are given as their cells; a merge is (first row, first column, last row, last column)."""
    columns = b"".join(
        record(COLUMN, struct.pack("<IIIIH", column - 1, column - 1, 2048, 0, 1)) for column in hidden_columns
    )
    parts = [record(BEGIN_SHEET), record(DIMENSION, struct.pack("<IIII", 0, max(rows) - 1, 0, 9))]
    parts += [record(0x0186), columns, record(0x0187)] if columns else []
    parts.append(record(BEGIN_DATA))
    for row, cells in rows.items():
        flags = HIDDEN if row in hidden_rows else 0
        parts += [record(ROW, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, flags, 0, 0)), cells]
    parts.append(record(END_DATA))
    parts += [
        record(MERGE, struct.pack("<IIII", r1 - 1, r2 - 1, c1 - 1, c2 - 1)) for r1, c1, r2, c2 in merged
    ]
    return b"".join([*parts, record(END_SHEET)])


def as_xlsb(path: Path, content: bytes, name: str = "사건", mac: bool = False) -> Path:
    """A workbook whose only sheet is `content`."""
    book = record(PROPERTIES, struct.pack("<II", int(mac), 0) + wide(""))
    book += record(BUNDLE_SHEET, struct.pack("<II", 0, 1) + wide("rId1") + wide(name))
    book += record(END_SHEETS) + record(END_BOOK)
    kind = "application/vnd.ms-excel"
    inner = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="bin" '
        f'ContentType="{kind}.sheet.binary.macroEnabled.main"/></Types>',
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        "xl/worksheets/sheet1.bin": content,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, held in inner.items():
            archive.writestr(member, held)
    return path
