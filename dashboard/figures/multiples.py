"""Small multiples: many small panels of columns on one scale, each with its own windows under it."""

from collections.abc import Callable, Mapping, Sequence

from dashboard.figures import theme
from dashboard.figures.columns import LABEL, WHOLE, bars, height_of, thinned, value_labels
from dashboard.figures.labels import block, lines, said
from dashboard.figures.panels import BETWEEN, heading
from dashboard.figures.values import foot, values
from dashboard.result import Row
from dashboard.words import Words

# px of the plot of one panel: enough for a label over the lowest column; of a line of its title.
PANEL, LINE = 74, 18


def draw(
    groups: Sequence[tuple[str, Sequence[Row]]],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    across: int = 4,
    whole: Sequence[str] = WHOLE,
    tick: Callable[[Row], str] | None = None,
    narrow: bool = False,
) -> dict:
    """`groups` are (title, rows) in the order of reading, `across` side by side, on a phone two.

    All rows share one unit. A missing value keeps its place and has the sign of one; an interval is a whisker.
    Kinds of window outside `whole` are hollow; `tick` names a window under its column.
    """
    labels, across = labels or {}, 2 if narrow else across
    tick = tick or (lambda row: words.tick(row.window, row.kind))
    every = [row for _, rows in groups for row in rows]
    scale = values(max(max(height_of(row) or 0, row.upper or 0) for row in every), every[0].unit, words, 2)
    below = foot(map(tick, every))
    gap = BETWEEN / (theme.design(narrow) - scale.left - 8)
    wide = (1 - gap * (across - 1)) / across
    column = wide * (theme.design(narrow) - scale.left - 8)
    tall = max(lines(block(title, theme.TEXT, theme.design(narrow) * wide - 20)) for title, _ in groups)
    head = 10 + LINE * tall
    pitch = head + PANEL + below
    high = -(-len(groups) // across) * pitch
    data, notes, axes = [], [], {}
    for i, (title, rows) in enumerate(groups):
        line, place = divmod(i, across)
        side = [place * (wide + gap), place * (wide + gap) + wide]
        # The plot reaches from the top of the first panel to the foot of the last.
        inner = high - head - below
        up = [1 - (line * pitch + PANEL) / inner, 1 - line * pitch / inner]
        up = [max(0.0, up[0]), up[1]]
        mark = str(i + 1) if i else ""
        points = [said(row, words, labels) for row in rows]
        own = {"xaxis": f"x{mark}", "yaxis": f"y{mark}"}
        data.append(bars(rows, whole, points) | own)
        if any(_estimated(row) for row in rows):
            data.append(whiskers(rows) | own)
        y = scale.axis(PANEL, LABEL, domain=up, anchor=f"x{mark}")
        axes[f"yaxis{mark}"] = y | ({} if place == 0 else {"ticktext": [""] * len(scale.ticks)})
        shown = thinned(dict(enumerate(map(tick, rows))), rows, whole, column / len(rows))
        more = {"line": True, "tickcolor": theme.CLEAR, "domain": side, "anchor": f"y{mark}"}
        axes[f"xaxis{mark}"] = theme.axis(-0.5, len(rows) - 0.5, shown, **more)
        px = PANEL / scale.high(PANEL, LABEL)
        notes.append(heading(title, side, up, narrow))
        over = value_labels(rows, words, True, column / len(rows), px)
        notes += [note | {"xref": f"x{mark}", "yref": f"y{mark}"} for note in raised(over, rows)]
    layout = theme.layout(high, (scale.left, 8, head, below), annotations=notes, **axes)
    return {"data": data, "layout": layout}


def _estimated(row: Row) -> bool:
    return row.conf != "C" and row.value is not None and row.lower is not None and row.upper is not None


def raised(notes: list[dict], rows: Sequence[Row]) -> list[dict]:
    """Labels over the whisker where there is one."""
    return [note | ({"y": rows[note["x"]].upper} if _estimated(rows[note["x"]]) else {}) for note in notes]


def whiskers(rows: Sequence[Row]) -> dict:
    known = [(i, row) for i, row in enumerate(rows) if _estimated(row)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for i, _ in known for x in (i, i, None)],
        "y": [y for _, row in known for y in (row.lower, row.upper, None)],
        "line": {"color": theme.INK, "width": 1.5, "dash": "solid"},
        "connectgaps": False,
        "hoverinfo": "skip",
    }
