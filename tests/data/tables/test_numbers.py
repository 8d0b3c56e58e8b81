"""A number comes out only where there is one way to read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.tables.numbers import Number, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,395", 1395),
        ("749,750", 749750),
        ("25,643,889", 25643889),
        ("477 ", 477),
        ("1355 ", 1355),
        ("１，２３４", 1234),
        ("1 234 567", 1234567),
        ("1\xa0234", 1234),
        ("1'234", 1234),
        ("16.0753", 16.0753),
        (".5", 0.5),
        ("0", 0),
        ("-5", -5),
        ("−5.2", -5.2),
        ("–5", -5),
        ("－5", -5),
        ("△123", -123),
        ("△ 1,234", -1234),
        ("+5", 5),
        ("1E+05", 100000),
        ("'123", 123),
    ],
)
def test_U1_U4_numbers_as_text(text, value):
    assert number(text) == Number(value)


@pytest.mark.parametrize(
    "text",
    [
        "", "abc", "-", "1,5", "12,34", "1,2345", "1.234,56", "1.234.567", "12 34", "26 30", "1/4", "2017.1/4",
        "123.", "(123)", "123(1)", "12 (45.6)", "1-4", "nan", "inf", "▲5", "▼5", "123k", "약 100", "<5", "1,234)",
        "½", "Ⅳ", "１/２", "x5", "5-", "--5", "٣",
    ],
)  # fmt: skip
def test_what_may_be_read_in_two_ways_or_none_is_not_read(text):
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12.3%", 12.3, "%"),
        ("12.3 %", 12.3, "%"),
        ("１２％", 12, "%"),
        ("12.3%p", 12.3, "%p"),
        ("-1.2%포인트", -1.2, "%p"),
        ("5.3 pp", 5.3, "%p"),
        ("2,623건", 2623, "건"),
        ("123 명", 123, "명"),
        ("275,268件", 275268, "件"),
        ("$1,234", 1234, "$"),
    ],
)
def test_U2_the_unit_beside_a_number(text, value, unit):
    assert number(text) == Number(value, unit)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("123*", "*"),
        ("123**", "**"),
        ("123¹", "1"),
        ("123 p", "p"),
        ("123r", "r"),
        ("123(p)", "p"),
        ("123 (a)", "a"),
        ("123 1)", "1"),
        ("123p)", "p"),
        ("123[r]", "r"),
        ("123 [note 3]", "3"),
        ("123^ #", "^ #"),
    ],
)
def test_F1_marks_glued_to_numbers(text, marks):
    assert number(text) == Number(123, "", tuple(marks.split()))


def test_F1_a_number_in_brackets_is_a_mark_only_if_the_sheet_explains_it():
    assert number("123 (1)") is None
    assert number("123 (1)", notes={"1"}) == Number(123, "", ("1",))


def test_brackets_are_negative_only_where_the_sheet_says_so():
    assert number("(1,234)", bracket_negative=True) == Number(-1234)


@pytest.mark.parametrize("text", ["007", "0000000000", '="0012"', "2020138134800001"])
def test_D8_codes_are_no_measures(text):
    assert number(text).coded


def test_zero_has_no_sign():
    assert str(number("-0").value) == "0.0"


@given(st.integers(-(10**12), 10**12), st.sampled_from([",", " ", "'", "\xa0"]))
def test_a_printed_count_is_read_back(value, sign):
    assert number(f"{value:,}".replace(",", sign)) == Number(value)


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_printed_decimal_is_read_back(value, places):
    printed = f"{value / 10**places:,.{places}f}"
    assert number(printed).value == float(printed.replace(",", ""))


@given(st.text(alphabet=st.characters() | st.sampled_from("0123456789,.-()%*p ")))
def test_junk_never_raises(junk):
    assert number(junk) is None or number(junk).value == number(junk).value
