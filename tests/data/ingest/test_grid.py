"""A grid gives back what stands in the cells of every format, and nothing that stands nowhere."""

from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from data.ingest import delimited, grid
from data.ingest.limits import Limits
from data.ingest.problems import Refused
from tests.data.ingest.making import (
    HEADER,
    MAIN,
    RELATIONS,
    ROWS,
    as_csv,
    as_ods,
    as_xlsx,
    as_zip,
    cell,
    members,
)

TABLE = [HEADER, *ROWS]


def texts(sheet: grid.Sheet) -> dict[tuple[int, int], str]:
    return {
        (row, col): text
        for row, col, text in zip(sheet.cells["row"], sheet.cells["col"], sheet.cells["text"], strict=True)
        if isinstance(text, str)
    }


EXPECTED = {
    (row, col): text
    for row, record in enumerate(TABLE, start=1)
    for col, text in enumerate(record, start=1)
    if text
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_every_encoding_and_delimiter_gives_the_same_cells(encoding, sign, tmp_path):
    read = grid.read(as_csv(tmp_path / "표.csv", TABLE, encoding, sign))
    assert texts(read.sheets[0]) == EXPECTED
    assert (read.encoding, read.delimiter, read.reader) == (encoding, sign, "csv")
    assert [found.code for found in read.problems] == (
        ["encoding_guessed"] if encoding in ("cp949", "utf-16") else []
    )


def test_a_workbook_gives_the_same_cells_whatever_its_name(tmp_path):
    read = grid.read(as_xlsx(tmp_path / "표.csv", TABLE))
    assert (read.kind, read.sheets[0].name) == ("xlsx", "사건")
    cells = read.sheets[0].cells
    numbers = cells[cells["kind"] == "number"]
    ages = {
        (row, col): f"{number:.0f}"
        for row, col, number in zip(numbers["row"], numbers["col"], numbers["number"], strict=True)
    }
    assert texts(read.sheets[0]) | ages == EXPECTED


def test_strict_workbooks_are_read(tmp_path):
    strict = {
        name: text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, text in members(f'<sheetData><row r="1">{cell("A1", "서울")}</row></sheetData>').items()
    }
    assert texts(grid.read(as_zip(tmp_path / "strict.xlsx", strict)).sheets[0]) == {(1, 1): "서울"}


def test_open_document_is_read(tmp_path):
    row = (
        '<table:table-row><table:table-cell office:value-type="date" office:date-value="2024-03-05"/>'
        '<table:table-cell office:value-type="string"><text:p>서울</text:p></table:table-cell></table:table-row>'
    )
    sheet = grid.read(as_ods(tmp_path / "표.ods", row)).sheets[0]
    assert texts(sheet) == {(1, 2): "서울"}
    # 45,356 days from 1899-12-30 to 2024-03-05.
    assert sheet.cells[["kind", "number"]].iloc[0].tolist() == ["date", 45356.0]


def test_unseen_characters_are_dropped_and_letters_composed(tmp_path):
    read = grid.read(as_csv(tmp_path / "a.csv", [["\u200b서\u00a0울\ufeff", "가"], ["\u200b", " "]]))
    assert texts(read.sheets[0]) == {(1, 1): "서 울", (1, 2): "가"}


def test_texts_that_look_the_same_are_one_text(tmp_path):
    rows = [["\u200b서울", "서울\u200b", "\u200b서울\u200b", "서울"]]
    (sheet,) = grid.read(as_csv(tmp_path / "a.csv", rows)).sheets
    assert sheet.cells["text"].tolist() == ["서울"] * 4
    assert sheet.cells["text"].cat.categories.tolist() == ["서울"]


def test_formulas_errors_and_hidden_lines_are_facts_of_the_sheet(tmp_path):
    sheet = (
        '<cols><col min="3" max="4" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1/0</f><v/></c></row>'
        '<row r="2" hidden="1"><c r="A2" t="e"><v>#REF!</v></c>'
        '<c r="B2" t="str"><f>""</f><v></v></c></row></sheetData>'
    )
    read = grid.read(as_zip(tmp_path / "a.xlsx", members(sheet))).sheets[0]
    assert read.formulas == {(1, 1): True, (1, 2): False, (2, 2): True}
    assert (read.hidden_rows, read.hidden_columns) == (frozenset({2}), frozenset({3, 4}))
    error = read.cells[read.cells["kind"] == "error"]
    assert error[["row", "col", "text"]].values.tolist() == [[2, 1, "#REF!"]]


def test_comments_struck_cells_merges_and_hidden_sheets_are_facts(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["가", "나"])
    sheet["A1"].comment = openpyxl.comments.Comment("잠정치", "x")
    sheet["B1"].font = openpyxl.styles.Font(strike=True)
    sheet.merge_cells("A2:C3")
    book.create_sheet("숨김").sheet_state = "hidden"
    book["숨김"]["A1"] = 1
    book.save(tmp_path / "a.xlsx")
    first, second = grid.read(tmp_path / "a.xlsx").sheets
    assert first.notes == {(1, 1): "잠정치", (1, 2): "strike"}
    assert first.merged == ((2, 1, 3, 3),)
    assert (first.visible, second.visible) == (True, False)


@pytest.mark.parametrize("mac", [False, True])
def test_date_cells_mean_the_same_day_in_both_date_systems(mac, tmp_path):
    book = openpyxl.Workbook()
    book.epoch = (
        openpyxl.utils.datetime.CALENDAR_MAC_1904 if mac else openpyxl.utils.datetime.CALENDAR_WINDOWS_1900
    )
    book.active.append([date(2024, 12, 31), datetime(2024, 12, 31, 23, 59, 59)])
    book.save(tmp_path / "a.xlsx")
    read = grid.read(tmp_path / "a.xlsx")
    days = [grid.DAY_0 + pd.Timedelta(days=number).round("s") for number in read.sheets[0].cells["number"]]
    assert days == [pd.Timestamp("2024-12-31"), pd.Timestamp("2024-12-31 23:59:59")]
    assert read.date_1904 is mac
    assert ("dates_1904" in [found.code for found in read.problems]) is mac


def test_uneven_lines_of_a_csv_are_named_by_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b,c\n1,"two\nlines",3\n\n1,2\n1,2,3,4\n1,2,3\n', encoding="utf-8")
    sheet = grid.read(path).sheets[0]
    # Records 4 and 5 begin on lines 5 and 6, since record 2 takes two lines and record 3 is empty.
    assert (sheet.width, sheet.ragged) == (3, {4: (5, 2), 5: (6, 4)})


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("妨害性自主罪,發生數\n", "big5"), ("Café,Köln\nx,% (±)\n", "cp1252"), ("서울특별시,범죄\n", "cp949")],
)
def test_a_legacy_encoding_is_taken_only_when_its_bytes_say_so(text, encoding):
    assert delimited.decode(text.encode(encoding)) == (text, encoding)


