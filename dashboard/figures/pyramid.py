"""Two groups by age, mirrored: shares of one to the left, of the other to the right, the ages between them."""

from collections.abc import Mapping, Sequence

from dashboard.figures import theme
from dashboard.figures.labels import block, hover, safe, said, tag, width
from dashboard.figures.ticks import round_steps
from dashboard.result import Row
from dashboard.words import Words

# px of one line of ages, more on a phone, where a reason takes three lines; of a bar; over and under the plot.
PITCH, THICK, TOP, BOTTOM = {False: 46, True: 58}, 20, 46, 26
# The share of the picture's width that the names of the ages take.
MIDDLE = {False: 0.22, True: 0.27}
# px kept free beyond the longest bar or whisker for its value.
AFTER = 52


def draw(
    names: Sequence[str],
    left: Sequence[Row],
    right: Sequence[Row | None],
    words: Words,
    *,
    titles: tuple[str, str],
    reasons: Sequence[str],
    labels: Mapping[str, str] | None = None,
    narrow: bool = False,
) -> dict:
    """One line for each of `names`, the youngest at the foot; `reasons` stand where `right` has no row.

    Both sides share one unit and one scale. Intervals of the left side are whiskers; the right side is a
    count of everybody and has none.
    """
    labels = labels or {}
    inner = theme.design(narrow) - 16
    half = (1 - MIDDLE[narrow]) / 2
    panel = half * inner
    top = max([row.upper or row.value for row in left] + [row.value for row in right if row])
    high = top / (1 - AFTER / panel)
    ticks = {step: words.on_axis(step, left[0].unit) for step in round_steps(top, 2 if narrow else 3)}
    known = [(i, row) for i, row in enumerate(right) if row]
    count, pitch = len(names), PITCH[narrow]
    axis = {"grid": True, "tickcolor": theme.CLEAR}
    notes = [
        *(
            theme.note(
                block(name, theme.TEXT, MIDDLE[narrow] * inner - 12),
                0.5,
                i,
                size=theme.TEXT,
                xref="paper",
                xanchor="center",
            )
            for i, name in enumerate(names)
        ),
        *(_value(row, row.upper or row.value, i, words, "right") for i, row in enumerate(left)),
        *(_value(row, row.value, i, words, "left") | {"xref": "x2"} for i, row in known),
        *(
            theme.note(block(reason, theme.SMALL, panel - 12), 0, i, color=theme.MUTED, xref="x2", xshift=6)
            for i, reason in enumerate(reasons)
            if not right[i]
        ),
        _title(titles[0], half, "right", panel),
        _title(titles[1], 1 - half, "left", panel),
    ]
    return {
        "data": [
            _bars(list(enumerate(left)), words, labels, theme.NAVY, "x", pitch),
            _bars(known, words, labels, theme.MUTED, "x2", pitch),
            _whiskers(left),
        ],
        "layout": theme.layout(
            TOP + pitch * count + BOTTOM,
            (8, 8, TOP, BOTTOM),
            xaxis=theme.axis(high, 0, ticks, domain=[0, half], anchor="y", **axis),
            xaxis2=theme.axis(0, high, ticks, domain=[1 - half, 1], anchor="y", **axis),
            yaxis=theme.axis(-0.5, count - 0.5, {}, ticks=""),
            annotations=notes,
        ),
    }


def _bars(placed, words: Words, labels: Mapping[str, str], tone: str, axis: str, pitch: int) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [i for i, _ in placed],
        "x": [row.value for _, row in placed],
        "base": [0] * len(placed),
        "width": [THICK / pitch] * len(placed),
        "marker": {"color": tone, "line": {"color": theme.PAPER, "width": 0}},
        "xaxis": axis,
        **hover([said(row, words, labels) for _, row in placed]),
    }


def _whiskers(rows: Sequence[Row]) -> dict:
    known = [(i, row) for i, row in enumerate(rows) if row.lower is not None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for _, row in known for x in (row.lower, row.upper, None)],
        "y": [y for i, _ in known for y in (i, i, None)],
        "line": {"color": theme.INK, "width": 1.5, "dash": "solid"},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _value(row: Row, end: float, place: int, words: Words, anchor: str) -> dict:
    shift = {"left": 6, "right": -6}[anchor]
    return theme.note(safe(tag(row, words)), end, place, weight=600, xanchor=anchor, xshift=shift)


def _title(text: str, x: float, anchor: str, room: float) -> dict:
    size = next((size for size in (theme.TEXT, theme.SMALL) if width(text, size) <= room), theme.SMALL)
    place = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 6, "weight": 600}
    return theme.note(block(text, size, room), x, 1, size=size, xanchor=anchor, **place)
