"""The nowcast's two models against the published reserves of Taylor and Ashe's triangle and of the RAA's."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from analysis.nowcast import chain_ladder
from analysis.nowcast.model import delays, still_to_come
from analysis.nowcast.triangle import Triangle

# Mack (1993), ASTIN Bulletin 23, tables 1 to 3 (data of Taylor and Ashe, 1983),
# https://www.actuaries.org/LIBRARY/ASTIN/vol23no2/213.pdf
TAYLOR_ASHE = """
357848 1124788 1735330 2218270 2745596 3319994 3466336 3606286 3833515 3901463
352118 1236139 2170033 3353322 3799067 4120063 4647867 4914039 5339085
290507 1292306 2218525 3235179 3985995 4132918 4628910 4909315
310608 1418858 2195047 3757447 4029929 4381982 4588268
443160 1136350 2128333 2897821 3402672 3873311
396132 1333217 2180715 2985752 3691712
440832 1288463 2419861 3483130
359480 1421128 2864498
376686 1363294
344014
"""
MISSING = (0, 94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811)
ERRORS = (0, 75535, 121699, 133549, 261406, 411010, 558317, 875328, 971258, 1363155)
# The over-dispersed Poisson of England and Verrall (2002), Br. Actuar. J. 8; R ChainLadder: glmReserve(GenIns),
# https://search.r-project.org/CRAN/refmans/ChainLadder/html/glmReserve.html
POISSON_ERRORS = (110100, 216043, 260872, 303550, 375014, 495377, 789961, 1046514, 1980101)

# Mack (1994), Casualty Actuarial Society Forum, Spring 1994, volume 1: the RAA's automatic facultative business,
# https://www.casact.org/pubs/forum/94spforum/94spf101.pdf
RAA = """
5012 8269 10907 11805 13539 16181 18009 18608 18662 18834
106 4285 5396 10666 13782 15599 15496 16169 16704
3410 8992 13873 16141 18735 22214 22863 23466
5655 11555 15766 21266 23425 26083 27067
1092 9565 15836 22169 25955 26180
1513 6445 11702 12935 15852
557 4020 10946 12314
1351 6947 13112
3133 5395
2063
"""
RAA_FACTORS = (2.99936, 1.62352, 1.27089, 1.17167, 1.11338, 1.04193, 1.03326, 1.01694, 1.00922)
RAA_MISSING = (0, 154, 617, 1636, 2747, 3649, 5435, 10907, 10650, 16339)
RAA_ERRORS = (0, 206, 623, 747, 1469, 2002, 2209, 5358, 6333, 24566)


def read(text: str) -> np.ndarray:
    rows = [[float(number) for number in line.split()] for line in text.strip().splitlines()]
    return np.array([row + [np.nan] * (len(rows[0]) - len(row)) for row in rows])


def triangle(cumulative: np.ndarray) -> Triangle:
    added = np.diff(cumulative, axis=1, prepend=0)
    index = pd.period_range("2000Q1", periods=len(added), freq="Q")
    return Triangle(added, ~np.isnan(added), np.nansum(added, axis=1), index, "reserve")


def test_the_raa_triangle_has_macks_factors_reserves_and_errors():
    made = chain_ladder(read(RAA))
    assert made.factors == pytest.approx(RAA_FACTORS, abs=5e-6)
    assert made.missing == pytest.approx(RAA_MISSING, abs=0.5)
    assert made.error == pytest.approx(RAA_ERRORS, abs=0.5)
    assert (made.total, made.total_error) == pytest.approx((52135, 26909), abs=0.5)


def test_taylor_and_ashes_triangle_has_macks_reserves_and_errors():
    made = chain_ladder(read(TAYLOR_ASHE))
    assert made.missing == pytest.approx(MISSING, abs=0.5)
    assert made.error == pytest.approx(ERRORS, abs=0.5)
    assert (made.total, made.total_error) == pytest.approx((18680856, 2447095), abs=0.5)


def test_the_poisson_model_is_the_chain_ladder_and_the_regression_of_statsmodels():
    """One effect a row and one a delay, fitted by GLM: the sum of the cells to come is the chain ladder's."""
    cumulative = read(TAYLOR_ASHE)
    row, column = np.indices(cumulative.shape)
    design = np.column_stack(
        [(row.ravel() == k) for k in range(10)] + [(column.ravel() == k) for k in range(1, 10)]
    ).astype(float)
    added = np.diff(cumulative, axis=1, prepend=0).ravel()
    seen = ~np.isnan(added)
    fit = GLM(added[seen], design[seen], family=Poisson()).fit()
    ahead = np.where(seen, 0, fit.predict(design)).reshape(10, 10).sum(axis=1)
    found, ladder = delays(triangle(cumulative), 10), chain_ladder(cumulative)
    assert ladder.missing == pytest.approx(ahead, rel=1e-6)
    assert 1 / (1 - found.new[1:]) == pytest.approx(ladder.factors, rel=1e-12)
    ours = np.nansum(triangle(cumulative).added, axis=1) * (1 / found.share[::-1] - 1)
    assert ours == pytest.approx(ladder.missing, rel=1e-9, abs=1e-6)


def test_the_simulated_error_is_the_published_one_of_the_over_dispersed_poisson():
    """Dispersion 52,601 and total error 2,945,661; ours are Fletcher's and simulated, so a few percent off."""
    given = triangle(read(TAYLOR_ASHE))
    found = delays(given, 10)
    draws = still_to_come(found, given.known, given.ages, None, np.random.default_rng(0))
    assert found.dispersion == pytest.approx(52601, rel=0.03)
    assert draws[:, 1:].std(axis=0) == pytest.approx(POISSON_ERRORS, rel=0.08)
    assert draws.sum(axis=1).std() == pytest.approx(2945661, rel=0.05)
