"""What changed: every number is found a second time by scipy or statsmodels, every word by its rule."""

import csv
import io
import math
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from dashboard import answers, findings, router
from dashboard.app import create_app
from dashboard.charts import result
from dashboard.compose import changes, tested
from dashboard.compose.pick import pick
from dashboard.pages import PAGES
from dashboard.static import to_html
from dashboard.view import View
from dashboard.words import words
from tests.dashboard.rows import row, year

PUBLISHED = [name for name in changes.SERIES if not name.startswith("incidents_")]


@pytest.fixture
def show(release):
    def shown(name):
        return result("changes", View("en", "chart", "changes", options=(("series", name),)), release)

    return shown


def trend_of(shown):
    return next((finding for finding in shown.findings if finding.kind == "trend"), None)


def series(*values):
    return [year("cases", 2000 + at, value) for at, value in enumerate(values)]


def poisson_trend(counts):
    """Change a year in per cent with its interval and the scatter, by statsmodels' own fit.

    The wider of Poisson's interval and the one by scatter and Student's t (analysis.trend.slopes).
    """
    x = np.arange(len(counts), dtype=float)
    days = [366 if at % 4 == 2 else 365 for at in range(len(counts))]
    made = sm.GLM(counts, sm.add_constant(x), sm.families.Poisson(), exposure=days).fit()
    phi = made.pearson_chi2 / made.df_resid
    half = made.bse[1] * max(1.959964, stats.t.ppf(0.975, made.df_resid) * math.sqrt(phi))
    ends = (made.params[1], made.params[1] - half, made.params[1] + half)
    return [100 * math.expm1(end) for end in ends], phi


# Yearly cells of the official tables, 2014 to 2021 and to 2020; 2016 and 2020 are leap years.
@pytest.mark.parametrize(
    ("name", "counts", "word"),
    [
        ("related_messages_recorded", [1257, 1135, 1109, 1249, 1365, 1437, 2047, 5067], "rising"),
        ("related_filming_recorded", [6623, 7623, 5185, 6465, 5925, 5762, 5032, 6212], "no_clear_change"),
        ("related_cyber_child_recorded", [721, 721, 1262, 603, 1172, 756, 2623], "no_clear_change"),
    ],
)
def test_a_trend_of_official_years_is_statsmodels_own(show, name, counts, word):
    trend = trend_of(show(name))
    (row,) = trend.estimates
    expected, phi = poisson_trend(counts)
    assert (row.value, row.lower, row.upper) == pytest.approx(expected, rel=1e-4)
    assert trend.dispersion == pytest.approx(phi, rel=1e-4)
    assert (trend.word, trend.periods, trend.known) == (word, len(counts), len(counts))
    assert (row.lower > 0) == (word == "rising")


def test_published_deepfake_cases_have_no_trend_and_it_says_why(show):
    trend = trend_of(show("police_cases"))
    assert (trend.word, trend.known, trend.periods, trend.needed) == ("too_short", 4, 1, 5)
    assert (trend.cut, trend.estimates, trend.p) == ("hand_compilation", (), None)
    said = findings.said(trend, words("en"))
    for part in ("No trend is claimed", "4 yearly figures", "at least 5", "1 January 2024", "by hand"):
        assert part in said, part
    said = findings.said(trend, words("ko"))
    for part in ("추세를 말하지 않습니다", "4개", "5개", "2024. 1. 1.", "수기 취합"):
        assert part in said, part


def test_police_cases_are_told_by_pace_and_never_1202_against_180(show):
    shown = show("police_cases")
    pair, barred = shown.facts["pair"], shown.facts["barred"]
    assert (pair.earlier.value, pair.later.value, pair.mode, pair.word) == (180, 297, "pace", "rose")
    assert (barred.earlier.value, barred.later.value, barred.ratio) == (180, 1202, None)
    changed, _, needed = answers.sentences(shown, words("en"))
    assert "0.49 cases a day" in changed
    assert "no yearly growth" in changed
    assert "not comparable" in changed
    assert "4 more" in needed


def test_a_pair_is_judged_by_the_scatter_of_its_own_series(show):
    """Filming 5,032 to 6,212: beyond chance as counts (1.19 to 1.28), not beyond the scatter of eight years."""
    pair = show("related_filming_recorded").facts["pair"]
    _, phi = poisson_trend([6623, 7623, 5185, 6465, 5925, 5762, 5032, 6212])
    low, high = stats.beta.ppf([0.025, 0.975], [6212 / phi, 6212 / phi + 1], [5032 / phi + 1, 5032 / phi])
    assert pair.scatter == pytest.approx(phi, rel=1e-4)
    assert pair.wide == pytest.approx((low / (1 - low), high / (1 - high)), rel=1e-3)
    assert pair.lower > 1 > pair.wide[0]
    assert pair.word == "no_clear_change"
    told = answers.sentences(show("related_filming_recorded"), words("en"))[1]
    assert told.startswith("Not by this pair alone")


