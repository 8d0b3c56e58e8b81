"""From the values on an axis of a figure to pixels, as Plotly places them."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Scale:
    """One axis: `at(value)` in px; `span(amount)` for a width given in the unit of the axis (ms on dates)."""

    layout: dict
    at: Callable[[object], float]
    number: Callable[[object], float]
    start: float
    length: float
    low: float
    high: float

    def span(self, amount: float) -> float:
        return amount / (self.high - self.low) * self.length

    @property
    def ends(self) -> tuple[float, float]:
        """The two ends in px, smaller first."""
        return tuple(sorted((self.start, self.start + self.length)))


def milliseconds(value) -> float:
    """An ISO date or date-time as milliseconds since 1970, naive as Plotly takes it."""
    if isinstance(value, int | float):
        return float(value)
    return datetime.fromisoformat(value).replace(tzinfo=UTC).timestamp() * 1000


def scale(layout: dict, start: float, length: float) -> Scale:
    """The scale of an axis that runs from `start` px over `length` px (negative where it runs upward)."""
    kind = layout["type"]
    # On a log axis the range is given in powers of ten, the values are not.
    number = milliseconds if kind == "date" else (lambda v: math.log10(v)) if kind == "log" else float
    low, high = (milliseconds(v) if kind == "date" else float(v) for v in layout["range"])

    def at(value) -> float:
        return start + (number(value) - low) / (high - low) * length

    return Scale(layout, at, number, start, length, low, high)