def test_a_child_that_is_killed_is_a_refusal(tmp_path, monkeypatch):
    path = as_xlsx(tmp_path / "a.xlsx", TABLE)
    for body, code in (("os.abort()", "reader_died"), ("time.sleep(60)", "reader_time")):
        start = tmp_path / body[:4] / "data" / "ingest"
        start.mkdir(parents=True)
        (start / "child.py").write_text(f"import os, time\ndef main(): {body}\n", encoding="utf-8")
        monkeypatch.setattr("data.ingest.parent.ROOT", start.parents[1])
        with pytest.raises(Refused) as caught:
            grid.read(path, Limits(wall_seconds=1))
        assert caught.value.code == code


def test_time_and_memory_of_the_child_are_bounded(tmp_path):
    path = as_csv(tmp_path / "a.csv", [["x" * 20] * 20] * 60_000)
    for limits, code in ((Limits(cpu_seconds=0), "reader_time"), (Limits(memory_mib=60), "reader_died")):
        with pytest.raises(Refused) as caught:
            grid.read(path, limits)
        assert caught.value.code == code


def test_a_file_of_more_cells_than_allowed_is_refused(tmp_path):
    with pytest.raises(Refused) as caught:
        grid.read(as_csv(tmp_path / "a.csv", TABLE), Limits(cells=3))
    assert caught.value.code == "too_many_cells"
