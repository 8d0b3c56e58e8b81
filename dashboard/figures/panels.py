"""Small multiples: one panel of columns a group on one common scale, so that heights compare across panels."""

from collections.abc import Mapping, Sequence

from dashboard.figures import theme
from dashboard.figures.columns import WHOLE, bars
from dashboard.figures.labels import block, lines, safe, said, tag, width
from dashboard.figures.ticks import round_steps
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
    unit, top = every[0].unit, max((row.value or 0 for row in every), default=0)
    steps = round_steps(top, 3)
    left = round(12 + max(width(words.on_axis(step, unit), theme.TEXT) for step in steps))
    foot = 14 + 18 * max(lines(words.tick(row.window, row.kind)) for row in every)
    high = height or (190 * len(groups) + foot if narrow else 320)
    room = high - TITLE - foot
    frames = places(len(groups), narrow, room, foot)
    panel = room * (frames[0][1][1] - frames[0][1][0])
    scale = {"high": max(top / (1 - 26 / panel), steps[-1]) or 1, "steps": steps, "unit": unit}
    data, notes, axes = [], [], {}
    for i, ((title, rows), (across, up)) in enumerate(zip(groups, frames, strict=True), start=1):
        mark = str(i) if i > 1 else ""
        points = [said(row, words, labels or {}) for row in rows]
        data.append(bars(rows, whole, points) | {"xaxis": f"x{mark}", "yaxis": f"y{mark}"})
        axes |= pair(mark, rows, words, scale, across, up, bare=not narrow and i > 1)
        notes += [heading(title, across, up, narrow), *values(rows, words, mark)]
    return {"data": data, "layout": theme.layout(high, (left, 8, TITLE, foot), annotations=notes, **axes)}


def places(count: int, narrow: bool, room: float, foot: int) -> list[tuple[list[float], list[float]]]:
    """The x and y domains of each panel."""
    if not narrow:
        gap = BETWEEN / theme.WIDE
        wide = (1 - gap * (count - 1)) / count
        return [([i * (wide + gap), i * (wide + gap) + wide], [0, 1]) for i in range(count)]
    gap = (foot + TITLE) / room
    tall = (1 - gap * (count - 1)) / count
    return [([0, 1], [1 - i * (tall + gap) - tall, 1 - i * (tall + gap)]) for i in range(count)]


def pair(mark: str, rows, words: Words, scale: dict, across, up, bare: bool) -> dict:
    """The two axes of a panel; only the first of a row of panels has its scale written."""
    ticks = {i: words.tick(row.window, row.kind) for i, row in enumerate(rows)}
    steps = {step: "" if bare else words.on_axis(step, scale["unit"]) for step in scale["steps"]}
    x = theme.axis(
        -0.5, len(rows) - 0.5, ticks, line=True, tickcolor=theme.CLEAR, domain=across, anchor=f"y{mark}"
    )
    y = theme.axis(0, scale["high"], steps, grid=True, domain=up, anchor=f"x{mark}")
    return {f"xaxis{mark}": x, f"yaxis{mark}": y}


def heading(title: str, across, up, narrow: bool) -> dict:
    limit = theme.design(narrow) * (across[1] - across[0]) - 20
    place = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 6, "weight": 600}
    return theme.note(block(title, theme.TEXT, limit), across[0], up[1], size=theme.TEXT, **place)


def values(rows: Sequence[Row], words: Words, mark: str) -> list[dict]:
    place = {"xref": f"x{mark}", "yref": f"y{mark}", "xanchor": "center", "yanchor": "bottom", "yshift": 4}
    return [
        theme.note(safe(tag(row, words)), i, row.value or 0, size=theme.TEXT, weight=600, **place)
        for i, row in enumerate(rows)
    ]