def test_teens_of_the_people_apprehended_by_newcombe(show):
    """324 of 387 to 25 September 2024; 548 − 324 = 224 of 682 − 387 = 295 after it."""
    pair = show("police_apprehended_teens").facts["pair"]
    earlier, later = 324 / 387, 224 / 295
    (low_1, high_1), (low_2, high_2) = (
        proportion_confint(324, 387, method="wilson"),
        proportion_confint(224, 295, method="wilson"),
    )
    lower = later - earlier - math.hypot(later - low_2, high_1 - earlier)
    upper = later - earlier + math.hypot(high_2 - later, earlier - low_1)
    expected = [100 * part for part in (later - earlier, lower, upper)]
    assert (pair.points, pair.lower, pair.upper) == pytest.approx(expected, abs=1e-6)
    assert (round(pair.earlier.value, 1), round(pair.later.value, 1), pair.word) == (83.7, 75.9, "fell")


def test_the_last_rounds_of_schools_are_set_against_the_first_that_count_alike(show):
    """434 to 504 in 21 days, and the 9 reports of 2 to 8 November in 7."""
    pair = show("school_reports").facts["pair"]
    assert (pair.earlier.value, pair.earlier.window.days) == (70, 21)
    assert (pair.later.value, pair.later.window.days) == (9, 7)
    assert pair.ratio == pytest.approx(9 / 7 / (70 / 21))


def test_supported_victims_of_two_whole_years(show):
    pair = show("support_victims").facts["pair"]
    assert (pair.earlier.value, pair.later.value, pair.mode) == (793, 1807, "whole_years")
    exact = stats.binomtest(1807, 793 + 1807).proportion_ci(0.95, "exact")
    assert (pair.lower, pair.upper) == pytest.approx(
        (exact.low / (1 - exact.low), exact.high / (1 - exact.high))
    )


TREND_WORDS = {"en": r"[Tt]rend[^.]*: (rising|falling)", "ko": r"추세: (증가|감소)"}


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", PUBLISHED)
def test_the_word_of_a_trend_is_there_just_when_its_test_passes(name, lang, show):
    shown, w = show(name), words(lang)
    trend = trend_of(shown)
    passed = bool(trend and trend.tested and (trend.estimates[0].lower > 0 or trend.estimates[0].upper < 0))
    told = " ".join((*answers.sentences(shown, w), answers.trend_at_a_glance(shown, w)))
    assert bool(re.search(TREND_WORDS[lang], told)) == passed


@pytest.mark.parametrize("counts", [(31, 28, 33, 30, 29, 32), (100, 160, 90, 170, 95, 165, 100)])
def test_a_series_without_a_trend_gets_no_trend_word(counts):
    trend = tested.trend(tuple(series(*counts)))
    assert trend.word == "no_clear_change"
    for lang, pattern in TREND_WORDS.items():
        assert not re.search(pattern, findings.said(trend, words(lang)))


def test_a_series_that_doubles_every_year_gets_one():
    trend = tested.trend(tuple(series(20, 40, 80, 160, 320)))
    assert trend.word == "rising"
    assert trend.estimates[0].value == pytest.approx(100, abs=1.5)


def months(values):
    """Rows of months from January 2020, of an indicator that no event in the catalogue touches."""
    days = pd.period_range("2020-01", periods=len(values), freq="M")
    return tuple(
        row(
            "cases",
            str(day.start_time.date()),
            str(day.end_time.date()),
            "month",
            float(value),
            indicator="incidents_police",
        )
        for day, value in zip(days, values, strict=True)
    )


def test_a_step_of_months_has_the_size_that_statsmodels_gives_it():
    """20 a month, then 40 from the 31st month on."""
    chance = np.random.default_rng(20240830)
    counts = [*chance.poisson(20, 30), *chance.poisson(40, 30)]
    found = tested.shift(months(counts))
    (step,) = found.estimates
    assert found.word == "level_shift"
    assert found.spans[0].start <= date(2022, 7, 1) <= found.spans[0].end
    index = pd.period_range("2020-01", periods=60, freq="M")
    place = np.arange(60) >= index.get_loc(pd.Period(step.window.start, "M"))
    season = pd.get_dummies(index.month, drop_first=True).to_numpy(float)
    design = np.column_stack([np.ones(60), season, place])
    made = sm.GLM(counts, design, sm.families.Poisson(), exposure=index.days_in_month.to_numpy()).fit()
    assert step.value == pytest.approx(math.exp(made.params[-1]), rel=1e-3)
    said = findings.said(found, words("en"))
    assert words("en").times(step.value, 2) in said
    assert "(95% interval" in said


