"""Limits of counts and rates against R and the public health tables, and denominators that fit."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from analysis.errors import BadCount, BadSeries, NoMatchingBand, SmallCount
from analysis.limits import byar, difference_of_rates, poisson_exact, poisson_interval
from analysis.rates import crude_rate, match, rates_by_age, standardised_rate, standardised_rates

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


@pytest.mark.parametrize(
    ("pair", "limits"),
    [
        ((41, 15, 28010, 19017), (1.6827544016533177e-05, 0.0013019704961058664)),
        ((60, 30, 51477.5, 54308.7), (0.0002498114754077795, 0.0009930891311942245)),
        ((3, 0, 10, 20), (-0.001208903670202377, 0.8767273069742325)),
    ],
)
def test_the_difference_of_rates_is_that_of_statsmodels(pair, limits):
    """`confint_poisson_2indep(x, t, y, u, method="mover", compare="diff", method_mover="exact-c")`, 0.15.

    The first pair are the breast cancers of Rothman, Greenland and Lash (2008), Modern Epidemiology, ch. 14.
    """
    assert difference_of_rates(*pair)[1:] == pytest.approx(limits, rel=1e-10)


def test_the_difference_by_hand_and_over_columns():
    """10 less 4 events of 1,000 people each: Garwood 10 [4.7953887, 18.390356], 4 [1.0898656, 10.241589].

    6 − √(5.2046113² + 6.241589²) = −2.126834 and 6 + √(8.390356² + 2.9101344²) = 14.880707.
    """
    made = difference_of_rates(np.array([10, np.nan]), 4, 1000, 1000, per=1000)
    assert [float(part[0]) for part in made] == pytest.approx([6, -2.126834, 14.880707], abs=5e-6)
    assert all(np.isnan(part[1]) for part in made)


def test_rates_by_age_only_where_the_bands_fit():
    """15 residents-thousands each: 30 of 30,000 aged 10–19 are 100 per 100,000; 10–13 cut a band in two."""
    residents = pd.Series(15_000.0, index=list(FIVE_YEARS))
    residents["Y30T34"] = np.nan
    counted = {"teens": (10, 19), "children": (10, 13), "label": None, "thirties": (30, 39), "all": (0, None)}
    counts = pd.Series([30.0, 4.0, 9.0, 12.0, np.nan], index=list(counted))
    made = rates_by_age(counts, counted, residents, FIVE_YEARS).frame
    reasons = ["", "no_matching_band", "unknown_limits", "no_population", "no_population"]
    assert made["refusal"].tolist() == reasons
    assert made.loc["teens", ["value", "lower", "upper"]].tolist() == pytest.approx(crude_rate(30, 30_000))
    assert made.loc[made["refusal"] != "", ["value", "lower", "upper"]].isna().all(axis=None)


def test_standardised_rates_of_a_frame_are_those_of_its_rows():
    bands = [f"band{number}" for number in range(19)]
    counts = pd.DataFrame([EVENTS, (1,) * 9 + (0,) * 10, EVENTS], ["a", "few", "unknown"], bands, dtype=float)
    people = pd.DataFrame([PEOPLE] * 3, counts.index, bands, dtype=float)
    people.loc["unknown", "band3"] = np.nan
    made = standardised_rates(counts[bands[::-1]], people, pd.Series(ESP2013, bands)).frame
    expected = (10430.247991, 9717.709068, 11178.940915)
    assert made.loc["a", ["value", "lower", "upper"]].tolist() == pytest.approx(expected, abs=1e-6)
    assert made["refusal"].tolist() == ["", "small_count", "no_population"]
    assert made.loc[["few", "unknown"], "value"].isna().all()
    with pytest.raises(BadSeries, match="same age bands"):
        standardised_rates(counts.iloc[:, 1:], people, pd.Series(ESP2013, bands))


@pytest.mark.parametrize("mean", range(1, 31))
def test_the_difference_covers_at_least_what_it_says(mean):
    """Counts with means m and m/2 over equal times, every pair weighted by its Poisson probability."""
    x, y = np.meshgrid(np.arange(90), np.arange(90))
    weight = poisson.pmf(x, mean) * poisson.pmf(y, mean / 2)
    _, lower, upper = difference_of_rates(x, y)
    assert weight[(lower <= mean / 2) & (mean / 2 <= upper)].sum() >= 0.95


def test_a_dispersion_widens_like_fewer_larger_events():
    """18 events in sixes are 3 of size 6: 6 × Garwood's limits of 3, 6 × [0.6186721, 8.7672730]."""
    assert poisson_exact(18, dispersion=6) == pytest.approx((6 * 0.6186721, 6 * 8.7672730), abs=1e-6)
    assert poisson_interval(18, dispersion=6) == poisson_exact(18, dispersion=6)
