"""Units, scales and what may be added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.tables.units import Unit, split, stated, unit

PER_100_000 = Unit("rate", 1, 100_000, False)


@pytest.mark.parametrize(
    ("text", "name", "additive"),
    [
        ("명", "person", True),
        ("건", "case", True),
        ("件", "case", True),
        ("No.", "count", True),
        ("no.", "count", True),
        ("Number of incidents", "case", True),
        ("Number of recorded victims", "person", True),
        ("headcount", "person", True),
        ("출동건수", "case", True),
        ("학생수", "person", True),
        ("Total number of offences", "case", True),
        ("%", "percent", False),
        ("구성비", "percent", False),
        ("Percentage of pupils", "percent", False),
        ("%p", "points", False),
        ("rate", "rate", False),
        ("rate(d)", "rate", False),
        ("perm_excl_rate", "rate", False),
        ("검거율", "rate", False),
        ("범죄발생률", "rate", False),
        ("세대당인구", "rate", False),
        ("24-month trend", "change", False),
        ("증감률(전년대비)", "change", False),
        ("Average age", "mean", False),
    ],
)
def test_U2_only_counts_may_be_added(text, name, additive):
    assert unit(text) == Unit(name, additive=additive)


@pytest.mark.parametrize(
    "text",
    [
        "Rate per 100,000", "Rate per 100,000 population", "per 100,000", "인구 10만명당", "인구 10만 명당 발생건수",
        "십만명당", "살인_10만명당", "每十萬人口", "rate_per_100k", "rate per 100 000".replace(" 000", "000"),
    ],
)  # fmt: skip
def test_U2_the_base_of_a_rate(text):
    assert unit(text) == PER_100_000


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("천명", 1e3),
        ("千人", 1e3),
        ("만명", 1e4),
        ("백만명", 1e6),
        ("Persons ('000)", 1e3),
        ("1,000 persons", 1e3),
    ],
)
def test_U5_the_scale_in_words(text, scale):
    assert unit(text) == Unit("person", scale)


@pytest.mark.parametrize(
    ("text", "scale"), [("$m", 1e6), ("$'000", 1e3), ("$", 1), ("NT$", 1), ("백만원", 1e6)]
)
def test_U2_money(text, scale):
    assert unit(text) == Unit("currency", scale)


@pytest.mark.parametrize(
    "text",
    [
        "살인",
        "절도",
        "Total",
        "법률",
        "저작권법률",
        "일당",
        "Permanent",
        "Performance",
        "exchange",
        "1/4",
        "m",
        "조",
        "",
    ],
)
def test_other_words_are_no_unit(text):
    assert unit(text) is None


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("단위: 천명, 가임여자 1명당 명", (Unit("person", 1e3), Unit("rate", 1, 1, False))),
        ("(단위 : 명, %)", (Unit("person"), Unit("percent", additive=False))),
        ("[단위:건]", (Unit("case"),)),
        ("○ 단위 : 명", (Unit("person"),)),
        ("單位：件", (Unit("case"),)),
        ("Unit:Cases", (Unit("case"),)),
        ("Unit: Number, %", (Unit("count"), Unit("percent", additive=False))),
        ("(단위: 건/명/%)", (Unit("case"), Unit("person"), Unit("percent", additive=False))),
        ("Units: per 100,000, no.", (PER_100_000, Unit("count"))),
        ("단위: 천", (Unit("count", 1e3),)),
        ("단위: 마리", (None,)),
        ("단위", ()),
        ("서울특별시", ()),
    ],
)
def test_U5_a_line_states_the_units_in_turn(line, units):
    assert stated(line) == units


@pytest.mark.parametrize(
    ("label", "rest", "name"),
    [
        ("총인구수 (명)", "총인구수", "person"),
        ("發生數\n(件)", "發生數", "case"),
        ("검거율(%)", "검거율", "percent"),
        ("Total (no.)", "Total", "count"),
        ("0 - 17 (%)", "0 - 17", "percent"),
        ("Deaths, %", "Deaths", "percent"),
        ("Amount ($m)", "Amount", "currency"),
    ],
)
def test_U5_units_inside_labels(label, rest, name):
    said, found = split(label)
    assert (said, found.name) == (rest, name)


def test_U5_a_scale_in_brackets_scales_what_stands_before_it():
    assert split("Persons ('000)") == ("Persons", Unit("person", 1e3))
    assert split("계(천명)") == ("계", Unit("person", 1e3))


@pytest.mark.parametrize(
    "label",
    [
        "살인(발생)",
        "해킹(기타)",
        "죄종별(1)",
        "WA (d)",
        "토(일)",
        "Assault (victims)",
        "여성가족부(지수)",
        "(명)",
    ],
)
def test_brackets_that_are_part_of_the_name_stay(label):
    assert split(label) == (label, None)


@given(st.text())
def test_junk_never_raises(junk):
    unit(junk)
    stated("단위: " + junk)
    split(f"살인 ({junk})")
