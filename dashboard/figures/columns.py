"""Columns by window: whole windows solid, part windows hollow, a change of basis as a line nobody crosses."""

from collections.abc import Mapping, Sequence

from dashboard.figures import theme
from dashboard.figures.labels import Said, hover, lines, safe, said, tag, width
from dashboard.figures.overhead import Mark, overhead
from dashboard.figures.ticks import round_steps
from dashboard.result import Row
from dashboard.words import Words

WHOLE = ("year", "quarter", "month")
TONES = (theme.NAVY, theme.BLUE, theme.SKY)
# With more columns a label on each would touch its neighbour: only the highest and the last have one.
LABELLED = {False: 14, True: 7}
BAR = 0.64


def draw(
    rows: Sequence[Row],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    break_label: str = "",
    events: Sequence[tuple[int, str]] = (),
    whole: Sequence[str] = WHOLE,
    narrow: bool = False,
    height: int = 0,
) -> dict:
    """One column a row, in the order given, from zero.

    A row whose `kind` is not in `whole`, or which is provisional, is hollow and hatched. Where the basis
    changes from one row to the next a dashed line with `break_label` parts the two. `events` are (index of
    the column, text) above the columns. `labels` gives the words of a series and of a basis.
    """
    rows, labels = list(rows), labels or {}
    height = height or (320 if narrow else 380)
    top = max((row.value or 0 for row in rows), default=0)
    steps = round_steps(top, 4)
    unit = rows[0].unit if rows else "case"
    ticks = {i: words.tick(row.window, row.kind) for i, row in enumerate(rows)}
    left = round(12 + max(width(words.on_axis(step, unit), theme.TEXT) for step in steps))
    span = theme.design(narrow) - left - 8
    column = span / max(len(rows), 1)
    marks = [
        Mark(i - 0.5, break_label, deep=True)
        for i in range(1, len(rows))
        if rows[i].basis != rows[i - 1].basis
    ]
    marks += [Mark(i, text) for i, text in events]
    over = overhead(marks, [(mark.x + 0.5) * column for mark in marks], span)
    bottom = 12 + 18 * max(map(lines, ticks.values()), default=1)
    room = height - over.margin - bottom
    # The highest column keeps 26 px above it for its own label.
    high = max(top / (1 - 26 / room), steps[-1]) or 1
    return {
        "data": [bars(rows, whole, [said(row, words, labels) for row in rows])],
        "layout": theme.layout(
            height,
            (left, 8, over.margin, bottom),
            xaxis=theme.axis(
                -0.5, len(rows) - 0.5, thinned(ticks, rows, whole, column), line=True, tickcolor=theme.CLEAR
            ),
            yaxis=theme.axis(0, high, {step: words.on_axis(step, unit) for step in steps}, grid=True),
            shapes=over.shapes(),
            annotations=[*value_labels(rows, words, narrow), *over.notes],
        ),
    }


def bars(rows: Sequence[Row], whole: Sequence[str], points: Sequence[Said]) -> dict:
    bases = list(dict.fromkeys(row.basis for row in rows))
    tones = [TONES[min(bases.index(row.basis), len(TONES) - 1)] for row in rows]
    hollow = [row.kind not in whole or row.status == "P" for row in rows]
    return {
        "type": "bar",
        "x": list(range(len(rows))),
        "y": [row.value for row in rows],
        "base": [0] * len(rows),
        "width": [BAR] * len(rows),
        "marker": theme.filled(tones, hollow),
        **hover(points),
    }


def thinned(
    ticks: dict[int, str], rows: Sequence[Row], whole: Sequence[str], column: float
) -> dict[int, str]:
    """Every tick where they fit, else every second, third …; a part window always keeps its own."""
    widest = max((width(text, theme.TEXT) for text in ticks.values()), default=0) + 6
    every = max(1, -(-int(widest) // max(int(column), 1)))
    return {i: text for i, text in ticks.items() if i % every == 0 or rows[i].kind not in whole}


def value_labels(rows: Sequence[Row], words: Words, narrow: bool) -> list[dict]:
    shown = set(range(len(rows)))
    if len(rows) > LABELLED[narrow]:
        shown = {len(rows) - 1, max(shown, key=lambda i: rows[i].value or 0)}
    size = theme.TEXT if narrow else theme.STRONG
    return [
        theme.note(
            safe(tag(row, words)),
            i,
            row.value or 0,
            size=size,
            weight=600,
            xanchor="center",
            yanchor="bottom",
            yshift=4,
        )
        for i, row in enumerate(rows)
        if i in shown
    ]
