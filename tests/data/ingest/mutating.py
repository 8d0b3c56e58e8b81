"""Good files of every kind, and seeded damage to them: mutant N is the same bytes on every machine."""

import io
import random
import tempfile
import warnings
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl

from tests.data.ingest import binary_making as binary
from tests.data.ingest.making import HEADER, ROWS, as_csv, as_ods, as_zip, cell, members

TABLE = [HEADER, *ROWS]
BOOKS = Path(__file__).parent / "books"
ENCODINGS = ("utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-32", "big5", "cp932", "latin-1")
PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{}"><style>td{{}}</style></head>'
    "<body><h3>현황</h3><table><col><col style='display:none'><tr><th rowspan=2>구분<th colspan=2>2024년</tr>"
    "<tr><td>발생<td>검거</tr><tr style='display:none'><td x:num='12'>12<br>건<td>&lt;5<td><b hidden>1</b>2</tr>"
    "</table><p>출처: 경찰청</p></body></html>"
)
XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Column ss:Hidden="1"/>'
    '<Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">서울</Data><Comment><Data>x</Data></Comment>'
    '</Cell><Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell></Row></Table></Worksheet></Workbook>'
)


@cache
def originals() -> dict[str, bytes]:
    """Good files by name; each is read without a problem of the severity 'error'."""
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        made = {
            "a.xlsx": _office(at / "a").read_bytes(),
            "b.xlsm": as_zip(at / "b", members(_sheet(), **{"xl/vbaProject.bin": "macro"})).read_bytes(),
            "c.xls": (BOOKS / "incidents_1904.xls").read_bytes(),
            "d.xlsb": _binary(at / "d").read_bytes(),
            "e.ods": as_ods(at / "e", _open_document()).read_bytes(),
            "f.xls": PAGE.format("utf-8").encode(),
            "g.xls": PAGE.format("euc-kr").encode("cp949"),
            "h.xml": XML.encode(),
        }
        for name, encoding in (("i", "cp949"), ("j", "utf-8"), ("k", "utf-16")):
            made[f"{name}.csv"] = as_csv(at / name, TABLE, encoding).read_bytes()
    return made


def _office(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in TABLE:
        sheet.append(row)
    sheet["H2"] = date(2024, 3, 5)
    sheet["H3"], sheet["H4"] = "=1+1", "#REF!"
    sheet["A1"].comment = openpyxl.comments.Comment("잠정치", "x")
    sheet["B2"].font = openpyxl.styles.Font(strike=True)
    sheet.merge_cells("A8:C9")
    sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = True
    book.create_sheet("숨김").sheet_state = "hidden"
    book.save(path)
    return path


def _sheet() -> str:
    rows = (
        "".join(cell(f"{letter}{number}", text) for letter, text in zip("ABCDEFG", row, strict=True))
        for number, row in enumerate(TABLE, start=1)
    )
    return (
        "<sheetData>"
        + "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(rows, start=1))
        + "</sheetData>"
    )


def _binary(path: Path) -> Path:
    rows = {
        number: b"".join(binary.cell(column, text) for column, text in enumerate(row, start=1))
        for number, row in enumerate(TABLE, start=1)
    }
    rows[9] = binary.cell(1, 2.0, formula=True) + binary.cell(2, "#REF!")
    return binary.as_xlsb(path, binary.sheet(rows, [(9, 1, 10, 2)], [3], [3]))


def _open_document() -> str:
    cells = (
        '<table:table-cell office:value-type="string" table:number-columns-spanned="2">'
        "<text:p>{}</text:p></table:table-cell>"
    )
    number = '<table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"/>'
    rows = ("".join(cells.format(text) for text in row) + number for row in TABLE)
    return "".join(f'<table:table-row table:number-rows-repeated="2">{row}</table:table-row>' for row in rows)


def mutant(number: int) -> tuple[str, str, bytes]:
    """(kind of damage, file name, content) of mutant `number`."""
    dice = random.Random(number)
    name = dice.choice(sorted(originals()))
    content = originals()[name]
    packed = content.startswith(b"PK")
    kinds = [
        *ANY,
        *(PACKED if packed else ()),
        *(TEXT if name.endswith(("csv", "xml")) or name in "f.xls g.xls" else ()),
    ]
    kind = dice.choice(kinds)
    if kind is _renamed:
        name = dice.choice(["x.csv", "x.xlsx", "x.xls", "x.ods", "x.html", "x", "~$x.xlsx"])
    return kind.__name__.strip("_"), name, kind(content, dice)


def _renamed(content: bytes, dice: random.Random) -> bytes:
    return content


def _flipped(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice([1, 2, 8, 64])):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content))]


def _headless(content: bytes, dice: random.Random) -> bytes:
    return content[dice.randrange(1, len(content)) :]


def _stuttered(content: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(content)) for _ in range(2))
    return content[:end] + content[start:end] * dice.choice([1, 2, 50]) + content[end:]


def _gapped(content: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(content)) for _ in range(2))
    return content[:start] + content[end:]


def _spliced(content: bytes, dice: random.Random) -> bytes:
    other = originals()[dice.choice(sorted(originals()))]
    return content[: dice.randrange(len(content))] + other[dice.randrange(len(other)) :]


def _noisy(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + dice.randbytes(dice.choice([4, 64, 512])) + content[start:]


def _inner(content: bytes, dice: random.Random, change) -> bytes:
    """The same package after `change` was made to one of its inner files; None leaves that file out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inner = [(member.filename, archive.read(member)) for member in archive.infolist()]
    chosen = dice.randrange(len(inner))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of doubled names, which are wanted here
        for number, (name, held) in enumerate(inner):
            for part in change(held) if number == chosen else [held]:
                archive.writestr(name, part)
    return made.getvalue()


def _dropped(content: bytes, dice: random.Random) -> bytes:
    return _inner(content, dice, lambda held: [])


def _doubled(content: bytes, dice: random.Random) -> bytes:
    return _inner(content, dice, lambda held: [held, held])


def _damaged_inside(content: bytes, dice: random.Random) -> bytes:
    damage = dice.choice([_flipped, _cut, _stuttered, _gapped, _noisy])
    return _inner(content, dice, lambda held: [damage(held, dice) if held else b"x"])


def _respelled(content: bytes, dice: random.Random) -> bytes:
    for encoding in ("utf-8-sig", "cp949", "utf-16"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    return text.encode(dice.choice(ENCODINGS), "replace")


ANY = (_renamed, _flipped, _flipped, _cut, _headless, _stuttered, _gapped, _spliced, _noisy)
PACKED = (_dropped, _doubled, _damaged_inside, _damaged_inside, _damaged_inside, _damaged_inside)
TEXT = (_respelled, _respelled)
