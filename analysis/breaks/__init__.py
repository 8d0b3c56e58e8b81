"""Did the level shift, when, and what is the trend on each side: known events first, then unknown dates."""

from analysis.breaks.shifts import LevelShifts, level_shifts
from analysis.breaks.steps import Breaks, Shift, Side, Step, breaks

__all__ = ["Breaks", "LevelShifts", "Shift", "Side", "Step", "breaks", "level_shifts"]
