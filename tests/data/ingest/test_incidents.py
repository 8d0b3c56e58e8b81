"""A sheet is read whole or refused with every problem, each at its cell and in both languages."""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.ingest import incidents
from data.ingest.columns import KINDS
from data.ingest.problems import Refused
from tests.data.ingest.making import HEADER, ROWS, as_csv, as_xlsx, as_zip, cell, members

TODAY = date(2024, 12, 31)
BOOKS = Path(__file__).parent / "books"
SCHOOL = [
    "Incident number",
    "Date reported",
    "Office of education",
    "School level",
    "Victims",
    "Referred to police",
]


def refusal(path) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        incidents.read(path, today=TODAY)
    return [(found.code, found.cell) for found in caught.value.problems]


def changed(row: int, column: str, value: object) -> list[list[object]]:
    """The good table with one cell changed; `row` as in the file, whose header is row 1."""
    table = [list(HEADER), *map(list, ROWS)]
    table[row - 1][HEADER.index(column)] = value
    return table


def noted(path) -> list[tuple[str, str]]:
    return [(found.code, found.cell) for found in incidents.read(path, today=TODAY).problems]


def test_rows_are_typed_and_every_column_is_there(tmp_path):
    read = incidents.read(as_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS]), today=TODAY)
    assert (read.kind, read.synthetic, read.sheets, read.problems) == ("police", True, ("사건",), ())
    expected = [column.id for column in KINDS["police"]]
    expected.insert(expected.index("offender_age") + 1, "offender_age_band")
    assert list(read.rows) == expected
    first, second, third = (read.rows.iloc[number].to_dict() for number in range(3))
    assert first == {
        "incident_id": "SYN-1",
        "reported_date": pd.Timestamp("2024-03-05"),
        "occurred_date": pd.Timestamp("2024-03-01"),
        "region": "KR-11",
        "agency": "",
        "action": "make",
        "offender_age": 17,
        "offender_age_band": "Y14S",
        "offender_sex": "M",
        "victim_role": "_U",
        "victim_age_band": "_U",
        "status": "_U",
        "correction": "new",
    }
    assert second["occurred_date"] is pd.NaT
    assert (second["offender_age"], second["offender_age_band"]) == (pd.NA, "Y20T29") or pd.isna(
        second["offender_age"]
    )
    assert (third["offender_age_band"], third["offender_sex"]) == ("_U", "_U")


def test_a_wrong_date_in_row_7_is_named_with_file_sheet_cell_and_form(tmp_path):
    table = [["사건 접수 대장"], *changed(6, "접수일", "2024-13-05")]
    path = as_xlsx(tmp_path / "2024년 1분기.xlsx", table)
    with pytest.raises(Refused) as caught:
        incidents.read(path, today=TODAY)
    (found,) = caught.value.problems
    assert found.sentence("en") == (
        "2024년 1분기.xlsx, sheet ‘사건’, cell B7: ‘2024-13-05’ in ‘Date reported’ is not a calendar day; "
        "the form 2024-03-05 is expected. Correct the date."
    )
    assert "2024년 1분기.xlsx, 시트 ‘사건’, 셀 B7: ‘접수일’의 ‘2024-13-05’" in found.sentence("ko")


def test_an_unknown_region_names_the_closest(tmp_path):
    with pytest.raises(Refused) as caught:
        incidents.read(as_csv(tmp_path / "a.csv", changed(3, "시도경찰청", "강윈청")), today=TODAY)
    (found,) = caught.value.problems
    assert (found.code, found.cell) == ("unknown_word", "D3")
    assert "강원" in found.what["ko"]


@pytest.mark.parametrize(
    ("row", "column", "value", "code"),
    [
        (2, "피의자 나이", "130", "age_range"),
        (2, "피의자 나이", "-3", "age_range"),
        (2, "피의자 나이", "열일곱", "bad_age"),
        (2, "피의자 나이", "17.5", "bad_age"),
        (3, "접수일", "03/05/2024", "ambiguous_date"),
        (3, "접수일", "2024-03", "date_without_day"),
        (3, "접수일", "", "blank_cell"),
        (3, "접수일", "1998-03-05", "early_date"),
        (4, "시도경찰청", "경기", "unknown_word"),
        (4, "범죄 유형", "", "blank_cell"),
        (5, "사건번호", "SYN-1", "repeated_id"),
        (5, "사건번호", "2024-77", "mixed_synthetic"),
        (5, "피의자 성별", "합계", "unknown_word"),
    ],
)
def test_errors_refuse_the_file_at_their_cell(row, column, value, code, tmp_path):
    found = refusal(as_csv(tmp_path / "a.csv", changed(row, column, value)))
    expected = "A2" if code == "mixed_synthetic" else f"{'ABCDEFG'[HEADER.index(column)]}{row}"
    assert found == [(code, expected)]


