"""Parts that add up to their total: projections worked by hand, rounding, and the choice by past errors."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import NotAdditive
from analysis.forecast import forecast_many, reconcile
from analysis.forecast.sums import _least_variance, adding_up, rounded

ONE = np.array([[1.0, -1, -1]])
# A total of regions a, b and of ages c, d, e.
TWO = np.array([[1.0, -1, -1, 0, 0, 0], [1, 0, 0, -1, -1, -1]])


def test_equal_uncertainty_shares_the_gap_equally():
    """100 against 60 + 50: 10 too much, a third to each: 103⅓ = 56⅔ + 46⅔."""
    assert adding_up(np.array([100.0, 60, 50]), np.eye(3), ONE) == pytest.approx([310 / 3, 170 / 3, 140 / 3])


def test_the_less_certain_moves_more():
    """Variances 1, 1, 8 sum to 10: of the gap of 10 the total takes 1, the first part 1, the second 8."""
    assert adding_up(np.array([100.0, 60, 50]), np.diag([1.0, 1, 8]), ONE) == pytest.approx([101, 59, 42])


def test_errors_that_went_together_move_together():
    """Covariance W = [[2,1,0],[1,1,0],[0,0,1]], rule (1,−1,−1): W·rule = (1,0,−1), rule·W·rule = 2, gap −10."""
    covariance = np.array([[2.0, 1, 0], [1, 1, 0], [0, 0, 1]])
    assert adding_up(np.array([100.0, 60, 50]), covariance, ONE) == pytest.approx([105, 60, 45])


def test_an_ignored_total_becomes_the_sum_of_its_parts():
    found = adding_up(np.array([100.0, 60, 50]), np.diag([1e9, 1, 1]), ONE)
    assert found == pytest.approx([110, 60, 50], abs=1e-6)


def test_nothing_falls_below_zero_and_the_rest_still_adds_up():
    """20 = 1 + 40 would take 7 from each: −6 is held at 0, so 20 and 40 share their gap of 20."""
    assert adding_up(np.array([20.0, 1, 40]), np.eye(3), ONE) == pytest.approx([30, 0, 30])


def test_regions_and_ages_meet_in_one_total():
    found = adding_up(np.array([100.0, 60, 50, 30, 30, 30]), np.eye(6), TWO)
    assert found[0] == pytest.approx(found[1:3].sum())
    assert found[0] == pytest.approx(found[3:].sum())


def test_the_largest_remainders_go_up():
    """10.0 = 3.4 + 3.3 + 3.3: 3 + 3 + 3 lack one, which goes to 3.4."""
    rules = np.array([[1.0, -1, -1, -1]])
    assert rounded(np.array([10.0, 3.4, 3.3, 3.3]), rules).tolist() == [10, 4, 3, 3]
    assert rounded(np.array([9.5, 3.2, 3.2, 3.1]), rules).tolist() == [10, 4, 3, 3]
    assert rounded(np.array([0.4, 0.2, 0.1, 0.1]), rules).tolist() == [0, 0, 0, 0]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0, 1000), min_size=6, max_size=6), st.integers(0, 5))
def test_rounded_values_add_up_and_stay_within_one(values, seed):
    spread = np.random.default_rng(seed).uniform(0.2, 9, 6)
    exact = adding_up(np.array(values), np.diag(spread), TWO)
    whole = rounded(exact, TWO)
    assert (TWO @ whole == 0).all()
    assert (whole >= 0).all()
    assert (np.abs(whole - exact) <= 1 + 1e-6).all()


def test_the_covariance_is_drawn_towards_no_correlation():
    """Errors (2, 2), (−2, −2), (2, 2), (−2, −2): variances 4, correlation 1, without noise, so nothing is drawn.

    Where they agree three times of four, x² is 1 throughout, together ½: noise 2 · (4 − 4 · ¼)/(4 · 3) = ½,
    over 2 · ¼ that is a share of 1, and no correlation is left.
    """
    agreeing = np.array([[2.0, 2], [-2, -2], [2, 2], [-2, -2]])
    assert _least_variance(agreeing) == pytest.approx(np.full((2, 2), 4.0))
    mostly = np.array([[2.0, 2], [-2, -2], [2, 2], [2, -2]])
    assert _least_variance(mostly) == pytest.approx(np.diag([4.0, 4]))


def quarters(parts: int, seed: int = 1, rows: int = 28) -> pd.DataFrame:
    index = pd.period_range("2017Q1", periods=rows, freq="Q")
    means = np.linspace(3, 60, parts) * np.exp(np.linspace(0, 0.5, rows))[:, None]
    table = pd.DataFrame(np.random.default_rng(seed).poisson(means).astype(float), index)
    table.columns = [f"KR-{11 + part}" for part in range(parts)]
    return table.assign(KR=table.sum(axis=1))


def test_regions_and_ages_of_the_country_add_up_in_every_quarter_as_whole_counts():
    regions = quarters(8)
    ages = pd.DataFrame({"young": np.floor(regions["KR"] * 0.6)})
    ages["old"] = regions["KR"] - ages["young"]
    made = forecast_many(pd.concat([regions, ages], axis=1), 4).made
    groups = [list(regions.columns[:-1]), ["young", "old"]]
    found = reconcile(made, "KR", groups)
    for group in groups:
        medians = sum(found.frames[label]["median"] for label in group)
        assert medians.tolist() == found.frames["KR"]["median"].tolist()
        means = sum(found.frames[label]["mean"] for label in group)
        assert means.to_numpy() == pytest.approx(found.frames["KR"]["mean"].to_numpy())
    for frame in found.frames.values():
        assert (frame["median"] % 1 == 0).all()
        ends = ["lower_95", "lower_80", "lower_50", "median", "upper_50", "upper_80", "upper_95"]
        assert (frame[ends].diff(axis=1).iloc[:, 1:] >= 0).all().all()
        assert (frame >= 0).all().all()
    assert found.way == min(("bottom_up", "least_variance"), key=found.errors.get)
    assert set(found.errors) == {"bottom_up", "least_variance", "unreconciled"}


def test_bottom_up_without_enough_past():
    table = quarters(3, rows=5)
    made = forecast_many(table, 2).made
    found = reconcile(made, "KR", [["KR-11", "KR-12", "KR-13"]])
    assert (found.way, found.errors) == ("bottom_up", {})
    assert found.frames["KR-11"]["median"].iloc[0] == pytest.approx(
        made["KR-11"].frame["median"].iloc[0], abs=1
    )


def test_rates_are_not_rounded():
    table = quarters(3) / 7
    found = reconcile(forecast_many(table, 2).made, "KR", [["KR-11", "KR-12", "KR-13"]])
    parts = sum(found.frames[label]["median"] for label in ("KR-11", "KR-12", "KR-13"))
    assert parts.to_numpy() == pytest.approx(found.frames["KR"]["median"].to_numpy())
    assert (parts % 1 != 0).all()


def test_parts_that_leave_something_out_are_refused():
    table = quarters(3)
    made = forecast_many(table, 2).made
    with pytest.raises(NotAdditive, match="in 2017Q1 the parts sum to") as refusal:
        reconcile(made, "KR", [["KR-11", "KR-12"]])
    assert refusal.value.fields["total"] == table["KR"].iloc[0]


def test_shared_steps_only():
    table = quarters(2)
    made = forecast_many(table[["KR-11", "KR-12"]], 2).made | forecast_many(table[["KR"]], 4).made
    found = reconcile(made, "KR", [["KR-11", "KR-12"]])
    assert [len(frame) for frame in found.frames.values()] == [2, 2, 2]


def test_without_a_period_of_all_parts_nothing_is_called_a_sum():
    table = quarters(2)
    table.loc[table.index[::2], "KR-11"] = np.nan
    table.loc[table.index[1::2], "KR-12"] = np.nan
    made = forecast_many(table, 2).made
    with pytest.raises(NotAdditive, match="in 2023Q4 the parts sum to nan"):
        reconcile(made, "KR", [["KR-11", "KR-12"]])
