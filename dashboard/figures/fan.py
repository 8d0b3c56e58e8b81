"""What was observed and, after a gap, the forecast: a dashed median within bands of 50, 80 and 95 %."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from dashboard.figures import dates, theme
from dashboard.figures.key import key
from dashboard.figures.labels import Said, hover, name, safe, tag, width
from dashboard.figures.lines import line
from dashboard.figures.values import foot, values
from dashboard.result import Row
from dashboard.words import Words

# Widest first, so that the narrower lie on top.
BANDS = {"95": theme.PALE, "80": theme.SKY, "50": theme.BLUE}
# Up to this many periods each forecast is a bar of its own; more are one ribbon.
APART = 3
# The share of its window that such a bar takes.
WIDE = 0.5
# px over the plot for the words on both sides of the line where the forecast begins.
HEAD = 24


def draw(
    rows: Sequence[Row],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    narrow: bool = False,
    height: int = 0,
) -> dict:
    """Observed rows and, with status F, the forecast: one row a window and level.

    A forecast row has its level as `series` ("50", "80", "95"), the median as `value` and the interval as
    `lower` and `upper`. Each value stands at the middle of its window; the axis of values starts at zero.
    """
    labels, height = labels or {}, height or (340 if narrow else 380)
    seen = [row for row in rows if row.status != "F" and row.value is not None]
    ahead = {level: [r for r in rows if r.status == "F" and r.series == level] for level in BANDS}
    median = next((group for group in ahead.values() if group), [])
    start = min(row.window.start for row in rows)
    end = dates.after(max(row.window.end for row in rows))
    uppers = [row.upper for group in ahead.values() for row in group]
    scale = values(max([row.value for row in seen] + uppers), rows[0].unit, words)
    entries = [
        ("", BANDS[level], words.w("figure.band", level=level)) for level in reversed(BANDS) if ahead[level]
    ]
    heads = key(entries, scale.left, theme.design(narrow) - 8, HEAD)
    x = axis(rows, start, end, words, narrow, theme.design(narrow) - scale.left - 12)
    margin = (scale.left, 12, heads.margin + HEAD, foot(x["ticktext"]))
    return {
        "data": [
            *bands(ahead),
            line(seen, words, labels, theme.NAVY, "circle", middle, 8 if len(seen) < 30 else 5),
            forecast(median, ahead, words, labels),
        ],
        "layout": theme.layout(
            height,
            margin,
            xaxis=x,
            yaxis=scale.axis(height - margin[2] - margin[3], 8),
            shapes=[*parting(seen, median), *heads.shapes],
            annotations=[*ends(seen, median, words), *heads.notes],
        ),
    }


def middle(row: Row) -> str:
    return (datetime.combine(row.window.start, time()) + timedelta(days=row.window.days) / 2).isoformat(
        sep=" "
    )


def axis(rows: Sequence[Row], start: date, end: date, words: Words, narrow: bool, span: float) -> dict:
    """The windows' own names where they fit side by side, else round dates."""
    named = {middle(row): words.tick(row.window, row.kind) for row in sorted(rows, key=lambda r: r.window)}
    widest = max(width(text, theme.TEXT) for text in named.values())
    every = math.ceil(len(named) * (widest + 8) / span)
    if every > 1 and any(row.kind != "year" for row in rows):
        return dates.axis(start, end, words, 5 if narrow else 9)
    named = dict(list(named.items())[::every])
    return theme.axis(
        start.isoformat(), end.isoformat(), named, kind="date", line=True, tickcolor=theme.CLEAR
    )


def bands(ahead: Mapping[str, Sequence[Row]]) -> list[dict]:
    done = []
    for level, rows in ahead.items():
        if not rows:
            continue
        if len(rows) <= APART:
            done.append(columns(level, rows))
            continue
        x, low, high = [middle(r) for r in rows], [r.lower for r in rows], [r.upper for r in rows]
        done.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": x + x[::-1],
                "y": high + low[::-1],
                "fill": "toself",
                "fillcolor": BANDS[level],
                "line": edge(level),
                "hoverinfo": "skip",
            }
        )
    return done


def edge(level: str) -> dict:
    """The palest band is too light to end on white without an outline."""
    return {"color": theme.SKY, "width": 1 if level == "95" else 0}


def columns(level: str, rows: Sequence[Row]) -> dict:
    """Few periods: a bar from lower to upper in the middle of each window."""
    return {
        "type": "bar",
        "x": [middle(row) for row in rows],
        "width": [row.window.days * dates.DAY * WIDE for row in rows],
        "base": [row.lower for row in rows],
        "y": [row.upper - row.lower for row in rows],
        "marker": {"color": BANDS[level], "line": edge(level)},
        "hoverinfo": "skip",
    }


def forecast(rows: Sequence[Row], ahead, words: Words, labels: Mapping[str, str]) -> dict:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [middle(row) for row in rows],
        "y": [row.value for row in rows],
        "line": {"color": theme.INK, "width": 2, "dash": "4px,3px"},
        "marker": {
            "symbol": "circle",
            "size": 8 if len(rows) <= APART else 5,
            "color": theme.PAPER,
            "line": {"color": theme.INK, "width": 2},
        },
        "cliponaxis": False,
        **hover([foretold(i, rows, ahead, words, labels) for i in range(len(rows))]),
    }


def foretold(i: int, rows: Sequence[Row], ahead, words: Words, labels: Mapping[str, str]) -> Said:
    """The median and every band of one window, in words."""
    row = rows[i]
    spans = [
        words.w("figure.band_value", level=level, span=words.range(group[i].lower, group[i].upper, row.unit))
        for level, group in reversed(ahead.items())
        if len(group) > i
    ]
    who, when = name(labels, row.indicator), words.window(row.window, row.kind)
    what = f"{words.w('status.F')} {words.value(row.value, row.unit)}"
    told = "<br>".join([f"<b>{safe(who)}</b>", safe(when), f"<b>{safe(what)}</b>", *map(safe, spans)])
    return Said(told, words.w("figure.spoken", who=who, when=when, what=", ".join([what, *spans])))


def parting(seen: Sequence[Row], median: Sequence[Row]) -> list[dict]:
    """The line between what was counted and what is foretold."""
    if not seen or not median:
        return []
    at = dates.after(seen[-1].window.end).isoformat()
    return [theme.line(at, 0, at, 1, yref="paper", color=theme.MUTED, dash="4px,3px")]


def ends(seen: Sequence[Row], median: Sequence[Row], words: Words) -> list[dict]:
    notes = []
    if seen:
        notes.append(above(seen[-1], tag(seen[-1], words)))
    if seen and median:
        at = dates.after(seen[-1].window.end).isoformat()
        place = {"yref": "paper", "yanchor": "bottom", "yshift": 3, "color": theme.MUTED}
        notes.append(theme.note(words.w("figure.forecast"), at, 1, xshift=5, **place))
        notes.append(theme.note(words.w("figure.observed"), at, 1, xshift=-5, xanchor="right", **place))
    return notes


def above(row: Row, text: str) -> dict:
    place = {"xanchor": "right", "xshift": 6, "yanchor": "bottom", "yshift": 8, "weight": 600}
    return theme.note(safe(text), middle(row), row.value, size=theme.TEXT, **place)
