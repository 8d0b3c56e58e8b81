"""What is wrong with the files that publishers send before a cell is read, trap by trap (characters, names)."""

import codecs

import pytest

from data.ingest import delimited, grid
from data.ingest.problems import Refused
from tests.data.ingest.making import as_csv, as_xlsx, as_zip, members
from tests.data.ingest.test_formats import held

LABELS = [["구분", "불법촬영물유포", "아동성착취물"], ["발생건수", "139", "2623"]]


def refusal(path) -> str:
    with pytest.raises(Refused) as caught:
        grid.read(path)
    return caught.value.code


def test_c1_cp949_without_a_mark_is_told_from_its_lookalikes(tmp_path):
    read = grid.read(as_csv(tmp_path / "표.csv", LABELS, "cp949"))
    assert read.encoding == "cp949"
    assert held(read.sheets[0])[1, 2] == "불법촬영물유포"
    # The same bytes are text in these encodings too, so that nothing fails if one of them is taken.
    for lookalike in ("gb18030", "latin-1"):
        assert (tmp_path / "표.csv").read_bytes().decode(lookalike)
    assert [found.code for found in read.problems] == ["encoding_guessed"]


@pytest.mark.parametrize("text", ["구분\n", "죄종,계\n살인,1\n", "연도,경기 고양\n2022,5\n"])
def test_c1_a_tiny_file_is_no_guess(text):
    assert delimited.decode(text.encode("cp949")) == (text, "cp949")


def test_c2_each_file_of_a_series_has_its_own_encoding(tmp_path):
    rows = [["案類", "發生數"], ["竊盜總數", "2,686"], ["妨害家庭及婚姻", "11"]]
    for name, encoding in (("111", "big5"), ("112", "utf-8-sig")):
        read = grid.read(as_csv(tmp_path / f"{name}年.csv", rows, encoding))
        assert read.encoding == encoding
        assert held(read.sheets[0])[2, 1] == "竊盜總數"


def test_c3_a_mark_is_no_part_of_the_first_header(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF8 + '"자치구별(1)",자치구별(2)\n합계,소계\n'.encode())
    sheet = grid.read(path).sheets[0]
    assert held(sheet)[1, 1] == "자치구별(1)"
    assert held(sheet)[1, 2] == "자치구별(2)"


def test_c4_one_byte_decides(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"Group,% (\xb1)\nTotal,0.3\n")
    read = grid.read(path)
    assert (read.encoding, held(read.sheets[0])[1, 2]) == ("cp1252", "% (±)")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_c5_a_line_break_inside_a_cell_is_no_new_row(ending, tmp_path):
    path = tmp_path / "a.csv"
    lines = ["總計,發生數,備註", '1,"發生數\n(件)",x', '2,"Known\r\noffenders",y', ""]
    path.write_bytes(ending.join(lines).encode())
    cells = held(grid.read(path).sheets[0])
    assert [cells[row, 1] for row in (1, 2, 3)] == ["總計", "1", "2"]
    assert cells[2, 2] == "發生數\n(件)"
    assert " ".join(cells[3, 2].split()) == "Known offenders"


@pytest.mark.parametrize(
    "name",
    [
        "crime_gender,age.csv",
        "현황 - 복사본.csv",
        "刑事案件發生數－按案類及時間別V.csv",
        "[a] (1) {b}.csv",
        "-a.csv",
    ],
)
def test_c6_any_file_name_is_only_a_name(name, tmp_path):
    read = grid.read(as_csv(tmp_path / name, LABELS))
    assert (read.file, len(read.sheets[0].cells)) == (name, 6)


def test_x1_a_formula_with_a_stored_result_is_told_from_a_number(tmp_path):
    rows = (
        '<row r="1"><c r="A1"><v>851380</v></c></row><row r="2"><c r="A2"><f>A1/3</f><v>283793.33</v></c></row>'
        '<row r="3"><c r="A3"><v>283793.33</v></c></row><row r="4"><c r="A4"><f>A1/3</f></c></row>'
    )
    sheet = grid.read(as_zip(tmp_path / "a.xlsx", members(f"<sheetData>{rows}</sheetData>"))).sheets[0]
    assert held(sheet) == {(1, 1): 851380.0, (2, 1): 283793.33, (3, 1): 283793.33}
    assert sheet.formulas == {(2, 1): True, (4, 1): False}


def test_x3_blank_rows_between_blocks_and_at_the_end_keep_the_addresses(tmp_path):
    rows = [["구분", "건수"], ["", ""], ["제작", "1"], ["", ""]]
    expected = {(1, 1): "구분", (1, 2): "건수", (3, 1): "제작"}
    for path in (as_csv(tmp_path / "a.csv", rows), as_xlsx(tmp_path / "a.xlsx", rows)):
        cells = held(grid.read(path).sheets[0])
        assert {at: text for at, text in cells.items() if at != (3, 2)} == expected
    text = "구분,건수\n\n제작,1\n\n"
    (tmp_path / "b.csv").write_text(text, encoding="utf-8")
    assert set(held(grid.read(tmp_path / "b.csv").sheets[0])) == {(1, 1), (1, 2), (3, 1), (3, 2)}


def test_x4_html_named_xls(tmp_path):
    path = tmp_path / "학교폭력 실태.xls"
    page = (
        "\r\n"
        * 5_000
        + '<html><head><meta http-equiv="Content-Type" content="text/html; charset=euc-kr"></head><body>'
        "<table border=1><tr><th>학교급</th><th>피해 응답</th></tr><tr><td>중학교</td><td>1,234</td></tr></table>"
    )
    path.write_bytes(page.encode("cp949"))
    read = grid.read(path)
    assert (read.kind, read.encoding) == ("html", "cp949")
    assert held(read.sheets[0]) == {(1, 1): "학교급", (1, 2): "피해 응답", (2, 1): "중학교", (2, 2): "1,234"}
    assert [found.code for found in read.problems] == ["encoding_guessed", "not_a_workbook"]


def test_x5_the_lock_file_of_excel_is_passed_over(tmp_path):
    path = tmp_path / "~$2024년 통계.xlsx"
    path.write_bytes(b"\x06" + "통계".encode() + b" " * 48 + b"\x02\x00" + b"\x20\x00" * 54)
    assert len(path.read_bytes()) == 165
    assert refusal(path) == "lock_file"


def test_x6_a_pointer_of_git_lfs_is_no_table(tmp_path):
    path = tmp_path / "범죄.csv"
    path.write_bytes(
        b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"ab" * 32 + b"\nsize 4512345\n"
    )
    assert refusal(path) == "lfs_pointer"
