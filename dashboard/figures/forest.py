"""Ratios of two counts or paces with intervals on a log axis; a pair that may not be compared is struck."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.figures import theme
from dashboard.figures.dots import dots, whiskers
from dashboard.figures.labels import Said, block, safe
from dashboard.figures.sides import sides
from dashboard.figures.ticks import log_steps
from dashboard.result import Comparison
from dashboard.words import Words

# A ratio further out, or an infinite bound, ends at the edge of the plot.
WIDEST = (1 / 50, 50.0)


@dataclass(frozen=True)
class Line:
    """One pair and the place of its row."""

    head: str
    pair: Comparison
    why: str
    place: float

    @property
    def stated(self) -> bool:
        return is_stated(self.pair)


def draw(pairs: Sequence[tuple[str, Comparison, str]], words: Words, *, narrow: bool = False) -> dict:
    """`pairs` are (name such as "2022 → 2023", comparison, why it is blocked or needs care), top to bottom.

    Later over earlier; the line at 1 is no change. A blocked pair has no mark: its row is struck through and
    carries the reason. One that may be read with a caveat is hollow.
    """
    tails = [tail(pair, words) if is_stated(pair) else "" for _, pair, _ in pairs]
    # The reason of a blocked pair takes two lines at most where it has the width of a phone.
    reach = 7 if all(tails) else 18
    side = sides([head for head, _, _ in pairs], tails, narrow, reach=reach)
    span = theme.design(narrow) - side.left - side.right
    rows = [Line(*pair, i + side.drop) for i, pair in enumerate(pairs)]
    known, refused = [row for row in rows if row.stated], [row for row in rows if not row.stated]
    low = min([0.8, *(clipped(row.pair)[0] for row in known)]) / 1.1
    high = max([1.25, *(clipped(row.pair)[1] for row in known)]) * 1.1
    ticks = {step: safe(words.times(step)) for step in log_steps(low, high, 4 if narrow else 7)}
    ends = math.log10(low), math.log10(high)
    return {
        "data": marks(known, words),
        "layout": theme.layout(
            14 + side.pitch * len(rows) + 28,
            (side.left, side.right, 14, 28),
            xaxis=theme.axis(*ends, ticks, kind="log", grid=True, tickcolor=theme.CLEAR),
            yaxis=side.axis(len(rows)),
            shapes=[
                theme.line(1, 0, 1, 1, yref="paper", color=theme.MUTED, width=1.5),
                *(theme.line(0, row.place, 1, row.place, xref="paper") for row in refused),
            ],
            annotations=[*side.notes, *(struck(row, words, span) for row in refused)],
        ),
    }


def is_stated(pair: Comparison) -> bool:
    return pair.ratio is not None and pair.verdict != "blocked"


def marks(known: Sequence[Line], words: Words) -> list[dict]:
    return [
        whiskers([(*clipped(row.pair), row.place) for row in known]),
        dots(
            [row.pair.ratio for row in known],
            [row.place for row in known],
            [row.pair.verdict == "caution" for row in known],
            [point(row, words) for row in known],
        ),
    ]


def clipped(pair: Comparison) -> tuple[float, float]:
    """The interval as far as it is drawn."""
    low = pair.ratio if pair.lower is None else pair.lower
    high = pair.ratio if pair.upper is None else pair.upper
    return max(low, WIDEST[0]), min(high, WIDEST[1])


def tail(pair: Comparison, words: Words) -> str:
    interval = "" if pair.lower is None else f" {words.interval(pair.lower, pair.upper, 'ratio')}"
    return words.times(pair.ratio, 2) + interval


def point(row: Line, words: Words) -> Said:
    pair, what = row.pair, words.ratio(row.pair.ratio)
    if pair.lower is not None:
        what += f", {words.interval_spoken(pair.lower, pair.upper, 'ratio')}"
    sides = " / ".join(words.value(side.value, side.unit) for side in (pair.earlier, pair.later))
    told = [part for part in (what, sides, row.why) if part]
    hover = "<br>".join([f"<b>{safe(row.head)}</b>", *(block(part, theme.TEXT, 300) for part in told)])
    return Said(hover, f"{row.head}: {', '.join(told)}")


def struck(row: Line, words: Words, span: float) -> dict:
    """The reason in place of a mark, on a ground that parts it from the line through the row."""
    label = block(row.why or words.w("figure.blocked"), theme.SMALL, span - 24)
    place = {"xref": "paper", "xanchor": "center", "bgcolor": theme.PAPER}
    return theme.note(label, 0.5, row.place, **place)
