"""Which period a whole reading gives each cell: codes P of what real files do, and dates of incident lists."""

import pytest

from tests.data.tables.made import book, expected, problems, said, text


@pytest.mark.parametrize("name", ["연도", "발생년도", "시점", "기간", "year", "time_period", "年別", "구분"])
def test_p1_years_are_told_by_content_under_any_name(tmp_path, name):
    path = text(tmp_path, f"{name},서울,부산\n2019,30,20\n2020,40,35\n")
    assert said(path) == ["B2 30 2019 <서울>", "C2 20 2019 <부산>", "B3 40 2020 <서울>", "C3 35 2020 <부산>"]


def test_p1_l1_the_same_name_over_measures(tmp_path):
    path = text(tmp_path, "연도,구분,제작\n2019,발생건수,3\n2019,검거건수,2\n")
    assert said(path) == ["C2 3 2019 <발생건수 / 제작> case", "C3 2 2019 <검거건수 / 제작> case"]


def test_p1_one_year_beside_its_change(tmp_path):
    path = text(tmp_path, "구분,2023,전년 대비 증감\n강도,5,1\n강간,7,-2\n")
    assert [row for row in said(path) if row[0] == "B"] == ["B2 5 2023 <강도>", "B3 7 2023 <강간>"]


@pytest.mark.parametrize("heading", ["Cause", "학교명", "案類", "Measure of harm"])
def test_p1_years_head_columns_beside_any_word(tmp_path, heading):
    path = text(tmp_path, f"{heading},2022,2023\nA,5,6\nB,7,8\n")
    assert said(path) == ["B2 5 2022 <A>", "C2 6 2023 <A>", "B3 7 2022 <B>", "C3 8 2023 <B>"]


def test_p2_months_as_columns_take_the_year_of_the_row(tmp_path):
    path = text(tmp_path, "연도,죄종,1월,2월,12월\n2019,강도,3,4,5\n2020,강도,6,7,8\n")
    assert said(path) == expected("""
        C2 3 2019-01 <강도>
        D2 4 2019-02 <강도>
        E2 5 2019-12 <강도>
        C3 6 2020-01 <강도>
        D3 7 2020-02 <강도>
        E3 8 2020-12 <강도>
    """)


def test_p3_a_stock_at_month_end_in_a_merged_header(tmp_path):
    path = book(
        tmp_path,
        {"Sheet": "A1:C1 B2:C2"},
        Sheet="※ 매월 말일자 통계 현황||\n|2022년11월|\n지역|남|여\n서울|5|6\n부산|7|8",
    )
    assert said(path) == expected("""
        B4 5 2022-11 <서울 / 남>
        C4 6 2022-11 <서울 / 여>
        B5 7 2022-11 <부산 / 남>
        C5 8 2022-11 <부산 / 여>
    """)


def test_p3_a5_year_sex_and_age_in_each_header_go_before_the_year_of_the_name(tmp_path):
    path = text(
        tmp_path,
        "구분,2021년_남_14세,2021년_여_100세 이상,2022년_남_14세\n서울,5,7,6\n부산,4,6,5\n",
        "age_gender_2022.csv",
    )
    assert said(path) == expected("""
        B2 5 2021 <서울 / 남 / 14세>
        C2 7 2021 <서울 / 여 / 100세 이상>
        D2 6 2022 <서울 / 남 / 14세>
        B3 4 2021 <부산 / 남 / 14세>
        C3 6 2021 <부산 / 여 / 100세 이상>
        D3 5 2022 <부산 / 남 / 14세>
    """)


def test_p4_quarters_are_no_fractions(tmp_path):
    path = text(tmp_path, "기간,자치구,건수\n2017.1/4,종로구,10\n1992.3/4,종로구,11\n")
    assert said(path) == [
        "C2 10 2017-01..2017-03 <종로구 / 건수> case",
        "C3 11 1992-07..1992-09 <종로구 / 건수> case",
    ]


def test_p5_years_of_the_republic(tmp_path):
    column = text(tmp_path, "民國年別,竊盜,詐欺\n112,5,6\n111,4,3\n")
    assert said(column) == ["B2 5 2023 <竊盜>", "C2 6 2023 <詐欺>", "B3 4 2022 <竊盜>", "C3 3 2022 <詐欺>"]
    title = text(tmp_path, "刑事案件,,\n民國112年,,\n案類,男,女\n竊盜,5,6\n", "title.csv")
    assert said(title) == ["B4 5 2023 <竊盜 / 男>", "C4 6 2023 <竊盜 / 女>"]
    sheet = book(tmp_path, **{"10401-10403": "案類別|男|女\n竊盜|5|6\n詐欺|7|8"})
    assert said(sheet)[0] == "B2 5 2015-01..2015-03 <竊盜 / 男>"


def test_p5_years_of_the_republic_ending_in_y(tmp_path):
    path = text(tmp_path, "年別,竊盜\n103Y,5\n104Y,7\n")
    assert said(path) == ["B2 5 2014 <竊盜>", "B3 7 2015 <竊盜>"]


