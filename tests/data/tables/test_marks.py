"""Missing, zero, suppressed and not applicable stay four different things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.tables.marks import DEFAULTS, REASONS, ZERO, Mark, legend, mark


def test_every_reason_is_one_of_the_nine():
    assert set(DEFAULTS) - {"zero"} <= set(REASONS)


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\u200b", "\xa0"])
def test_M1_a_blank_was_not_collected(text):
    assert mark(text) == Mark("not_collected")


@pytest.mark.parametrize("text", ["-", " - ", "–", "—", "−", "nil", "없음", "(-)"])
def test_M2_a_dash_is_zero(text):
    assert mark(text) == ZERO


@pytest.mark.parametrize("text", ["     －", "        －", "\u3000－"])
def test_M3_a_wide_dash_after_blanks_is_zero(text):
    assert mark(text) == ZERO


NSW = [
    "* This table does not give a count of unique individuals.",
    "Note: To protect the identity of individuals, 'na' indicates that the age category has a count that falls "
    "between 1 and 4 inclusive.",
    "Where this occurs, the Total count cannot be calculated and is indicated by 'nc'.",
    "**   Trend information is not calculated (nc) if at least one 12-month period had less than 20 incidents.",
    "      Ranks and rates are not calculated for the ‘In Custody’ category",
    "*    Ranks and rates are only calculated for Local Government Areas (LGAs)",
]


def test_M4_the_order_of_the_notes_does_not_matter():
    assert legend(NSW[::-1]) == legend(NSW)


def test_M4_the_notes_say_what_na_hides():
    said = legend(NSW)
    assert said == {"na": Mark("suppressed", lower=1, upper=4), "nc": Mark("not_calculable")}
    assert mark("na", said) == Mark("suppressed", lower=1, upper=4)
    assert mark("nc**", said) == Mark("not_calculable")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("na", "not_available"),
        ("NA", "not_available"),
        ("n/a", "not_available"),
        ("N.A.", "not_available"),
        ("np", "not_published"),
        ("n.p.", "not_published"),
        ("..", "not_applicable"),
        ("*", "suppressed"),
        ("nc", "not_calculable"),
        ("...", "not_available"),
        ("…", "not_available"),
        ("np(a)", "not_published"),
        ("..¹", "not_applicable"),
    ],
)
def test_M5_marks_without_a_legend(text, reason):
    assert mark(text) == Mark(reason)


@pytest.mark.parametrize(
    ("note", "token", "reason", "limits"),
    [
        ("np = not published", "np", "not_published", (None, None)),
        ("'x' = suppressed", "x", "suppressed", (None, None)),
        ("x = suppressed; . = not applicable", ".", "not_applicable", (None, None)),
        ("* = 1 to 7", "*", "suppressed", (1, 7)),
        ("* Counts of 1 to 7 have been suppressed", "*", "suppressed", (1, 7)),
        ("* Fewer than 5", "*", "suppressed", (0, 4)),
        ("Numbers less than 5 are replaced by 'x'.", "x", "suppressed", (0, 4)),
        ("x : 5건 미만", "x", "suppressed", (0, 4)),
        ("na not available   np not published   .. not applicable", "..", "not_applicable", (None, None)),
        ("np not available for publication but included in totals", "np", "not_published", (None, None)),
        ("‘-’: 해당 숫자 없음, ‘…’: 미상, ‘X’: 비밀보호", "X", "suppressed", (None, None)),
        ("‘-’: 해당 숫자 없음, ‘…’: 미상, ‘X’: 비밀보호", "…", "not_available", (None, None)),
        ("- : 자료없음", "-", "not_available", (None, None)),
        ("'-' : 해당 없음", "-", "not_applicable", (None, None)),
        ("「－」表示無數值，「…」表示數值不明", "…", "not_available", (None, None)),
        ("[z] not applicable", "z", "not_applicable", (None, None)),
        ("x\tFigures suppressed to prevent disclosure", "x", "suppressed", (None, None)),
    ],
)
def test_M5_a_legend_goes_before_the_defaults(note, token, reason, limits):
    assert legend([note])[token] == Mark(reason, None, *limits)


@pytest.mark.parametrize(
    "note", ["- 없음(0)", "— nil or rounded to zero (including null cells)", "「－」表示無數值"]
)
def test_M2_a_legend_may_say_that_a_dash_is_zero(note):
    assert set(legend([note]).values()) == {ZERO}


def test_M2_a_legend_holds_for_the_other_dashes_too():
    assert mark("   －", legend(["'-' = not available"])) == Mark("not_available")


@pytest.mark.parametrize(
    "note",
    [
        "* This table does not give a count of unique individuals.",
        "* Excludes victims whose age is unknown",
        "- 미상은 연령을 알 수 없는 경우임",
        "1 Not available before 2010",
        "Sex: unknown",
        "Source: police, not published",
        "",
    ],
)
def test_a_footnote_is_no_legend(note):
    assert legend([note]) == {}


@pytest.mark.parametrize(
    ("text", "reason"), [("x", "suppressed"), ("X", "suppressed"), (".", "not_applicable")]
)
def test_M6_x_and_dot(text, reason):
    assert mark(text) == Mark(reason)


@pytest.mark.parametrize(("text", "reason"), [("Stable", "not_applicable"), ("자료없음", "not_available")])
def test_M8_words_in_a_number_column(text, reason):
    assert mark(text) == Mark(reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("비공개", "not_published"),
        ("자료 없음", "not_available"),
        ("해당 없음", "not_applicable"),
        ("c", "suppressed"),
        ("z", "not_applicable"),
        (":", "not_available"),
        ("[c]", "suppressed"),
        ("#REF!", "formula"),
        ("#N/A", "formula"),
        ("#DIV/0!", "formula"),
        ("########", "unreadable"),
    ],
)
def test_further_marks(text, reason):
    assert mark(text) == Mark(reason)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("<5", 0, 4),
        ("< 5", 0, 4),
        ("＜5", 0, 4),
        ("≤4", 0, 4),
        ("5 미만", 0, 4),
        ("5명 미만", 0, 4),
        ("fewer than 5", 0, 4),
        ("5 or fewer", 0, 5),
        ("1-4", 1, 4),
        ("1 to 4", 1, 4),
        ("1～4", 1, 4),
        ("<0.5%", 0, 0.5),
        ("<30", 0, 29),
        (">95%", 95, None),
    ],
)
def test_a_hidden_value_keeps_its_range(text, lower, upper):
    assert mark(text) == Mark("suppressed", None, lower, upper)


@pytest.mark.parametrize(
    "text", ["Male", "123", "2012-13", "2017-2018", "7-3", "Pornography", "△12", "*1", "10 - 17", "18 - 29"]
)
def test_other_texts_are_no_mark(text):
    assert mark(text) is None


@given(st.text(), st.lists(st.text()))
def test_junk_never_raises(text, notes):
    assert (found := mark(text, legend(notes))) is None or found.reason in ("", *REASONS)
