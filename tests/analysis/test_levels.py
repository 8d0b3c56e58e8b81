"""How often a word is claimed of series in which nothing happens, and how often where something was planted.

Smaller than tests/benchmarks/levels_bench.py, with the same seeds: a doubled level fails, so does lost power.
"""

from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
import pytest

from analysis.breaks import breaks
from analysis.trend import trend
from tests.series import SHAPES, most_false, periods, simulate

# 99 permutations keep the level exact (5 of 100 ranks) and cost a little power.
FEW = 99
FEWEST_TO_SHIFT = {"short": 16}


@pytest.fixture(scope="module")
def pool():
    """Two processes, since each series is judged for itself."""
    with ProcessPoolExecutor(2) as found:
        yield found


def word_of(method, index, row) -> str:
    return method(pd.Series(row, index), permutations=FEW).word


def words_of(pool, method, index, counts) -> list[str]:
    return list(pool.map(partial(word_of, method, index), counts, chunksize=10))


def test_the_bound_fails_a_doubled_level():
    rng = np.random.default_rng(1)
    doubled = rng.binomial(300, 0.10, 20_000)
    assert np.mean(doubled > most_false(300)) > 0.95


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_a_trend_is_seldom_claimed_where_there_is_none(name, pool):
    words = words_of(pool, trend, periods(name), simulate(name, 300, 31))
    assert set(words) <= {"rising", "falling", "no_clear_change"}
    assert sum(word != "no_clear_change" for word in words) <= most_false(300)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_a_shift_is_seldom_claimed_where_there_is_none(name, pool):
    length = FEWEST_TO_SHIFT.get(name)
    counts = simulate(name, 300, 32, length)
    words = words_of(pool, breaks, periods(name, length), counts)
    assert set(words) <= {"level_shift", "no_clear_shift"}
    assert words.count("level_shift") <= most_false(300)


@pytest.mark.slow
def test_a_trend_is_seldom_taken_for_a_shift(pool):
    counts = simulate("poisson", 300, 33, factor=np.exp(0.3 * np.arange(60) / 12))
    words = words_of(pool, breaks, periods("poisson"), counts)
    assert words.count("level_shift") <= most_false(300)


def test_planted_changes_are_found(pool):
    """A tenth more each year on 12 a month is found in most series; so is a doubling of the level."""
    rising = simulate("poisson", 60, 34, factor=np.exp(0.15 * np.arange(60) / 12))
    words = words_of(pool, trend, periods("poisson"), rising)
    assert words.count("rising") >= 50
    doubled = simulate("poisson", 60, 35, factor=np.where(np.arange(60) < 35, 1, 2))
    words = words_of(pool, breaks, periods("poisson"), doubled)
    assert words.count("level_shift") >= 48


def test_the_interval_of_a_slope_covers():
    """300 negative binomial series with a true slope of 0.1 a year: 95 % asked (97 % where bends are looked for)."""
    counts = simulate("negative_binomial", 300, 36, factor=np.exp(0.1 * np.arange(60) / 12))
    made = [trend(pd.Series(row, periods("negative_binomial")), permutations=FEW) for row in counts]
    assert np.mean([one.slope.lower < 0.1 < one.slope.upper for one in made]) >= 0.93
