"""Words become codes by every name that offices use, and only by those."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import catalogue
from data.ingest import ages, codes
from data.ingest.columns import KINDS

DIMENSIONS = {column.dimension for columns in KINDS.values() for column in columns if column.dimension}


@pytest.mark.parametrize("dimension", sorted(DIMENSIONS))
def test_every_name_in_a_list_finds_its_own_code(dimension):
    for word in codes.words(dimension):
        for spelling in (word.ko, word.en, word.code, f" {word.ko}\u3000", word.en.upper()):
            assert codes.code(dimension, spelling) == word.code, spelling


def test_18_police_regions_and_17_offices_of_education():
    police = {word.code for word in codes.words("police_region")} - {"_U"}
    school = {word.code for word in codes.words("school_region")} - {"_U"}
    assert (len(police), len(school)) == (18, 17)
    assert police ^ school == {"KR-41", "KRP-41N", "KRP-41S"}


@pytest.mark.parametrize(
    ("dimension", "text", "expected"),
    [
        ("police_region", "서울특별시경찰청", "KR-11"),
        ("police_region", "경기도남부경찰청", "KRP-41S"),
        ("police_region", "Gyeonggi Bukbu Provincial Police Agency", "KRP-41N"),
        ("police_region", "강원도", "KR-42"),
        ("police_region", "전라북도", "KR-45"),
        ("police_region", "경기", None),
        ("school_region", "경기도교육청", "KR-41"),
        ("school_region", "전북특별자치도교육청", "KR-45"),
        ("school_region", "경기남부", None),
        ("school_region", "서울 특별시", "KR-11"),
        ("level", "고등학교", "high"),
        ("yes_no", "O", "yes"),
        ("police_status", "수사중", "investigating"),
        ("action", "-", "_U"),
        ("sex", "불상", "_U"),
        ("sex", "합계", None),
    ],
)
def test_offices_and_old_names(dimension, text, expected):
    assert codes.code(dimension, text) == expected


def test_the_closest_names_come_in_the_script_of_the_slip():
    assert codes.closest("police_region", "강윈").startswith("강원")
    assert codes.closest("police_region", "Soeul").startswith("Seoul")


@pytest.mark.parametrize(
    ("text", "expected"), [("17", 17), ("만 17세", 17), ("9살", 9), ("17.0", 17), ("10대", None)]
)
def test_completed_years(text, expected):
    assert ages.years(text) == expected


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("20 - 24세", (20, 24)), ("0~4세", (0, 4)), ("21-30세", (21, 30)), ("26–30", (26, 30)), ("10 to 19", (10, 19)),
        ("10세 이상 14세 미만", (10, 13)), ("100+", (100, None)), ("71세이상", (71, None)),
        ("18+ years old", (18, None)),
        ("14세미만", (0, 13)), ("20세이하", (0, 20)), ("<18", (0, 17)), ("≥18", (18, None)), ("소년", None),
        ("24-20", None), ("80 and over", (80, None)),
    ],
)  # fmt: skip
def test_limits_of_bands(text, limits):
    assert ages.limits(text) == limits


@pytest.mark.parametrize(
    ("text", "code"),
    [("10대", "Y10S"), ("20대", "Y20T29"), ("20 - 24세", "Y20T24"), ("14세미만", "Y_LT14"), ("21-30세", "Y21T30"),
     ("21-25세", None), ("50대 이상", "Y_GE50"), ("100+", "Y_GE100"), ("촉법소년", "Y10T13"), ("10~13세", "Y10T13")],
)  # fmt: skip
def test_bands_find_their_code_by_name_or_limits(text, code):
    assert ages.band(text) == code


@given(st.integers(0, ages.OLDEST))
def test_the_band_of_an_age_holds_it(age):
    entry = catalogue.load().dimensions["age"].codes[ages.band_of(age)]
    assert (entry.lower or 0) <= age
    assert entry.upper is None or age <= entry.upper


@given(st.text(max_size=20))
def test_no_text_makes_it_stumble(text):
    ages.years(text), ages.limits(text), ages.band(text)
    for dimension in DIMENSIONS:
        codes.code(dimension, text)
    codes.closest("action", text)
