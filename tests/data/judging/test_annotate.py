"""The copy that goes back to the agency."""

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from data.errors import FileRefused
from data.ingest.problems import Refused, problem
from data.judging.annotate import COLOURS, annotate


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "통계 '24"
    sheet.append(["지역", "건수", "비고"])
    sheet.append(["서울", 12, "=1+1"])
    sheet["C2"].data_type = "s"
    sheet.append(["부산", 16.5, "@SUM(A1)"])
    sheet.append(["계", "=B2+B3", ""])
    sheet["B2"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["B3"].comment = Comment("기관의 메모", "기관")
    sheet.merge_cells("A6:C7")
    sheet["A6"] = "주석"
    path = tmp_path / "보낸 표.xlsx"
    made.save(path)
    return path


def found(file, sheet="통계 '24"):
    return [
        problem("estimate_among_counts", file, sheet, "B3", column="건수", found="16.5"),
        problem(
            "rate_differs", file, sheet, "B3", column="a", row="=b", found=1, expected=2, one="c", other="d"
        ),
        problem("spelling", file, sheet, "B7", found="가 나", usual="가나"),
        problem("copy_equal", file, "", other="=evil.xlsx"),
        problem("spelling", "another.xlsx", sheet, "B2", found="x", usual="y"),
    ]


def test_cells_are_coloured_by_the_gravest_and_commented(book, tmp_path):
    out = tmp_path / "out.xlsx"
    annotate(book, found(book.name), out, "en")
    made = openpyxl.load_workbook(out)
    sheet = made["통계 '24"]
    assert sheet["B3"].fill.fgColor.rgb == "00" + COLOURS["warning"]
    assert sheet["B3"].value == 16.5
    said = sheet["B3"].comment.text
    assert said.startswith("기관의 메모\n\n‘건수’ holds counts")
    assert "computed from ‘c’ and ‘d’ it is 2" in said
    # B7 lies inside merged cells, which show their first.
    assert sheet["A6"].comment.text.startswith("‘가 나’ and ‘가나’")
    # What nobody found fault with keeps its look.
    assert sheet["B2"].fill.fgColor.rgb == "0000FF00"
    assert sheet["B2"].comment is None


def test_the_first_sheet_lists_all_findings_of_the_file(book, tmp_path):
    annotate(book, found(book.name), tmp_path / "out.xlsx", "ko")
    made = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert made.sheetnames == ["점검 결과", "통계 '24"]
    rows = list(made["점검 결과"].values)
    assert rows[0] == ("구분", "시트", "셀", "내용", "할 일")
    assert [row[:3] for row in rows[1:]] == [
        ("경고", "통계 '24", "B3"),
        ("알림", "통계 '24", "B3"),
        ("알림", "통계 '24", "B7"),
        ("알림", None, None),
    ]
    assert made["점검 결과"]["C2"].hyperlink.location == "'통계 ''24'!B3"


def test_nothing_of_the_source_becomes_a_live_formula(book, tmp_path):
    annotate(book, found(book.name), tmp_path / "out.xlsx", "en")
    made = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cells = [cell for sheet in made.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    sheet = made["통계 '24"]
    assert (sheet["C2"].value, sheet["C2"].quotePrefix) == ("=1+1", True)
    assert (sheet["C3"].value, sheet["C3"].quotePrefix) == ("@SUM(A1)", True)


def test_a_csv_becomes_a_workbook_of_its_texts(tmp_path):
    path = tmp_path / "a[b].csv"
    path.write_text('지역,건수\n서울,"1,234"\n=cmd|x,-5\n', encoding="utf-8")
    annotate(path, [problem("spelling", path.name, "", "A2", found="x", usual="y")], tmp_path / "out.xlsx")
    made = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert made.sheetnames == ["점검 결과", "a b"]
    sheet = made["a b"]
    assert list(sheet.values) == [("지역", "건수"), ("서울", "1,234"), ("=cmd|x", "-5")]
    assert sheet["A2"].fill.fgColor.rgb == "00" + COLOURS["notice"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_an_existing_file_is_never_overwritten(book, tmp_path):
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"theirs")
    with pytest.raises(FileRefused) as refused:
        annotate(book, [], out)
    assert refused.value.code == "file_exists"
    assert out.read_bytes() == b"theirs"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.xlsx", book.name]


def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_left(tmp_path):
    path = tmp_path / "bad.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(Refused):
        annotate(path, [], tmp_path / "out.xlsx")
    good = tmp_path / "good.csv"
    good.write_text("a,b\n1,2\n")
    with pytest.raises(FileRefused) as refused:
        annotate(good, [], tmp_path / "no such folder" / "out.xlsx")
    assert refused.value.code == "file_unwritable"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.xlsx", "good.csv"]