def test_months_without_a_step_or_a_season_get_no_such_word():
    counts = np.random.default_rng(7).poisson(25, 48)
    shift, season = (test(months(counts)) for test in (tested.shift, tested.season))
    assert (shift.word, season.word) == ("no_clear_shift", "no_clear_season")
    assert (shift.estimates, season.estimates) == ((), ())
    assert findings.said(shift, words("en")).startswith("No clear shift")
    assert findings.said(season, words("ko")).startswith("뚜렷한 계절 없음")


def test_a_season_names_its_highest_and_lowest_month_with_intervals():
    counts = np.random.default_rng(5).poisson(30 * (1 + 0.6 * np.cos(2 * np.pi * (np.arange(60) - 8) / 12)))
    season = tested.season(months(counts))
    high, low = season.estimates
    assert season.word == "seasonal"
    assert (high.window.start.month, high.lower > 1) == (9, True)
    assert (low.window.start.month in (2, 3, 4), low.upper < 1) == (True, True)
    assert "highest in September" in findings.said(season, words("en"))
    assert "9월" in findings.said(season, words("ko"))


@pytest.mark.parametrize("name", PUBLISHED)
def test_both_languages_say_the_same_numbers(name, show):
    """Up to dates and numbers of months, which each language writes in its own way."""
    shown = show(name)

    def told(lang):
        text = " ".join((*answers.sentences(shown, words(lang)), answers.glance(shown, words(lang))))
        found = re.findall(r"−?\d[\d,]*\.\d+|\d{1,3},\d{3}", text)
        return sorted(set(found) - {f"{m}.{d}" for m in range(13) for d in range(32)})

    assert told("ko") == told("en")
    assert told("en")


@pytest.mark.parametrize("name", PUBLISHED)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_nothing_is_said_to_be_the_cause(name, lang, show):
    causal = {
        "en": r"because of|due to|caused|led to|thanks to|as a result",
        "ko": r"때문에|덕분|탓|로 인해|결과로|영향으로",
    }
    assert not re.search(causal[lang], " ".join(answers.sentences(show(name), words(lang))))


@pytest.mark.parametrize("name", PUBLISHED)
def test_table_and_api_hold_the_estimates_that_the_sentences_name(name, store, show):
    client = create_app(store).server.test_client()
    body = client.get(f"/api/v1/charts/changes.json?series={name}").get_json()
    text = client.get(f"/api/v1/charts/changes.csv?series={name}").get_data(as_text=True)
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [row["value"] for row in body["rows"]] == [
        None if line["value"] == "" else pytest.approx(float(line["value"])) for line in lines
    ]
    shown = show(name)
    by_ref = {row["ref"]: row for row in body["rows"]}
    assert [finding["word"] for finding in body["findings"]] == [one.word for one in shown.findings]
    for finding in body["findings"]:
        for ref in finding["estimates"]:
            assert by_ref[ref]["unit"] == "percent_per_year"
            said = words("en").number(by_ref[ref]["value"], 1, sign=True)
            assert f"{said}% a year" in " ".join(answers.sentences(shown, words("en")))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_page_answers_every_indicator_and_links_each_test_to_its_method(lang, store, release):
    def page(path):
        return to_html(router.page(router.Asked(path, ""), release, store, PAGES).component)

    html, methods = page(f"/{lang}/changes"), page(f"/{lang}/methods")
    for name in PUBLISHED:
        assert f'id="{name}"' in html
        assert f'href="#{name}"' in html
    assert "incidents_police" not in html
    assert html.count("<details") == len(PUBLISHED)
    anchors = set(re.findall(r"/methods#(method-\w+)", html))
    assert len(anchors) >= 3
    assert all(f'id="{anchor}"' in methods for anchor in anchors)
    assert f'href="/{lang}/changes"' in page(f"/{lang}/")


def test_cards_say_the_trend_of_their_series(release):
    shown = result("related-offences", View("en", "chart", "related-offences"), release)
    assert [(one.indicator, one.word) for one in shown.findings] == [
        ("related_filming_recorded", "no_clear_change"),
        ("related_messages_recorded", "rising"),
        ("related_intrusion_recorded", "no_clear_change"),
    ]
    for name in ("police-cases", "police-outcomes", "schools-committee", "support-reports"):
        shown = result(name, View("en", "chart", name), release)
        assert [one.word for one in shown.findings] == ["too_short"], name


def test_events_of_another_way_of_counting_do_not_part_a_series(release):
    """The change to a count by hand concerns the hand-compiled basis, not the regulator's."""
    rows = tuple(pick(release, "regulator_requests", kind="year"))
    assert tested.trend(rows).cut == ""
    kics = tuple(row for row in pick(release, "police_cases", kind="year") if row.basis == "kics")
    assert tested.trend(kics).cut == ""
    assert tested.trend(kics).known == 3
