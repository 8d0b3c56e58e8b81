"""Do repeated counts scatter as Poisson counts would, and if not, by how much more."""

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from analysis import designs, poisson
from analysis.periods import frequency

# Below 8 repeats left after the model, a chance of 5 % to call scatter extra finds little but chance.
FEWEST_FREEDOM = 8
# What is asked of the chi-squared test before an interval is widened.
LEVEL = 0.05


def dispersion(counts: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """Variance over mean of every series about its own log-linear trend and season; one row a series.

    Columns: kind (poisson, quasi_poisson: variance = factor × mean, or negative_binomial: mean + mean² /
    size), factor, size (infinite for Poisson), p (of Poisson scatter, chi-squared on Pearson's sum), freedom.
    quasi_poisson and negative_binomial only where p < 0.05 and 8 degrees of freedom are left; of the two the
    one whose variances give the residuals the higher normal likelihood. A break that is not in the trend
    counts as scatter: intervals get wider, never narrower.
    Source: McCullagh and Nelder (1989), 4.5, 6.2; Ver Hoef and Boveng (2007), Ecology 88, on the choice.
    """
    frame = counts.to_frame() if isinstance(counts, pd.Series) else counts
    frequency(frame.iloc[:, 0])
    made = poisson.fit(frame.to_numpy(float).T, base(frame.index), designs.days(frame.index))
    p = chdtrc(np.maximum(made.freedom, 1), made.pearson)
    more = (p < LEVEL) & (made.freedom >= FEWEST_FREEDOM)
    factor = np.where(more, np.maximum(made.dispersion, 1), 1.0)
    size = np.where(more, _size(frame.to_numpy(float).T, made), np.inf)
    binomial = more & _grows(frame.to_numpy(float).T, made, factor, size)
    kind = np.select([binomial, more], ["negative_binomial", "quasi_poisson"], "poisson")
    columns = {"kind": kind, "factor": factor, "size": size, "p": p, "freedom": made.freedom}
    return pd.DataFrame(columns, index=frame.columns)


def at(found: pd.DataFrame, mean) -> np.ndarray:
    """Variance over mean at a mean (one number a series, or an array with series in the last axis)."""
    growing = 1 + np.asarray(mean, dtype=float) / found["size"].to_numpy()
    return np.where(found["kind"] == "negative_binomial", growing, found["factor"].to_numpy())


def base(index: pd.PeriodIndex) -> np.ndarray:
    """Level and trend, and the season where three full years tell it."""
    columns = [np.ones(len(index)), designs.years(index)]
    extra = [designs.season(index)] if designs.has_room_for_season(index) else []
    return np.column_stack([*columns, *extra])


def _size(y: np.ndarray, made: poisson.Fit) -> np.ndarray:
    """Size at which Pearson's sum equals its degrees of freedom, by halving on the log scale."""
    square = (y - made.mean) ** 2
    low, high = np.full(len(y), -7.0), np.full(len(y), 16.0)
    for _ in range(50):
        middle = (low + high) / 2
        total = np.nansum(square / (made.mean + made.mean**2 / np.exp(middle)[:, None]), axis=1)
        # A larger size is a smaller variance and a larger sum.
        low, high = np.where(total < made.freedom, middle, low), np.where(total < made.freedom, high, middle)
    return np.exp(middle)


def _grows(y: np.ndarray, made: poisson.Fit, factor: np.ndarray, size: np.ndarray) -> np.ndarray:
    square = (y - made.mean) ** 2
    likelihoods = [
        -np.nansum(square / variance + np.where(np.isnan(y), 0, np.log(variance)), axis=1)
        for variance in (factor[:, None] * made.mean, made.mean + made.mean**2 / size[:, None])
    ]
    return likelihoods[1] > likelihoods[0]
