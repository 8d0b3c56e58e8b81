"""Ratios of two counts or paces with intervals on a log axis; a pair that may not be compared is struck."""

import math
from collections.abc import Sequence

from dashboard.figures import theme
from dashboard.figures.dots import dots, whiskers
from dashboard.figures.labels import Said, block, safe
from dashboard.figures.sides import sides
from dashboard.figures.ticks import log_steps
from dashboard.result import Comparison
from dashboard.words import Words

# A ratio further out, or an infinite bound, ends at the edge of the plot.
WIDEST = (1 / 50, 50.0)


def draw(
    pairs: Sequence[tuple[str, Comparison, str]],
    words: Words,
    *,
    narrow: bool = False,
) -> dict:
    """`pairs` are (name such as "2022 → 2023", comparison, why it is blocked or needs care), top to bottom.

    Later over earlier; the line at 1 is no change. A blocked pair has no mark: its row is struck through and
    carries the reason. One that may be read with a caveat is hollow.
    """
    stated = [pair.ratio is not None and pair.verdict != "blocked" for _, pair, _ in pairs]
    tails = [tail(pair, words) if shown else "" for (_, pair, _), shown in zip(pairs, stated, strict=True)]
    # The reason of a blocked pair takes two lines at most where it has the width of a phone.
    side = sides([head for head, _, _ in pairs], tails, narrow, reach=7 if all(stated) else 18)
    span = theme.design(narrow) - side.left - side.right
    spans = [clipped(pair) for (_, pair, _), shown in zip(pairs, stated, strict=True) if shown]
    low = min([0.8, *(low for low, _ in spans)]) / 1.1
    high = max([1.25, *(high for _, high in spans)]) * 1.1
    places = [i + side.drop for i in range(len(pairs))]
    known = [(place, pair) for place, (_, pair, _), shown in zip(places, pairs, stated, strict=True) if shown]
    refused = [
        (place, why) for place, (_, _, why), shown in zip(places, pairs, stated, strict=True) if not shown
    ]
    ticks = {step: safe(words.times(step)) for step in log_steps(low, high, 4 if narrow else 7)}
    return {
        "data": [
            whiskers([(*clipped(pair), place) for place, pair in known]),
            dots(
                [pair.ratio for _, pair in known],
                [place for place, _ in known],
                [pair.verdict == "caution" for _, pair in known],
                [
                    point(head, pair, why, words)
                    for (head, pair, why), shown in zip(pairs, stated, strict=True)
                    if shown
                ],
            ),
        ],
        "layout": theme.layout(
            14 + side.pitch * len(pairs) + 28,
            (side.left, side.right, 14, 28),
            xaxis=theme.axis(*logs(low, high), ticks, kind="log", grid=True, tickcolor=theme.CLEAR),
            yaxis=side.axis(len(pairs)),
            shapes=[
                theme.line(1, 0, 1, 1, yref="paper", color=theme.MUTED, width=1.5),
                *(theme.line(0, place, 1, place, xref="paper", color=theme.AXIS) for place, _ in refused),
            ],
            annotations=[*side.notes, *(struck(place, why, words, span) for place, why in refused)],
        ),
    }


def clipped(pair: Comparison) -> tuple[float, float]:
    """The interval as far as it is drawn."""
    low = pair.ratio if pair.lower is None else pair.lower
    high = pair.ratio if pair.upper is None else pair.upper
    return max(low, WIDEST[0]), min(high, WIDEST[1])


def logs(low: float, high: float) -> tuple[float, float]:
    return math.log10(low), math.log10(high)


def tail(pair: Comparison, words: Words) -> str:
    interval = "" if pair.lower is None else f" {words.interval(pair.lower, pair.upper, 'ratio')}"
    return words.times(pair.ratio, 2) + interval


def point(head: str, pair: Comparison, why: str, words: Words) -> Said:
    what = words.ratio(pair.ratio)
    if pair.lower is not None:
        what += f", {words.interval_spoken(pair.lower, pair.upper, 'ratio')}"
    sides = " / ".join(words.value(row.value, row.unit) for row in (pair.earlier, pair.later))
    told = [part for part in (what, sides, why) if part]
    hover = "<br>".join([f"<b>{safe(head)}</b>", *(block(part, theme.TEXT, 300) for part in told)])
    return Said(hover, f"{head}: {', '.join(told)}")


def struck(place: float, why: str, words: Words, span: float) -> dict:
    """The reason in place of a mark, on a ground that parts it from the line through the row."""
    label = block(why or words.w("figure.blocked"), theme.SMALL, span - 24)
    return theme.note(label, 0.5, place, xref="paper", xanchor="center", color=theme.INK, bgcolor=theme.PAPER)
