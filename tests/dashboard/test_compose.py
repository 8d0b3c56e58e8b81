"""What the charts say of the published figures; the expected numbers are the published ones, worked by hand."""

import pytest

from dashboard import describe
from dashboard.charts import CHARTS, result
from dashboard.view import View
from dashboard.words import words


@pytest.fixture
def show(release):
    def shown(name, **options):
        return result(name, View("ko", "chart", name, options=tuple(sorted(options.items()))), release)

    return shown


def values(rows):
    return [row.value for row in rows]


def test_years_stand_apart_from_the_part_year(show):
    rows = show("police-cases").rows
    assert values(row for row in rows if row.series == "year") == [156, 160, 180, 1202]
    assert [(row.value, row.window.days) for row in rows if row.series == "partial"] == [(297, 213)]


def test_2023_and_2024_are_not_compared(show):
    pair = next(c for c in show("police-cases").comparisons if c.later.value == 1202)
    assert pair.verdict == "blocked"
    assert {"different_basis", "hand_compilation", "crackdown_2024"} <= set(pair.reasons)


def test_january_to_july_2024_is_a_pace_against_2023(show):
    """297/213 = 1.394366 a day, 180/365 = 0.493151 a day, ratio 2.827465."""
    pair = show("growth-pairs").facts["pair"]
    assert (pair.earlier.value, pair.later.value, pair.mode, pair.percent) == (180, 297, "pace", None)
    assert pair.ratio == pytest.approx(2.827465, abs=1e-6)
    assert pair.lower < pair.ratio < pair.upper


def test_the_cut_offs_of_2024_give_the_rates_that_the_police_gave(show):
    """Hand-compiled: 445 in 240 days, 367 in 29 (the police say 12.66), 109 in 19, 43 in 11, 130 in 36, 108 in 31."""
    rows = [row for row in show("police-pace").rows if row.series == "hand"]
    expected = [445 / 240, 367 / 29, 109 / 19, 43 / 11, 130 / 36, 108 / 31]
    assert values(rows) == pytest.approx(expected)


def test_nothing_is_derived_from_the_figure_of_10_september(show):
    assert all(row.window.end.isoformat() != "2024-09-10" for row in show("police-pace").rows)
    assert 513 in values(show("police-pace", show="cumulative").rows)


def test_ages_of_2024(show):
    rows = [row for row in show("ages-cuts").rows if row.window.end.isoformat() == "2024-12-31"]
    assert values(rows) == [104, 444, 107, 20, 4, 3, 682]
    assert next(row for row in rows if row.series == "Y14S").status == "E"


def test_share_of_teens_among_those_booked(show):
    """131 of 178: 73.6 %, Wilson 66.67 to 79.52."""
    share = show("ages-teens").facts["share"]
    assert (share.value, share.lower, share.upper) == pytest.approx((73.5955, 66.6705, 79.5236), abs=1e-3)


def test_rates_only_where_bands_match(show):
    """107 per 5,939,917 residents in their 20s is 1.80; the published bands end at 64, and 4 people make no rate."""
    shown = show("ages-rates")
    rates = {row.series: row.value for row in shown.rows if row.unit == "per_100k"}
    assert rates["Y20T29"] == pytest.approx(1.8014, abs=1e-4)
    assert set(rates) == {"Y20T29", "Y30T39"}
    assert {row.series: why for row, why in shown.gaps} == {
        "Y10T13": "no_matching_band",
        "Y14S": "unknown_limits",
        "Y40T49": "small_count",
        "Y_GE50": "no_matching_band",
    }


def test_regions_that_were_not_published_have_no_row(show):
    rows = show("police-regions").rows
    assert len(rows) == 8
    assert sum(values(rows)) == 230


def test_nothing_is_derived_between_school_rounds_1_and_2(show):
    shown = show("schools-pace")
    assert [(w.start.isoformat(), w.end.isoformat()) for w, _ in shown.gaps] == [("2024-08-28", "2024-09-06")]
    assert shown.rows[1].value == pytest.approx((504 - 434) / 21)


def test_reports_per_pupil(show):
    """Facts README, section 11: high 23.0, middle 18.2, elementary 0.7 per 100,000."""
    rates = {row.series: round(row.value, 1) for row in show("schools-rate").rows if row.unit == "per_100k"}
    assert rates == {"elementary": 0.7, "middle": 18.2, "high": 23.0}


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_all_its_words(name, lang, show):
    w = words(lang)
    shown = show(name)
    for text in (describe.title, describe.subtitle, describe.sentence, describe.alt):
        assert text(shown, w).strip()
    assert "{" not in describe.alt(shown, w)
    assert w.w(f"charts.{name}.about")


def test_a_chart_is_composed_once_for_both_languages(release):
    views = [View(lang, "chart", "police-cases") for lang in ("ko", "en")]
    assert result("police-cases", views[0], release) is result("police-cases", views[1], release)
