"""The upright axis of values: from zero, in round steps, with room for its numbers and for labels on top."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.figures import theme
from dashboard.figures.labels import lines, width
from dashboard.figures.ticks import round_steps
from dashboard.words import Words


@dataclass(frozen=True)
class Values:
    """Ticks up to the highest value, and the left margin that their numbers need."""

    top: float
    ticks: dict[float, str]

    @property
    def left(self) -> int:
        return round(12 + max(width(text, theme.TEXT) for text in self.ticks.values()))

    def high(self, room: float, head: float) -> float:
        """The end of the axis of a plot `room` px high with `head` px free over the highest value."""
        return max(self.top / (1 - head / room), *self.ticks) or 1

    def axis(self, room: float, head: float, **more) -> dict:
        return theme.axis(0, self.high(room, head), self.ticks, grid=True, **more)


def values(top: float, unit: str, words: Words, most: int = 4) -> Values:
    return Values(top, {step: words.on_axis(step, unit) for step in round_steps(top, most)})


def foot(ticks: Iterable[str]) -> int:
    """The margin in px under a plot whose ticks have these texts."""
    return 14 + 18 * max(map(lines, ticks), default=1)
