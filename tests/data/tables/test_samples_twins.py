"""Tables of the same build as twelve published files, with numbers made up for the test, read cell by cell."""

from tests.data.tables.made import book, expected, problems, said, text


def test_s01_years_and_measures_as_rows_with_categories_that_begin_later(tmp_path):
    path = text(
        tmp_path,
        """
연도,구분,해킹(계정도용),사이버 음란물(불법촬영물유포)
2020,발생건수,10,8
2020,검거건수,4,6
2018,발생건수,0,
2018,검거건수,0,
""",
        "경찰청_연도별 통계 현황_08_31_2020.csv",
        "cp949",
    )
    assert said(path) == expected("""
        C2 10 2020 <발생건수 / 해킹(계정도용)> case
        D2 8 2020 <발생건수 / 사이버 음란물(불법촬영물유포)> case
        C3 4 2020 <검거건수 / 해킹(계정도용)> case
        D3 6 2020 <검거건수 / 사이버 음란물(불법촬영물유포)> case
        C4 0 2018 <발생건수 / 해킹(계정도용)> case
        D4 not_collected 2018 <발생건수 / 사이버 음란물(불법촬영물유포)> case
        C5 0 2018 <검거건수 / 해킹(계정도용)> case
        D5 not_collected 2018 <검거건수 / 사이버 음란물(불법촬영물유포)> case
    """)
    assert problems(path) == [("encoding_guessed", "")]


def test_s02_measures_as_the_last_word_of_each_header(tmp_path):
    path = text(
        tmp_path,
        "연도,강간 강제추행 발생,강간 강제추행 검거,통신매체이용음란 발생\n2014,21,20,5\n2015,22,23,6\n",
        encoding="cp949",
    )
    assert said(path) == expected("""
        B2 21 2014 <강간 강제추행 / 발생>
        C2 20 2014 <강간 강제추행 / 검거>
        D2 5 2014 <통신매체이용음란 / 발생>
        B3 22 2015 <강간 강제추행 / 발생>
        C3 23 2015 <강간 강제추행 / 검거>
        D3 6 2015 <통신매체이용음란 / 발생>
    """)


def test_s03_three_header_rows_and_totals_both_ways(tmp_path):
    path = text(
        tmp_path,
        """
"죄종별(1)",죄종별(2),2020,2020,2020,2020,2020
"죄종별(1)",죄종별(2),계,남자,남자,여자,여자
"죄종별(1)",죄종별(2),계,계,미상,계,20세이하
"계",소계,20,16,1,4,4
"풍속범죄",소계,20,16,1,4,4
"풍속범죄",성풍속범죄,20,16,-,4,4
""",
        "crime_gender,age.csv",
    )
    totals = "계 / 소계", "풍속범죄 / 소계"
    assert said(path) == [
        line
        for row, (name, unknown) in enumerate(
            [*((one, "1") for one in totals), ("풍속범죄 / 성풍속범죄", "0")], start=4
        )
        for line in (
            f"C{row} 20 2020 <{name} / 계> total",
            f"D{row} 16 2020 <{name} / 남자 / 계> total",
            f"E{row} {unknown} 2020 <{name} / 남자 / 미상>" + (" total" if name in totals else ' "-"'),
            f"F{row} 4 2020 <{name} / 여자 / 계> total",
            f"G{row} 4 2020 <{name} / 여자 / 20세이하>" + (" total" if name in totals else ""),
        )
    ]


def test_s04_four_header_rows_and_the_city_first(tmp_path):
    path = text(
        tmp_path,
        """
"자치구별(1)",자치구별(2),2019,2019,2019,2019
"자치구별(1)",자치구별(2),합계,합계,합계,합계
"자치구별(1)",자치구별(2),소계,소계,강도,강도
"자치구별(1)",자치구별(2),발생,검거,발생,검거
"합계",소계,30,31,8,6
"합계",종로구,10,14,5,4
""",
        encoding="utf-8-sig",
    )
    assert said(path) == expected("""
        C5 30 2019 <합계 / 소계 / 합계 / 소계 / 발생> total
        D5 31 2019 <합계 / 소계 / 합계 / 소계 / 검거> total
        E5 8 2019 <합계 / 소계 / 합계 / 강도 / 발생> total
        F5 6 2019 <합계 / 소계 / 합계 / 강도 / 검거> total
        C6 10 2019 <합계 / 종로구 / 합계 / 소계 / 발생> total
        D6 14 2019 <합계 / 종로구 / 합계 / 소계 / 검거> total
        E6 5 2019 <합계 / 종로구 / 합계 / 강도 / 발생>
        F6 4 2019 <합계 / 종로구 / 합계 / 강도 / 검거>
    """)


def test_s05_two_names_in_each_header_and_the_year_in_the_name_only(tmp_path):
    path = text(
        tmp_path,
        "범죄분류,정상_남,정상_여,월경시이상,미상\n절도,16,4,0,9\n성폭력,21,1,0,3\n",
        "현황_20171231.csv",
        "cp949",
    )
    names = ["정상 / 남", "정상 / 여", "월경시이상", "미상"]
    numbers = {"절도": (16, 4, 0, 9), "성폭력": (21, 1, 0, 3)}
    assert said(path, period="2017") == [
        f"{col}{row} {number} 2017 <{crime} / {name}>"
        for row, (crime, found) in enumerate(numbers.items(), start=2)
        for col, name, number in zip("BCDE", names, found, strict=True)
    ]
    assert problems(path) == [("encoding_guessed", ""), ("period_missing", "B2")]


