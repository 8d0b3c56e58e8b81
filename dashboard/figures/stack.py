"""Horizontal bars stacked from parts, one bar a group, with the total (n) after it."""

from collections.abc import Mapping, Sequence

from dashboard.figures import theme
from dashboard.figures.key import key
from dashboard.figures.labels import hover, name, safe, said, tag, width
from dashboard.figures.sides import sides
from dashboard.figures.ticks import round_steps
from dashboard.result import Row
from dashboard.words import Words

# Neighbours differ in grey too: their lightness is 27, 68, 29, 61, 40 and 77 of 100.
TONES = (theme.NAVY, theme.SKY, theme.PLUM, theme.ORANGE, theme.MUTED, theme.GREY)
# Half the height of a bar in px.
HALF = 11
ON_DARK = (theme.NAVY, theme.PLUM, theme.MUTED)


def draw(
    groups: Sequence[tuple[str, Sequence[Row], str]],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    whole: float = 0,
    narrow: bool = False,
) -> dict:
    """`groups` are (name, rows of its parts, text after the bar such as "n = 682"), top to bottom.

    The parts come in the same order in every group; a part's value stands in its piece where it has room.
    `whole` is the end of the axis, 100 for shares; by default the largest sum.
    """
    labels = labels or {}
    series = list(dict.fromkeys(row.series for _, rows, _ in groups for row in rows))
    tones = dict(zip(series, TONES * (1 + len(series) // len(TONES)), strict=False))
    side = sides([head for head, _, _ in groups], [tail for _, _, tail in groups], narrow, reach=HALF)
    high = whole or max((sum(row.value or 0 for row in rows) for _, rows, _ in groups), default=1)
    span = theme.design(narrow) - side.left - side.right
    named = [("", tones[one], name(labels, one)) for one in series]
    heads = key(named, side.left, theme.design(narrow) - 8, 8)
    unit = groups[0][1][0].unit
    steps = round_steps(high, 4 if narrow else 5)
    ticks = {step: words.on_axis(step, unit) for step in steps if step <= high}
    top = heads.margin + 12
    placed = [piece for i, (_, rows, _) in enumerate(groups) for piece in pieces(rows, i + side.drop)]
    return {
        "data": [
            bars([piece for piece in placed if piece[2].series == one], words, labels, tones[one], side.pitch)
            for one in series
        ],
        "layout": theme.layout(
            top + side.pitch * len(groups) + 26,
            (side.left, side.right, top, 26),
            xaxis=theme.axis(0, high, ticks, grid=True, tickcolor=theme.CLEAR),
            yaxis=side.axis(len(groups), line=True),
            shapes=heads.shapes,
            annotations=[*inside(placed, words, tones, span / high), *side.notes, *heads.notes],
        ),
    }


def pieces(rows: Sequence[Row], place: float) -> list[tuple[float, float, Row]]:
    """(place, start, row) of every part of one bar."""
    done, at = [], 0.0
    for row in rows:
        done.append((place, at, row))
        at += row.value or 0
    return done


def bars(placed, words: Words, labels: Mapping[str, str], tone: str, pitch: int) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [place for place, _, _ in placed],
        "x": [row.value for _, _, row in placed],
        "base": [start for _, start, _ in placed],
        "width": [2 * HALF / pitch] * len(placed),
        # The white edge keeps neighbours apart in greyscale print.
        "marker": {"color": tone, "line": {"color": theme.PAPER, "width": 1}},
        **hover([said(row, words, labels) for _, _, row in placed]),
    }


def inside(placed, words: Words, tones: Mapping[str, str], px: float) -> list[dict]:
    notes = []
    for place, start, row in placed:
        text = safe(tag(row, words))
        if not row.value or row.value * px < width(text, theme.SMALL) + 6:
            continue
        color = theme.PAPER if tones[row.series] in ON_DARK else theme.INK
        notes.append(
            theme.note(text, start + row.value / 2, place, color=color, weight=600, xanchor="center")
        )
    return notes