@pytest.mark.parametrize(
    ("row", "column", "value", "code"),
    [
        (2, "접수일", "2024-02-28", "reported_before_occurred"),
        (2, "접수일", "2025-01-01", "future_date"),
        (2, "접수일", "24.3.5", "short_year"),
        (2, "피의자 나이", "0", "zero_age"),
    ],
)
def test_warnings_let_the_file_pass(row, column, value, code, tmp_path):
    path = as_csv(tmp_path / "a.csv", changed(row, column, value))
    assert noted(path) == [(code, f"{'ABCDEFG'[HEADER.index(column)]}{row}")]


def test_all_problems_come_in_one_pass(tmp_path):
    table = changed(2, "접수일", "어제")
    table[3][3], table[4][5] = "서을", "200"
    assert refusal(as_xlsx(tmp_path / "a.xlsx", table)) == [
        ("bad_date", "B2"),
        ("unknown_word", "D4"),
        ("age_range", "F5"),
    ]


def test_many_problems_of_one_kind_are_counted(tmp_path):
    rows = [[f"SYN-{number}", f"날짜 {number}", "", "서울", "제작", "", ""] for number in range(200)]
    with pytest.raises(Refused) as caught:
        incidents.read(as_csv(tmp_path / "a.csv", [HEADER, *rows]))
    assert len(caught.value.problems) == 51
    assert "150" in caught.value.problems[-1].what["en"]


def test_english_headers_titles_and_a_school_sheet(tmp_path):
    rows = [
        ["Sexual deepfake incidents reported to schools"],
        ["Reporting period: 2024 Q3"],
        [],
        SCHOOL,
        ["Example 1", "2024-07-01", "Seoul", "High", 1, "Yes"],
        ["S-1", date(2024, 7, 2), "Seoul Metropolitan Office of Education", "Middle", "2명", "No"],
        ["S-2", date(2024, 10, 1), "경기도교육청", "고", None, "미상"],
        ["※ Middle includes special schools"],
    ]
    read = incidents.read(as_xlsx(tmp_path / "a.xlsx", rows), today=TODAY)
    assert (read.kind, read.synthetic) == ("school", False)
    assert read.period == (date(2024, 7, 1), date(2024, 9, 30))
    columns = ["incident_id", "region", "school_level", "referred_to_police", "removal_support"]
    assert read.rows[columns].values.tolist() == [
        ["S-1", "KR-11", "middle", "no", "_U"],
        ["S-2", "KR-41", "high", "_U", "_U"],
    ]
    assert read.rows["victims"].tolist() == [2, pd.NA]
    assert [(found.code, found.cell) for found in read.problems] == [
        ("note_row", "A8"),
        ("example_row", "A5"),
        ("outside_period", "B7"),
    ]


def test_a_header_in_two_languages_over_two_rows(tmp_path):
    english = ["Incident number", "Date reported", "Date occurred", "Police region", "Offence type", "", ""]
    both = [" / ".join(filter(None, pair)) for pair in zip(HEADER, english, strict=True)]
    plain = incidents.read(as_csv(tmp_path / "a.csv", [HEADER, *ROWS]))
    for table in ([HEADER, english, *ROWS], [both, *ROWS]):
        assert incidents.read(as_csv(tmp_path / "b.csv", table)).content_id == plain.content_id


@pytest.mark.parametrize("name", ["incidents_1900.xls", "incidents_1904.xls"])
def test_old_workbooks_of_both_date_systems_hold_the_same_incidents(name, tmp_path):
    """The books hold ROWS with real date cells; written with xlwt 1.3."""
    plain = incidents.read(as_csv(tmp_path / "a.csv", [HEADER, *ROWS]))
    assert incidents.read(BOOKS / name).content_id == plain.content_id


def test_missing_repeated_personal_and_unknown_columns(tmp_path):
    header = ["사건번호", "접수일", "신고일", "시도경찰청", "피해자 성명", "메모"]
    assert refusal(
        as_csv(tmp_path / "a.csv", [header, ["1", "2024-03-05", "2024-03-05", "서울", "-", "-"]])
    ) == [
        ("repeated_column", "C1"),
        ("missing_column", "A1"),
        ("personal_column", "E1"),
        ("unread_column", "F1"),
    ]


def test_a_file_without_the_form_is_refused(tmp_path):
    assert refusal(as_csv(tmp_path / "a.csv", [["지역", "건수"], ["서울", "3"]])) == [("no_header", "")]
    assert refusal(as_csv(tmp_path / "b.csv", [HEADER])) == [("no_rows", "A1")]


def test_police_and_school_do_not_mix(tmp_path):
    path = as_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS])
    book = openpyxl.load_workbook(path)
    for row in (SCHOOL, ["S-1", "2024-07-02", "서울", "고", 1, "예"]):
        book.create_sheet("학교").append(row) if "학교" not in book.sheetnames else book["학교"].append(row)
    book.save(path)
    assert refusal(path)[0] == ("mixed_kinds", "")


