"""Columns that are still growing: what is counted so far, a hatched addition for what is to come, its limits."""

from collections.abc import Mapping, Sequence

from dashboard.figures import theme
from dashboard.figures.columns import BAR, LABEL, WHOLE, thinned
from dashboard.figures.key import key
from dashboard.figures.labels import hover, safe, said, width
from dashboard.figures.values import foot, values
from dashboard.result import Row
from dashboard.words import Words


def draw(
    counted: Sequence[Row],
    made: Sequence[Row],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    narrow: bool = False,
    height: int = 0,
) -> dict:
    """One column for each row of `counted`, in order; `made` are the estimates of some of their windows.

    The addition reaches up to the estimate, or where that has no value up to its lower limit; a whisker spans
    the limits.
    """
    labels, height = labels or {}, height or (340 if narrow else 380)
    spots = {row.window: place for place, row in enumerate(counted)}
    places = [spots[row.window] for row in made]
    highest = max([row.value or 0 for row in counted] + [row.upper for row in made])
    scale = values(highest, counted[0].unit, words)
    span = theme.design(narrow) - scale.left - 12
    column = span / len(counted)
    ticks = {i: words.tick(row.window, row.kind) for i, row in enumerate(counted)}
    entries = [("", theme.NAVY, words.w("figure.counted"))]
    if made:
        entries += [("//", theme.NAVY, words.w("figure.to_come")), ("|", theme.INK, words.w("figure.limits"))]
    heads = key(entries, scale.left, theme.design(narrow) - 8)
    below = foot(ticks.values())
    room = height - heads.margin - below
    return {
        "data": [
            solid(counted, words, labels),
            *([addition(counted, made, places, words, labels), whiskers(made, places)] if made else []),
        ],
        "layout": theme.layout(
            height,
            (scale.left, 12, heads.margin, below),
            xaxis=theme.axis(
                -0.5,
                len(counted) - 0.5,
                thinned(ticks, counted, WHOLE, column),
                line=True,
                tickcolor=theme.CLEAR,
            ),
            yaxis=scale.axis(room, LABEL),
            shapes=heads.shapes,
            annotations=[*newest(made, places, len(counted), column, words), *heads.notes],
        ),
    }


def solid(counted: Sequence[Row], words: Words, labels: Mapping[str, str]) -> dict:
    return {
        "type": "bar",
        "x": list(range(len(counted))),
        "y": [row.value for row in counted],
        "base": [0] * len(counted),
        "width": [BAR] * len(counted),
        "marker": theme.filled([theme.NAVY] * len(counted), [False] * len(counted)),
        **hover([said(row, words, labels) for row in counted]),
    }


def addition(counted, made, places: Sequence[int], words: Words, labels: Mapping[str, str]) -> dict:
    base = [counted[place].value for place in places]
    tops = [row.lower if row.value is None else row.value for row in made]
    return {
        "type": "bar",
        "x": list(places),
        "y": [top - start for top, start in zip(tops, base, strict=True)],
        "base": base,
        "width": [BAR] * len(made),
        "marker": theme.filled([theme.NAVY] * len(made), [True] * len(made)),
        **hover([said(row, words, labels) for row in made]),
    }


def whiskers(made: Sequence[Row], places: Sequence[int]) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for place in places for x in (place, place, None)],
        "y": [y for row in made for y in (row.lower, row.upper, None)],
        "line": {"color": theme.INK, "width": 1.5, "dash": "solid"},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def newest(made: Sequence[Row], places: Sequence[int], count: int, column: float, words: Words) -> list[dict]:
    """The limits of the newest month over its whisker, kept inside the picture."""
    if not made:
        return []
    row, place = made[-1], places[-1]
    text = safe(words.range(row.lower, row.upper, row.unit))
    beyond = max(0.0, width(text, theme.SMALL) / 2 - (count - place - 0.5) * column)
    look = {"size": theme.SMALL, "weight": 600, "xanchor": "center", "yanchor": "bottom", "yshift": 4}
    return [theme.note(text, place, row.upper, xshift=round(-beyond, 1), **look)]
