"""What a whole reading makes of characters, odd files and headers: codes C, X and H of what real files do."""

import openpyxl
import pytest

from data.ingest.problems import Refused
from data.tables import reading
from tests.data.tables.made import book, expected, problems, said, text


def test_c1_c6_a_cp949_table_under_a_name_with_commas_and_brackets(tmp_path):
    path = text(tmp_path, "구분,2023\n제작,3\n", "범죄 현황,나이[1] - 복사본.csv", "cp949")
    assert said(path) == ["B2 3 2023 <제작>"]
    assert set(reading.read(path).cells["file"]) == {"범죄 현황,나이[1] - 복사본.csv"}


def test_c2_two_years_in_two_encodings(tmp_path):
    rows = "刑事案件發生數－按案類別,\n民國{}年,\n案類別,件數\n竊盜總數,{}\n一般妨害風化,5\n"
    old = text(tmp_path, rows.format(111, 3), "111.csv", "big5")
    new = text(tmp_path, rows.format(112, 4), "112.csv", "utf-8-sig")
    assert said(old) == ["B4 3 2022 <竊盜總數 / 件數> case", "B5 5 2022 <一般妨害風化 / 件數> case"]
    assert said(new) == ["B4 4 2023 <竊盜總數 / 件數> case", "B5 5 2023 <一般妨害風化 / 件數> case"]


def test_c3_a_mark_before_the_first_heading(tmp_path):
    path = text(
        tmp_path, '"자치구별(1)",자치구별(2),2019\n합계,종로구,3\n합계,중구,4\n', encoding="utf-8-sig"
    )
    assert said(path) == ["C2 3 2019 <합계 / 종로구>", "C3 4 2019 <합계 / 중구>"]


def test_c4_a_sign_that_two_codecs_read_in_two_ways(tmp_path):
    path = text(tmp_path, "연도,오차 % (±)\n2022,3\n2023,4\n", encoding="cp949")
    assert [row.split(" <")[1] for row in said(path)] == ["오차 % (±)> percent"] * 2


def test_c5_c7_line_breaks_and_blanks_for_layout(tmp_path):
    path = text(
        tmp_path,
        """
表16　刑事案件　2023,,
類　別,"發生數
(件)","嫌疑犯
人數"
"妨害家庭
及婚姻",5,"6,001"
其    他,7,－
""",
    )
    assert said(path) == expected("""
        B3 5 2023 <妨害家庭及婚姻 / 發生數> case
        C3 6001 2023 <妨害家庭及婚姻 / 嫌疑犯人數> person
        B4 7 2023 <其他 / 發生數> case
        C4 0 2023 <其他 / 嫌疑犯人數> person "－"
    """)
    assert reading.read(path).tables[0].title == "表16 刑事案件 2023"


def test_x1_formula_cells_are_no_counts(tmp_path):
    path = book(tmp_path, Sheet="구분|2022|2023\n제작|3|=B2*2\n배포|5|6")
    assert said(path) == expected("""
        B2 3 2022 <제작>
        C2 formula 2023 <제작>
        B3 5 2022 <배포>
        C3 6 2023 <배포>
    """)
    assert problems(path) == [("formula_cells", "C2")]


def test_x2_a_hidden_row_is_told_and_a_lone_number_stands_outside(tmp_path):
    path = book(tmp_path, Sheet="구분|2022|2023\n제작|1|2\n배포|3|4\n소지|5|6")
    made = openpyxl.load_workbook(path)
    made["Sheet"]["AG3"] = 285
    made["Sheet"].row_dimensions[4].hidden = True
    made.save(path)
    assert said(path) == expected("""
        B2 1 2022 <제작>
        C2 2 2023 <제작>
        B3 3 2022 <배포>
        C3 4 2023 <배포>
        AG3 outside_table ? <> "285"
        B4 5 2022 <소지>
        C4 6 2023 <소지>
    """)
    assert {("outside_table", "AG3"), ("hidden_lines_read", "")} <= set(problems(path))


def test_x3_blank_rows_between_blocks_and_at_the_end(tmp_path):
    path = text(tmp_path, "\n구분,2022,2023\n\n제작,1,2\n배포,3,4\n,,\n소지,5,6\n,,\n"[1:])
    assert said(path) == expected("""
        B3 1 2022 <제작>
        C3 2 2023 <제작>
        B4 3 2022 <배포>
        C4 4 2023 <배포>
        B6 5 2022 <소지>
        C6 6 2023 <소지>
    """)


def test_x4_a_page_named_xls_behind_blank_lines(tmp_path):
    page = """\r\n\r\n\r\n<html><head><meta charset="euc-kr"></head><body><table>
        <tr><td colspan=3>2023년 피해자</td></tr>
        <tr><th rowspan=2>구분</th><th colspan=2>피해</th></tr><tr><th>남</th><th>여</th></tr>
        <tr><td>제작</td><td>5</td><td>1,206</td></tr></table></body></html>"""
    assert said(text(tmp_path, page, "a.xls", "euc-kr")) == expected("""
        B4 5 2023 <제작 / 피해 / 남>
        C4 1206 2023 <제작 / 피해 / 여>
    """)


def test_x5_x6_a_lock_file_and_a_pointer_are_refused(tmp_path):
    lock = tmp_path / "~$table.xlsx"
    lock.write_bytes(b"\x05lock " + bytes(159))
    pointer = text(
        tmp_path, "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 9\n"
    )
    for path in (lock, pointer):
        with pytest.raises(Refused):
            reading.read(path)


