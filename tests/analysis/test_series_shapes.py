"""The simulated shapes are what they say: their mean, their spread, their season, their memory, their seed."""

import numpy as np
import pytest

from tests.series import MEMORY_SPREAD, SHAPES, periods, simulate


@pytest.mark.parametrize("name", SHAPES)
def test_the_mean_is_the_one_said_and_stays(name):
    shape, made = SHAPES[name], simulate(name, 3000, 1)
    assert made.shape == (3000, shape.length) == (3000, len(periods(name)))
    # The mean of exp(a cos) over whole years is the Bessel function I0(a); I0(0.5) = 1.063483.
    expected = shape.mean * (1 - shape.zeros) * (1.063483 if shape.season else 1)
    assert made.mean() == pytest.approx(expected, rel=0.02)
    half = shape.length // 2 // 12 * 12 or shape.length // 2
    assert made[:, :half].mean() == pytest.approx(made[:, -half:].mean(), rel=0.02)


def test_spread_and_memory():
    """Negative binomial: variance m + m²/5 = 60 at 15. Log mean of spread s: 20 + 400 (exp(s²) − 1)."""
    assert simulate("poisson", 3000, 1).var() == pytest.approx(12, rel=0.03)
    assert simulate("negative_binomial", 3000, 1).var() == pytest.approx(60, rel=0.03)
    made = simulate("autocorrelated", 3000, 1)
    extra = 400 * np.expm1(MEMORY_SPREAD**2)
    assert made.var() == pytest.approx(20 + extra, rel=0.04)
    assert np.cov(made[:, 1:].ravel(), made[:, :-1].ravel())[0, 1] == pytest.approx(0.4 * extra, rel=0.15)


def test_a_planted_factor_and_another_length_and_the_seed():
    factor = np.repeat([1.0, 2.0], 20)
    made = simulate("poisson", 2000, 3, length=40, factor=factor)
    assert made[:, 20:].mean() / made[:, :20].mean() == pytest.approx(2, rel=0.02)
    assert (made == simulate("poisson", 2000, 3, length=40, factor=factor)).all()
    assert (made != simulate("poisson", 2000, 4, length=40, factor=factor)).any()
