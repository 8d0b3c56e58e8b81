"""A label comes out as a reader would say it, its footnote marks beside it, and no digit of a code lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.tables.text import Label, clean, key, label, labels, note, undoubled


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("妨害家庭\n及婚姻", "妨害家庭及婚姻"),
        ("發生數\r\n(件)", "發生數(件)"),
        ("Known\noffenders", "Known offenders"),
        ("Non-\ndomestic assault", "Non-domestic assault"),
        ("발생_x000D_\n건수", "발생 건수"),
        ("2017-18 \n", "2017-18"),
    ],
)
def test_C5_line_breaks_in_a_label(written, said):
    assert clean(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("其    他", "其他"),
        ("宜　蘭　縣", "宜蘭縣"),
        ("合     計", "合計"),
        ("총 계", "총계"),
        ("합   계", "합계"),
        ("表16　刑事案件", "表16 刑事案件"),
        ("臺北市 中正區", "臺北市 中正區"),
        ("妨害自由 ", "妨害自由"),
        ("그 밖의 범죄", "그 밖의 범죄"),
        ("總 計 Total", "總計 Total"),
    ],
)
def test_C7_blanks_used_for_layout(written, said):
    assert clean(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("서울특별시  ", "서울특별시"),
        ("출생아\xa0수", "출생아 수"),
        ("\ufeff연도", "연도"),
        ("To\u200btal\u200e", "Total"),
        ("ＡＢＣ（１２）", "ABC(12)"),
        ("가".encode().decode() + "\u3164", "가"),
        ("\u1112\u1161\u11ab", "한"),
    ],
)
def test_N4_unseen_and_wide_characters(written, said):
    assert clean(written) == said


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("아동·청소년", "아동,청소년"),
        ("아동·청소년", "아동ㆍ청소년"),
        ("아동·청소년", "아동・청소년"),
        ("기타 특별법", "기타특별법"),
        ("Special", "special"),
        ("강간/강제추행", "강간·강제추행"),
        ("10–14", "10-14"),
        ("０～４세", "0~4세"),
        ("Age_4_and_under", "age 4 and under"),
        ("Women’s", "Women's"),
    ],
)
def test_N1_variants_of_one_name_have_one_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1,395", "1395"), ("1/4", "14"), ("1-4", "14"), ("해킹(기타)", "기타"), ("음란물등", "성착취물등")],
)
def test_N1_other_names_have_other_keys(one, other):
    assert key(one) != key(other)


def test_N5_both_ways_to_write_taiwan_have_one_key():
    assert key("台北市") == key("臺北市")


@pytest.mark.parametrize(
    ("written", "said", "marks"),
    [
        ("Murder^", "Murder", "^"),
        ("24-month trend^^", "24-month trend", "^^"),
        ("Alcohol Related*", "Alcohol Related", "*"),
        ("(FAEs)1", "(FAEs)", "1"),
        ("Victims1", "Victims", "1"),
        ("Incidents3", "Incidents", "3"),
        ("Offences1,2", "Offences", "1 2"),
        ("WA (d)", "WA", "d"),
        ("All ages (h)", "All ages", "h"),
        ("Total(a)(b)", "Total", "a b"),
        ("恐嚇取財 (1)", "恐嚇取財", "1"),
        ("一般妨害\n風化(3)", "一般妨害風化", "3"),
        ("전체 주1)", "전체", "1"),
        ("피해자1), 2)", "피해자", "1 2"),
        ("전주1)", "전주", "1"),
        ("해킹(계정도용)1)", "해킹(계정도용)", "1"),
        ("Persons¹", "Persons", "1"),
        ("Persons¹,²", "Persons", "1 2"),
        ("2022 (a)", "2022", "a"),
        ("2024p)", "2024", "p"),
        ("Total [note 4]", "Total", "4"),
        ("Total (notes 1 and 2)", "Total", "1 2"),
        ("Rape†", "Rape", "†"),
        ("* Total", "Total", "*"),
        ("總計(註1)", "總計", "1"),
    ],
)
def test_F1_marks_glued_to_labels(written, said, marks):
    assert label(written) == Label(said, tuple(marks.split()))


@pytest.mark.parametrize(
    "written",
    [
        "X994", "H1", "Q3", "A1", "D33", "Year7", "Wave2", "NC_year_1", "Henry Farm (53)", "죄종별(1)",
        "자치구별(2)", "Section 5(a)", "offence(s)", "충남(공주)", "(주)카카오", "area km²", "Case #", "**", "1)",
        "HOOD_158", "COVID19", "Covid19", "TOTAL1", "살인(발생)", "1,234", "Rate per 100,000", "총인구수 (명)",
    ],
)  # fmt: skip
def test_F1_what_belongs_to_the_name_stays(written):
    assert label(written) == Label(written)


def test_F1_the_marks_explained_on_the_sheet_decide():
    assert label("TOTAL1", notes={"1"}) == Label("TOTAL", ("1",))
    assert label("Victims1", notes={"a"}) == Label("Victims1")


def test_F1_digits_that_tell_labels_apart_stay():
    assert labels(["Wards1", "Wards2", "Total1"]) == [
        Label("Wards1"),
        Label("Wards2"),
        Label("Total", ("1",)),
    ]
    assert labels(["유형(1)", "유형(2)", "계(1)"]) == [
        Label("유형(1)"),
        Label("유형(2)"),
        Label("계", ("1",)),
    ]


def test_F1_digits_in_brackets_beside_longer_codes_are_codes():
    assert labels(["Rouge (131)", "Elms-Old Rexdale (5)"])[1] == Label("Elms-Old Rexdale (5)")


def test_F1_a_code_longer_than_its_neighbours_ends_in_a_note_that_the_sheet_explains():
    codes = ["X93", "X95", "X994"]
    assert labels(codes, notes={"4"}) == [Label("X93"), Label("X95"), Label("X99", ("4",))]
    assert labels(codes) == [Label(code) for code in codes]
    assert labels(["X93", "X994", "X985"], notes={"4"}) == [Label("X93"), Label("X994"), Label("X985")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["2020", "2020.1", "2020.2", "2021", "2021.1"], ["2020", "2020", "2020", "2021", "2021"]),
        (["2017.1/4", "2017.1/4.1"], ["2017.1/4", "2017.1/4"]),
        (["소계", "소계.1", "계.1"], ["소계", "소계", "계.1"]),
        (["2020.1", "2020.2"], ["2020.1", "2020.2"]),
        (
            ["2020", *(f"2020.{month}" for month in range(1, 13))],
            ["2020", *(f"2020.{m}" for m in range(1, 13))],
        ),
    ],
)
def test_H2_numbers_that_a_program_hung_on_repeated_headings(written, meant):
    assert undoubled(written) == meant


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("(a) Includes attempts", "a"),
        ("* Criminal incidents are included", "*"),
        ("^^ All the POIs", "^^"),
        ("1. 검거에는 미수를 포함", "1"),
        ("1) 검거에는 미수를 포함", "1"),
        ("주1) 검거에는 미수를 포함", "1"),
        ("[note 1] Rounded", "1"),
        ("¹ Rounded", "1"),
    ],
)
def test_F3_a_footnote_begins_with_its_mark(line, mark):
    assert note(line)[0] == mark


@pytest.mark.parametrize(
    "line",
    [
        "주: 검거 기준",
        "자료: 경찰청",
        "Source: Police",
        "說明 : 機車竊盜案件因",
        "○ 단위 : 명",
        "출처: 통계청",
    ],
)
def test_F4_a_note_to_the_whole_table_has_no_mark(line):
    assert note(line)[0] == ""


@pytest.mark.parametrize("line", ["Total", "2017.1/4", "1", "살인", "10 to 17", "(1)", ""])
def test_a_label_is_no_footnote(line):
    assert note(line) is None


@given(st.text())
def test_junk_never_raises_and_a_clean_label_stays(junk):
    once = clean(junk)
    assert clean(once) == once
    assert key(junk) == key(once)
    assert label(label(junk).text, notes=["none"]).text or not once
    note(junk)


@given(st.lists(st.text(max_size=8), max_size=5), st.sets(st.sampled_from("1a*4")))
def test_an_axis_has_as_many_labels(texts, notes):
    assert len(labels(texts, notes)) == len(texts)
