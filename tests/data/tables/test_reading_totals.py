"""Totals, remainders and breakdowns side by side in a whole reading: codes T and W of what real files do."""

import pytest

from tests.data.tables.made import expected, said, text


@pytest.mark.parametrize(
    "word", ["계", "합계", "총계", "합", "전국", "總計", "總數", "Total", "Grand Total", "All people"]
)
def test_t1_totals_in_rows_and_columns_first_or_last(tmp_path, word):
    first = text(tmp_path, f"구분,{word},서울\n{word},9,4\n제작,5,1\n")
    assert [row.endswith("total") for row in said(first)] == [True, True, True, False]
    last = text(tmp_path, f"구분,서울,{word}\n제작,1,5\n{word},4,9\n", "b.csv")
    assert [row.endswith("total") for row in said(last)] == [False, True, True, True]


@pytest.mark.parametrize(
    "names", ["Aust,NSW,Vic.,Qld", "전국,서울,부산,제주", "England,North East,London,South West"]
)
def test_t1_a_country_beside_its_parts(tmp_path, names):
    path = text(tmp_path, f"Offence,{names}\nTheft,9,4,3,2\nFraud,6,1,2,3\n")
    assert [row.endswith("total") for row in said(path)] == [True, False, False, False] * 2


def test_t2_several_levels_in_one_table(tmp_path):
    path = text(
        tmp_path,
        """
죄종(1),죄종(2),죄종(3),건수
합계,소계,소계,20
형법범,소계,소계,15
형법범,재산범죄,소계,9
형법범,재산범죄,절도,5
형법범,재산범죄,사기,4
특별법범,소계,소계,5
""",
    )
    assert said(path) == expected("""
        D2 20 ? <합계 / 소계 / 건수> case total
        D3 15 ? <형법범 / 소계 / 건수> case total
        D4 9 ? <형법범 / 재산범죄 / 소계 / 건수> case total
        D5 5 ? <형법범 / 재산범죄 / 절도 / 건수> case
        D6 4 ? <형법범 / 재산범죄 / 사기 / 건수> case
        D7 5 ? <특별법범 / 소계 / 건수> case total
    """)


def test_t3_remainders_belong_to_the_sum(tmp_path):
    path = text(tmp_path, "범죄,계,경기 고양,기타도시,도시이외\n강도,15,5,4,6\n강간,15,3,5,7\n")
    assert [row.endswith("total") for row in said(path)] == [True, False, False, False] * 2


def test_t4_t5_a_total_that_is_no_sum_and_one_that_names_another_year_stay_as_written(tmp_path):
    path = text(
        tmp_path, "Year ending June,Sex,2nd,Count\n2021-22,Male,a,7\n2021-22,Female,a,8\n2020-21 Total,,,17\n"
    )
    assert said(path)[2] == "D4 17 2020-07..2021-06 <Total / Count> count total"


def test_w2_two_breakdowns_side_by_side(tmp_path):
    path = text(tmp_path, "구분,0-2시,미상,월,화,일\n절도,500,100,300,200,100\n사기,800,0,160,500,140\n")
    names = ["0-2시", "미상", "월", "화", "일"]
    assert [row.split("/ ")[1] for row in said(path)] == [f"{name}>" for name in names] * 2


def test_w2_weekdays_over_small_counts(tmp_path):
    path = text(tmp_path, "구분,0-2시,미상,월,화,일\n절도,5,1,3,2,1\n사기,8,0,1,5,2\n")
    assert [row.split(" ?")[0] for row in said(path)] == [
        "B2 5",
        "C2 1",
        "D2 3",
        "E2 2",
        "F2 1",
        "B3 8",
        "C3 0",
        "D3 1",
        "E3 5",
        "F3 2",
    ]
