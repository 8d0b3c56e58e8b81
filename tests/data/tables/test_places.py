"""Regions in every style come to one code; a name borne by several says so; unknown names stay words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import catalogue
from data.tables.places import axis, heading, place


def about(text: str, **context) -> tuple | None:
    found = place(text, **context)
    return found and (found.kind, found.code or found.parent, found.name)


@pytest.mark.parametrize(
    ("text", "kind", "code", "name"),
    [
        ("Seoul", "province", "KR-11", "Seoul"),
        ("서울", "province", "KR-11", "서울"),
        ("서울특별시", "province", "KR-11", "서울특별시"),
        ("경기 고양", "district", "KR-41", "고양시"),
        ("경기도 고양시", "district", "KR-41", "고양시"),
        ("서울_종로", "district", "KR-11", "종로구"),
        ("서울특별시종로구", "district", "KR-11", "종로구"),
        ("경기도광주시", "district", "KR-41", "광주시"),
        ("수원시 장안구", "district", "KR-41", "수원시 장안구"),
        ("경기도 수원시 장안구", "district", "KR-41", "수원시 장안구"),
        ("서울 강남경찰서", "word", "KR-11", "강남경찰서"),
        ("전국", "country", "KR", "전국"),
    ],
)
def test_N3_regions_in_three_styles(text, kind, code, name):
    assert about(text) == (kind, code, name)


def test_N3_a_name_of_six_cities_needs_its_province():
    assert place("중구").doubt == "several"
    assert place("중구").parents == ("KR-11", "KR-26", "KR-27", "KR-28", "KR-30", "KR-31")
    assert about("중구", parent="KR-26") == about("부산 중구") == ("district", "KR-26", "중구")
    assert about("중구 (2611000000)") == ("district", "KR-26", "중구")


def test_N3_gwangju_is_told_by_what_stands_around_it():
    assert place("광주").parents == ("KR-29", "KR-41")
    assert about("광주광역시") == ("province", "KR-29", "광주광역시")
    assert about("경기 광주") == about("광주", parent="KR-41") == ("district", "KR-41", "광주시")
    assert axis(["서울", "광주", "대구"])[1].code == "KR-29"
    assert axis(["고양", "과천", "광주", "구리"])[2].parent == "KR-41"


def test_N3_districts_of_one_province_tell_which():
    assert [one.parent for one in axis(["종로구", "중구", "용산구"])] == ["KR-11", "KR-11", "KR-11"]
    assert axis(["소계", "종로구", "중구", "용산구"])[2].parent == "KR-11"
    assert [one.doubt for one in axis(["중구", "동구", "서구"])] == ["several", "several", "several"]


@pytest.mark.parametrize(
    "text", ["도시이외", "기타도시", "살인", "구리", "수도", "계", "합계", "미상", "Sydney", "1100000000", ""]
)
def test_N3_other_words_are_no_region(text):
    assert place(text) is None


@pytest.mark.parametrize(
    "text", ["서울특별시  (1100000000)", "서울특별시\xa0(1100000000)", "1100000000 서울특별시"]
)
def test_N4_codes_in_names(text):
    found = place(text)
    assert (found.name, found.code, found.official) == ("서울특별시", "KR-11", "1100000000")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("세종특별자치시 (3600000000)", "KR-50"),
        ("제주특별자치도 (5000000000)", "KR-49"),
        ("강원도 (4200000000)", "KR-42"),
    ],
)
def test_N4_official_codes_are_not_those_of_iso(text, code):
    assert place(text).code == code


def test_N5_both_ways_to_write_taiwan_are_one_name():
    assert place("台北市") == place("臺北市")
    assert place("宜　蘭　縣").name == "宜蘭縣"


@pytest.mark.parametrize(
    ("text", "code", "since", "until"),
    [
        ("강원도", "KR-42", None, date(2023, 6, 11)),
        ("강원특별자치도", "KR-42", date(2023, 6, 11), None),
        ("전라북도", "KR-45", None, date(2024, 1, 18)),
        ("전북특별자치도", "KR-45", date(2024, 1, 18), None),
        ("강원", "KR-42", None, None),
    ],
)
def test_renamed_provinces_carry_the_day(text, code, since, until):
    found = place(text)
    assert (found.code, found.since, found.until) == (code, since, until)


def test_a_district_that_changed_its_province_is_told_by_the_day():
    assert place("군위군").parents == ("KR-27", "KR-47")
    assert place("군위군", when=date(2023, 6, 30)).parent == "KR-47"
    assert place("군위군", when=date(2023, 7, 1)).parent == "KR-27"


@pytest.mark.parametrize(
    "code", [code for code in catalogue.load().dimensions["geo"].codes.values() if code.police]
)
def test_all_18_police_regions_are_known_by_the_names_of_their_agencies(code):
    for tail in ("청", "경찰청"):
        assert place(code.label["ko"] + tail).code == code.id


@pytest.mark.parametrize(
    ("text", "yes"),
    [("자치구별(2)", True), ("시도", True), ("행정기관", True), ("발생지", True), ("oc_county", True),
     ("發生縣市", True), ("행정기관코드", False), ("죄종별(1)", False),
     ("State-funded primary", False), ("country", False), ("연도", False)],
)  # fmt: skip
def test_a_heading_of_regions(text, yes):
    assert heading(text) is yes


@given(
    st.sampled_from(
        [code for code in catalogue.load().dimensions["geo"].codes.values() if code.kind == "province"]
    )
)
def test_every_name_of_a_province_is_read_back(code):
    for name in (*code.label.values(), *(alias for alias in code.aliases)):
        assert place(name, parent="KR").code == code.id


@given(st.lists(st.text(), max_size=5))
def test_junk_never_raises(texts):
    assert len(axis(texts)) == len(texts)
