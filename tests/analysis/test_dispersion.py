"""Poisson regressions against statsmodels, and how often extra scatter is found where there is none."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis import designs, dispersion, poisson
from analysis.dispersion import at, base
from analysis.growth import transform
from tests.series import periods, simulate

INDEX = periods("poisson")


def framed(name, number, seed):
    return pd.DataFrame(simulate(name, number, seed).T, periods(name))


def test_many_regressions_at_once_are_those_of_statsmodels():
    counts = np.vstack([simulate("seasonal", 2, 1), simulate("negative_binomial", 2, 2)])
    counts[1, 7] = np.nan
    made = poisson.fit(counts, base(INDEX), designs.days(INDEX))
    for row, values in enumerate(counts):
        kept = ~np.isnan(values)
        model = sm.GLM(
            values[kept],
            base(INDEX)[kept],
            family=sm.families.Poisson(),
            exposure=designs.days(INDEX)[kept],
        ).fit()
        np.testing.assert_allclose(made.coefficients[row], model.params, atol=1e-5)
        np.testing.assert_allclose(np.sqrt(np.diag(made.covariance[row])), model.bse, rtol=1e-4)
        assert made.deviance[row] == pytest.approx(model.deviance)
        assert made.pearson[row] == pytest.approx(model.pearson_chi2)
        assert made.freedom[row] == model.df_resid


def test_poisson_counts_are_seldom_called_overdispersed():
    """2,000 series, asked 5 %: reached within the bound that a doubled level would break."""
    found = dispersion.dispersion(framed("poisson", 2000, 5))
    assert (found["kind"] != "poisson").mean() <= 0.07
    assert (found.loc[found["kind"] == "poisson", "factor"] == 1).all()


def test_negative_binomial_scatter_is_found_with_its_size():
    """Mean 15 and size 5: variance over mean is 1 + 15/5 = 4."""
    found = dispersion.dispersion(framed("negative_binomial", 300, 6))
    assert (found["kind"] != "poisson").mean() > 0.99
    assert found["factor"].median() == pytest.approx(4, rel=0.15)
    assert found["size"].median() == pytest.approx(5, rel=0.2)
    assert np.median(at(found, 15.0)) == pytest.approx(4, rel=0.15)


def test_a_step_of_a_law_and_of_a_crackdown():
    """From 16 January 2024 on, of 31 days 16 are in force; a crackdown ends again."""
    from datetime import date

    from analysis.windows import Event

    index = pd.period_range("2023-12", periods=4, freq="M")
    law = Event("law", date(2024, 1, 16))
    crackdown = Event("crackdown", date(2024, 1, 1), date(2024, 1, 31))
    before, future = Event("old", date(2020, 1, 1)), Event("next", date(2025, 1, 1))
    kept, columns = designs.steps(index, [law, before, crackdown, future])
    assert kept == (law, crackdown)
    np.testing.assert_allclose(columns, [[0, 0], [16 / 31, 1], [1, 0], [1, 0]])


def test_what_is_found_widens_the_table_of_transformations():
    frame = framed("negative_binomial", 2, 8)
    found = dispersion.dispersion(frame)
    assert (found["kind"] != "poisson").all()
    plain = transform(frame, "change_on_year")
    wide = transform(frame, "change_on_year", dispersion=at(found, frame))
    shown = plain.value.notna()
    assert (wide.upper[shown] >= plain.upper[shown]).where(shown, True).all(axis=None)
    assert wide.method.assumptions == ("independent_events", "overdispersed")
