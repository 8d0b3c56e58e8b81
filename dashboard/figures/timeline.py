"""Windows of collection as bars on a date axis, so that their overlap and their unequal length are seen."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.figures import dates, theme
from dashboard.figures.labels import hover, name, safe, said, value, width
from dashboard.figures.sides import sides
from dashboard.figures.values import foot
from dashboard.result import Row
from dashboard.words import Words

# Half the height of a bar in px.
HALF = 8


def draw(
    rows: Sequence[Row],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    heads: Sequence[str] = (),
    events: Sequence[dates.Event] = (),
    narrow: bool = False,
) -> dict:
    """A bar a row over the days of its window, its value after it; `heads` name the rows, else their series.

    Provisional rows are hatched. The window is written beside each bar, since no two need be alike.
    """
    labels = labels or {}
    heads = heads or [name(labels, row.series) for row in rows]
    side = sides(heads, [value(row, words) for row in rows], narrow, reach=HALF + (8 if narrow else 0))
    start = min(row.window.start for row in rows)
    end = dates.after(max(row.window.end for row in rows))
    span = theme.design(narrow) - side.left - side.right
    shown = dates.inside(events, start, end)
    over = dates.hung(shown, start, end, span)
    x = dates.axis(start, end, words, 4 if narrow else 8)
    bottom = foot(x["ticktext"])
    room = side.pitch * len(rows)
    places = [i + side.drop for i in range(len(rows))]
    return {
        "data": [bars(rows, places, words, labels, side.pitch)],
        "layout": theme.layout(
            over.margin + room + bottom,
            (side.left, side.right, over.margin, bottom),
            xaxis=x | {"showgrid": True},
            yaxis=side.axis(len(rows)),
            shapes=[*dates.bands(shown), *over.shapes()],
            annotations=[*spans(rows, places, words, (start, end), span, narrow), *side.notes, *over.notes],
        ),
    }


def bars(rows: Sequence[Row], places, words: Words, labels: Mapping[str, str], pitch: int) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "x": [row.window.days * dates.DAY for row in rows],
        "base": [row.window.start.isoformat() for row in rows],
        "width": [2 * HALF / pitch] * len(rows),
        "marker": theme.filled([theme.BLUE] * len(rows), [row.status == "P" for row in rows]),
        **hover([said(row, words, labels) for row in rows]),
    }


def spans(rows, places, words: Words, ends: tuple[date, date], span: float, narrow: bool) -> list[dict]:
    """The days of each window: under its bar on a phone, else after it or before it, where there is room."""
    day = span / (ends[1] - ends[0]).days
    notes = []
    for row, place in zip(rows, places, strict=True):
        text = safe(words.window(row.window, row.kind))
        wide = width(text, theme.SMALL) + 8
        low, high = (
            (moment - ends[0]).days * day for moment in (row.window.start, dates.after(row.window.end))
        )
        if narrow:
            spot = {"yanchor": "top", "yshift": -HALF - 2}
            right = low + wide > span
            moment = dates.after(row.window.end) if right else row.window.start
            spot |= {"xanchor": "right" if right else "left"}
        elif high + wide <= span or low < wide:
            moment, spot = dates.after(row.window.end), {"xanchor": "left", "xshift": 6}
        else:
            moment, spot = row.window.start, {"xanchor": "right", "xshift": -6}
        inside = not narrow and high + wide > span and low < wide
        if inside:
            moment, spot = row.window.start, {"xanchor": "left", "xshift": 6}
        color = theme.PAPER if inside and row.status != "P" else theme.MUTED
        notes.append(theme.note(text, moment.isoformat(), place, color=color, **spot))
    return notes
