"""Is there a season at all, how large is each month, and the series without it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import chdtrc, fdtrc

from analysis import designs, poisson
from analysis.counts import whole
from analysis.errors import BadSeries, TooFewPeriods
from analysis.method import Method
from analysis.periods import SEASONS, frequency
from analysis.trend.slopes import of_counts

# Below 5 events a month in all years together an effect is chance, and an empty month has none.
FEWEST_A_SEASON = 5

SCORE_TEST = Method(
    "quasi_poisson_score", ("season_constant", "independent_periods"), "McCullagh and Nelder (1989)"
)


@dataclass(frozen=True)
class Season:
    """Whether a series has a season, and the series without it.

    `word`: seasonal (p below 1 − level), no_clear_season, or too_few_events when not tested. `effects` has a
    row for every month or quarter (1 to 12 or 4): ratio to the yearly (geometric) mean, lower, upper.
    `adjusted` is the count over its month's effect when seasonal, else the counts as they are; `components`
    are STL's trend, season and remainder (columns) of the counts a day on the square-root scale, None unless
    seasonal and without missing periods. `years` is how many full years there are.
    """

    word: str
    series: str
    years: int
    p: float | None = None
    effects: pd.DataFrame | None = None
    adjusted: pd.Series | None = None
    components: pd.DataFrame | None = None
    dispersion: float = 1.0
    method: Method = SCORE_TEST


def seasonal(counts: pd.Series, *, level: float = 0.95, components: bool = True) -> Season:
    """Test of a season in monthly or quarterly counts, its effects, and the seasonally adjusted series.

    Counts on a PeriodIndex of months or quarters without holes (missing = NaN), of at least three full years.
    The test is the score test of an effect of each month in a Poisson model of the count a day whose line may
    bend once a year, so that no trend or shift passes for a season; of chi-squared, as Poisson has it, and F
    by the scatter it takes the larger p. Without `components` STL is left out, whose library takes two seconds
    to import.
    Rivals: Friedman's rank test (ignores trend and the size of counts), QS (finds memory as well as season),
    the F test of X-13 on logs (no zeros). The adjusted series is the count divided by the effect, so that a
    zero stays a zero; X-13's moving effects need more years than these series have. STL: Cleveland et al.
    (1990), J. Off. Stat. 6, robust, with a window as long as the series (a season that stays).
    Raises BadSeries (years), TooFewPeriods (fewer than three full years), BadCount.
    """
    letter, name = frequency(counts), str(counts.name or "series")
    step = SEASONS[letter]
    whole(counts.to_numpy(float), name)
    if step == 1:
        raise BadSeries(series=name, found="years", expected="months or quarters")
    kept = counts.astype(float).loc[counts.first_valid_index() : counts.last_valid_index()]
    if len(kept) < designs.YEARS_FOR_SEASON * step:
        raise TooFewPeriods(
            series=name,
            found=len(kept),
            frequency={"M": "monthly", "Q": "quarterly"}[letter],
            first=str(kept.index[0]) if len(kept) else "no period",
            needed=designs.YEARS_FOR_SEASON * step,
            purpose="a season",
        )
    place = kept.index.month if step == 12 else kept.index.quarter
    full_years = len(kept) // step
    if kept.groupby(place).sum().min() < FEWEST_A_SEASON:
        return Season("too_few_events", name, full_years, adjusted=counts)
    return _tested(kept, name, place, full_years, level, components)


def _tested(kept: pd.Series, name: str, place, full_years: int, level: float, components: bool) -> Season:
    index, values, days = kept.index, kept.to_numpy(), designs.days(kept.index)
    base, season = _years(index), designs.season(index)
    without = poisson.fit(values, base, days)
    made = poisson.fit(values, np.column_stack([base, season]), days)
    columns, freedom = season.shape[1], int(made.freedom[0])
    gain, left = _sums(values, without.mean[0], base, season)
    p = float(max(chdtrc(columns, gain), fdtrc(columns, freedom, gain / columns / (left / freedom))))
    effects = _effects(made, base.shape[1], columns, level)
    found = p <= 1 - level
    adjusted = kept / effects["ratio"].to_numpy()[place - 1] if found else kept
    settings = (("level", level), ("gain", round(gain, 6)), ("columns", columns), ("freedom", freedom))
    return Season(
        "seasonal" if found else "no_clear_season",
        name,
        full_years,
        p,
        effects,
        adjusted,
        _stl(kept / days, SEASONS[index.freqstr[0]]) if components and found and kept.notna().all() else None,
        max(float(made.dispersion[0]), 1.0),
        Method(SCORE_TEST.name, SCORE_TEST.assumptions, SCORE_TEST.source, settings),
    )


def _sums(values: np.ndarray, mean: np.ndarray, base: np.ndarray, season: np.ndarray) -> tuple[float, float]:
    """What the season takes from Pearson's sum of the model without, and what it leaves."""
    known = ~np.isnan(values)
    root = np.sqrt(mean)[known]
    left = (values[known] - mean[known]) / root
    sums = []
    for design in (base, np.column_stack([base, season])):
        basis = np.linalg.qr(design[known] * root[:, None])[0]
        sums.append(float(((left - basis @ (basis.T @ left)) ** 2).sum()))
    return sums[0] - sums[1], max(sums[1], 1e-12)


def _years(index: pd.PeriodIndex) -> np.ndarray:
    """A line that may bend once a year: what is left within a year is season."""
    x = designs.years(index)
    step = SEASONS[index.freqstr[0]]
    bends = x[0] + np.arange(1, len(index) // step)
    hinges = np.maximum(x[:, None] - bends, 0)
    return np.column_stack([np.ones(len(x)), x, hinges])


def _effects(made: poisson.Fit, at: int, columns: int, level: float) -> pd.DataFrame:
    """Every month against the yearly mean; the last is minus the sum of the others."""
    contrast = np.vstack([np.eye(columns), -np.ones(columns)])
    values = contrast @ made.coefficients[0, at:]
    covariance = contrast @ made.covariance[0, at:, at:] @ contrast.T
    scatter, freedom = float(made.dispersion[0]), made.freedom[0]
    ends = [
        of_counts(0, 0, value, float(np.sqrt(square)), scatter, freedom, level)
        for value, square in zip(values, np.diag(covariance), strict=True)
    ]
    rows = np.exp([(one.value, one.lower, one.upper) for one in ends])
    return pd.DataFrame(rows, np.arange(1, columns + 2), ["ratio", "lower", "upper"])


def _stl(paces: pd.Series, step: int) -> pd.DataFrame:
    # statsmodels takes seconds to import, which only a seasonal series needs to wait for.
    from statsmodels.tsa.seasonal import STL

    window = 10 * len(paces) + 1
    made = STL(np.sqrt(paces.to_numpy()), period=step, seasonal=window, robust=True).fit()
    parts = {"trend": made.trend, "season": made.seasonal, "remainder": made.resid}
    return pd.DataFrame(parts, paces.index)
