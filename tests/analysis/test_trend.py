"""Joinpoint regression against NCI's printed output, trends against statsmodels, and when there is no word."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis import designs
from analysis.errors import BadCount, BadSeries
from analysis.trend import joinpoint, percent, trend
from analysis.windows import Event
from tests.series import periods, simulate

# Deaths from accidents per 100,000 in the United States, 1900-1998, the example of the first Joinpoint manuals.
ACCIDENTS = (
    *(90.3, 109.3, 93.6, 106.9, 112.8, 108.5, 121.2, 122.3, 108.8, 108, 111.2, 113.5, 107.1, 108.2, 100.4),
    *(95.2, 104.3, 107, 99.9, 86.9, 87.5, 83.2, 85.4, 91.2, 89.6, 92.2, 89.8, 86.3, 86.1, 84.3, 84.2, 81.2),
    *(76.6, 76.2, 82.7, 80.8, 92.4, 81.8, 76.5, 74.7, 76, 72.7, 75.6, 82.1, 77, 74.9, 69.4, 69.9, 68.6),
    *(57.6, 78.4, 79.7, 78, 75.4, 69.9, 70.9, 70.2, 69.1, 63.6, 63.2, 63.1, 60.6, 62.9, 64, 64.1, 65.8),
    *(67.6, 66.2, 65.5, 64.9, 62.2, 60.3, 60.2, 59.3, 52.7, 50.8, 48.7, 48.8, 48.9, 46.5, 46.4, 43.4, 40.1),
    *(39.1, 38.8, 38.5, 38.6, 38.2, 38.9, 37.7, 36.2, 34.7, 33.2, 34.2, 34.2, 34.4, 34.5, 34.2, 34.5),
)
CENTURY = np.arange(1900, 1999)


@pytest.mark.parametrize("selection", ["bic", "permutation"])
def test_one_joinpoint_is_where_nci_puts_it(selection):
    """NCI prints one joinpoint at 1904 and 94.46, 109.89, 31.84 in 1900, 1904, 1998 (linear, equal variance)."""
    made = joinpoint(CENTURY, ACCIDENTS, most=1, selection=selection)
    assert [CENTURY[place] for place in made.places] == [1904]
    assert made.fitted[[0, 4, 98]] == pytest.approx([94.46, 109.89, 31.84], abs=0.01)


def test_an_exact_bend_gives_its_percentages_back():
    """+10 % a year over 9 years, then −5 % over 10: AAPC (1.1⁹ · 0.95¹⁰)^(1/19) − 1 = 1.8285 %."""
    years = np.arange(20)
    made = joinpoint(
        years, np.log(1.1) * np.minimum(years, 9) + np.log(0.95) * np.maximum(years - 9, 0), most=2
    )
    assert made.places == (9,)
    assert [percent(one.value) for one in made.segments] == pytest.approx([10, -5])
    assert percent(made.average.value) == pytest.approx(100 * ((1.1**9 * 0.95**10) ** (1 / 19) - 1))


def test_with_the_joinpoint_given_slopes_and_errors_are_those_of_weighted_least_squares():
    """statsmodels WLS on the same hinge; the interval uses n − 2 − 2k degrees of freedom as NCI does."""
    rng = np.random.default_rng(4)
    x = np.arange(30.0)
    weights = rng.uniform(5, 30, 30)
    y = 0.05 * x - 0.12 * np.maximum(x - 14, 0) + rng.normal(size=30) / np.sqrt(weights)
    made = joinpoint(x, y, weights, most=1)
    place = made.places[0]
    model = sm.WLS(y, sm.add_constant(np.column_stack([x, np.maximum(x - place, 0)])), weights=weights).fit()
    assert made.segments[1].value == pytest.approx(model.params[1] + model.params[2])
    # statsmodels divides by n − 3, we by n − 4: the date of the bend has been estimated too.
    error = np.sqrt(model.cov_params()[1:, 1:].sum() * 27 / 26)
    assert (made.segments[1].upper - made.segments[1].lower) / 2 == pytest.approx(2.0555294 * error, rel=1e-6)


def test_joinpoints_keep_their_distance_and_gaps_in_time_are_real():
    x = np.array([0.0, 1, 2, 3, 10, 11, 12, 13])
    made = joinpoint(x, np.minimum(x, 10), most=1)
    assert made.places == (4,)
    assert made.segments[0].value == pytest.approx(1)


def monthly(counts, name="police_cases"):
    return pd.Series(
        counts, pd.period_range("2020-01", periods=len(counts), freq="M"), name=name, dtype=float
    )


def test_the_slope_is_that_of_a_poisson_regression_on_days():
    series = monthly(simulate("seasonal", 1, 3, factor=np.exp(0.15 * np.arange(60) / 12))[0])
    made = trend(series, permutations=99)
    assert made.method.name == "loglinear_poisson"
    design = np.column_stack([np.ones(60), np.arange(60) / 12, designs.season(series.index)])
    exposure = series.index.days_in_month.to_numpy(float)
    model = sm.GLM(series.to_numpy(), design, family=sm.families.Poisson(), exposure=exposure).fit()
    assert made.slope.value == pytest.approx(model.params[1], rel=1e-6)
    assert made.dispersion == pytest.approx(max(model.pearson_chi2 / model.df_resid, 1))


def test_a_trend_has_a_word_a_span_and_percent_a_year():
    """40, 50, 62, 78, 98, 122: about a quarter more each year; 6 points, said."""
    years = pd.Series([40.0, 50, 62, 78, 98, 122], pd.period_range("2018", periods=6, freq="Y"))
    made = trend(years)
    assert (made.word, made.periods, str(made.first), str(made.last)) == ("rising", 6, "2018", "2023")
    assert percent(made.slope.value) == pytest.approx(25, abs=0.5)
    assert made.level == 0.95
    assert trend(years[::-1].set_axis(years.index)).word == "falling"
    assert made.fitted.iloc[-1] == pytest.approx(122, rel=0.03)


def test_the_rate_can_fall_while_the_count_rises():
    years = pd.Series([100.0, 110, 121, 133, 146, 161], pd.period_range("2018", periods=6, freq="Y"))
    people = pd.Series(1000 * 1.3 ** np.arange(6), years.index)
    assert trend(years, people).word == "falling"
    assert percent(trend(years, people).slope.value) == pytest.approx(100 * (1.1 / 1.3 - 1), abs=0.3)
    with pytest.raises(BadSeries, match="population"):
        trend(years, people.iloc[1:])


@pytest.mark.parametrize(("letter", "needed"), [("Y", 5), ("Q", 8), ("M", 24)])
def test_too_few_periods_have_no_word(letter, needed):
    index = pd.period_range("2015-01", periods=needed, freq=letter)
    series = pd.Series(30.0 * 1.2 ** np.arange(needed), index).round()
    assert trend(series).word == "rising"
    short = trend(series.iloc[1:])
    assert (short.word, short.periods, short.needed, short.slope) == ("too_short", needed - 1, needed, None)


def test_a_change_of_counting_interrupts_and_a_crackdown_is_only_said():
    years = pd.Series(
        [40.0, 50, 62, 78, 98, 122], pd.period_range("2018", periods=6, freq="Y"), name="police_cases"
    )
    law = Event("law", date(2021, 1, 1), effect="blocked")
    crackdown = Event("crackdown", date(2022, 3, 1), date(2022, 10, 31), indicators=("police_cases",))
    assert trend(years, events=[law]).word == "interrupted"
    assert [code for code, _ in trend(years, events=[law]).notes] == ["cut_at_event"]
    made = trend(years, events=[crackdown])
    assert (made.word, made.notes[0]) == ("rising", ("event", {"event": "crackdown", "start": "2022-03-01"}))
    assert (
        trend(years, events=[Event("x", date(2021, 1, 1), effect="blocked", indicators=("b",))]).word
        == "rising"
    )


def test_a_bend_is_found_and_the_word_is_about_what_follows():
    """Half as much again a year for three years, then a third less a year for three."""
    time = np.arange(72) / 12
    factor = np.exp(0.4 * np.minimum(time, 3) - 0.4 * np.maximum(time - 3, 0))
    made = trend(monthly(simulate("poisson", 1, 8, length=72, factor=3 * factor)[0]))
    assert (made.word, made.method.name, len(made.joinpoints)) == ("falling", "joinpoint", 1)
    assert abs((made.first - pd.Period("2023-01", "M")).n) <= 6
    assert made.slope.lower < -0.4 < made.slope.upper
    assert made.segments[0].lower < 0.4 < made.segments[0].upper
    assert made.level == pytest.approx(0.97)


def test_zeros_missing_months_and_almost_nothing():
    series = monthly(simulate("zero_heavy", 1, 2)[0])
    series.iloc[5] = np.nan
    made = trend(series)
    assert {"zero_counts", "missing"} == {code for code, _ in made.notes}
    assert (made.periods, made.joinpoints, made.level) == (59, (), 0.95)
    assert trend(series * 0).word == "too_few_events"
    assert trend(series * np.nan).word == "too_short"
    with pytest.raises(BadCount):
        trend(series + 0.5)


def test_the_same_series_gives_the_same_answer():
    series = pd.Series(simulate("negative_binomial", 1, 5)[0], periods("negative_binomial"))
    assert trend(series).slope == trend(series).slope
