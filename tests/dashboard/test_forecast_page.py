"""The forecast page: the reason and what would be needed, or the interval first and how past ones did."""

from datetime import date

import pytest

from analysis.windows import Window
from dashboard import describe
from dashboard.charts import result
from dashboard.compose.forecasts import _needed
from dashboard.pages import tried
from dashboard.result import Row
from dashboard.static import to_html
from dashboard.view import View
from dashboard.words import words


def shown(release, series):
    return result("forecast", View("ko", "chart", "forecast", options=(("series", series),)), release)


@pytest.mark.parametrize(
    ("lang", "said", "under"),
    [
        ("ko", ["2024. 1. 1.", "1개 기간", "적어도 4개", "2027년 값이 나온 뒤"], "관측값(전망 없음)"),
        ("en", ["1 January 2024", "so far: 1; needed: 4", "figure for 2027"], "Observed values; no forecast"),
    ],
)
def test_police_cases_are_not_forecast_and_the_page_says_from_when_they_could_be(lang, said, under, release):
    """Counted by hand since 2024: 2024, 2025, 2026 and 2027 are the first four years counted one way."""
    made = shown(release, "police_cases")
    sentence = describe.sentence(made, words(lang))
    assert [part for part in said if part not in sentence] == []
    assert describe.subtitle(made, words(lang)) == under
    assert [row.value for row in made.rows] == [156, 160, 180, 1202]
    assert tried.details(made, words(lang)) == []


@pytest.mark.parametrize(
    ("kind", "window", "missing", "expected"),
    [
        ("month", Window(date(2024, 11, 1), date(2024, 11, 30)), 3, (date(2025, 2, 1), date(2025, 2, 28))),
        ("quarter", Window(date(2024, 10, 1), date(2024, 12, 31)), 2, (date(2025, 4, 1), date(2025, 6, 30))),
        ("year", Window(date(2024, 1, 1), date(2024, 12, 31)), 0, (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_the_period_that_would_make_the_history_long_enough(kind, window, missing, expected):
    last = Row("observed", "police_cases", window, kind, "2025", 5.0, "case")
    found = _needed(last, {"found": 4 - missing, "needed": 4})
    assert (found.window.start, found.window.end) == expected
    assert (found.value, found.status) == (None, "M")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_interval_comes_first_and_past_forecasts_stand_beside_the_last_value(lang, release):
    made = shown(release, "regulator_requests")
    low, high = (made.facts[name] for name in ("next_low", "next_high"))
    sentence = describe.sentence(made, words(lang))
    assert sentence.index(words(lang).number(low)) < sentence.index(words(lang).number(high))
    assert sentence.index(words(lang).number(high)) < sentence.index(
        words(lang).number(made.facts["next"].value)
    )
    ((past, came, before),) = made.facts["trials"]
    assert (came.value, before.value) == (23107, 7187)
    page = to_html(tried.details(made, words(lang)))
    for told in ("23,107", "7,187", words(lang).w("tried.title")):
        assert told in page
    assert (words(lang).w("tried.no") in page) == (not past.lower <= came.value <= past.upper)