def test_s06_one_column_an_area(tmp_path):
    path = text(
        tmp_path,
        "범죄대분류,범죄중분류,Seoul,경기 고양,기타도시,도시이외\n"
        "강력범죄,강간,12,4,3,8\n풍속범죄,성풍속범죄,7,2,1,0\n",
        encoding="cp949",
    )
    assert said(path, period="2022") == expected("""
        C2 12 2022 <강력범죄 / 강간 / Seoul>
        D2 4 2022 <강력범죄 / 강간 / 경기 고양>
        E2 3 2022 <강력범죄 / 강간 / 기타도시>
        F2 8 2022 <강력범죄 / 강간 / 도시이외>
        C3 7 2022 <풍속범죄 / 성풍속범죄 / Seoul>
        D3 2 2022 <풍속범죄 / 성풍속범죄 / 경기 고양>
        E3 1 2022 <풍속범죄 / 성풍속범죄 / 기타도시>
        F3 0 2022 <풍속범죄 / 성풍속범죄 / 도시이외>
    """)


POPULATION = [
    ["※ 매월 말일자 통계 현황"],
    [None, None, "2022년11월"],
    [None, None, "남", None, None, None, "여"],
    [
        "행정기관코드",
        "행정기관",
        "남 인구수",
        "연령구간인구수",
        "0~4세",
        "100세 이상",
        "여 인구수",
        "0~4세",
        "100세 이상",
    ],
    ["0000000000", "전국  ", "1,300", "1,300", "1,290", "10", "1,400", "1,380", "20"],
    ["1100000000", "서울특별시  ", "300", "300", "296", "4", "500", "491", "9"],
    ["4100000000", "경기도  ", "1,000", "1,000", "994", "6", "900", "889", "11"],
]


def population(folder):
    return said(book(folder, {"연령별인구현황": "A1:I1 C2:I2 C3:F3 G3:I3"}, 연령별인구현황=POPULATION))


def test_s07_merged_month_and_sex_over_ages_with_codes_and_commas(tmp_path):
    assert [
        row
        for row in population(tmp_path)
        if row[0] in "CEFGHI" and row[1] != "7" and row[:2] not in ("C6", "G6")
    ] == expected("""
        C5 1300 2022-11 <전국 / 남 / 남 인구수> total
        E5 1290 2022-11 <전국 / 남 / 0~4세> total
        F5 10 2022-11 <전국 / 남 / 100세 이상> total
        G5 1400 2022-11 <전국 / 여 / 여 인구수> total
        H5 1380 2022-11 <전국 / 여 / 0~4세> total
        I5 20 2022-11 <전국 / 여 / 100세 이상> total
        E6 296 2022-11 <서울특별시 / 남 / 0~4세>
        F6 4 2022-11 <서울특별시 / 남 / 100세 이상>
        H6 491 2022-11 <서울특별시 / 여 / 0~4세>
        I6 9 2022-11 <서울특별시 / 여 / 100세 이상>
    """)


def test_s07_t1_all_ages_of_one_sex_are_a_total(tmp_path):
    totals = {row.split()[0] for row in population(tmp_path) if row.endswith("total")}
    assert {one for one in totals if one[1] != "5"} == {"C6", "D6", "G6", "C7", "D7", "G7"}


def test_s08_three_header_rows_a_quarter_and_mixed_measures(tmp_path):
    header = "기간|자치구|세대|인구|인구|인구|세대당인구"
    rows = f"{header}\n기간|자치구|세대|합계|합계|한국인|세대당인구\n기간|자치구|세대|계|남자|남자|세대당인구"
    path = book(
        tmp_path,
        YainSoft_Excel1=f"{rows}\n2017.1/4|합계|300|700|340|330|2.33\n2017.1/4|종로구|100|250|120|115|2.5\n||||||",
    )
    q = "2017-01..2017-03"
    assert said(path) == expected(f"""
        C4 300 {q} <합계 / 세대> household total
        D4 700 {q} <합계 / 인구 / 합계 / 계> person total
        E4 340 {q} <합계 / 인구 / 합계 / 남자> person total
        F4 330 {q} <합계 / 인구 / 한국인 / 남자> person total
        G4 2.33 {q} <합계 / 세대당인구> rate total
        C5 100 {q} <종로구 / 세대> household
        D5 250 {q} <종로구 / 인구 / 합계 / 계> person total
        E5 120 {q} <종로구 / 인구 / 합계 / 남자> person total
        F5 115 {q} <종로구 / 인구 / 한국인 / 남자> person
        G5 2.5 {q} <종로구 / 세대당인구> rate
    """)


def test_s09_titles_in_two_languages_above_hours(tmp_path):
    path = text(
        tmp_path,
        """
表5　刑事案件發生數－按案類及時間別,,,,Table 5. Criminal Cases - by Time,,
,民國112年,,,2023,,
單位：件,,,,,,Unit:Cases
案類別,總計,0-2時,2-4時,4-6時,22-24時,不詳
總計,"1,027",700,300,7,19,1
"一般妨害
風化(3)",7,3,        －,        －,3,1
說明 : (3)不含其他。,,,,,,
""",
        encoding="utf-8-sig",
    )
    assert said(path) == expected("""
        B5 1027 2023 <總計 / 總計> case total
        C5 700 2023 <總計 / 0-2時> case total
        D5 300 2023 <總計 / 2-4時> case total
        E5 7 2023 <總計 / 4-6時> case total
        F5 19 2023 <總計 / 22-24時> case total
        G5 1 2023 <總計 / 不詳> case total
        B6 7 2023 <一般妨害風化 / 總計> case total "3"
        C6 3 2023 <一般妨害風化 / 0-2時> case "3"
        D6 0 2023 <一般妨害風化 / 2-4時> case "3; －"
        E6 0 2023 <一般妨害風化 / 4-6時> case "3; －"
        F6 3 2023 <一般妨害風化 / 22-24時> case "3"
        G6 1 2023 <一般妨害風化 / 不詳> case "3"
    """)