def test_sheets_of_one_form_are_read_together_and_the_guide_is_passed_over(tmp_path):
    path = as_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS[:2]], "1월")
    book = openpyxl.load_workbook(path)
    for name, rows in (
        ("2월", [HEADER, *ROWS[2:]]),
        ("코드", [["시도경찰청"], ["서울"]]),
        ("숨김", [HEADER, *ROWS]),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([int(value) if value.isdecimal() else value or None for value in row])
    book["숨김"].sheet_state = "hidden"
    book.save(path)
    read = incidents.read(path)
    assert (read.sheets, len(read.rows)) == (("1월", "2월"), 5)
    assert [(found.code, found.sheet) for found in read.problems] == [("hidden_sheet", "숨김")]
    book["2월"]["A2"] = "SYN-1"
    book.save(path)
    with pytest.raises(Refused, match="also stands in 1월!A2"):
        incidents.read(path)


def test_formulas_errors_merges_and_hidden_rows_among_incidents(tmp_path):
    def line(row: int, *cells: str, more: str = "") -> str:
        return f'<row r="{row}" {more}>{"".join(cells)}</row>'

    head = line(1, *(cell(f"{'ABCDEFG'[place]}1", name) for place, name in enumerate(HEADER)))
    rows = [
        [cell(f"{'ABCDEFG'[place]}{row}", text) for place, text in enumerate(record) if text]
        for row, record in enumerate(ROWS, start=2)
    ]
    rows[0][1] = '<c r="B2" t="str"><f>TODAY()</f><v>2024-03-05</v></c>'
    rows[1][1] = '<c r="B3"><f>TODAY()</f></c>'
    rows[2][3] = '<c r="D4" t="e"><v>#REF!</v></c>'
    body = "".join(
        line(row, *cells, more='hidden="1"' if row == 5 else "") for row, cells in enumerate(rows, start=2)
    )
    merges = '<mergeCells count="1"><mergeCell ref="E5:E6"/></mergeCells>'
    path = as_zip(tmp_path / "a.xlsx", members(f"<sheetData>{head}{body}</sheetData>{merges}"))
    assert refusal(path) == [
        ("formula_result_missing", "B3"),
        ("error_cell", "D4"),
        ("merged_cells", "E5"),
        ("formula_cell", "B2"),
        ("number_as_text", "F2"),
        ("hidden_rows", ""),
    ]


def test_uneven_lines_and_values_outside_the_table(tmp_path):
    path = tmp_path / "a.csv"
    rows = [
        "SYN-1,2024-03-05,,서울,제작,17,남",
        "SYN-2,2024-03-05,,서울",
        "SYN-3,2024-03-05,,서울,제작,1,7,남",
    ]
    path.write_text("\n".join([",".join(HEADER), *rows]), encoding="utf-8")
    found = refusal(path)
    assert ("ragged_row", "A3") in found
    assert ("ragged_row", "A4") in found
    table = [list(HEADER), *map(list, ROWS)]
    table[2] += ["", 285]
    assert noted(as_xlsx(tmp_path / "a.xlsx", table)) == [("no_name", "I3")]


def test_the_synthetic_mark_is_seen_in_a_title_as_well(tmp_path):
    real = [["2024-1", *ROWS[0][1:]]]
    assert not incidents.read(as_csv(tmp_path / "a.csv", [HEADER, *real])).synthetic
    assert incidents.read(as_csv(tmp_path / "b.csv", [["합성 자료 (SYNTHETIC)"], HEADER, *real])).synthetic


def test_an_unreadable_period_is_a_warning(tmp_path):
    table = [["대상 기간", "지난 분기"], HEADER, *ROWS]
    assert noted(as_xlsx(tmp_path / "a.xlsx", table)) == [("bad_period", "A1")]
    assert noted(as_xlsx(tmp_path / "b.xlsx", [["대상 기간"], HEADER, *ROWS])) == [("no_period", "A1")]


def test_a_year_alone_may_be_a_number(tmp_path):
    read = incidents.read(as_xlsx(tmp_path / "a.xlsx", [["대상 기간", 2024], HEADER, *ROWS]), today=TODAY)
    assert read.period == (date(2024, 1, 1), date(2024, 12, 31))


def test_totals_repeated_headers_and_struck_rows(tmp_path):
    path = as_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS[:2], HEADER, *ROWS[2:], ["합계", None, None, None, 5]])
    book = openpyxl.load_workbook(path)
    book.active["A2"].font = openpyxl.styles.Font(strike=True)
    book.save(path)
    assert len(incidents.read(path, today=TODAY).rows) == 5
    assert noted(path) == [("note_row", "A4"), ("note_row", "A8"), ("struck_cell", "A2")]
