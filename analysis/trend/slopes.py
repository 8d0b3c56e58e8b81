"""A slope of the logarithm with its interval, and what it is in per cent a year."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit


@dataclass(frozen=True)
class Slope:
    """Slope between two positions (row numbers, both included) with its interval, and p of a slope of 0.

    On the scale of the fit: of the logarithm, a year, unless the values were not logged. `percent` makes a
    change in per cent of it.
    """

    first: int
    last: int
    value: float
    lower: float
    upper: float
    p: float

    @property
    def word(self) -> str:
        """rising or falling when the interval leaves 0 out, no_clear_change when it holds it."""
        if self.lower > 0:
            return "rising"
        return "falling" if self.upper < 0 else "no_clear_change"


def percent(slope: float) -> float:
    """Change in per cent a year that a slope of the natural logarithm means (the APC, for a segment)."""
    return float(100 * np.expm1(slope))


def of_normal(first, last, value, error, freedom, level) -> Slope:
    """Student's interval, for least squares."""
    half = stdtrit(freedom, (1 + level) / 2) * error
    p = 2 * stdtr(freedom, -abs(value) / error) if error > 0 else 1.0
    return Slope(first, last, float(value), float(value - half), float(value + half), float(p))


def of_counts(first, last, value, error, dispersion, freedom, level) -> Slope:
    """The wider of Poisson's normal interval and the quasi-likelihood's Student one; `error` is Poisson's.

    A dispersion below 1 is chance: it never makes the interval narrower than Poisson's. Nor does a dispersion
    estimated from few periods alone decide, which with Student's factor would make it far too wide (1 % false
    claims at 8 years, where 5 are asked) when floored at 1.
    """
    spread = error * np.sqrt(dispersion)
    half = max(ndtri((1 + level) / 2) * error, stdtrit(freedom, (1 + level) / 2) * spread)
    by_poisson = 2 * ndtr(-abs(value) / error)
    by_scatter = 2 * stdtr(freedom, -abs(value) / spread) if spread > 0 else 0.0
    return Slope(
        first,
        last,
        float(value),
        float(value - half),
        float(value + half),
        float(max(by_poisson, by_scatter)),
    )
