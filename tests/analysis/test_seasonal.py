"""A season is found where there is one and seldom where there is none; its sizes, and the series without it."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis import designs
from analysis.errors import BadCount, BadSeries, TooFewPeriods
from analysis.seasonal import seasonal
from tests.series import most_false, periods, simulate


def one(name, seed, length=None):
    return pd.Series(simulate(name, 1, seed, length)[0], periods(name, length), name="police_cases")


def test_the_effects_are_those_of_a_poisson_regression():
    """statsmodels, dummies instead of contrasts: the ratio of a month to the geometric mean of all twelve."""
    series = one("seasonal", 1, 36)
    made = seasonal(series)
    x = designs.years(series.index)
    dummies = pd.get_dummies(series.index.month).to_numpy(float)
    bends = np.maximum(x[:, None] - (x[0] + np.array([1, 2])), 0)
    model = sm.GLM(
        series.to_numpy(),
        np.column_stack([dummies, x, bends]),
        family=sm.families.Poisson(),
        exposure=series.index.days_in_month.to_numpy(float),
    ).fit()
    expected = np.exp(model.params[:12] - model.params[:12].mean())
    np.testing.assert_allclose(made.effects["ratio"], expected, rtol=1e-6)
    assert np.log(made.effects["ratio"]).sum() == pytest.approx(0, abs=1e-9)


def test_a_planted_season_is_found_and_taken_out():
    """January is exp(0.5) and July exp(−0.5) of the mean; without the season all years are alike again."""
    series = one("seasonal", 2)
    made = seasonal(series)
    assert (made.word, made.years) == ("seasonal", 5)
    for month, planted in ((1, np.exp(0.5)), (4, 1.0), (7, np.exp(-0.5))):
        assert made.effects.loc[month, "lower"] < planted < made.effects.loc[month, "upper"]
    assert made.adjusted.std() < 0.7 * series.std()
    assert seasonal(made.adjusted.round()).word == "no_clear_season"
    parts = made.components
    days = designs.days(series.index)
    np.testing.assert_allclose(parts.sum(axis=1) ** 2, series / days)
    assert np.corrcoef(parts["season"], np.cos(2 * np.pi * np.arange(60) / 12))[0, 1] > 0.8


def test_the_deaths_of_the_seventies_have_their_winter():
    """Monthly deaths from lung diseases in the UK, January 1974 on (R's ldeaths, Diggle 1990): February leads."""
    deaths = (
        *(
            3035,
            2552,
            2704,
            2554,
            2014,
            1655,
            1721,
            1524,
            1596,
            2074,
            2199,
            2512,
            2933,
            2889,
            2938,
            2497,
            1870,
        ),
        *(
            1726,
            1607,
            1545,
            1396,
            1787,
            2076,
            2837,
            2787,
            3891,
            3179,
            2011,
            1636,
            1580,
            1489,
            1300,
            1356,
            1653,
        ),
        *(
            2013,
            2823,
            3102,
            2294,
            2385,
            2444,
            1748,
            1554,
            1498,
            1361,
            1346,
            1564,
            1640,
            2293,
            2815,
            3137,
            2679,
        ),
        *(
            1969,
            1870,
            1633,
            1529,
            1366,
            1357,
            1570,
            1535,
            2491,
            3084,
            2605,
            2573,
            2143,
            1693,
            1504,
            1461,
            1354,
        ),
        *(1333, 1492, 1781, 1915),
    )
    made = seasonal(pd.Series(deaths, pd.period_range("1974-01", periods=72, freq="M"), dtype=float))
    assert made.word == "seasonal"
    assert made.effects["ratio"].idxmax() == 2
    assert made.effects.loc[[8, 9], "upper"].max() < 0.8


def test_a_step_or_a_trend_is_no_season():
    step = one("poisson", 4) * np.where(np.arange(60) < 30, 1, 4)
    trend = pd.Series(
        simulate("poisson", 1, 5, factor=np.exp(0.5 * np.arange(60) / 12))[0], periods("poisson")
    )
    assert seasonal(step).word == seasonal(trend).word == "no_clear_season"
    assert seasonal(trend).components is None
    pd.testing.assert_series_equal(seasonal(trend).adjusted, trend)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["poisson", "negative_binomial", "autocorrelated"])
def test_a_season_is_seldom_seen_where_there_is_none(name):
    """600 series, asked 5 %."""
    counts = pd.DataFrame(simulate(name, 600, 21).T, periods(name))
    found = sum(seasonal(counts[column]).word == "seasonal" for column in counts)
    assert found <= most_false(600)


def test_never_on_fewer_than_three_full_years():
    with pytest.raises(TooFewPeriods) as refusal:
        seasonal(one("seasonal", 1).iloc[:35])
    assert refusal.value.fields["needed"] == 36
    assert seasonal(one("seasonal", 1).iloc[:36]).word == "seasonal"
    leading = one("seasonal", 1).iloc[:40]
    leading.iloc[:5] = np.nan
    with pytest.raises(TooFewPeriods):
        seasonal(leading)
    quarters = pd.Series([50.0, 20, 30, 40] * 3, pd.period_range("2021Q1", periods=12, freq="Q"))
    assert seasonal(quarters).word == "seasonal"
    with pytest.raises(TooFewPeriods):
        seasonal(quarters.iloc[1:])


def test_what_cannot_be_tested():
    assert seasonal(one("zero_heavy", 1, 36)).word == "too_few_events"
    with pytest.raises(BadSeries, match="months or quarters"):
        seasonal(one("short", 1))
    with pytest.raises(BadCount):
        seasonal(one("poisson", 1) + 0.5)
    gappy = one("seasonal", 6)
    gappy.iloc[20] = np.nan
    made = seasonal(gappy)
    assert (made.word, made.components) == ("seasonal", None)
    assert np.isnan(made.adjusted.iloc[20])
