"""Shares or rates as dots on one axis, each with its interval as a whisker."""

from collections.abc import Collection, Mapping, Sequence

from dashboard.figures import theme
from dashboard.figures.labels import hover, name, said, tag
from dashboard.figures.sides import sides
from dashboard.figures.ticks import round_steps
from dashboard.result import Row
from dashboard.words import Words


def draw(
    rows: Sequence[Row],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    heads: Sequence[str] = (),
    caution: Collection[int] = (),
    narrow: bool = False,
) -> dict:
    """One dot a row, from the top in the order given; `heads` name the rows, by default by their series.

    `caution` are the indexes of rows that may only be read with a caveat: hollow, as provisional ones are.
    """
    labels = labels or {}
    heads = heads or [name(labels, row.series) for row in rows]
    side = sides(heads, [ending(row, words) for row in rows], narrow)
    unit = rows[0].unit
    top = max(max(row.value or 0, row.upper or 0) for row in rows)
    # A share is shown on its whole range once it needs half of it.
    high = 100 if unit == "percent" and top > 50 else top * 1.02 or 1
    steps = round_steps(high, 4 if narrow else 5)
    high = max(high, steps[-1])
    places = [i + side.drop for i in range(len(rows))]
    hollow = [i in caution or row.status == "P" for i, row in enumerate(rows)]
    return {
        "data": [
            whiskers([(row.lower, row.upper, place) for row, place in zip(rows, places, strict=True)]),
            dots([row.value for row in rows], places, hollow, [said(row, words, labels) for row in rows]),
        ],
        "layout": theme.layout(
            14 + side.pitch * len(rows) + 26,
            (side.left, side.right, 14, 26),
            xaxis=theme.axis(
                0, high, {s: words.on_axis(s, unit) for s in steps}, grid=True, tickcolor=theme.CLEAR
            ),
            yaxis=side.axis(len(rows), line=True),
            annotations=side.notes,
        ),
    }


def ending(row: Row, words: Words) -> str:
    estimated = row.conf != "C" and row.lower is not None and row.upper is not None
    return tag(row, words) + (f" {words.interval(row.lower, row.upper, row.unit)}" if estimated else "")


def whiskers(spans: Sequence[tuple[float | None, float | None, float]], tone: str = theme.NAVY) -> dict:
    """Thin lines from lower to upper, none where there is no interval."""
    known = [span for span in spans if span[0] is not None and span[1] is not None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for low, high, _ in known for x in (low, high, None)],
        "y": [y for _, _, place in known for y in (place, place, None)],
        "line": {"color": tone, "width": 2, "dash": "solid"},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def dots(values, places, hollow: Sequence[bool], points, tone: str = theme.NAVY) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(values),
        "y": list(places),
        "marker": {
            "symbol": "circle",
            "size": 12,
            "color": [theme.PAPER if empty else tone for empty in hollow],
            "line": {"color": tone, "width": 2},
        },
        "cliponaxis": False,
        **hover(points),
    }
