"""The related series as shown; the expected numbers are cells of the official tables, worked by hand."""

import pytest

from dashboard import describe
from dashboard.charts import CHARTS, result
from dashboard.compose.compare import compare
from dashboard.compose.pick import pick
from dashboard.figures import panels
from dashboard.view import View
from dashboard.words import words

RELATED = [name for name in CHARTS if name.startswith("related-")]


@pytest.fixture
def show(release):
    def shown(name, **options):
        return result(name, View("ko", "chart", name, options=tuple(sorted(options.items()))), release)

    return shown


def test_each_heading_is_compared_with_its_own_year_before_alone(show):
    shown = show("related-offences")
    pairs = [(pair.earlier.value, pair.later.value) for pair in shown.comparisons]
    assert pairs == [(5032, 6212), (2047, 5067), (686, 534)]
    assert all(pair.earlier.indicator == pair.later.indicator for pair in shown.comparisons)
    # 5,067 / 2,047 = 2.4753
    assert shown.comparisons[1].ratio == pytest.approx(2.4753, abs=1e-4)


def test_a_heading_not_counted_yet_has_no_column(show):
    rows = [row for row in show("related-cyber").rows if row.indicator == "related_cyber_filming_recorded"]
    assert [row.value for row in rows] == [None] * 5 + [165, 842]
    assert "234,095건" in describe.sentence(show("related-cyber"), words("ko"))


def test_the_sum_of_all_headings_is_in_the_table_and_not_among_the_panels(show):
    shown = show("related-cyber")
    assert {row.status for row in shown.rows if "_all_" in row.indicator} == {"E"}
    assert len(CHARTS["related-cyber"].draw(shown, words("en"))["data"]) == 3


def test_young_offenders_are_men_and_women_added(show):
    """성풍속범죄: 2,806 and 172 are 2,978 of 13,546, which is 21.98 %."""
    shown = show("related-offenders", offence="related_offenders_sexual_customs")
    assert (shown.facts["young"].value, shown.facts["total"].value) == (2978, 13546)
    assert shown.facts["young_share"].value == pytest.approx(21.984, abs=1e-3)
    assert shown.facts["young"].inputs == tuple(
        row.ref for row in shown.rows if row.series in ("M", "F") and row.code("age") == "Y_LE20"
    )


def test_juveniles_start_with_the_whole(show):
    assert [row.value for row in show("related-juveniles").rows] == [3083, 2656, 114, 313, 108, 93, 10, 5]


@pytest.mark.parametrize("indicator", ["related_filming_recorded", "related_cyber_child_recorded"])
def test_set_beside_deepfake_cases_they_are_blocked(indicator, release):
    related = pick(release, indicator, kind="year")[-1]
    for cases in pick(release, "police_cases", kind="year", basis=("kics", "hand")):
        pair = compare(related, cases)
        assert (pair.verdict, pair.ratio, pair.percent) == ("blocked", None, None)
        assert {"different_indicator", "different_basis"} <= set(pair.reasons)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", RELATED)
def test_every_card_says_that_it_stands_apart(name, lang, show):
    apart = {"ko": "견주", "en": "compared"}[lang]
    assert apart in describe.sentence(show(name), words(lang))


def test_many_columns_in_a_panel_thin_their_years(show):
    rows = [row for row in show("related-offences").rows if row.indicator == "related_filming_recorded"]
    axis = panels.draw([("a", rows), ("b", rows), ("c", rows)], words("en"))["layout"]["xaxis"]
    assert list(axis["ticktext"]) == ["2014", "2016", "2018", "2020"]
