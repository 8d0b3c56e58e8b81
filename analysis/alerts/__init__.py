"""Unusually high counts: Farrington's flexible algorithm for one series or many, silent where it must be."""

from analysis.alerts.many import ManyAlerts, many
from analysis.alerts.single import Alerts, alerts

__all__ = ["Alerts", "ManyAlerts", "alerts", "many"]