def test_p6_the_date_of_a_name_is_no_period(tmp_path):
    path = text(tmp_path, "구분,남,여\n제작,5,6\n", "경찰청_피해자 현황_20190520.csv")
    assert said(path) == ["B2 5 ? <제작 / 남>", "C2 6 ? <제작 / 여>"]
    assert problems(path) == [("period_missing", "B2")]
    assert said(path, period="2018-07") == ["B2 5 2018-07 <제작 / 남>", "C2 6 2018-07 <제작 / 여>"]
    titled = text(tmp_path, "2018년 피해자 현황,,\n구분,남,여\n제작,5,6\n", "현황_20190520.csv")
    assert said(titled) == ["B3 5 2018 <제작 / 남>", "C3 6 2018 <제작 / 여>"]


@pytest.mark.parametrize("title", ["Apr 2023 - Mar 2024", "April 2023 to March 2024"])
@pytest.mark.parametrize("months", ["January,April,December", "April,December,January"])
def test_p7_months_of_a_year_that_straddles(tmp_path, title, months):
    path = text(tmp_path, f"Recorded incidents - {title},,,\nOffence,{months}\nAssault,5,6,7\n")
    wanted = {"January": "2024-01", "April": "2023-04", "December": "2023-12"}
    assert said(path) == [
        f"{cell} {wanted[month]} <Assault>"
        for cell, month in zip(("B3 5", "C3 6", "D3 7"), months.split(","), strict=True)
    ]


@pytest.mark.parametrize("year", ["2012-13", "2012 - 2013", "2012–13", "2012-13 \n"])
def test_p7_a_year_of_two_numbers_as_the_sheet_counts_it(tmp_path, year):
    rows = f'Offence,"{year}",2013-14\nAssault,5,6\nTheft,1,2\n'
    path = text(tmp_path, "Financial years ending 30 June,,\n" + rows)
    assert said(path)[:2] == ["B3 5 2012-07..2013-06 <Assault>", "C3 6 2013-07..2014-06 <Assault>"]
    assert problems(text(tmp_path, rows, "open.csv")) == [("period_open", "B2")]


def test_p7_years_that_end_on_a_day(tmp_path):
    path = text(
        tmp_path, "Financial years end on 30 June,,\nOffence,2012-13,2013-14\nAssault,5,6\nTheft,1,2\n"
    )
    assert said(path)[:2] == ["B3 5 2012-07..2013-06 <Assault>", "C3 6 2013-07..2014-06 <Assault>"]


def test_p8_school_years(tmp_path):
    digits = text(tmp_path, "time_period,country,pupils\n201516,England,5\n201617,England,6\n")
    assert said(digits) == [
        "C2 5 2015-09..2016-08 <England / pupils> person",
        "C3 6 2016-09..2017-08 <England / pupils> person",
    ]
    slashes = text(
        tmp_path, "academic year,country,pupils\n1999/00,England,5\n1998-1999,England,6\n", "b.csv"
    )
    assert said(slashes) == [
        "C2 5 1999-09..2000-08 <England / pupils> person",
        "C3 6 1998-09..1999-08 <England / pupils> person",
    ]
    korean = text(tmp_path, "구분,2022학년도,2023학년도\n초등학교,5,6\n", "c.csv")
    assert said(korean) == ["B2 5 2022-03..2023-02 <초등학교>", "C2 6 2023-03..2024-02 <초등학교>"]


def test_p9_calendar_and_financial_years_in_one_table(tmp_path):
    columns = text(
        tmp_path, '"Australia, years ending 30 June",,\nOffence,2022,2022-23\nTheft,5,6\nFraud,7,8\n'
    )
    assert said(columns) == expected("""
        B3 5 2022 <Theft>
        C3 6 2022-07..2023-06 <Theft>
        B4 7 2022 <Fraud>
        C4 8 2022-07..2023-06 <Fraud>
    """)
    rows = text(tmp_path, '"Year ending March",Thefts\n2022,5\n2022-23,6\n', "rows.csv")
    assert said(rows) == ["B2 5 2022 <Thefts>", "B3 6 2022-04..2023-03 <Thefts>"]


def test_d4_d7_hours_in_the_date_and_months_without_days(tmp_path):
    hours = text(
        tmp_path, "접수일시,죄종,지역\n2018021406,강도,서울\n2018022823,강간,부산\n2018030100,강도,서울\n"
    )
    assert [row for row in said(hours) if row.startswith("A")] == expected("""
        A2 – 2018-02-14 <접수일시> "2018021406"
        A3 – 2018-02-28 <접수일시> "2018022823"
        A4 – 2018-03-01 <접수일시> "2018030100"
    """)
    months = text(
        tmp_path, "사건번호,발생연월,지역\n1,2018-10,서울\n,2018-11,부산\n3,2018-10,서울\n", "b.csv"
    )
    assert [row for row in said(months) if row.startswith("B")] == expected("""
        B2 – 2018-10 <발생연월> "2018-10"
        B3 – 2018-11 <발생연월> "2018-11"
        B4 – 2018-10 <발생연월> "2018-10"
    """)


def test_d8_running_numbers_and_codes_are_no_measures(tmp_path):
    path = text(tmp_path, "번호,관서코드,지역,건수\n1,001,서울,5\n2,002,부산,6\n3,010,대구,7\n")
    assert said(path) == [
        "D2 5 ? <서울 / 건수> case",
        "D3 6 ? <부산 / 건수> case",
        "D4 7 ? <대구 / 건수> case",
    ]
