"""Binary workbooks, OpenDocument, XML of Excel 2003 and web pages give the same kind of grid as an .xlsx."""

import pytest

from data.ingest import grid, page
from data.ingest.limits import Limits
from data.ingest.problems import Refused
from tests.data.ingest import binary_making as binary
from tests.data.ingest.making import as_ods

HEAD = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">'


def held(sheet: grid.Sheet) -> dict[tuple[int, int], object]:
    """Each cell by its place: the text of a text, the number of anything else."""
    columns = (sheet.cells[name] for name in ("row", "col", "number", "text"))
    return {
        (row, col): text if isinstance(text, str) else number
        for row, col, number, text in zip(*columns, strict=True)
    }


def a_page(tmp_path, body: str, name: str = "통계.xls") -> grid.Grid:
    path = tmp_path / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return grid.read(path)


def test_a_binary_workbook_is_read_with_its_facts(tmp_path):
    rows = {
        1: binary.cell(1, "구분") + binary.cell(2, "건수"),
        2: binary.cell(1, "제작") + binary.cell(2, 12.0) + binary.cell(3, "#REF!"),
        3: binary.cell(1, "반포") + binary.cell(2, 30.0, formula=True),
    }
    content = binary.sheet(rows, merged=[(1, 2, 1, 3)], hidden_rows=[3], hidden_columns=[2])
    read = grid.read(binary.as_xlsb(tmp_path / "표.xlsx", content))
    (sheet,) = read.sheets
    assert (read.kind, read.reader, sheet.name) == ("xlsb", "python-calamine", "사건")
    assert held(sheet) == {
        (1, 1): "구분",
        (1, 2): "건수",
        (2, 1): "제작",
        (2, 2): 12.0,
        (2, 3): "#REF!",
        (3, 1): "반포",
        (3, 2): 30.0,
    }
    assert sheet.cells["kind"].tolist()[4] == "error"
    assert (sheet.merged, sheet.formulas) == (((1, 2, 1, 3),), {(3, 2): True})
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({3}), frozenset({2}))
    assert not read.date_1904


def test_a_binary_workbook_may_count_from_1904(tmp_path):
    content = binary.sheet({1: binary.cell(1, 1.0)})
    assert grid.read(binary.as_xlsb(tmp_path / "a.xlsb", content, mac=True)).date_1904


def test_open_document_tells_merges_formulas_comments_and_hidden_lines(tmp_path):
    table = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="filter"><table:table-cell/>'
        '<table:table-cell office:value-type="string" table:number-columns-spanned="2">'
        "<office:annotation><text:p>잠정치</text:p></office:annotation>"
        "<text:p>두<text:s text:c='2'/>줄</text:p><text:p>끝</text:p></table:table-cell>"
        '<table:covered-table-cell/><table:table-cell table:formula="of:=1+1" office:value-type="float" '
        'office:value="2" table:number-columns-repeated="2"/></table:table-row>'
    )
    (sheet,) = grid.read(as_ods(tmp_path / "a.ods", table)).sheets
    assert held(sheet) == {(3, 2): "두  줄\n끝", (3, 4): 2.0, (3, 5): 2.0}
    assert sheet.merged == ((3, 2, 3, 3),)
    assert sheet.formulas == {(3, 4): True, (3, 5): True}
    assert sheet.notes == {(3, 2): "잠정치"}
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({3}), frozenset({2}))


def test_xml_of_excel_2003_named_xls_is_read(tmp_path):
    body = (
        '<?xml version="1.0" encoding="euc-kr"?><?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="발생"><Table>'
        '<Column ss:Index="2" ss:Hidden="1"/><Row ss:Index="2" ss:Hidden="1">'
        '<Cell ss:MergeAcross="1"><Data ss:Type="String">서울</Data>'
        '<Comment><ss:Data xmlns="x">잠정치</ss:Data></Comment></Cell>'
        '<Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell>'
        '<Cell ss:Index="6"><Data ss:Type="DateTime">2024-03-05T00:00:00.000</Data></Cell></Row></Table>'
        "</Worksheet></Workbook>"
    )
    read = a_page(tmp_path, body.encode("cp949"))
    (sheet,) = read.sheets
    # 45,356 days from 1899-12-30 to 2024-03-05.
    assert held(sheet) == {(2, 1): "서울", (2, 3): 2.0, (2, 6): 45356.0}
    assert (read.kind, sheet.name, sheet.merged) == ("xml", "발생", ((2, 1, 2, 2),))
    assert (sheet.formulas, sheet.notes) == ({(2, 3): True}, {(2, 1): "잠정치"})
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({2}), frozenset({2}))
    assert [found.code for found in read.problems] == ["not_a_workbook"]


