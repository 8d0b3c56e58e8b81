"""Forecasts of short series of counts or rates, with intervals that hold, or a reason for having none."""

from analysis.forecast.many import ManyForecasts, forecast_many
from analysis.forecast.single import LEVELS, Forecast, forecast
from analysis.forecast.sums import Reconciled, gaps, reconcile

__all__ = [
    "LEVELS",
    "Forecast",
    "ManyForecasts",
    "Reconciled",
    "forecast",
    "forecast_many",
    "gaps",
    "reconcile",
]
