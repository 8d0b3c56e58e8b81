"""Values and reasons of a whole reading: codes M and Q of what real files do."""

import pytest

from tests.data.tables.made import expected, said, text


def test_m1_a_blank_is_not_collected_beside_a_real_zero(tmp_path):
    path = text(tmp_path, "연도,제작,유포\n2019,3,4\n2018,0,\n")
    assert said(path) == [
        "B2 3 2019 <제작>",
        "C2 4 2019 <유포>",
        "B3 0 2018 <제작>",
        "C3 not_collected 2018 <유포>",
    ]


def test_m1_s4_a_column_that_is_wholly_blank(tmp_path):
    path = text(tmp_path, "연도,제작,유포\n2018,3,\n2017,4,\n")
    assert said(path) == [
        "B2 3 2018 <제작>",
        "C2 not_collected 2018 <유포>",
        "B3 4 2017 <제작>",
        "C3 not_collected 2017 <유포>",
    ]


def test_m2_m3_dashes_are_zero(tmp_path):
    path = text(tmp_path, "구분,2022,2023\n살인,5,-\n강도,     －,1\n")
    assert said(path) == expected("""
        B2 5 2022 <살인>
        C2 0 2023 <살인> "-"
        B3 0 2022 <강도> "－"
        C3 1 2023 <강도>
    """)


def test_m3_dashes_over_the_whole_row_of_a_group_are_a_break(tmp_path):
    path = text(tmp_path, "年齡,竊盜,詐欺,強盜,傷害\n少年,5,6,7,8\n兒童,－,－,－,－\n成年,9,8,7,6\n")
    assert [row for row in said(path) if row[1] == "3"] == [
        f'{col}3 not_collected ? <兒童 / {name}> "－"'
        for col, name in zip("BCDE", ["竊盜", "詐欺", "強盜", "傷害"], strict=True)
    ]


def test_m4_hidden_within_limits_and_totals_that_cannot_be_made(tmp_path):
    path = text(
        tmp_path,
        """
Offence,Male,Female,Total
Homicide,na,2,nc
Assault,5,6,11
Note: 'na' indicates that the category has a count between 1 and 4.,,,
"Where this occurs, the Total count cannot be calculated and is indicated by 'nc'.",,,
""",
    )
    assert said(path) == expected("""
        B2 suppressed[1,4] ? <Homicide / Male> "na"
        C2 2 ? <Homicide / Female>
        D2 not_calculable ? <Homicide / Total> total "nc"
        B3 5 ? <Assault / Male>
        C3 6 ? <Assault / Female>
        D3 11 ? <Assault / Total> total
    """)


@pytest.mark.parametrize(
    "legend",
    [
        "* = suppressed (1 to 7)",
        "'* Numbers between 1 and 7 are suppressed, all other numbers are rounded to 5'",
    ],
)
def test_m5_q1_the_same_letters_by_another_publisher(tmp_path, legend):
    legend = legend.strip("'").replace(",", ";")
    path = text(
        tmp_path,
        f"""
Offence,2022,2023
Homicide,na,*
Assault,np,..
Theft,5,10
na not available,,
np not published,,
.. not applicable,,
{legend},,
""",
    )
    assert said(path) == expected("""
        B2 not_available 2022 <Homicide> "na"
        C2 suppressed[1,7] 2023 <Homicide> "*"
        B3 not_published 2022 <Assault> "np"
        C3 not_applicable 2023 <Assault> ".."
        B4 5 2022 <Theft>
        C4 10 2023 <Theft>
    """)


def test_m6_x_is_hidden_and_a_point_does_not_apply(tmp_path):
    path = text(
        tmp_path,
        "year,school_type,excl,excl_rate\n2015,Primary,x,x\n2015,Special,0,.\n2015,Secondary,5,0.56\n",
    )
    assert said(path) == expected("""
        C2 suppressed 2015 <Primary / excl> "x"
        D2 suppressed 2015 <Primary / excl_rate> rate "x"
        C3 0 2015 <Special / excl>
        D3 not_applicable 2015 <Special / excl_rate> rate "."
        C4 5 2015 <Secondary / excl>
        D4 0.56 2015 <Secondary / excl_rate> rate
    """)


