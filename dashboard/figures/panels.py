"""Small multiples: one panel of columns a group on one common scale, so that heights compare across panels."""

from collections.abc import Mapping, Sequence

from dashboard.figures import theme
from dashboard.figures.columns import LABEL, WHOLE, bars, thinned, value_labels
from dashboard.figures.labels import block, said
from dashboard.figures.values import foot, values
from dashboard.result import Row
from dashboard.words import Words

TITLE, BETWEEN = 26, 26


def draw(
    groups: Sequence[tuple[str, Sequence[Row]]],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    whole: Sequence[str] = WHOLE,
    narrow: bool = False,
    height: int = 0,
) -> dict:
    """`groups` are (title, rows): side by side, on a phone one below the other. All rows share one unit.

    Part windows are hollow as in `columns`; a change of basis within a panel changes the tone.
    """
    every = [row for _, rows in groups for row in rows]
    scale = values(max((row.value or 0 for row in every), default=0), every[0].unit, words, 3)
    below = foot(words.tick(row.window, row.kind) for row in every)
    high = height or (190 * len(groups) + below if narrow else 320)
    room = high - TITLE - below
    frames = places(len(groups), narrow, room, below)
    panel = room * (frames[0][1][1] - frames[0][1][0])
    across = (theme.design(narrow) - scale.left - 8) * (frames[0][0][1] - frames[0][0][0])
    px = panel / scale.high(panel, LABEL)
    data, notes, axes = [], [], {}
    for i, ((title, rows), (side, up)) in enumerate(zip(groups, frames, strict=True), start=1):
        mark, column = str(i) if i > 1 else "", across / len(rows)
        points = [said(row, words, labels or {}) for row in rows]
        data.append(bars(rows, whole, points) | {"xaxis": f"x{mark}", "yaxis": f"y{mark}"})
        y = scale.axis(panel, LABEL, domain=up, anchor=f"x{mark}")
        # Only the first of a row of panels has its scale written.
        axes[f"yaxis{mark}"] = y | ({} if narrow or i == 1 else {"ticktext": [""] * len(scale.ticks)})
        ticks = {place: words.tick(row.window, row.kind) for place, row in enumerate(rows)}
        shown = thinned(ticks, rows, whole, column)
        more = {"line": True, "tickcolor": theme.CLEAR, "domain": side, "anchor": f"y{mark}"}
        axes[f"xaxis{mark}"] = theme.axis(-0.5, len(rows) - 0.5, shown, **more)
        own = {"xref": f"x{mark}", "yref": f"y{mark}"}
        notes += [heading(title, side, up, narrow)]
        notes += [note | own for note in value_labels(rows, words, narrow, column, px)]
    layout = theme.layout(high, (scale.left, 8, TITLE, below), annotations=notes, **axes)
    return {"data": data, "layout": layout}


def places(count: int, narrow: bool, room: float, below: int) -> list[tuple[list[float], list[float]]]:
    """The x and y domains of each panel."""
    if not narrow:
        gap = BETWEEN / theme.WIDE
        wide = (1 - gap * (count - 1)) / count
        return [([i * (wide + gap), i * (wide + gap) + wide], [0, 1]) for i in range(count)]
    gap = (below + TITLE) / room
    tall = (1 - gap * (count - 1)) / count
    return [([0, 1], [1 - i * (tall + gap) - tall, 1 - i * (tall + gap)]) for i in range(count)]


def heading(title: str, across, up, narrow: bool) -> dict:
    limit = theme.design(narrow) * (across[1] - across[0]) - 20
    place = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 6, "weight": 600}
    return theme.note(block(title, theme.TEXT, limit), across[0], up[1], size=theme.TEXT, **place)
