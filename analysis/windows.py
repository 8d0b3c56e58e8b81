"""Windows of observation: their days, their kinds, and which two may be set side by side."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Window:
    """A reference period: calendar dates, both ends included, in the source's own time zone."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1
