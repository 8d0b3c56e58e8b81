"""Which windows are whole, which days match, and which two values may be set side by side."""

from calendar import isleap
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import BadWindow
from analysis.windows import (
    Event,
    Statement,
    Window,
    comparability,
    contains,
    kind,
    overlaps,
    same_days_last_year,
    whole_years,
)


def window(start: str, end: str) -> Window:
    return Window(date.fromisoformat(start), date.fromisoformat(end))


def year(number: int) -> Window:
    return Window(date(number, 1, 1), date(number, 12, 31))


JULY_2024 = window("2024-01-01", "2024-07-31")
JULY_2023 = window("2023-01-01", "2023-07-31")


def cases(where: Window, **changes) -> Statement:
    return replace(Statement(where, "police_cases", "kics", "case"), **changes)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-01-01", "2024-07-31", 213),
        ("2023-01-01", "2023-07-31", 212),
        ("2024-08-28", "2024-12-31", 126),
        ("2024-01-01", "2024-12-31", 366),
        ("2023-01-01", "2023-12-31", 365),
        ("1900-02-01", "1900-03-01", 29),
        ("2024-02-29", "2024-02-29", 1),
    ],
)
def test_both_ends_and_leap_days_count(start, end, expected):
    assert window(start, end).days == expected


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(BadWindow, match="2024-02-02 to 2024-02-01"):
        window("2024-02-02", "2024-02-01")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-02-01", "2024-02-29", "month"),
        ("2024-02-01", "2024-02-28", "custom"),
        ("2023-02-01", "2023-02-28", "month"),
        ("2024-01-01", "2024-01-31", "month"),
        ("2024-01-01", "2024-03-31", "quarter"),
        ("2024-10-01", "2024-12-31", "quarter"),
        ("2024-02-01", "2024-04-30", "custom"),
        ("2024-01-01", "2024-12-31", "year"),
        ("2024-01-01", "2024-07-31", "ytd"),
        ("2024-01-01", "2024-08-27", "ytd"),
        ("2024-01-01", "2024-12-30", "ytd"),
        ("2024-01-01", "2025-12-31", "custom"),
        ("2024-08-28", "2025-03-31", "custom"),
        ("2024-11-01", "2025-10-31", "custom"),
    ],
)
def test_kinds_of_windows(start, end, expected):
    assert kind(window(start, end)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-01-01", "2024-12-31", 1),
        ("2021-01-01", "2023-12-31", 3),
        ("2024-11-01", "2025-10-31", 1),
        ("2024-01-01", "2024-12-30", 0),
        ("2024-01-01", "2024-07-31", 0),
        ("2024-01-02", "2024-12-31", 0),
        ("2023-03-01", "2024-02-29", 1),
        ("2023-03-01", "2024-02-28", 0),
    ],
)
def test_whole_years(start, end, expected):
    assert whole_years(window(start, end)) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (("2024-01-01", "2024-07-31"), ("2023-01-01", "2023-07-31")),
        (("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
        (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
        (("2025-01-01", "2025-02-28"), ("2024-01-01", "2024-02-29")),
        (("2025-02-10", "2025-02-28"), ("2024-02-10", "2024-02-28")),
        (("2024-02-29", "2024-02-29"), ("2023-02-28", "2023-02-28")),
        (("2024-02-29", "2024-03-10"), ("2023-02-28", "2023-03-10")),
        (("2024-11-01", "2025-10-31"), ("2023-11-01", "2024-10-31")),
    ],
)
def test_the_same_days_of_last_year(given_, expected):
    assert same_days_last_year(window(*given_)) == window(*expected)


DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
WINDOWS = st.builds(
    lambda start, days: Window(start, start + timedelta(days=days)), DAYS, st.integers(0, 900)
)


@given(WINDOWS)
def test_the_same_days_differ_by_leap_days_only(one):
    assert abs(same_days_last_year(one).days - one.days) <= 1


@given(st.integers(1990, 2040))
def test_every_calendar_year_is_whole_and_maps_to_the_year_before(number):
    assert kind(year(number)) == "year"
    assert whole_years(year(number)) == 1
    assert year(number).days == 365 + isleap(number)
    assert same_days_last_year(year(number)) == year(number - 1)


@given(WINDOWS, WINDOWS)
def test_windows_that_contain_overlap(a, b):
    assert overlaps(a, b) == overlaps(b, a)
    assert overlaps(a, b) or not contains(a, b)
    assert (contains(a, b) and contains(b, a)) == (a == b)


CODES = (("age", "Y10S"),)
LINES = [
    (
        "different_indicator",
        "blocked",
        "none",
        cases(year(2022)),
        cases(year(2023), indicator="police_cleared"),
    ),
    ("different_unit", "blocked", "none", cases(year(2022)), cases(year(2023), unit="person")),
    ("different_basis", "blocked", "none", cases(year(2023)), cases(year(2024), basis="hand")),
    ("different_group", "blocked", "none", cases(year(2022)), cases(year(2023), codes=CODES)),
    ("different_group", "caution", "whole_years", cases(year(2023)), cases(year(2023), codes=CODES)),
    ("missing", "blocked", "none", cases(year(2022), status="M"), cases(year(2023))),
    ("series_break", "blocked", "none", cases(year(2022)), cases(year(2023), status="B")),
    ("overlapping_windows", "blocked", "none", cases(year(2024)), cases(JULY_2024)),
    ("", "ok", "whole_years", cases(year(2022)), cases(year(2023))),
    ("", "ok", "whole_years", cases(year(2023)), cases(window("2024-11-01", "2025-10-31"))),
    ("", "ok", "whole_years", cases(year(2022), status="B"), cases(year(2023))),
    ("", "ok", "same_window", cases(JULY_2023), cases(JULY_2024)),
    ("", "ok", "same_window", cases(JULY_2024), cases(JULY_2024)),
    ("unequal_days", "caution", "pace", cases(window("2021-01-01", "2022-12-31")), cases(year(2023))),
    ("incomplete_year", "caution", "pace", cases(year(2023)), cases(JULY_2024)),
    (
        "other_season",
        "caution",
        "pace",
        cases(window("2023-07-01", "2023-07-31")),
        cases(window("2023-08-01", "2023-08-31")),
    ),
    (
        "unequal_days",
        "caution",
        "pace",
        cases(window("2023-01-01", "2023-01-31")),
        cases(window("2023-02-01", "2023-02-28")),
    ),
    ("provisional", "caution", "whole_years", cases(year(2022)), cases(year(2023), status="P")),
    ("estimated", "caution", "whole_years", cases(year(2022), status="E"), cases(year(2023))),
    ("forecast", "caution", "whole_years", cases(year(2022)), cases(year(2023), status="F")),
]


@pytest.mark.parametrize(
    ("code", "level", "mode", "a", "b"), LINES, ids=[f"{line[0] or line[2]}-{line[1]}" for line in LINES]
)
def test_each_line_of_the_decision_table(code, level, mode, a, b):
    verdict = comparability(a, b)
    assert (verdict.level, verdict.mode) == (level, mode)
    assert (code in dict(verdict.reasons)) if code else (verdict.reasons == ())
    assert comparability(b, a) == verdict


def test_the_reasons_tell_the_days_of_both_windows():
    (reason,) = comparability(cases(JULY_2024), cases(year(2023))).reasons
    assert reason == ("incomplete_year", {"earlier_days": 365, "later_days": 213, "incomplete": "later"})


CRACKDOWN = Event("crackdown", date(2024, 8, 28), date(2025, 3, 31), "blocked")
LAW = Event("law", date(2024, 10, 16), None, "blocked")


@pytest.mark.parametrize(
    ("event", "a", "b", "where"),
    [
        (CRACKDOWN, year(2022), year(2023), ""),
        (CRACKDOWN, year(2023), year(2024), "in_later"),
        (CRACKDOWN, year(2024), year(2025), "in_earlier"),
        (CRACKDOWN, year(2023), year(2025), "between"),
        (CRACKDOWN, year(2025), year(2026), "ended"),
        (CRACKDOWN, year(2026), year(2027), ""),
        (CRACKDOWN, window("2024-09-01", "2024-09-30"), window("2024-10-01", "2024-10-31"), ""),
        (CRACKDOWN, year(2024), year(2024), ""),
        (LAW, JULY_2023, JULY_2024, ""),
        (LAW, year(2023), year(2024), "in_later"),
        (LAW, year(2024), year(2025), "in_earlier"),
        (LAW, JULY_2024, window("2025-01-01", "2025-07-31"), "between"),
        (LAW, year(2025), year(2026), ""),
        (LAW, window("2024-10-15", "2024-10-15"), window("2024-10-16", "2024-10-16"), "between"),
        (LAW, window("2024-10-16", "2024-10-16"), window("2024-10-17", "2024-10-17"), ""),
    ],
)
def test_an_event_separates_unless_both_windows_are_inside_or_it_is_outside_both(event, a, b, where):
    verdict = comparability(cases(a), cases(b), [event])
    assert dict(verdict.reasons).get(event.id, {}).get("where", "") == where
    assert (verdict.level == "blocked") == bool(where)
    assert comparability(cases(b), cases(a), [event]) == verdict


def test_an_event_reaches_only_its_indicators_and_bases_and_only_with_an_effect():
    pair = cases(year(2023)), cases(year(2024))
    here = Event("here", date(2024, 1, 1), None, "caution", ("police_cases",), ("kics",))
    assert [code for code, _ in comparability(*pair, [here]).reasons] == ["here"]
    assert comparability(*pair, [here]).mode == "whole_years"
    for change in ({"indicators": ("school_reports",)}, {"bases": ("hand",)}, {"effect": "none"}):
        assert comparability(*pair, [replace(here, **change)]).level == "ok"


def test_the_published_trap_is_blocked_in_every_form():
    """297 to July 2024, 1,202 in 2024 compiled by hand, 180 in 2023 from the record system."""
    hand = Event("hand_2024", date(2024, 1, 1), None, "blocked", ("police_cases",), ("hand",))
    before, part = cases(year(2023)), cases(JULY_2024)
    after = cases(year(2024), basis="hand")
    assert comparability(before, part, [hand, LAW]).mode == "pace"
    assert comparability(before, after, [hand, LAW]).level == "blocked"
    assert [code for code, _ in comparability(before, after, [hand]).reasons] == [
        "different_basis",
        "hand_2024",
    ]


LETTERS = st.sampled_from("APEBMF")
STATEMENTS = st.builds(
    Statement,
    WINDOWS,
    st.sampled_from(["police_cases", "police_cleared"]),
    st.sampled_from(["kics", "hand"]),
    st.sampled_from(["case", "person"]),
    LETTERS,
    st.sampled_from([(), CODES]),
)
EVENTS = st.lists(
    st.builds(
        lambda name, start, days, effect: Event(
            name, start, None if days is None else start + timedelta(days=days), effect
        ),
        st.sampled_from(["one", "two"]),
        DAYS,
        st.none() | st.integers(0, 900),
        st.sampled_from(["blocked", "caution", "none"]),
    ),
    max_size=3,
)


@given(STATEMENTS, STATEMENTS, EVENTS)
def test_the_verdict_does_not_depend_on_the_order(a, b, events):
    verdict = comparability(a, b, events)
    assert comparability(b, a, events) == verdict
    assert (verdict.level == "blocked") == (verdict.mode == "none")
    assert (verdict.level == "ok") == (not verdict.reasons)


@given(STATEMENTS, EVENTS)
def test_a_normal_statement_is_comparable_with_itself(one, events):
    normal = replace(one, status="A")
    assert comparability(normal, normal, events).level == "ok"


@given(STATEMENTS, STATEMENTS, EVENTS)
def test_counts_of_unequal_windows_are_never_compared_as_they_stand(a, b, events):
    verdict = comparability(a, b, events)
    if abs(a.window.days - b.window.days) > 1:
        assert verdict.mode in ("pace", "none") or whole_years(a.window) == whole_years(b.window) > 1
