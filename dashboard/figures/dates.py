"""Date axes: days as ISO text, spans of days as milliseconds, and the bands of events behind the marks."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from dashboard.figures import theme
from dashboard.figures.overhead import Mark, Overhead, overhead
from dashboard.figures.ticks import date_ticks
from dashboard.words import Words

DAY = 86_400_000
# Start, end (None for a single day or one that goes on) and words.
Event = tuple[date, date | None, str]


def axis(start: date, end: date, words: Words, most: int) -> dict:
    ticks = date_ticks(start, end, words, most)
    return theme.axis(start.isoformat(), end.isoformat(), ticks, kind="date", line=True)


def after(day: date) -> date:
    """The midnight at which an inclusive end day is over."""
    return day + timedelta(days=1)


def inside(events: Sequence[Event], start: date, end: date) -> list[Event]:
    """Events that touch the axis, cut to it."""
    held = [event for event in events if event[0] < end and (event[1] or event[0]) >= start]
    return [(max(begin, start), stop and min(after(stop), end), text) for begin, stop, text in held]


def bands(events: Sequence[Event]) -> list[dict]:
    return [theme.band(begin.isoformat(), stop.isoformat()) for begin, stop, _ in events if stop]


def hung(
    events: Sequence[Event], start: date, end: date, span: float, texts=(), beyond: float = 0
) -> Overhead:
    """The words of events over the plot, a single day as a line through it.

    `texts` are more words as (time, words); `beyond` is how far texts may reach into the right margin.
    """
    marks = [Mark(begin.isoformat(), text, deep=stop is None) for begin, stop, text in events]
    marks += [Mark(moment, text) for moment, text in texts]
    days = [
        (datetime.fromisoformat(mark.x) - datetime.combine(start, time())) / timedelta(1) for mark in marks
    ]
    places = [day / (end - start).days * span for day in days]
    return overhead(marks, places, span + beyond)
