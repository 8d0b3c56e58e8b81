"""A sheet as wide as a spreadsheet program allows costs what its data cost: counted in cells laid out and sent."""

import io

import pytest
import python_calamine

from data.ingest import gate, grid, narrow, package
from data.ingest.limits import Limits
from data.ingest.worksheet import column_letters
from tests.data.ingest.making import as_zip, cell, members

FAR = 16_384


def a_sheet(tmp_path, rows: int, beside):
    """Rows of nine values, and what `beside` gives for each row."""
    lines = (
        "".join(cell(f"{letter}{row}", f"t{row}") for letter in "ABCDEFGHI") + beside(row)
        for row in range(1, rows + 1)
    )
    content = "".join(f'<row r="{row}">{line}</row>' for row, line in enumerate(lines, start=1))
    return as_zip(tmp_path / "wide.xlsx", members(f"<sheetData>{content}</sheetData>"))


def laid_out(path) -> int:
    """Cells of the rectangles that the fast reader lays out in memory."""
    data = path.read_bytes()
    used = narrow.columns(package.inspect(data, Limits()))
    if used:
        data = narrow.narrowed(gate.open_zip(data), used)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return sum(sheet.height * sheet.width for sheet in map(book.get_sheet_by_name, book.sheet_names))


@pytest.mark.parametrize("rows", [25, 2_000])
def test_x2_a_stray_value_in_the_last_column_costs_one_column(rows, tmp_path):
    path = a_sheet(tmp_path, rows, lambda row: cell(f"XFD{row}", "멀리") if row == rows else "")
    assert laid_out(path) == rows * 10
    cells = grid.read(path).sheets[0].cells
    assert len(cells) == rows * 9 + 1
    assert cells.iloc[-1][["row", "col", "text"]].tolist() == [rows, FAR, "멀리"]


def test_x2_cells_of_format_alone_cost_nothing(tmp_path):
    empty = "".join(f'<c r="{column_letters(column)}{{0}}" s="0"/>' for column in range(10, FAR + 1))
    path = a_sheet(tmp_path, 25, empty.format)
    assert laid_out(path) == 25 * 9
    assert len(grid.read(path).sheets[0].cells) == 25 * 9


def test_x2_a_hidden_row_and_a_lone_number_beside_the_table_stay_known(tmp_path):
    content = (
        f'<row r="1">{cell("A1", "구분")}</row><row r="2" hidden="1">{cell("A2", "제작")}</row>'
        '<row r="7"><c r="AG7"><v>285</v></c></row>'
    )
    sheet = grid.read(as_zip(tmp_path / "a.xlsx", members(f"<sheetData>{content}</sheetData>"))).sheets[0]
    assert sheet.hidden_rows == {2}
    assert sheet.cells.iloc[-1][["row", "col", "number"]].tolist() == [7, 33, 285.0]


def test_narrowing_keeps_merges_formulas_and_several_columns_in_place(tmp_path):
    rows = "".join(
        f'<row r="{row}">{cell(f"B{row}", "가")}<c r="KK{row}"><f>1+1</f><v>2</v></c>{cell(f"XFC{row}", "나")}</row>'
        for row in range(3, 33)
    )
    merged = '<mergeCells><mergeCell ref="KK3:XFC3"/></mergeCells>'
    path = as_zip(tmp_path / "a.xlsx", members(f"<sheetData>{rows}</sheetData>{merged}"))
    assert laid_out(path) == 30 * 3
    sheet = grid.read(path).sheets[0]
    assert sheet.cells["col"].unique().tolist() == [2, 297, 16_383]
    assert sheet.cells["row"].min() == 3
    assert sheet.merged == ((3, 297, 3, 16_383),)
    assert len(sheet.formulas) == 30
