"""Columns by window: whole windows solid, part windows hollow, a change of basis as a line nobody crosses."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from dashboard.figures import theme
from dashboard.figures.key import key
from dashboard.figures.labels import Said, hover, safe, said, tag, width
from dashboard.figures.overhead import Mark, overhead
from dashboard.figures.values import foot, values
from dashboard.result import Row
from dashboard.words import Words

WHOLE = ("year", "quarter", "month")
TONES = (theme.NAVY, theme.BLUE, theme.SKY)
BAR = 0.64
# px between the labels of two columns, lest two numbers read as one.
BETWEEN = 4
# px over the highest column for its own label.
LABEL = 26


def draw(
    rows: Sequence[Row],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    break_label: str = "",
    events: Sequence[tuple[int, str]] = (),
    whole: Sequence[str] = WHOLE,
    limits: Mapping[int, float] | None = None,
    narrow: bool = False,
    height: int = 0,
) -> dict:
    """One column a row, in the order given, from zero.

    A row whose `kind` is not in `whole`, or which is provisional, is hollow and hatched. Where the basis
    changes from one row to the next a dashed line with `break_label` parts the two. `events` are (index of
    the column, text) above the columns. `labels` gives the words of a series and of a basis. `limits` are
    thresholds by index of the column, drawn as lines over it.
    """
    rows, labels, limits = list(rows), labels or {}, limits or {}
    height = height or (320 if narrow else 380)
    highest = max([*(height_of(row) or 0 for row in rows), *limits.values()])
    scale = values(highest, rows[0].unit, words)
    ticks = {i: words.tick(row.window, row.kind) for i, row in enumerate(rows)}
    # Over a narrow last column its label reaches into the margin.
    half = (theme.design(narrow) - scale.left) / len(rows) / 2
    right = 8 + max(0, round(width(tag(rows[-1], words), theme.STRONG) / 2 - half))
    span = theme.design(narrow) - scale.left - right
    column = span / len(rows)
    marks = [*breaks(rows, break_label), *(Mark(i, text) for i, text in events)]
    over = overhead(marks, [(mark.x + 0.5) * column for mark in marks], span)
    heads = key(
        [("―", theme.PLUM, words.w("figure.threshold"))] if limits else [], scale.left, span, over.margin
    )
    bottom, top = foot(ticks.values()), over.margin + heads.margin
    room = height - top - bottom
    px = room / scale.high(room, LABEL)
    shown = thinned(ticks, rows, whole, column)
    return {
        "data": [bars(rows, whole, [said(row, words, labels) for row in rows])],
        "layout": theme.layout(
            height,
            (scale.left, right, top, bottom),
            xaxis=theme.axis(-0.5, len(rows) - 0.5, shown, line=True, tickcolor=theme.CLEAR),
            yaxis=scale.axis(room, LABEL),
            shapes=[*thresholds(limits), *over.shapes()],
            annotations=[
                *clear_of(limits, value_labels(rows, words, narrow, column, px), px),
                *heads.notes,
                *over.notes,
            ],
        ),
    }


def breaks(rows: Sequence[Row], label: str) -> list[Mark]:
    changed = (i for i in range(1, len(rows)) if rows[i].basis != rows[i - 1].basis)
    return [Mark(i - 0.5, label, deep=True) for i in changed]


def thresholds(limits: Mapping[int, float]) -> list[dict]:
    return [theme.line(i - 0.5, high, i + 0.5, high, color=theme.PLUM, width=2) for i, high in limits.items()]


def clear_of(limits: Mapping[int, float], notes: list[dict], px: float) -> list[dict]:
    """Labels that a threshold would run through stand over it."""
    return [
        note | {"y": limits[note["x"]]}
        if 0 < (limits.get(note["x"], note["y"]) - note["y"]) * px < LABEL
        else note
        for note in notes
    ]


def height_of(row: Row) -> float | None:
    """The value; of a withheld one the upper end of its range, so that it is neither a gap nor zero."""
    return row.upper if row.conf == "C" else row.value


def bars(rows: Sequence[Row], whole: Sequence[str], points: Sequence[Said]) -> dict:
    bases = list(dict.fromkeys(row.basis for row in rows))
    tones = [TONES[min(bases.index(row.basis), len(TONES) - 1)] for row in rows]
    hollow = [row.kind not in whole or row.status == "P" or row.conf == "C" for row in rows]
    tones = [theme.AXIS if row.conf == "C" else tone for row, tone in zip(rows, tones, strict=True)]
    return {
        "type": "bar",
        "x": list(range(len(rows))),
        "y": [height_of(row) for row in rows],
        "base": [0] * len(rows),
        "width": [BAR] * len(rows),
        "marker": theme.filled(tones, hollow),
        **hover(points),
    }


def thinned(
    ticks: dict[int, str], rows: Sequence[Row], whole: Sequence[str], column: float
) -> dict[int, str]:
    """Every tick where neighbours fit, else every second, third …; a part window always keeps its own."""
    for every in range(1, len(rows) + 1):
        kept = [i for i in ticks if i % every == 0 or rows[i].kind not in whole]
        shown = once_a_year({i: ticks[i] for i in kept}, rows)
        wide = {i: width(text, theme.TEXT) for i, text in shown.items()}
        if all((wide[i] + wide[j]) / 2 + 4 <= (j - i) * column for i, j in pairwise(kept)):
            break
    return shown


def once_a_year(ticks: dict[int, str], rows: Sequence[Row]) -> dict[int, str]:
    """Months and quarters with the year under the first of each year only."""
    seen, done = set(), {}
    for i, text in ticks.items():
        year = rows[i].window.end.year
        repeated = rows[i].kind in ("month", "quarter") and year in seen
        done[i] = text.split("<br>")[0] if repeated else text
        seen.add(year)
    return done


def value_labels(rows: Sequence[Row], words: Words, narrow: bool, column: float, px: float) -> list[dict]:
    """The value over each column; where they are too narrow for that, over the highest and the last alone."""
    texts = [safe(tag(row, words)) for row in rows]
    sizes = (theme.TEXT if narrow else theme.STRONG, theme.SMALL)
    size = next((s for s in sizes if max(width(text, s) for text in texts) + BETWEEN <= column), 0)
    half = [width(text, size or theme.SMALL) / 2 for text in texts]
    # A wide label over the first column moves clear of the numbers of the axis.
    middles = [max((i + 0.5) * column, half[i]) for i in range(len(rows))]
    shown = range(len(rows)) if size else sparse(rows, middles, half, px)
    look = {"size": size or theme.SMALL, "weight": 600, "xanchor": "center", "yanchor": "bottom", "yshift": 4}
    shifts = [round(middle - (i + 0.5) * column, 1) for i, middle in enumerate(middles)]
    return [theme.note(texts[i], i, height_of(rows[i]) or 0, xshift=shifts[i], **look) for i in shown]


def sparse(rows: Sequence[Row], middles: Sequence[float], half: Sequence[float], px: float) -> list[int]:
    """The columns that keep a label: missing and withheld ones, lest they be read as zero, then those with room."""
    signs = [i for i, row in enumerate(rows) if row.value is None or row.conf == "C"]
    highest = max(range(len(rows)), key=lambda i: rows[i].value or 0)
    kept: list[int] = []
    for i in dict.fromkeys([*signs, highest, len(rows) - 1]):
        foot = (height_of(rows[i]) or 0) * px
        beside = [j for j in kept if abs(middles[i] - middles[j]) < half[i] + half[j] + 2]
        if i in signs or all(abs((height_of(rows[j]) or 0) * px - foot) > theme.SMALL * 1.4 for j in beside):
            kept.append(i)
    return kept
