"""Recorded and cleared stay apart, sexes are told from offences, totals from remainders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.tables.measures import Part, measure, remainder, sex, total, totals


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("발생건수", "recorded"),
        ("검거건수", "cleared"),
        ("검거인원", "apprehended"),
        ("접수", "received"),
        ("구속", "detained"),
        ("Number of incidents", "recorded"),
        ("發生數\n(件)", "recorded"),
        ("破獲數", "cleared"),
        ("Victims1", "victims"),
        ("피해자 수", "victims"),
    ],
)
def test_L1_measures_as_rows(text, code):
    assert measure(text) == Part(code)


@pytest.mark.parametrize(("text", "code"), [("발생", "recorded"), ("검거", "cleared"), ("검 거", "cleared")])
def test_L2_measures_as_the_last_header_level(text, code):
    assert measure(text) == Part(code)


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("카메라 등 이용촬영 발생", "recorded", "카메라 등 이용촬영"),
        ("카메라 등 이용촬영 검거", "cleared", "카메라 등 이용촬영"),
        ("강간 강제추행 발생", "recorded", "강간 강제추행"),
        ("살인(발생)", "recorded", "살인"),
        ("살인_검거", "cleared", "살인"),
        ("발생_살인", "recorded", "살인"),
        ("절도발생", "recorded", "절도"),
        ("강간검거인원", "apprehended", "강간"),
        ("살인 발생 건수", "recorded", "살인"),
        ("절도 미검거", "uncleared", "절도"),
        ("Murder (recorded)", "recorded", "Murder"),
        ("Assault - cleared", "cleared", "Assault"),
    ],
)
def test_L3_measures_as_a_suffix(text, code, rest):
    assert measure(text) == Part(code, rest)


@pytest.mark.parametrize(
    "text",
    [
        "무고 신고",
        "DATE_REPORTED",
        "REPORTED_YEAR",
        "불법 체포",
        "성폭력",
        "Reported speech",
        "Young offenders",
        "",
        "살인",
    ],
)
def test_an_offence_is_no_measure(text):
    assert measure(text) is None


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("남", "M", ""),
        ("여 자", "F", ""),
        ("男", "M", ""),
        ("女性", "F", ""),
        ("Males", "M", ""),
        ("F", "F", ""),
        ("Persons", "_T", ""),
        ("남녀", "_T", ""),
        ("Both sexes", "_T", ""),
        ("성별 미상", "_U", ""),
        ("정상_남", "M", "정상"),
        ("남 인구수", "M", "인구수"),
        ("인구(여)", "F", "인구"),
        ("여자 20세이하", "F", "20세이하"),
        ("2021년_남_14세", "M", "2021년_14세"),
        ("Gender_female", "F", ""),
        ("Male 10-17", "M", "10-17"),
        ("Females aged 10 to 17", "F", "aged 10 to 17"),
        ("Male/10-17", "M", "10-17"),
        ("20~24세남", "M", "20~24세"),
        ("20세미만여자", "F", "20세미만"),
    ],
)
def test_L3_sexes_alone_and_joined(text, code, rest):
    assert sex(text) == Part(code, rest)


@pytest.mark.parametrize(
    "text",
    [
        "계", "Total", "여성 대상 범죄", "Rape of a female", "Sexual assault on a male", "여성가족부", "남구",
        "남양주시", "여수", "월경시이상", "미상", "Male and female offenders", "Men's shed burglary", "",
    ],
)  # fmt: skip
def test_an_offence_or_place_is_no_sex(text):
    assert sex(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "계", "소계", "합계", "합 계", "총계", "합", "전국", "총인구수", "총인구수 (명)", "연령구간인구수", "總計",
        "總  計", "總數", "Total", "Grand Total", "Sub-total", "All people", "All ages (h)", "All offences", "All",
        "합계 Total", "總計 Grand Total", "계/Total", "남녀 계", "계(명)", "전체범죄",
    ],
)  # fmt: skip
def test_T1_total_words_in_two_languages(text):
    assert total(text) == ""


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2012-13 Total", "2012-13"),
        ("2019-20 total", "2019-20"),
        ("2020년 계", "2020년"),
        ("Male total", "Male"),
        ("총 발생건수", "발생건수"),
        ("20세미만총", "20세미만"),
        ("소계(발생)", "발생"),
        ("Total assault", "assault"),
    ],
)
def test_T1_a_total_of_something(text, rest):
    assert total(text) == rest


@pytest.mark.parametrize(
    ("text", "rest"), [("형법범 소계", "형법범"), ("강력범죄소계", "강력범죄"), ("살인(계)", "살인")]
)
def test_T2_subtotals_name_their_group(text, rest):
    assert total(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "관계",
        "통계",
        "기계",
        "회계",
        "단계",
        "총포·도검",
        "竊盜總數",
        "살인",
        "Totalitarian",
        "Alliance",
        "계양구",
        "",
    ],
)
def test_a_word_that_ends_like_one_is_no_total(text):
    assert total(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "기타도시", "도시이외", "기타", "그 외", "해킹(기타)", "其他", "其    他", "Other", "Other offences",
        "All other offences", "England - Not Otherwise Specified", "Assault n.e.c.", "나머지",
    ],
)  # fmt: skip
def test_T3_a_remainder_belongs_to_the_sum(text):
    assert remainder(text)
    assert total(text) is None


@pytest.mark.parametrize("text", ["기타 계", "Mother", "Nothing", "Total", "살인", "Another"])
def test_T3_these_are_no_remainder(text):
    assert not remainder(text)


def test_T1_population_beside_ages_is_their_total():
    assert totals(["남 인구수", "연령구간인구수", "0~4세", "5~9세", "10~14세"]) == [
        "남",
        "",
        None,
        None,
        None,
    ]
    assert totals(["총인구수", "세대수", "남자 인구수", "여자 인구수"]) == ["", None, None, None]


def test_T1_a_country_beside_its_parts_is_their_total():
    assert totals(["NSW", "Vic.", "Qld", "Aust"]) == [None, None, None, ""]
    assert totals(["England", "North East", "London"]) == ["", None, None]
    assert totals(["England", "England"]) == [None, None]
    assert totals(["Korea", "Japan", "Taiwan"]) == [None, None, None]


def test_T1_persons_beside_both_sexes_is_their_total():
    assert totals(["Male", "Female", "Persons"]) == [None, None, ""]
    assert totals(["Persons", "Households"]) == [None, None]


@given(st.text(), st.sampled_from(["", " 계", " Total", "_남", "(발생)", " 발생"]))
def test_junk_never_raises(junk, tail):
    for read in (measure, sex, total, remainder):
        read(junk + tail)
    assert len(totals([junk, tail, junk + tail])) == 3