def test_spans_of_a_page_are_merged_ranges_and_move_the_cells_after_them(tmp_path):
    body = (
        f"{HEAD}</head><body><table><tr><th rowspan=2>구분<th colspan=2>2024년</th></tr>"
        "<tr><td>발생<td>검거</tr><tr><td>제작</td><td>12</td><td rowspan=9>3</td></table>"
    )
    (sheet,) = a_page(tmp_path, body).sheets
    assert held(sheet) == {
        (1, 1): "구분",
        (1, 2): "2024년",
        (2, 2): "발생",
        (2, 3): "검거",
        (3, 1): "제작",
        (3, 2): "12",
        (3, 3): "3",
    }
    # The last span asks for nine rows, but its table has only one more.
    assert sheet.merged == ((1, 1, 2, 1), (1, 2, 1, 3))


def test_several_tables_are_several_sheets_and_text_around_them_stays(tmp_path):
    body = (
        f"{HEAD}<title>x</title><style>td{{}}</style></head><body><h3>연도별 현황</h3>(단위: 건)<br>"
        "<table><caption>표 1</caption><tr><td>1</td></tr></table><p>둘째</p>"
        "<table><tr><td>2<table><tr><td>안</td></tr></table></td></tr></table>출처: 경찰청</body></html>"
    )
    sheets = a_page(tmp_path, body).sheets
    assert [sheet.name for sheet in sheets] == ["1", "2", "3"]
    assert held(sheets[0]) == {(1, 1): "연도별 현황", (2, 1): "(단위: 건)", (3, 1): "표 1", (4, 1): "1"}
    assert held(sheets[1]) == {(1, 1): "둘째", (2, 1): "2"}
    assert held(sheets[2]) == {(1, 1): "안", (2, 1): "출처: 경찰청"}


def test_a_page_keeps_line_breaks_text_numbers_and_stored_numbers(tmp_path):
    body = (
        f"{HEAD}<!--[if gte mso 9]><xml><x:Name>통계</x:Name></xml><![endif]--></head><table><tr>"
        '<td style=\'mso-number-format:"\\@"\'>001</td><td x:num="1234.5">1,235</td><td>가 <br>\n 나&nbsp;</td>'
        "<td>&lt;18</td></tr></table>"
    )
    (sheet,) = a_page(tmp_path, body).sheets
    assert sheet.name == "통계"
    assert held(sheet) == {(1, 1): "001", (1, 2): 1234.5, (1, 3): "가\n나 ", (1, 4): "<18"}


def test_what_a_page_hides_is_told_and_not_lost(tmp_path):
    body = (
        f"{HEAD}</head><table><col><col style='display:none'><tr style='display: none'><td>1</td></tr>"
        "<tr><td><span style='display:none'>007</span>서울</td><td style='display:none'>비밀</td><td>5</td></tr>"
        "</table><table style='display:none'><tr><td>x</td></tr></table>"
    )
    first, second = a_page(tmp_path, body).sheets
    assert held(first) == {(1, 1): "1", (2, 1): "서울", (2, 2): "5"}
    assert first.notes == {(2, 1): "007\n비밀"}
    assert (first.hidden_rows, first.hidden_columns) == (frozenset({1}), frozenset({2}))
    assert (first.visible, second.visible) == (True, False)


def test_xhtml_is_a_page_and_not_foreign_xml(tmp_path):
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml">'
        "<body><table><tr><td>서울</td><td/></tr></table></body></html>"
    )
    read = a_page(tmp_path, body)
    assert (read.kind, read.reader, held(read.sheets[0])) == ("html", "html.parser", {(1, 1): "서울"})


@pytest.mark.parametrize(
    ("declared", "written", "encoding"),
    [("euc-kr", "cp949", "cp949"), ("utf-8", "cp949", "cp949"), ("euc-kr", "utf-8", "utf-8")],
)
def test_a_page_that_declares_what_it_is_not_is_read_by_its_bytes(declared, written, encoding):
    # 똠 lies outside KS X 1001, so only the extended code page holds it.
    body = f'<meta content="text/html; charset={declared}"><table><tr><td>서울 똠방 통계</td></tr></table>'
    assert page.decode(body.encode(written)) == (body, encoding)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<table><tr><td>" * 60, "deep_nesting"),
        ("<table><tr>" + "<td colspan=1000>x" * 17, "too_many_columns"),
        ("<table>" + "<tr><td rowspan=2>x" * 101, "too_many_merges"),
        ("<table>" + "<tr><td>x" * 1_001, "too_many_cells"),
        ("<html><body>로그인하십시오</body></html>", "html"),
    ],
)
def test_pages_are_bounded(body, code, tmp_path):
    path = tmp_path / "a.xls"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        grid.read(path, Limits(cells=1_000, merges=100))
    assert caught.value.code == code
