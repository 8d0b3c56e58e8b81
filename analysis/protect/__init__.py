"""Disclosure control for counts made from incident sheets: hide, audit, and only then publish."""

from analysis.protect.attack import Relation
from analysis.protect.audit import excluded, intervals
from analysis.protect.core import Protected, protect
from analysis.protect.counts import protect_counts
from analysis.protect.errors import CellDoubled, NeedsCoarsening, PartsDoNotAdd, ThresholdTooLow
from analysis.protect.history import Past
from analysis.protect.tables import apply, relations_from

__all__ = [
    "CellDoubled",
    "NeedsCoarsening",
    "PartsDoNotAdd",
    "Past",
    "Protected",
    "Relation",
    "ThresholdTooLow",
    "apply",
    "excluded",
    "intervals",
    "protect",
    "protect_counts",
    "relations_from",
]
