"""Odd series get a word or a typed refusal, never a warning and never an answer without a meaning."""

import numpy as np
import pandas as pd
import pytest

from analysis.breaks import breaks
from analysis.seasonal import seasonal
from analysis.trend import trend

LENGTHS = (3, 5, 8, 12, 14, 15, 24, 36, 60)
ODD = {
    "constant": lambda n, rng: np.full(n, 7.0),
    "from nothing to twenty": lambda n, rng: np.where(np.arange(n) < n // 2, 0.0, 20.0),
    "all in the last period": lambda n, rng: np.where(np.arange(n) < n - 1, 0.0, 1000.0),
    "next to nothing": lambda n, rng: rng.poisson(0.2, n).astype(float),
    "a third missing": lambda n, rng: np.where(rng.random(n) < 0.3, np.nan, rng.poisson(9, n)),
    "straight": lambda n, rng: np.arange(n) * 100.0 + 1,
    "exponential": lambda n, rng: np.exp(np.arange(n) / n * 10).round(),
    "one month a year": lambda n, rng: np.where(np.arange(n) % 12 == 3, 50.0, 0.0),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("letter", "YQM")
@pytest.mark.parametrize("name", ODD)
def test_odd_series_have_an_answer(name, letter):
    rng = np.random.default_rng(0)
    for n in LENGTHS:
        series = pd.Series(ODD[name](n, rng), pd.period_range("1961-01", periods=n, freq=letter))
        made = trend(series, permutations=19)
        if made.slope is not None:
            assert made.slope.lower <= made.slope.value <= made.slope.upper
        found = breaks(series, permutations=19)
        assert (found.word == "level_shift") == bool(found.found)
        for shift in found.found:
            assert shift.earliest <= shift.at <= shift.latest
            assert (shift.ratio is None) == (series.mean() < 5)
            assert shift.ratio is None or shift.lower <= shift.ratio <= shift.upper
        if letter == "Y" or series.dropna().size < n or n < {"Q": 12, "M": 36}[letter]:
            continue
        season = seasonal(series)
        assert season.p is None or 0 <= season.p <= 1


@pytest.mark.filterwarnings("error")
def test_a_constant_series_has_no_trend_and_no_shift():
    days = pd.period_range("2020-01", periods=60, freq="M").days_in_month.to_numpy(float)
    series = pd.Series(days, pd.period_range("2020-01", periods=60, freq="M"))
    assert trend(series).word == "no_clear_change"
    assert trend(series).slope.value == pytest.approx(0, abs=1e-9)
    assert breaks(series).word == "no_clear_shift"
