"""A label names its period, or says what it lacks; a count never becomes a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.tables.periods import Context, axis, context, expects, mentioned, period, serial, within

STRADDLE = period("Apr 2023 - Mar 2024")
PLAIN, ROC = Context(), Context(republic=True)


def days(text: str, about: Context = PLAIN) -> tuple[str, str]:
    found = period(text, about)
    return (found.start.isoformat(), found.end.isoformat()) if found and found.start else None


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("연도", "year"), ("발생년도", "year"), ("year", "year"), ("年別", "year"), ("發生年度", "year"),
        ("OCCURRENCE_YEAR", "year"), ("월", "month"), ("월별(1)", "month"), ("분기", "quarter"), ("發生日期", "day"),
        ("REPORTED_DATE", "day"), ("발생일자", "day"), ("시점", ""), ("기간", ""), ("time_period", ""), ("구분", ""),
        ("民國112年", ""), ("소년", ""), ("학년", ""), ("NC_year", ""), ("월경시이상", ""), ("years", ""),
    ],
)  # fmt: skip
def test_P1_a_heading_may_say_what_its_numbers_are(heading, meaning):
    assert expects(heading) == meaning


def test_P1_years_are_told_by_content():
    assert [one.bare for one in axis(["2020", "2020", "2019", "2019", "2018"])] == [False] * 5
    assert [one and one.bare for one in axis(["범죄", "2020", "2020"])] == [None, False, False]


@pytest.mark.parametrize(
    "count", ["1,395", "2623", "20", "477 ", "1067", "12.5", "2,024", "3000", "1899", "0", "-2020"]
)
def test_a_count_is_no_year(count):
    assert period(count) is None


def test_a_number_that_may_be_a_count_is_called_bare():
    assert period("2014").bare
    assert [one and one.bare for one in axis(["2014", "1067", "2020"])] == [True, None, True]
    assert [one.bare for one in axis(["2017", "1985", "2003"])] == [True, True, True]
    assert not period("2014", Context(expects="year")).bare
    assert not period("2014년").bare


def test_P2_months_as_columns_take_the_year_of_the_row():
    first, last = period("1월"), period("12월")
    assert (first.kind, first.lacks) == ("month", "year")
    assert within(first, period("2019년")).end == date(2019, 1, 31)
    assert within(last, period("2019년")).start == date(2019, 12, 1)
    assert days("2월", Context(outer=period("2020"))) == ("2020-02-01", "2020-02-29")


def test_P3_a_month_in_a_merged_header_of_a_stock():
    about = context(["※ 매월 말일자 통계 현황"])
    found = period("2022년11월", about)
    assert (days("2022년11월"), found.stock) == (("2022-11-01", "2022-11-30"), True)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2017.1/4", "2017-01-01", "2017-03-31"),
        ("1992.3/4", "1992-07-01", "1992-09-30"),
        ("2024년 3분기", "2024-07-01", "2024-09-30"),
        ("2024년 3/4분기", "2024-07-01", "2024-09-30"),
        ("2024 Q3", "2024-07-01", "2024-09-30"),
        ("2024-Q3", "2024-07-01", "2024-09-30"),
        ("Q3 2024", "2024-07-01", "2024-09-30"),
        ("3Q24", "2024-07-01", "2024-09-30"),
        ("March quarter 2024", "2024-01-01", "2024-03-31"),
        ("112年第1季", "2023-01-01", "2023-03-31"),
        ("2024년 상반기", "2024-01-01", "2024-06-30"),
        ("2024년 상반기(1~6월)", "2024-01-01", "2024-06-30"),
        ("Q1 (Jan-Mar) 2024", "2024-01-01", "2024-03-31"),
        ("H2 2024", "2024-07-01", "2024-12-31"),
        ("112年上半年", "2023-01-01", "2023-06-30"),
    ],
)
def test_P4_quarters_and_halves(text, start, end):
    assert days(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "about", "start", "end"),
    [
        ("民國112年", Context(), "2023-01-01", "2023-12-31"),
        ("中華民國 112 年", Context(), "2023-01-01", "2023-12-31"),
        ("112年", Context(), "2023-01-01", "2023-12-31"),
        ("104Y", Context(), "2015-01-01", "2015-12-31"),
        ("10401-10403", Context(), "2015-01-01", "2015-03-31"),
        ("民國112年1-3月", Context(), "2023-01-01", "2023-03-31"),
        ("112年1月", Context(), "2023-01-01", "2023-01-31"),
        ("112學年度", Context(), "2023-08-01", "2024-07-31"),
        ("112", ROC, "2023-01-01", "2023-12-31"),
        ("99年", ROC, "2010-01-01", "2010-12-31"),
        ("11201", ROC, "2023-01-01", "2023-01-31"),
        ("112/01/05", ROC, "2023-01-05", "2023-01-05"),
        ("101", Context(outer=period("2023"), expects="day"), "2023-01-01", "2023-01-01"),
        ("1231", Context(outer=period("2023"), expects="day"), "2023-12-31", "2023-12-31"),
        ("令和5年", Context(), "2023-01-01", "2023-12-31"),
        ("令和5年度", Context(), "2023-04-01", "2024-03-31"),
        ("111年度", Context(), "2022-01-01", "2022-12-31"),
    ],
)
def test_P5_years_of_the_republic(text, about, start, end):
    assert days(text, about) == (start, end)


def test_P5_a_bare_112_is_a_year_only_where_the_sheet_counts_so():
    assert period("112") is None
    assert context(["民國112年"]).republic
    assert context(["發生縣市", "發生年度"]).republic
    assert not context(["연도"]).republic


def test_P5_a_day_that_the_year_does_not_have_stays_without_year():
    assert period("229", Context(outer=period("2023"), expects="day")).lacks == "year"


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Recorded Crime Statistics Apr 2023 - Mar 2024", [("2023-04-01", "2024-03-31")]),
        ("2022년 범죄 발생 지역별 통계", [("2022-01-01", "2022-12-31")]),
        ("2024년 1~7월 허위영상물 현황", [("2024-01-01", "2024-07-31")]),
        ("(2019. 10. 31. 기준)", [("2019-10-31", "2019-10-31")]),
        ("Offences in the 12 months to 30 June 2023, police", [("2022-07-01", "2023-06-30")]),
        ("rate per 100,000 population, 24-month trend", []),
    ],
)
def test_P6_a_period_that_stands_only_in_a_title(title, found):
    assert [(one.start.isoformat(), one.end.isoformat()) for one in mentioned(title)] == found


@pytest.mark.parametrize(
    "text",
    [
        "2022-23",
        "2012-13",
        "2012 - 2013",
        "2017-18 \n",
        "2015/16",
        "1999/00",
        "1998-1999",
        "201617",
        "FY2022-23",
    ],
)
def test_P7_a_year_over_two_calendar_years_stays_open_without_context(text):
    found = period(text)
    assert (found.kind, found.lacks, found.start) == ("straddle", "first_month", None)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Apr 2023 - Mar 2024", "2023-04-01", "2024-03-31"),
        ("April 2023 to March 2024", "2023-04-01", "2024-03-31"),
        ("1 April 2023 to 31 March 2024", "2023-04-01", "2024-03-31"),
        ("Year ending March 2023", "2022-04-01", "2023-03-31"),
        ("12 months to June 2023", "2022-07-01", "2023-06-30"),
        ("2022/23 (Apr 2022 - Mar 2023)", "2022-04-01", "2023-03-31"),
        ("2022-23 (Apr-Mar)", "2022-04-01", "2023-03-31"),
        ("Apr '22 to Mar '23", "2022-04-01", "2023-03-31"),
        ("2023.12~2024.11", "2023-12-01", "2024-11-30"),
    ],
)
def test_P7_a_year_that_says_its_months(text, start, end):
    found = period(text)
    assert (found.kind, days(text)) == ("straddle", (start, end))


@pytest.mark.parametrize(
    ("sheet", "first_month"),
    [
        (["Recorded Crime Statistics Apr 2019 - Mar 2024"], 4),
        (["Year ending March", "England"], 4),
        (["Financial year July to June"], 7),
        (["Data are for each financial year", "Australia"], 7),
        (["Financial year", "England and Wales"], 4),
        (["회계연도", "서울특별시"], 1),
        (["Recorded crime, victims", "Australia"], 7),
        (["200607", "school type"], 9),
        (["Financial year"], None),
        (["School year and financial year", "England"], None),
        (["Premises: School", "England"], None),
    ],
)
def test_P7_when_a_year_begins_is_said_by_the_sheet_or_left_open(sheet, first_month):
    assert context(sheet).first_month == first_month


def test_P7_a_custom_of_the_country_is_called_assumed():
    assert context(["Recorded crime", "Scotland"]).assumed
    assert not context(["Financial year", "Scotland"]).assumed


def test_P7_months_of_such_a_year_belong_to_two_calendar_years():
    assert within(period("January"), STRADDLE).start == date(2024, 1, 1)
    assert within(period("April"), STRADDLE).start == date(2023, 4, 1)
    assert within(period("12월"), STRADDLE).start == date(2023, 12, 1)


def test_P7_a_quarter_of_such_a_year_may_be_its_own_or_the_calendars():
    found = within(period("Q1"), STRADDLE)
    assert found.lacks == "choice"
    assert [one.start for one in found.choices] == [date(2024, 1, 1), date(2023, 4, 1)]
    assert days("2022/23 Q1", Context(first_month=4)) == ("2022-04-01", "2022-06-30")


def test_P8_school_years():
    england = context(["school_type", "England"])
    assert days("201516", england) == ("2015-09-01", "2016-08-31")
    assert days("1999/00", england) == ("1999-09-01", "2000-08-31")
    assert days("2023학년도") == ("2023-03-01", "2024-02-29")


def test_P8_201112_is_a_year_beside_201213_and_a_month_beside_201110():
    assert [one.kind for one in axis(["201112", "201213"])] == ["straddle", "straddle"]
    assert [one.kind for one in axis(["201110", "201111", "201112"])] == ["month"] * 3
    alone = axis(["201112"])[0]
    assert (alone.lacks, [one.kind for one in alone.choices]) == ("choice", ["month", "straddle"])


def test_P9_calendar_and_financial_years_in_one_column():
    found = axis(["2021", "2022", "2022-23"], Context(first_month=7))
    assert [(one.kind, one.bare) for one in found] == [("year", False), ("year", False), ("straddle", False)]
    assert found[2].start == date(2022, 7, 1)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024년", "2024-01-01", "2024-12-31"),
        ("2024년도", "2024-01-01", "2024-12-31"),
        ("'24", "2024-01-01", "2024-12-31"),
        ("’98년", "1998-01-01", "1998-12-31"),
        ("2024p", "2024-01-01", "2024-12-31"),
        ("2017.0", "2017-01-01", "2017-12-31"),
        ("2018-10", "2018-10-01", "2018-10-31"),
        ("2024.07", "2024-07-01", "2024-07-31"),
        ("2024. 7.", "2024-07-01", "2024-07-31"),
        ("Jan 2024", "2024-01-01", "2024-01-31"),
        ("Sept-23", "2023-09-01", "2023-09-30"),
        ("202407", "2024-07-01", "2024-07-31"),
        ("'24.1~7월", "2024-01-01", "2024-07-31"),
        ("2024년 1~7월", "2024-01-01", "2024-07-31"),
        ("2024년(1~7월)", "2024-01-01", "2024-07-31"),
        ("2024.1.~7.", "2024-01-01", "2024-07-31"),
        ("2024. 1. 1. ~ 7. 31.", "2024-01-01", "2024-07-31"),
        ("2024년 1월 1일부터 7월 25일까지", "2024-01-01", "2024-07-25"),
        ("'23.8~'24.7", "2023-08-01", "2024-07-31"),
        ("January to March 2024", "2024-01-01", "2024-03-31"),
        ("Dec 2022 - Feb 2023", "2022-12-01", "2023-02-28"),
        ("2014~2021년", "2014-01-01", "2021-12-31"),
        ("2012-2016", "2012-01-01", "2016-12-31"),
        ("2017~2018년", "2017-01-01", "2018-12-31"),
        ("2018021406", "2018-02-14", "2018-02-14"),
        ("2024년 8월 26일", "2024-08-26", "2024-08-26"),
    ],
)
def test_years_months_spans_and_days(text, start, end):
    assert days(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-12-31 기준", "2022-12-31"),
        ("2022년 12월말", "2022-12-31"),
        ("2022년 11월 말일", "2022-11-30"),
        ("Year End 2023", "2023-12-31"),
        ("112年底", "2023-12-31"),
        ("as at 31 December 2023", "2023-12-31"),
        ("end of November 2022", "2022-11-30"),
    ],
)
def test_a_state_on_a_day_is_a_stock(text, day):
    assert (days(text), period(text).stock) == ((day, day), True)


def test_what_has_two_readings_comes_back_with_both():
    assert [one.kind for one in period("2011-12").choices] == ["month", "straddle"]
    assert [one.start for one in period("3/4/2024").choices] == [date(2024, 3, 4), date(2024, 4, 3)]
    assert period("FY2023").lacks == "first_month"
    assert days("FY2023", Context(first_month=7, names="end")) == ("2022-07-01", "2023-06-30")
    assert days("FY2023", Context(first_month=4, names="start")) == ("2023-04-01", "2024-03-31")


@pytest.mark.parametrize(
    "text",
    ["0-17", "26 30", "2014년~", "10-12", "1-4", "2024-13", "202213", "2024-02-30", "2024-2023", "2012-13 Total",
     "Maybe", "살인", "매월 말일", "10401", "12-6am", "2021년_남", "", "인구 (2022년)", "100세 이상", "Q5", "0월"],
)  # fmt: skip
def test_other_texts_are_no_period(text):
    assert period(text) is None


def test_D2_the_order_of_day_and_month_is_told_by_the_others():
    found = axis(["8/1/2014 4:00:00 AM", "4/30/2020 4:00:00 AM"])
    assert [one.start for one in found] == [date(2014, 8, 1), date(2020, 4, 30)]
    assert axis(["8/1/2014", "30/4/2020"])[0].start == date(2014, 1, 8)
    assert axis(["8/1/2014"])[0].lacks == "choice"


def test_months_run_on_into_the_next_year():
    found = axis(["2023년 11월", "12월", "1월", "2월"])
    assert [one.start for one in found] == [
        date(2023, 11, 1),
        date(2023, 12, 1),
        date(2024, 1, 1),
        date(2024, 2, 1),
    ]


def test_first_days_that_step_by_months_are_months():
    assert [one.kind for one in axis(["2023-01-01", "2023-02-01", "2023-03-01"])] == ["month"] * 3
    assert [one.kind for one in axis(["2022-01-01", "2023-01-01"])] == ["year"] * 2
    assert [one.kind for one in axis(["2023-01-01", "2023-01-02"])] == ["day"] * 2


def test_day_numbers_of_both_date_systems():
    # 1 January 2024 is day 45292 from 1900 and 43830 from 1904 (support.microsoft.com, "Date systems in Excel").
    assert serial(45292) == serial(45292 - 1462, date_1904=True) == date(2024, 1, 1)
    assert (serial(59), serial(60), serial(61)) == (date(1900, 2, 28), None, date(1900, 3, 1))
    assert (serial(0), serial(0, date_1904=True)) == (None, date(1904, 1, 1))
    assert days("45292", Context(expects="day")) == ("2024-01-01", "2024-01-01")
    assert period("45292") is None


YEARS, QUARTERS, MONTHS = st.integers(1971, 2069), st.integers(1, 4), st.integers(1, 12)
NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December")  # fmt: skip


@given(YEARS, st.sampled_from(["{}", "{}년", "{}年", "{}년도", "'{:02}", "Year {}", "{}(p)", "{} ¹"]))
def test_a_printed_year_is_read_back(year, notation):
    printed = notation.format(year % 100 if "02" in notation else year)
    assert days(printed) == (f"{year}-01-01", f"{year}-12-31")


@given(st.integers(1990, 2060), st.sampled_from(["民國{}年", "民國 {} 年", "中華民國{}年", "민국{}년"]))
def test_a_printed_year_of_the_republic_is_read_back(year, notation):
    assert days(notation.format(year - 1911)) == (f"{year}-01-01", f"{year}-12-31")


@given(
    YEARS, QUARTERS,
    st.sampled_from(["{0}.{1}/4", "{0} Q{1}", "Q{1} {0}", "{0}Q{1}", "{0}년 제{1}분기", "{0}년{1}/4분기"]),
)  # fmt: skip
def test_a_printed_quarter_is_read_back(year, quarter, notation):
    found = period(notation.format(year, quarter))
    assert (found.kind, found.start) == ("quarter", date(year, 3 * quarter - 2, 1))


@given(
    YEARS, MONTHS,
    st.sampled_from(["{0}년{1}월", "{0}년 {1}월", "{0}.{1:02}", "{0}. {1}.", "{2} {0}", "{2:.3} {0}", "{2:.3}-{0}"]),
)  # fmt: skip
def test_a_printed_month_is_read_back(year, month, notation):
    found = period(notation.format(year, month, NAMES[month - 1]))
    assert (found.kind, found.start) == ("month", date(year, month, 1))


@given(
    st.tuples(YEARS, MONTHS), st.tuples(YEARS, MONTHS),
    st.sampled_from(["{0}.{1}~{2}.{3}", "{0}년 {1}월 ~ {2}년 {3}월", "{4} {0} - {5} {2}", "{4:.3} {0} to {5:.3} {2}"]),
)  # fmt: skip
def test_a_printed_span_is_read_back(one, other, notation):
    (first, begin), (last, end) = sorted([one, other])
    if (first, begin) == (last, end):
        return
    found = period(notation.format(first, begin, last, end, NAMES[begin - 1], NAMES[end - 1]))
    assert (found.start, (found.end + timedelta(1)).replace(day=1)) == (
        date(first, begin, 1),
        date(last + end // 12, end % 12 + 1, 1),
    )


@given(
    st.integers(1971, 2067),
    st.integers(2, 12),
    st.sampled_from(["{0}-{1:02}", "{0}/{1:02}", "{0}{1:02}", "{0} - {2}", "{0}–{2}"]),
)
def test_a_printed_straddling_year_is_read_back(year, first_month, notation):
    found = period(notation.format(year, (year + 1) % 100, year + 1), Context(first_month=first_month))
    assert (found.kind, found.start) == ("straddle", date(year, first_month, 1))


@given(
    st.dates(date(1990, 1, 1), date(2068, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y. %m. %d.", "%Y년 %m월 %d일", "%d %B %Y", "%Y%m%d"]),
)
def test_a_printed_day_is_read_back(day, notation):
    found = period(day.strftime(notation))
    assert (found.kind, found.start, found.end) == ("day", day, day)


@given(
    st.lists(
        st.text(alphabet=st.characters() | st.sampled_from("0123456789년월분기-~/.'Q "), max_size=12),
        max_size=4,
    )
)
def test_junk_never_raises(texts):
    about = context(texts)
    assert len(axis(texts, about)) == len(texts)
    for text in texts:
        expects(text)
        mentioned(text)
        for kind in ("year", "quarter", "month", "day"):
            period(text, Context(outer=STRADDLE, republic=True, expects=kind))
