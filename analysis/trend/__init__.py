"""Is there a trend, how steep, and where does it bend: log-linear Poisson and joinpoint regression."""

from analysis.trend.joinpoint import Joinpoints, joinpoint
from analysis.trend.slopes import Slope, percent
from analysis.trend.words import Trend, trend

__all__ = ["Joinpoints", "Slope", "Trend", "joinpoint", "percent", "trend"]
