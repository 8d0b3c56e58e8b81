"""Unusually high counts on the screen: recomputed here, silent with a reason, telling nothing that is withheld."""

import re

import pandas as pd
import pytest

from analysis.alerts import many
from dashboard import describe, router
from dashboard.charts import result
from dashboard.compose import alerts
from dashboard.compose.pick import pick
from dashboard.pages import PAGES
from dashboard.static import to_html
from dashboard.view import View
from dashboard.words import words
from data.releases import Store
from tests.dashboard import months


@pytest.fixture(scope="module")
def monthly(tmp_path_factory):
    return months.release(tmp_path_factory.mktemp("달"))


def shown(release, chart="alerts", **options):
    return result(chart, View("ko", "chart", chart, options=tuple(sorted(options.items()))), release)


def page(release, address):
    store = Store(release.path.parents[1])
    made = router.page(router.Asked(address, ""), release, store, PAGES).component
    return re.sub(r"<[^>]+>", " ", to_html(made))


def test_the_planted_month_is_the_one_that_is_unusual(monthly):
    found = [pair for pair in alerts.paired(shown(monthly).rows) if alerts.is_unusual(pair)]
    assert [(str(count.window.start), count.value, count.codes) for count, _ in found] == [
        ("2025-07-01", 120, ())
    ]


def test_expected_and_threshold_are_those_of_the_visible_counts(monthly):
    index = pd.period_range(months.FIRST, months.LAST, freq="M")
    table = pd.DataFrame({"KR": months.COUNTRY, "KR-11": months.SEOUL}, index=index, dtype=float)
    wanted = many(table, last=12).frame.set_index(["series", "period"])
    pairs = alerts.paired(shown(monthly).rows)
    assert len(pairs) == 24
    for count, expected in pairs:
        row = wanted.loc[dict(count.codes).get("geo", "KR"), pd.Period(count.window.start, "M")]
        assert (expected.value, expected.upper) == pytest.approx((row["expected"], row["threshold"]))
        assert (expected.status, expected.lower) == ("E", None)
        score = (count.value - row["expected"]) / (row["threshold"] - row["expected"])
        assert alerts.score((count, expected)) == pytest.approx(score)


def test_chance_alone_is_said(monthly):
    """Two series at 1 % each are 0.02 false alarms a month."""
    facts = shown(monthly).facts
    assert (facts["series"], facts["false"], facts["unusual"]) == (2, "0.02", 1)
    assert "0.02" in describe.sentence(shown(monthly), words("en"))


def test_a_series_with_a_withheld_count_is_silent_with_its_reason(monthly):
    reasons = {row.code("geo"): reason for row, reason in shown(monthly).gaps}
    assert reasons == {"KR-26": "withheld", "KR-49": "withheld"}
    assert not any(row.code("geo") in reasons for row in shown(monthly).rows)
    text = page(monthly, "/en/alerts")
    assert "withheld to protect people" in text
    assert "Busan" in text


def test_what_is_withheld_changes_nothing_that_is_shown(monthly, tmp_path):
    """Were a withheld value in the table by mistake, another value would give the same page."""
    pages = []
    for number, value in enumerate((0.0, 4.0)):
        frame = months.FRAME.copy()
        hidden = frame["conf_status"] == "C"
        frame.loc[hidden, "value"] = value
        made = months.release(tmp_path / str(number), frame)
        assert alerts.paired(shown(made).rows) == alerts.paired(shown(monthly).rows)
        pages.append(page(made, "/ko/alerts"))
    assert pages[0] == pages[1]


def test_two_years_of_school_counts_are_too_short(monthly):
    silent = shown(monthly, kind="incidents_school")
    assert silent.rows == ()
    assert [reason for _, reason in silent.gaps] == ["too_short"]
    assert "No series can be judged" in describe.sentence(silent, words("en"))


def test_the_threshold_is_drawn_over_the_columns(monthly):
    card = shown(monthly, "monthly")
    expected = {row.window: row.upper for row in card.rows if row.formula == "expected"}
    assert len(expected) == 24
    figure = alerts_figure(card)
    lines = [shape for shape in figure["layout"]["shapes"] if shape["type"] == "line"]
    assert [line["y0"] for line in lines] == list(expected.values())
    counts = [row for row in card.rows if row.formula != "expected"]
    assert [(line["x0"] + line["x1"]) / 2 for line in lines] == [
        place for place, row in enumerate(counts) if row.window in expected
    ]
    assert "1 lay above the threshold" in describe.sentence(card, words("en"))


def alerts_figure(card):
    from dashboard.charts import CHARTS

    return CHARTS["monthly"].draw(card, words("ko"))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_without_months_the_page_says_what_would_be_needed(lang, release):
    card = shown(release)
    assert (card.rows, card.refusal) == ((), ("no_months", {}))
    assert {"ko": "사건 시트", "en": "incident sheets"}[lang] in describe.sentence(card, words(lang))


def test_expected_counts_are_no_observations(monthly):
    assert all(row.status != "E" for row in pick(monthly, "incidents_police", kind="month", geo="*"))


def test_both_languages_list_the_same_numbers(monthly):
    told = [re.findall(r"\d+\.\d\d", page(monthly, f"/{lang}/alerts")) for lang in ("ko", "en")]
    assert told[0] == told[1]
    assert len(told[0]) > 20
