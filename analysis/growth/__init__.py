"""Change and the other transformations of a count: per day, per 100,000, share, index, year to date, and so on."""

from analysis.growth.pairs import (
    MINIMUM_BASE,
    Change,
    change,
    change_on_previous,
    change_on_year,
    contributions,
    trend_word,
)
from analysis.growth.transformations import TRANSFORMATIONS, Transformation, Transformed, transform
from analysis.limits import Ratio, ratio_of_counts

__all__ = [
    "MINIMUM_BASE",
    "TRANSFORMATIONS",
    "Change",
    "Ratio",
    "Transformation",
    "Transformed",
    "change",
    "change_on_previous",
    "change_on_year",
    "contributions",
    "ratio_of_counts",
    "transform",
    "trend_word",
]
