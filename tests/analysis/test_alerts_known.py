"""Farrington's flexible algorithm against R's surveillance and, step by step, against hand calculation."""

import numpy as np
import pytest
from scipy.stats import nbinom, norm, poisson
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from analysis.alerts.baseline import baseline, outbreak_weights, reference, regression, reweighted
from analysis.alerts.threshold import delta, exceedance, plug_in, predictive, upper_mean

# R surveillance, tests/testthat/test-farringtonFlexible.R, https://cran.r-project.org/package=surveillance:
# mean 5, standard error of the log mean log 2, alpha 0.05, count 11: lower, upper, chance of 11 or more.
PUBLISHED = [
    (upper_mean, 1.5, (8, 24, 0.8597797)),
    (upper_mean, 1.0, (9, 22, 0.9093099)),
    (plug_in, 1.5, (1, 10, 0.03763657)),
    (plug_in, 1.0, (2, 9, 0.01369527)),
]

# Drivers of light goods vehicles killed in Great Britain, months from 1969 (R: Seatbelts, VanKilled).
VANS = np.array(
    [
        *(12, 6, 12, 8, 10, 13, 11, 6, 10, 16, 13, 14, 14, 6, 8, 11, 7, 13, 13, 11, 11, 14, 16, 14),
        *(17, 16, 15, 13, 13, 15, 12, 6, 9, 13, 14, 15, 14, 3, 12, 13, 12, 8, 8, 15, 8, 5, 17, 14),
        *(13, 5, 8, 5, 12, 11, 13, 15, 11, 11, 10, 13, 8, 6, 8, 14, 12, 14, 13, 9, 4, 13, 6, 15),
        *(12, 16, 7, 12, 10, 9, 9, 6, 7, 13, 14, 13, 14, 11, 11, 10, 4, 8, 9, 10, 10, 5, 13, 12),
        *(10, 9, 7, 5, 10, 5, 6, 8, 6, 12, 15, 7, 14, 4, 10, 8, 7, 11, 3, 5, 11, 10, 10, 7),
        *(10, 11, 9, 7, 8, 13, 8, 5, 8, 7, 12, 10, 7, 4, 10, 4, 8, 8, 7, 10, 8, 14, 8, 9),
        *(8, 6, 7, 6, 5, 4, 5, 10, 7, 10, 12, 7, 4, 5, 6, 4, 4, 8, 8, 3, 7, 12, 2, 7),
        *(8, 3, 2, 6, 3, 7, 6, 8, 8, 4, 3, 5, 5, 3, 4, 3, 6, 6, 7, 5, 7, 7, 4, 7),
    ],
    dtype=float,
)
# R: farringtonFlexible(noPeriods = 1, b = 5, w = 1, weightsThreshold = 2.58, pastWeeksNotIncluded = 3,
# pThresholdTrend = 1, alpha = 0.05) for months 145 to 147; no alarm in the 48 months to 192.
EXPECTED = (6.2851, 7.0119, 5.9899)
DELTA_UPPER = (10.8976, 11.8638, 10.5211)


def vans(month: int):
    where, level = reference(month, 12, 5, 1, 1, 3)
    return VANS[where], where.astype(float), level


@pytest.mark.parametrize(("rule", "phi", "published"), PUBLISHED)
def test_negative_binomial_limits_are_those_of_r(rule, phi, published):
    lower, *upper = published
    assert rule(11, 5, np.log(2), phi, 0.05) == pytest.approx(upper, abs=1e-6)
    # The lower limit of R is taken at the same mean: the upper one of it for upper_mean.
    mean = 5 * np.exp(norm.ppf(0.95) * np.log(2)) if rule is upper_mean else 5
    assert plug_in(11, mean, 0, phi, 0.95).upper == lower


def test_the_limits_of_1996_are_those_of_r():
    """Mean 5 with standard error 0.2 (of the log mean 0.04), dispersion 1, count 8."""
    assert delta(8, 5, 0.04, 1, 0.05) == pytest.approx((9.1154825, 0.1094727), abs=1e-6)
    assert delta(8, 5, 0.04, 1, 0.95).upper == pytest.approx(1.8084477, abs=1e-6)


def test_expected_van_drivers_are_those_of_r():
    made = [baseline(*vans(month), month, 1.0, 2.58).mean for month in (144, 145, 146)]
    assert made == pytest.approx(EXPECTED, abs=5e-5)


def test_no_month_of_van_drivers_is_unusual():
    for month in range(144, 192):
        made = baseline(*vans(month), month, 1.0, 2.58)
        assert VANS[month] <= delta(VANS[month], made.mean, made.se, made.phi, 0.05).upper


