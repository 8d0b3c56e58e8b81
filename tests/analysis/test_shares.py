"""Wilson's and Newcombe's limits against published tables, and what is no share."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from analysis.errors import BadCount
from analysis.shares import difference_in_points, shares, wilson


@pytest.mark.parametrize(
    ("part", "total", "limits"),
    [
        (65, 100, (0.552544, 0.736358)),
        (1, 100, (0.001767, 0.054486)),
        (0, 20, (0, 0.161125)),
    ],
)
def test_wilson_is_that_of_phe(part, total, limits):
    """The examples of https://cran.r-project.org/package=PHEindicatormethods (phe_proportion)."""
    assert wilson(part, total) == pytest.approx(limits, abs=1e-6)


@pytest.mark.parametrize(
    ("part", "total", "limits"),
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (1, 29, (0.0061, 0.1718))],
)
def test_wilson_is_that_of_newcombe(part, total, limits):
    """Newcombe (1998), Stat. Med. 17, 857-872, table I, method 3.

    https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E
    """
    assert wilson(part, total) == pytest.approx(limits, abs=5e-5)


def test_131_of_178_booked_were_teenagers():
    """p = 131/178 = 0.735955 and z² = 3.841459, so 1 + z²/178 = 1.021581.

    Middle (p + z²/356) / 1.021581 = 0.730971; half z √(p(1−p)/178 + z²/(4·178²)) / 1.021581 = 0.064265.
    """
    assert wilson(131, 178) == pytest.approx((0.730971 - 0.064265, 0.730971 + 0.064265), abs=1e-6)


@pytest.mark.parametrize(
    ("first", "second", "limits"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
        ((10, 10), (0, 10), (0.6075, 1.0000)),
    ],
)
def test_differences_are_those_of_newcombe_in_points(first, second, limits):
    """Newcombe (1998), Stat. Med. 17, 873-890, table II, method 10.

    https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
    """
    difference, lower, upper = difference_in_points(*first, *second)
    assert (lower / 100, upper / 100) == pytest.approx(limits, abs=6e-5)
    assert difference == pytest.approx(100 * (first[0] / first[1] - second[0] / second[1]))


@pytest.mark.parametrize(("part", "total"), [(-1, 10), (1, 0), (1, -5), (11, 10), (1.5, 10), (0, 0)])
def test_what_is_no_share_is_refused(part, total):
    with pytest.raises(BadCount):
        wilson(part, total)
    with pytest.raises(BadCount):
        difference_in_points(part, total, 1, 10)


def test_missing_in_missing_out_and_columns_at_once():
    lower, upper = wilson(np.array([65, np.nan, 0]), np.array([100, 100, 20]))
    assert lower == pytest.approx([0.552544, np.nan, 0], abs=1e-6, nan_ok=True)
    assert upper == pytest.approx([0.736358, np.nan, 0.161125], abs=1e-6, nan_ok=True)
    assert all(math.isnan(end) for end in difference_in_points(np.nan, 10, 1, 10))


PARTS = st.integers(1, 5000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(PARTS)
def test_the_limits_hold_the_share_and_mirror_for_the_rest(pair):
    part, total = pair
    lower, upper = wilson(part, total)
    assert 0 <= lower <= part / total <= upper <= 1
    assert wilson(total - part, total) == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@given(PARTS, PARTS)
def test_a_difference_turns_its_sign_with_the_pair(first, second):
    difference, lower, upper = difference_in_points(*first, *second)
    assert -100.000001 <= lower <= difference + 1e-9
    assert difference - 1e-9 <= upper <= 100.000001
    assert difference_in_points(*second, *first) == pytest.approx((-difference, -upper, -lower), abs=1e-9)


def test_shares_of_a_column_with_their_reasons():
    part = pd.Series([65.0, 0, 3, np.nan], ["a", "b", "nobody", "unknown"])
    made = shares(part, pd.Series([20.0, 100, 50, 0], ["b", "a", "unknown", "nobody"]).drop("nobody")).frame
    assert made.loc["a", ["value", "lower", "upper"]].tolist() == pytest.approx(
        [65, 55.2544, 73.6358], abs=1e-4
    )
    assert made.loc["b", ["value", "lower", "upper"]].tolist() == pytest.approx([0, 0, 16.1125], abs=1e-4)
    assert made["refusal"].tolist() == ["", "", "no_total", "missing"]
    assert shares(part, 100).frame.loc["nobody", "value"] == pytest.approx(3)
    with pytest.raises(BadCount):
        shares(part, 50)


@pytest.mark.parametrize("mean", range(1, 31))
def test_coverage_at_small_parts(mean):
    """Shares of 60 with `mean` expected, every part weighted by its binomial probability.

    Wilson holds its level on average over shares and falls below at single ones: 92 % at the least.
    Newcombe's difference against the same share of 40 is likewise near its level.
    """
    x, y = np.meshgrid(np.arange(61), np.arange(41))
    weight = binom.pmf(x, 60, mean / 60) * binom.pmf(y, 40, mean / 60)
    lower, upper = wilson(x, 60)
    assert weight[(lower <= mean / 60) & (mean / 60 <= upper)].sum() >= 0.92
    _, low, high = difference_in_points(x, 60, y, 40)
    assert weight[(low <= 0) & (high >= 0)].sum() >= 0.945