def test_h1_titles_period_and_unit_above_the_header(tmp_path):
    path = text(
        tmp_path,
        """
※ 매월 말일자 통계 현황,,
통계표명: 피해자 현황,,
2012년11월,,
(단위: 명),,
지역,남,여
서울,10,11
부산,3,4
""",
    )
    assert said(path) == expected("""
        B6 10 2012-11 <서울 / 남> person
        C6 11 2012-11 <서울 / 여> person
        B7 3 2012-11 <부산 / 남> person
        C7 4 2012-11 <부산 / 여> person
    """)
    table = reading.read(path).tables[0]
    assert table.title == "※ 매월 말일자 통계 현황"
    assert table.notes[1:] == ("통계표명: 피해자 현황", "2012년11월", "(단위: 명)")
    assert (table.top, table.left, table.bottom, table.right) == (6, 2, 7, 3)


@pytest.mark.parametrize(("year", "period"), [("죄종별(1),죄종별(2),2020,2020,2020\n", "2020"), ("", "?")])
def test_h2_kosis_rows_repeat(tmp_path, year, period):
    path = text(
        tmp_path,
        year
        + """죄종별(1),죄종별(2),전체,범죄자,범죄자
죄종별(1),죄종별(2),계,남자,여자
강력범죄,소계,12,9,3
강력범죄,강간,7,6,1
""",
    )
    row = 4 if year else 3
    assert said(path) == expected(f"""
        C{row} 12 {period} <강력범죄 / 소계 / 전체 / 계> total
        D{row} 9 {period} <강력범죄 / 소계 / 범죄자 / 남자> total
        E{row} 3 {period} <강력범죄 / 소계 / 범죄자 / 여자> total
        C{row + 1} 7 {period} <강력범죄 / 강간 / 전체 / 계> total
        D{row + 1} 6 {period} <강력범죄 / 강간 / 범죄자 / 남자>
        E{row + 1} 1 {period} <강력범죄 / 강간 / 범죄자 / 여자>
    """)
    assert problems(path) == ([] if year else [("period_missing", "C3")])


def test_h3_merged_headings(tmp_path):
    path = book(
        tmp_path,
        {"Sheet": "A1:A2 B1:C1 D1:E1"},
        Sheet="구분|2022||2023|\n|발생|검거|발생|검거\n제작|1|2|3|4",
    )
    assert said(path) == expected("""
        B3 1 2022 <제작 / 발생>
        C3 2 2022 <제작 / 검거>
        D3 3 2023 <제작 / 발생>
        E3 4 2023 <제작 / 검거>
    """)


def test_h4_two_languages(tmp_path):
    path = text(tmp_path, "Type,Total,Male,Female\n類別,總計,男,女\n竊盜,9,5,4\n,,,\n", encoding="utf-8-sig")
    assert said(path) == expected("""
        B3 9 ? <竊盜 / Total / 總計> total
        C3 5 ? <竊盜 / Male / 男>
        D3 4 ? <竊盜 / Female / 女>
    """)
    beside = text(tmp_path, "類別,Category,2022\n兒童,Child,3\n少年,Juvenile,5\n")
    assert said(beside) == ["C2 3 2022 <兒童 / Child>", "C3 5 2022 <少年 / Juvenile>"]


def test_h5_sheets_that_explain_are_no_data_and_tables_stay_apart(tmp_path):
    path = book(
        tmp_path,
        Contents="Table|Page\nBy sex|1\nBy month|2",
        By_sex="Offence|Male|Female\nTheft|5|6\nFraud|7|8",
        By_month="Offence|2022-01|2022-02\nTheft|4|7\nFraud|9|6",
        Footnotes="Footnotes|\n1|Numbers may change",
    )
    cells = reading.read(path).cells
    assert cells.groupby("sheet", sort=False)["value"].sum().to_dict() == {"By sex": 26, "By month": 26}
    assert cells.groupby("sheet", sort=False)["table"].unique().str[0].to_dict() == {
        "By sex": 1,
        "By month": 2,
    }


def test_h6_labels_only_on_the_first_row_of_a_block(tmp_path):
    wanted = expected("""
        C2 1 2023 <제작 / 남>
        C3 2 2023 <제작 / 여>
        C4 3 2023 <배포 / 남>
        C5 4 2023 <배포 / 여>
    """)
    blank = [["구분", "성별", 2023], ["제작", "남", 1], ["", "여", 2], ["배포", "남", 3], ["", "여", 4]]
    assert said(book(tmp_path, Sheet=blank)) == wanted
    lines = "구분|성별|2023\n제작|남|1\n|여|2\n배포|남|3\n|여|4"
    assert said(book(tmp_path, {"Sheet": "A2:A3 A4:A5"}, Sheet=lines)) == wanted


def test_h7_a_sheet_without_any_header(tmp_path):
    path = text(tmp_path, "서울,10,20\n부산,5,7\n대구,3,4\n")
    assert said(path) == [f"{cell} ? <{name}>" for cell, name in (
        ("B1 10", "서울"), ("C1 20", "서울"), ("B2 5", "부산"), ("C2 7", "부산"), ("B3 3", "대구"), ("C3 4", "대구"),
    )]  # fmt: skip
    assert ("headless", "B1") in problems(path)
