"""Every notation of an age comes out as one band, and words without numbers stay words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ingest import ages as incident_ages
from data.tables.ages import OLDEST, Age, age, axis, heading


def limits(text: str, below_ages: bool = False) -> tuple | None:
    found = age(text, below_ages)
    return (found.lower, found.upper) if found and found.kind == "band" else None


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [("20세이하", 0, 20), ("21-30세", 21, 30), ("31-40세", 31, 40), ("71세이상", 71, None)],
)
def test_A1_bands_that_begin_with_one(text, lower, upper):
    assert age(text) == Age("band", lower, upper)


def test_A1_unknown_age():
    assert age("미상", below_ages=True) == Age("unknown")
    assert age("미상") == Age("unknown", bare=True)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("0~4세", 0, 4),
        ("0～4세", 0, 4),
        ("100세 이상", 100, None),
        ("20 - 24세", 20, 24),
        ("20–24세", 20, 24),
        ("100+", 100, None),
        ("65세이상고령자", 65, None),
        ("65세 이상 인구", 65, None),
        ("14세미만", 0, 13),
        ("26_30세", 26, 30),
        ("0 - 17", 0, 17),
        ("40 +", 40, None),
        ("0–17 years old", 0, 17),
        ("18+ years old", 18, None),
        ("10-17 years old", 10, 17),
        ("兒童(0-11歲)", 0, 11),
        ("老年(65歲以上)", 65, None),
        ("12歲未滿", 0, 11),
        ("未滿12歲", 0, 11),
        ("12歲以上未滿18歲", 12, 17),
        ("16세이상~18세미만", 16, 17),
        ("만10세~만13세", 10, 13),
        ("Ages under 15", 0, 14),
        ("19세↑", 19, None),
        ("60&over", 60, None),
        ("18歲以上未滿24歲", 18, 23),
        ("12歲～17歲", 12, 17),
        ("<18", 0, 17),
        ("≥18", 18, None),
        (">=18", 18, None),
        ("만 14세 이상 19세 미만", 14, 18),
        ("14세 이상~19세 미만", 14, 18),
        ("19세 초과", 20, None),
        ("~14세", 0, 14),
        ("65세~", 65, None),
        ("10～14歳", 10, 14),
        ("Persons aged 10-17", 10, 17),
        ("65 years and over", 65, None),
        ("over 64", 65, None),
        ("15-year-olds", 15, 15),
        ("05-09", 5, 9),
        ("60세이상(명)", 60, None),
        ("10-17 (a)", 10, 17),
    ],
)
def test_A2_other_ways_to_write_bands(text, lower, upper):
    assert limits(text) == (lower, upper)


@pytest.mark.parametrize(
    "text", ["All ages", "Total all ages", "All ages (h)", "전체 연령", "연령 계", "연령구간인구수", "全年齡"]
)
def test_A2_all_ages(text):
    assert age(text) == Age("total")


@pytest.mark.parametrize(
    "text", ["不詳", "Missing / unknown", "Unknown", "Unknown Age", "연령미상", "Age not stated", "불상"]
)
def test_A2_unknown_ages(text):
    assert age(text, below_ages=True) == Age("unknown")


@pytest.mark.parametrize(
    ("texts", "lower", "upper"),
    [
        (("10 to 19", "10-19", "10y-to-19y", "10~19세", "10 - 19", "Age 10 to 19", "10 to 19 years"), 10, 19),
        (("0 to 9", "0-9", "Under 10", "<10", "9 and under", "10세 미만", "9세 이하"), 0, 9),
        (("80 and over", "80+", "80세 이상", "80 or older", "≥80", "80 plus", "80 years or more"), 80, None),
        (("Age_4_and_under", "4 and under", "under 5", "4세이하"), 0, 4),
        (("Age_19_and_over", "19 and over", "19 or above"), 19, None),
        (("Age_5", "Age 5", "aged 5", "5세", "5歲", "5 years"), 5, 5),
    ],
)
def test_A3_one_column_with_several_notations_is_one_series(texts, lower, upper):
    assert {limits(text) for text in texts} == {(lower, upper)}


def test_A3_days_are_an_age_only_below_a_heading_of_ages():
    assert age("46 or more").bare
    assert not age("46 or more", below_ages=True).bare


def test_A4_unit_and_sign_are_lost():
    assert axis(["14", "19 25", "26 30", "61 70", "71 "], below_ages=True) == [
        Age("band", 14, 14),
        Age("band", 19, 25),
        Age("band", 26, 30),
        Age("band", 61, 70),
        Age("band", 71, None),
    ]
    assert [limits(text) for text in ("14", "26 30", "71 ")] == [None, None, None]


def test_A4_single_years_stay_single():
    found = axis(["14", "15", "16", "17", "18"], below_ages=True)
    assert [(one.lower, one.upper) for one in found] == [(n, n) for n in range(14, 19)]
    assert axis(["0-4", "5", "6-10"], below_ages=True)[1] == Age("band", 5, 5)


@pytest.mark.parametrize(
    "text", ["소년", "성인", "미성년", "성년", "兒童", "少年", "青年", "촉법소년", "Adults", "兒童 Child"]
)
def test_A6_A9_words_without_numbers_stay_words(text):
    assert age(text) == Age("word", word=text)


@pytest.mark.parametrize(
    ("text", "word", "lower", "upper"),
    [
        ("미성년자(19세 미만)", "미성년자", 0, 18),
        ("19세이하(소년)", "소년", 0, 19),
        ("Juveniles (10-17)", "Juveniles", 10, 17),
        ("Children under 16", "Children", 0, 15),
        ("Adults aged 18 and over", "Adults", 18, None),
        ("兒童(0-11歲)", "兒童", 0, 11),
    ],
)
def test_A6_A9_a_word_that_the_table_defines(text, word, lower, upper):
    assert age(text) == Age("band", lower, upper, word)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [("10대", 10, 19), ("60대 이상", 60, None), ("10대 이하", 0, 19), ("20s", 20, 29), ("30~40대", 30, 49)],
)
def test_tens_are_bands_whose_ends_the_source_leaves_open(text, lower, upper):
    assert age(text) == Age("band", lower, upper, exact=False)


@pytest.mark.parametrize(
    "text",
    [
        "2020",
        "2022-23",
        "0-2時",
        "12-6am",
        "14",
        "1,395",
        "20-10",
        "130-140",
        "학생",
        "해킹(2)",
        "연령별",
        "",
        "10-",
        "5%",
    ],
)
def test_other_texts_are_no_ages(text):
    assert age(text) is None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("연령", True), ("연령별(1)", True), ("피의자 연령대", True), ("Victim's age", True), ("age_group", True),
        ("年齡別", True), ("소년", True), ("Age_5", False), ("Language", False), ("agency", False), ("성별", False),
    ],
)  # fmt: skip
def test_a_heading_of_ages(text, about):
    assert heading(text) is about


BANDS = (
    st.tuples(st.integers(0, OLDEST), st.integers(0, OLDEST))
    .map(sorted)
    .filter(lambda ends: ends[0] < ends[1])
)


@given(
    BANDS,
    st.sampled_from(
        [
            "{}~{}세", "{}-{}세", "{} - {}세", "{}–{}세", "{}_{}세", "{}세~{}세", "{}세 이상 {}세 이하", "{}-{}歲",
            "{} to {}", "{}-{}", "{} - {}", "{} – {} years old", "{}y-to-{}y", "Age {} to {}", "aged {}-{}", "{} {}",
        ]
    ),
)  # fmt: skip
def test_a_printed_band_is_read_back(ends, notation):
    assert limits(notation.format(*ends), below_ages=True) == tuple(ends)


@given(
    st.integers(0, OLDEST),
    st.sampled_from(
        [
            "{}세 이상",
            "{}세이상",
            "{}+",
            "{} +",
            "{} and over",
            "{} or older",
            "≥{}",
            "{}歲以上",
            "Age_{}_and_over",
        ]
    ),
)
def test_a_printed_open_band_is_read_back(lower, notation):
    assert limits(notation.format(lower)) == (lower, None)


@given(
    st.integers(0, OLDEST),
    st.sampled_from(["{}세 이하", "{} and under", "≤{}", "{}歲以下", "Age_{}_and_under"]),
)
def test_a_printed_band_from_birth_is_read_back(upper, notation):
    assert limits(notation.format(upper)) == (0, upper)


@given(st.integers(0, OLDEST), st.sampled_from(["{}세 미만", "<{}", "under {}", "{}歲未滿"]))
def test_a_band_ends_the_day_before_the_birthday_named(birthday, notation):
    assert limits(notation.format(birthday)) == ((0, birthday - 1) if birthday else None)


def test_incident_sheets_read_bands_the_same_way():
    assert incident_ages.limits("19세 이상") == (19, None)
    assert incident_ages.limits("10대") is None
    assert incident_ages.band("14세미만") == "Y_LT14"


@given(st.lists(st.text(), max_size=4), st.booleans())
def test_junk_never_raises(texts, below_ages):
    assert len(axis(texts, below_ages)) == len(texts)