def test_m7_unknown_is_a_category_with_counts(tmp_path):
    path = text(tmp_path, "장소,미상,不詳,unknown\n집,1,2,3\n미상,5,-,6\n")
    assert said(path) == expected("""
        B2 1 ? <집 / 미상>
        C2 2 ? <집 / 不詳>
        D2 3 ? <집 / unknown>
        B3 5 ? <미상 / 미상>
        C3 0 ? <미상 / 不詳> "-"
        D3 6 ? <미상 / unknown>
    """)


def test_m7_the_letters_na_are_a_label_among_labels(tmp_path):
    path = text(tmp_path, "place,bias,cases\nSchool,Race,5\nNA,Race,6\nNA,Religion,7\nStreet,Race,8\n")
    assert said(path) == expected("""
        C2 5 ? <School / Race / cases> case
        C3 6 ? <NA / Race / cases> case
        C4 7 ? <NA / Religion / cases> case
        C5 8 ? <Street / Race / cases> case
    """)


def test_m8_words_among_numbers(tmp_path):
    path = text(tmp_path, "Offence,2022,2023,24-month trend\nTheft,5,6,Stable\nFraud,7,9,28.6%\n")
    assert said(path) == expected("""
        B2 5 2022 <Theft>
        C2 6 2023 <Theft>
        D2 not_applicable ? <Theft / 24-month trend> change "Stable"
        B3 7 2022 <Fraud>
        C3 9 2023 <Fraud>
        D3 28.6 ? <Fraud / 24-month trend> percent
    """)


def test_m8_a_column_of_words_and_marks_alone(tmp_path):
    path = text(tmp_path, "Offence,2022,2023,24-month trend\nMurder,37,40,nc\nAssault,323,367,Stable\n")
    assert said(path)[2::3] == [
        'D2 not_calculable ? <Murder / 24-month trend> change "nc"',
        'D3 not_applicable ? <Assault / 24-month trend> change "Stable"',
    ]


def test_q3_two_tables_that_disagree_are_kept_as_they_are(tmp_path):
    month = text(tmp_path, "연도,1월,2월\n2014,60,50\n", "월별.csv")
    assert said(month) == ["B2 60 2014-01 <>", "C2 50 2014-02 <>"]
    kind = text(tmp_path, "연도,해킹,사기\n2014,60,49\n", "유형별.csv")
    assert said(kind) == ["B2 60 2014 <해킹>", "C2 49 2014 <사기>"]


def test_s1_one_file_a_year_says_its_own_year(tmp_path):
    rows = "{}년 범죄 현황,,\n구분,남,여\n제작,{},6\n"
    first, second = (text(tmp_path, rows.format(year, year - 2018), f"{year}.csv") for year in (2022, 2023))
    assert said(first) == ["B3 4 2022 <제작 / 남>", "C3 6 2022 <제작 / 여>"]
    assert said(second) == ["B3 5 2023 <제작 / 남>", "C3 6 2023 <제작 / 여>"]


def test_s2_numbers_with_commas_or_blanks_read_alike(tmp_path):
    one = text(tmp_path, '구분,2022,2023\n제작,"1,395","2,001"\n')
    other = text(tmp_path, "구분,2022,2023\n제작,1395 , 2001\n", "table - 복사본.csv")
    assert said(one) == said(other) == ["B2 1395 2022 <제작>", "C2 2001 2023 <제작>"]


def test_y1_small_counts_beside_a_school_stand_as_written(tmp_path):
    path = text(tmp_path, "학교명,지역,건수\n가상중학교,서울,2\n가상고등학교,부산,-\n")
    assert said(path) == [
        "C2 2 ? <가상중학교 / 서울 / 건수> case",
        'C3 0 ? <가상고등학교 / 부산 / 건수> case "-"',
    ]