def test_the_upper_limits_of_r_follow_from_its_own_standard_error():
    """R puts the outbreak weights where glm keeps its working weights, so that its dispersion is that of
    (count − mean)²/mean², about a mean too small. With that standard error our limits are R's to four digits;
    with the right one they are 0.6 higher."""
    for month, expected, published in zip((144, 145, 146), EXPECTED, DELTA_UPPER, strict=True):
        counts, time, _ = vans(month)
        fit = reweighted(counts, np.column_stack([np.ones(len(time)), time - month]), 2.58)
        theirs = fit.weights @ (counts / fit.mu - 1) ** 2 / fit.freedom
        se = np.sqrt(fit.unscaled[0, 0] * theirs)
        assert delta(0, expected, se, 1, 0.05).upper == pytest.approx(published, abs=2e-4)
        ours = baseline(*vans(month), month, 1.0, 2.58)
        assert delta(0, ours.mean, ours.se, ours.phi, 0.05).upper - published == pytest.approx(0.63, abs=0.05)


def test_weights_by_hand():
    """R's own example: five residuals 0 and five 2, limit 0: 10/(5 + 5/4) = 1.6, and a quarter of it."""
    assert outbreak_weights(np.array([0.0] * 5 + [2.0] * 5), 0) == pytest.approx([1.6] * 5 + [0.4] * 5)
    assert outbreak_weights(np.zeros(10), 0) == pytest.approx([1.0] * 10)


def test_the_ten_levels_of_months_are_a_window_of_three_and_nine_single_months():
    where, level = reference(72, 12, 5, 1, 10, 3)
    assert (where[0], where[-1]) == (11, 68)
    assert level[where % 12 == 0].tolist() == [0] * 5
    assert level[where % 12 == 11].tolist() == [0] * 5
    assert level[where % 12 == 1].tolist() == [0] * 5
    assert level[(where >= 24) & (where < 36)].tolist() == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0]


def test_weeks_are_parted_as_noufaily_part_them():
    """A window of seven weeks and nine blocks of the other 45, five weeks each."""
    _, level = reference(400, 52, 5, 3, 10, 26)
    year = level[-52:]
    assert np.bincount(year).tolist() == [7] + [5] * 9


def test_the_regression_is_that_of_statsmodels():
    rng = np.random.default_rng(5)
    for _ in range(20):
        design = np.column_stack([np.ones(40), rng.normal(size=(40, 2))])
        counts = rng.negative_binomial(3, 0.3, 40).astype(float)
        weights = rng.uniform(0.2, 2, 40)
        ours = regression(counts, design, weights)
        theirs = GLM(counts, design, family=Poisson(), var_weights=weights).fit(scale="X2", tol=1e-12)
        assert ours.params == pytest.approx(theirs.params, rel=1e-6, abs=1e-9)
        assert ours.dispersion == pytest.approx(theirs.scale, rel=1e-6)
        assert np.diag(ours.unscaled) * ours.dispersion == pytest.approx(theirs.bse**2, rel=1e-6)
        assert ours.leverage == pytest.approx(theirs.get_hat_matrix_diag(observed=False), rel=1e-5)


def test_a_flat_baseline_by_hand():
    """Counts 2, 4, 6, 8 without trend: mean 5, Pearson (9 + 1 + 1 + 9)/5/3 = 4/3, error √(4/3 / 20)."""
    made = baseline(np.array([2.0, 8, 6, 4]), np.arange(4.0), np.zeros(4, int), 4, 0.0, 2.58)
    assert made == pytest.approx((5, np.sqrt(4 / 3 / 20), 4 / 3, 3, False), rel=1e-9)


@pytest.mark.parametrize("phi", [1.0, 1.7, 4.0])
def test_the_chance_of_a_count_is_scipys(phi):
    for count in (0, 1, 5, 40):
        size = 12 / (phi - 1) if phi > 1 else None
        theirs = nbinom.sf(count - 1, size, 1 / phi) if phi > 1 else poisson.sf(count - 1, 12)
        assert exceedance(count, 12, phi) == pytest.approx(theirs, rel=1e-9)


def test_the_predictive_limit_lies_between_the_two_published_ones():
    for se in (0.05, 0.2, 0.5):
        low, own, high = (rule(30, 12, se, 1.6, 0.01) for rule in (plug_in, predictive, upper_mean))
        assert low.upper <= own.upper <= high.upper
        assert low.p_value < own.p_value < high.p_value
    assert predictive(30, 12, 0, 1.6, 0.01) == pytest.approx(plug_in(30, 12, 0, 1.6, 0.01))


def test_the_predictive_chance_is_that_of_a_simulation():
    """400,000 draws: log mean normal, dispersion its estimate times 20 over a chi-square of 20."""
    rng = np.random.default_rng(2)
    mean = 12 * np.exp(rng.normal(0, 0.2, 400_000))
    phi = np.maximum(1.000001, 1.6 * 20 / rng.chisquare(20, 400_000))
    drawn = rng.poisson(rng.gamma(mean / (phi - 1)) * (phi - 1))
    for count in (15, 22, 30):
        assert predictive(count, 12, 0.2, 1.6, 0.01, 20).p_value == pytest.approx(
            (drawn >= count).mean(), rel=0.04
        )
