"""Values by date, one line a series, named and valued at its end; a change of basis lifts the pen."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from dashboard.figures import dates, theme
from dashboard.figures.labels import block, by_series, hover, lines, name, said, tag, width
from dashboard.figures.place import spread
from dashboard.figures.values import foot, values
from dashboard.result import Row
from dashboard.words import Words

SYMBOLS = ("circle", "square", "diamond", "triangle-down")


def draw(
    rows: Sequence[Row],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    events: Sequence[dates.Event] = (),
    narrow: bool = False,
    height: int = 0,
) -> dict:
    """Each row at the last day of its window; made for cumulative counts and for counts on a reference day.

    Provisional points are hollow. Straight pieces only; none crosses a missing value or a change of basis.
    """
    labels, height = labels or {}, height or (340 if narrow else 380)
    groups = by_series(rows)
    first, end = min(row.window.end for row in rows), max(row.window.end for row in rows)
    # The first marker stands clear of the scale's numbers.
    start = first - (end - first) / 30
    scale = values(max((row.value or 0 for row in rows), default=1), rows[0].unit, words)
    ends = {one: ending(group, words, labels, 92 if narrow else 150) for one, group in groups.items()}
    right = round(16 + max(width(label, theme.TEXT) for label in ends.values()))
    span = theme.design(narrow) - scale.left - right
    shown = dates.inside(events, start, dates.after(end))
    over = dates.hung(shown, start, end, span, beyond=right - 8)
    x = dates.axis(start, end, words, 4 if narrow else 8)
    bottom = foot(x["ticktext"])
    room = height - over.margin - bottom
    return {
        "data": [
            line(group, words, labels, theme.SERIES[i % 4], SYMBOLS[i % 4])
            for i, group in enumerate(groups.values())
        ],
        "layout": theme.layout(
            height,
            (scale.left, right, over.margin, bottom),
            xaxis=x,
            yaxis=scale.axis(room, 0),
            shapes=[*dates.bands(shown), *over.shapes()],
            annotations=[*at_ends(groups, ends, room / scale.high(room, 0), room), *over.notes],
        ),
    }


def last_day(row: Row) -> str:
    return row.window.end.isoformat()


def line(
    rows: Sequence[Row],
    words: Words,
    labels: Mapping[str, str],
    tone: str,
    symbol: str,
    place: Callable[[Row], str] = last_day,
    size: int = 8,
) -> dict:
    """The trace of one series; `place` gives the moment at which a row stands."""
    x, y, points = [], [], []
    for before, row in pairwise([None, *rows]):
        if before and before.basis != row.basis:
            x, y, points = [*x, place(row)], [*y, None], [*points, None]
        x, y = [*x, place(row)], [*y, row.value]
        points.append((said(row, words, labels), row.status == "P"))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "line": {"color": tone, "width": 2.5, "dash": "solid"},
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": [theme.PAPER if point and point[1] else tone for point in points],
            "line": {"color": tone, "width": 2},
        },
        "connectgaps": False,
        "cliponaxis": False,
        **hover([point and point[0] for point in points]),
    }


def ending(rows: Sequence[Row], words: Words, labels: Mapping[str, str], limit: float) -> str:
    """The value and, below it, the name of a line."""
    last = [row for row in rows if row.value is not None][-1:]
    value = f"<b>{tag(last[0], words)}</b><br>" if last else ""
    return value + block(name(labels, rows[0].series), theme.TEXT, limit)


def at_ends(
    groups: Mapping[str, Sequence[Row]], ends: Mapping[str, str], px: float, room: float
) -> list[dict]:
    last = {one: [r for r in group if r.value is not None][-1:] for one, group in groups.items()}
    named = [one for one, rows in last.items() if rows]
    gaps = [lines(ends[one]) * 17 + 5 for one in named]
    places = [last[one][0].value * px for one in named]
    order = sorted(range(len(named)), key=lambda i: places[i])
    # The outer labels may reach a little over the edge of the plot, not out of the picture.
    low, high = (gaps[order[0]] / 2 - 20, room + 8 - gaps[order[-1]] / 2) if order else (0, room)
    moved = spread(places, gaps, low, high)
    tones = dict(zip(groups, theme.SERIES * len(groups), strict=False))
    return [
        theme.note(
            ends[one],
            1,
            last[one][0].value,
            size=theme.TEXT,
            xref="paper",
            xshift=12,
            yshift=round(new - old, 1),
            color=theme.AS_TEXT.get(tones[one], tones[one]),
        )
        for one, old, new in zip(named, places, moved, strict=True)
    ]
