"""Limits of counts and rates against R and the public health tables, and denominators that fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from analysis.errors import BadCount, NoMatchingBand, SmallCount
from analysis.rates import byar, crude_rate, match, poisson_exact, poisson_interval, standardised_rate

# European Standard Population 2013 and the example of PHEindicatormethods (phe_dsr),
# https://cran.r-project.org/package=PHEindicatormethods
ESP2013 = (
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
)
PEOPLE = (636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207)
EVENTS = (127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91)


@pytest.mark.parametrize(
    ("count", "limits"),
    [
        (0, (0, 3.6888795)),
        (1, (0.0253178, 5.5716434)),
        (10, (4.7953887, 18.390356)),
        (65, (50.165628, 82.847836)),
    ],
)
def test_exact_limits_are_those_of_r(count, limits):
    assert poisson_exact(count) == pytest.approx(limits, abs=5e-7)


@pytest.mark.parametrize(
    ("count", "level", "limits"),
    [(65, 0.95, (50.163188, 82.849139)), (10, 0.998, (2.916318, 24.193725))],
)
def test_byar_is_that_of_phe(count, level, limits):
    assert byar(count, level) == pytest.approx(limits, abs=1e-6)


def test_the_rule_of_ten_events():
    assert poisson_interval(9) == poisson_exact(9)
    assert poisson_interval(10) == byar(10)
    lower, upper = poisson_interval([0, 9, np.nan, 65])
    assert lower == pytest.approx([0, poisson_exact(9)[0], np.nan, 50.163188], nan_ok=True)
    assert upper == pytest.approx([3.6888795, poisson_exact(9)[1], np.nan, 82.849139], nan_ok=True)


@pytest.mark.parametrize(
    ("count", "rate"),
    [(1, (1000, 25.317808, 5571.643391)), (65, (65000, 50163.187710, 82849.138546))],
)
def test_crude_rates_are_those_of_phe(count, rate):
    assert crude_rate(count, 100) == pytest.approx(rate, abs=1e-6)


def test_apprehended_teenagers_of_2024_for_each_100_000_residents():
    """548 apprehended, 2,321,496 + 2,291,535 residents of 10 to 19: 54,800,000 / 4,613,031 = 11.8794."""
    residents = {"Y10T14": 2_321_496, "Y15T19": 2_291_535}
    made = crude_rate(548, sum(residents[tile] for tile in match((10, 19), FIVE_YEARS)))
    assert made.value == pytest.approx(11.8794, abs=1e-4)
    assert made.lower < made.value < made.upper


def test_the_standardised_rate_is_that_of_phe():
    made = standardised_rate(EVENTS, PEOPLE, ESP2013)
    assert made == pytest.approx((10430.247991, 9717.709068, 11178.940915), abs=1e-6)


def test_a_rate_standardised_to_its_own_population_is_the_crude_rate():
    own, crude = standardised_rate(EVENTS, PEOPLE, PEOPLE), crude_rate(sum(EVENTS), sum(PEOPLE))
    assert own == pytest.approx(tuple(crude), rel=1e-12)


def test_no_standardised_rate_below_ten_events():
    with pytest.raises(SmallCount) as refusal:
        standardised_rate((5, 4), (100, 100), (1, 1))
    assert refusal.value.fields["minimum"] == 10
    assert standardised_rate((5, 5), (100, 100), (1, 1)).value == pytest.approx(5000)


@pytest.mark.parametrize(("count", "population"), [(-1, 100), (0.5, 100), (1, 0), (1, -5), (1, np.inf)])
def test_what_is_no_rate_is_refused(count, population):
    with pytest.raises(BadCount):
        crude_rate(count, population)


FIVE_YEARS = {f"Y{age}T{age + 4}": (age, age + 4) for age in range(0, 100, 5)} | {"Y_GE100": (100, None)}


@pytest.mark.parametrize(
    ("band", "tiles"),
    [
        ((10, 19), ("Y10T14", "Y15T19")),
        ((20, 24), ("Y20T24",)),
        ((95, None), ("Y95T99", "Y_GE100")),
        ((0, None), tuple(FIVE_YEARS)),
    ],
)
def test_bands_that_tile(band, tiles):
    assert match(band, FIVE_YEARS) == tiles


@pytest.mark.parametrize("band", [(10, 13), (14, 19), (0, 20), (12, 18), (102, None)])
def test_bands_that_do_not_tile_have_no_denominator(band):
    with pytest.raises(NoMatchingBand) as refusal:
        match(band, FIVE_YEARS)
    assert (refusal.value.fields["lower"], refusal.value.fields["upper"]) == band


def test_a_dead_end_among_overlapping_bands_is_left_again():
    assert match((10, 19), {"wide": (10, 16), "young": (10, 14), "old": (15, 19)}) == ("young", "old")


@given(st.integers(0, 3000))
def test_both_limits_cut_off_their_tail_exactly(count):
    lower, upper = poisson_exact(count)
    assert poisson.cdf(count, upper) == pytest.approx(0.025, rel=1e-6)
    assert count == 0 or poisson.sf(count - 1, lower) == pytest.approx(0.025, rel=1e-6)


def test_coverage_at_small_counts_is_at_least_what_is_said():
    """Poisson means 1 to 30: the weight of the counts whose interval holds the mean."""
    counts = np.arange(100)
    lower, upper = poisson_interval(counts)
    for mean in range(1, 31):
        covered = poisson.pmf(counts, mean)[(lower <= mean) & (mean <= upper)].sum()
        assert 0.945 <= covered <= 0.995
