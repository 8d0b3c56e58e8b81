"""Days as people write them, by hand and against Excel's own count."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ingest import dates

MARCH_5 = date(2024, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05", "2024.3.5.", "2024. 3. 5.", "2024/03/05", "2024년 3월 5일", "2024년3월5일", "20240305",
        "20240305143000", "2024030514", "２０２４-03-05", "2024.3.5(화) 14:30", "2024-03-05 23:59:59",
        "2024-03-05 오후 3:05", "2024-03-05 3:05 PM", "2024년 3월 5일 14시 30분", "5 March 2024", "Mar 5, 2024",
        "2024-03-04T15:00:00Z", "2024-03-05T14:59:59Z", "2024-03-05T23:59:59+09:00",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(text):
    assert dates.from_text(text) == dates.Day(MARCH_5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-13-05", "bad_date"), ("2024-02-30", "bad_date"), ("2023-02-29", "bad_date"), ("3월 5일", "bad_date"),
        ("2024-03-05 25:00", "bad_date"), ("20241305", "bad_date"), ("어제", "bad_date"), ("31/31/2024", "bad_date"),
        ("2024-03", "date_without_day"), ("2024년 3월", "date_without_day"), ("2024", "date_without_day"),
        ("2024년 3분기", "date_without_day"), ("03/05/2024", "ambiguous_date"), ("5.3.2024", "ambiguous_date"),
        ("24/3/5", "ambiguous_date"),
    ],
)  # fmt: skip
def test_what_is_no_single_day_says_why(text, code):
    found = dates.from_text(text)
    assert (found.day, found.code) == (None, code)


def test_day_and_month_are_told_apart_by_size_only():
    assert dates.from_text("13/05/2024").day == date(2024, 5, 13)
    assert dates.from_text("05/13/2024").day == date(2024, 5, 13)
    assert dict(dates.from_text("03/05/2024").fields) == {"first": "2024-03-05", "second": "2024-05-03"}
    assert dates.from_text("05/05/2024").day == date(2024, 5, 5)


def test_a_two_digit_year_means_this_century_and_is_reported():
    assert dates.from_text("24.3.5") == dates.Day(MARCH_5, "short_year", (("read", "2024-03-05"),))
    assert dates.from_text("'24. 3. 5.").day == MARCH_5
    assert dates.from_text("99.12.31").day == date(2099, 12, 31)


# Microsoft documents 1 January 2008 as 39448 (support.microsoft.com, "Date systems in Excel") and as 37986 from 1904.
@pytest.mark.parametrize(("number", "mac"), [(39448, False), (37986, True)])
def test_excel_day_numbers_in_both_systems(number, mac):
    assert dates.from_number(number, mac) == dates.Day(
        date(2008, 1, 1), "date_serial", (("read", "2008-01-01"),)
    )


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.booleans(), st.floats(0, 0.99999))
def test_every_day_number_comes_back(day, mac, time_of_day):
    # 1,462 days lie between the starts of the two systems.
    number = (day - date(1899, 12, 30)).days - (1462 if mac else 0)
    assert dates.from_number(number + time_of_day, mac).day == day
    assert dates.from_serial((day - date(1899, 12, 30)).days + time_of_day) == dates.Day(day)


@pytest.mark.parametrize("number", [0, 1, 59, 60, 61, 17, -5, 202403, 2024, 1e300])
def test_numbers_that_are_no_plausible_day_are_refused(number):
    assert dates.from_number(number, False).day is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_korean_forms_round_trip(day):
    for text in (
        f"{day:%Y-%m-%d}",
        f"{day.year}. {day.month}. {day.day}.",
        f"{day.year}년 {day.month}월 {day.day}일",
        f"{day:%Y%m%d}",
    ):
        assert dates.from_text(text).day == day


@given(st.text(max_size=30))
def test_no_text_makes_it_stumble(text):
    assert (dates.from_text(text).day is None) == (dates.from_text(text).code not in ("", "short_year"))
    dates.period(text)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024년 3분기", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024 Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("Q1 2024", date(2024, 1, 1), date(2024, 3, 31)),
        ("2017.1/4", date(2017, 1, 1), date(2017, 3, 31)),
        ("2024년 2월", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2023년", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-08-28 ~ 2025-03-31", date(2024, 8, 28), date(2025, 3, 31)),
        ("2024.8.28.부터 2025.3.31.까지", date(2024, 8, 28), date(2025, 3, 31)),
    ],
)
def test_periods(text, start, end):
    assert dates.period(text) == (start, end)


@pytest.mark.parametrize("text", ["2024년 5분기", "2024년 13월", "2025-01-01 ~ 2024-01-01", "지난달", ""])
def test_what_is_no_period(text):
    assert dates.period(text) is None


def test_the_end_of_a_quarter_is_a_day_before_the_next():
    quarters = [dates.period(f"2024 Q{number}") for number in (1, 2, 3, 4)]
    for (_, end), (start, _) in pairwise(quarters):
        assert start - end == timedelta(days=1)
