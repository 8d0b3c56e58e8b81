"""Ratios of counts against R's poisson.test and hand calculation, percent only on a base, plain words."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from analysis.errors import BadCount, BadSeries, DifferentGroups, SmallBase
from analysis.growth import (
    change,
    change_on_previous,
    change_on_year,
    contributions,
    trend_word,
)
from analysis.limits import ratio_of_counts

INFINITY = math.inf


@pytest.mark.parametrize(
    ("count", "base", "exposures", "expected"),
    [
        (100, 80, (), (1.25, 0.92227665, 1.6988185)),
        (12, 5, (), (2.4, 0.78704589, 8.6959811)),
        (3, 0, (), (INFINITY, 0.41323136, INFINITY)),
        (0, 4, (), (0, 0, 1.5148669)),
        (11, 21, (800, 3011), (1.9714881, 0.8584264, 4.2772659)),
    ],
)
def test_the_exact_ratio_is_that_of_r_poisson_test(count, base, exposures, expected):
    """R 4.3 `poisson.test(c(x, y), c(t, u))$conf.int`; the last is the example of its help page."""
    assert ratio_of_counts(count, base, *exposures) == pytest.approx(expected, rel=2e-7)


def test_july_2024_against_2023_by_pace_and_by_hand():
    """297 in 213 days against 180 in 365: (297 × 365) / (213 × 180) = 108405 / 38340 = 2.8275.

    The ends are where the binomial tails of 297 of 477 are 2.5 %: the ratio r gives the part
    213 r / (213 r + 365) of the 477 cases to 2024.
    """
    made = change(297, 180, 213, 365)
    assert made.ratio == pytest.approx(108405 / 38340)
    part = [213 * end / (213 * end + 365) for end in (made.lower, made.upper)]
    assert binom.sf(296, 477, part[0]) == pytest.approx(0.025)
    assert binom.cdf(297, 477, part[1]) == pytest.approx(0.025)
    assert made.percent == pytest.approx(182.7465, abs=1e-4)
    assert made.word == "rose"


def test_without_the_days_the_same_pair_would_have_been_plus_65_percent():
    assert change(297, 180).percent == pytest.approx(65.0)


def test_jeffreys_is_beta_with_a_half_and_shorter():
    """2 and 2 give Beta(2.5, 2.5); its 97.5 % point is found here by summing the density."""
    made = ratio_of_counts(2, 2, method="jeffreys")
    part = made.upper / (1 + made.upper)
    grid = np.linspace(0, part, 200001)[1:]
    density = grid**1.5 * (1 - grid) ** 1.5
    beta = math.gamma(2.5) ** 2 / math.gamma(5)
    assert (density.sum() * (grid[1] - grid[0])) / beta == pytest.approx(0.975, abs=1e-5)
    exact = ratio_of_counts(2, 2)
    assert exact.lower < made.lower < made.upper < exact.upper
    assert ratio_of_counts(0, 4, method="jeffreys").lower == 0
    assert ratio_of_counts(4, 0, method="jeffreys").upper == INFINITY


def test_two_zeros_say_nothing_and_a_missing_count_stays_missing():
    value, lower, upper = ratio_of_counts(0, 0)
    assert math.isnan(value)
    assert (lower, upper) == (0, INFINITY)
    assert all(np.isnan(part[0]) and not np.isnan(part[1]) for part in ratio_of_counts([np.nan, 3], 4))


@pytest.mark.parametrize("bad", [-1, 1.5, INFINITY])
def test_what_is_no_count_is_refused(bad):
    with pytest.raises(BadCount, match="whole number"):
        ratio_of_counts(bad, 4)
    with pytest.raises(BadCount, match="above 0"):
        ratio_of_counts(3, 4, 0)


@pytest.mark.parametrize(("base", "percent"), [(19, None), (20, 50.0)])
def test_no_percentage_below_a_base_of_20(base, percent):
    made = change(base * 1.5 if base == 20 else 30, base)
    assert made.percent == (None if percent is None else pytest.approx(percent))
    assert (made.refusal is None) == (percent is not None)


def test_a_small_base_is_told_with_its_fields_and_keeps_the_ratio():
    made = change(12, 5, series="police_cases")
    assert made.ratio == 2.4
    assert isinstance(made.refusal, SmallBase)
    assert made.refusal.fields == {"series": "police_cases", "base": 5.0, "minimum": 20}


def test_from_zero_there_is_no_ratio_and_no_upper_end():
    assert change(5, 0)[:4] == (None, pytest.approx(0.916355857), None, None)


@pytest.mark.parametrize(
    ("interval", "word"),
    [
        ((1.3, 1.01, 1.6), "rose"),
        ((0.7, 0.5, 0.99), "fell"),
        ((1.10, 0.9, 1.3), "about_same"),
        ((0.91, 0.8, 1.05), "about_same"),
        ((1.11, 0.9, 1.3), "no_clear_change"),
        ((0.5, 0.1, 2.0), "no_clear_change"),
        ((math.nan, 0.0, INFINITY), "no_clear_change"),
        ((math.nan, math.nan, math.nan), ""),
    ],
)
def test_the_word_is_what_the_interval_allows(interval, word):
    assert trend_word(*interval) == word


def test_police_cases_of_2021_to_2023():
    """156, 160, 180: 160/156 and 180/160; neither interval excludes 1, both changes within or beyond 10 %."""
    cases = pd.Series([156, 160, 180], pd.period_range("2021", periods=3, freq="Y"), dtype=float)
    made = change_on_previous(cases)
    assert made["percent"].iloc[1:].tolist() == pytest.approx([100 * 4 / 156, 12.5])
    assert made["word"].tolist() == ["", "about_same", "no_clear_change"]
    pd.testing.assert_frame_equal(made, change_on_year(cases))


def test_months_are_compared_with_the_month_before_by_day_and_with_the_year_before_as_counts():
    months = pd.Series(31.0, pd.period_range("2023-01", periods=14, freq="M"))
    before = change_on_previous(months)
    assert before["ratio"].iloc[1] == pytest.approx(31 / 28)
    assert before["ratio"].iloc[13] == pytest.approx(31 / 29)
    assert change_on_year(months)["ratio"].iloc[13] == 1


def test_quarters_look_back_four_periods_and_missing_ones_stay_missing():
    quarters = pd.Series([10, 25, np.nan, 40, 28, 33, 29, 35], pd.period_range("2023Q1", periods=8, freq="Q"))
    made = change_on_year(quarters)
    assert made["ratio"].iloc[4] == pytest.approx(2.8)
    assert np.isnan(made["percent"].iloc[4])
    assert made["percent"].iloc[5] == pytest.approx(32)
    assert made["word"].iloc[6] == ""


@pytest.mark.parametrize(
    "index",
    [
        pd.RangeIndex(3),
        pd.period_range("2024-01-01", periods=3, freq="D"),
        pd.PeriodIndex(["2021", "2022", "2024"], freq="Y"),
        pd.PeriodIndex(["2021", "2021", "2022"], freq="Y"),
    ],
)
def test_a_series_with_holes_or_without_periods_is_refused(index):
    with pytest.raises(BadSeries):
        change_on_previous(pd.Series(1.0, index))


def test_contributions_are_points_of_the_earlier_total_and_add_up():
    """From 50 + 30 + 20 to 80 + 30 + 10: the total rises 20 %, of which 30 and −10 points."""
    earlier = pd.Series({"10s": 50, "20s": 30, "30s": 20})
    later = pd.Series({"30s": 10, "10s": 80, "20s": 30})
    assert contributions(earlier, later).to_dict() == pytest.approx({"10s": 30, "20s": 0, "30s": -10})


def test_contributions_need_the_same_known_groups_and_a_base():
    groups = pd.Series({"10s": 50, "20s": 30})
    with pytest.raises(DifferentGroups, match="30s"):
        contributions(groups, pd.Series({"10s": 50, "30s": 1}))
    with pytest.raises(BadCount):
        contributions(groups, pd.Series({"10s": 50, "20s": np.nan}))
    with pytest.raises(SmallBase):
        contributions(groups // 10, groups)


COUNTS = st.integers(0, 100_000)


@given(COUNTS, COUNTS)
def test_the_interval_holds_the_ratio_and_turns_over_with_the_pair(x, y):
    one, other = ratio_of_counts(x, y), ratio_of_counts(y, x)
    assert one.lower <= one.upper
    if y:
        assert one.lower <= one.value <= one.upper
    if other.upper < INFINITY and other.upper > 0:
        assert one.lower == pytest.approx(1 / other.upper, rel=1e-6)


def test_coverage_of_the_exact_interval_is_at_least_what_it_says():
    """All pairs of counts with means 6 and 4, weighted by their Poisson probabilities."""
    x, y = np.meshgrid(np.arange(40), np.arange(40))
    logs = np.array([math.lgamma(n + 1) for n in range(40)])
    weight = np.exp(x * math.log(6) - 6 - logs[x] + y * math.log(4) - 4 - logs[y])
    for method, least, most in (("exact", 0.95, 0.99), ("jeffreys", 0.93, 0.97)):
        _, lower, upper = ratio_of_counts(x, y, method=method)
        assert least <= weight[(lower <= 1.5) & (upper >= 1.5)].sum() <= most
