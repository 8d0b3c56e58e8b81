"""Events a day between two dates as steps as wide as the interval, with holes where no rate is known."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from analysis.windows import Window
from dashboard.figures import dates, theme
from dashboard.figures.key import key
from dashboard.figures.labels import Said, by_series, hover, name, safe, said, tag, width
from dashboard.figures.values import foot, values
from dashboard.result import Row
from dashboard.words import Words

TONES = (theme.BLUE, theme.PLUM, theme.TEAL)
# px over the highest step for its own label.
LABEL = 24


def draw(
    rows: Sequence[Row],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    gaps: Sequence[tuple[Window, str]] = (),
    events: Sequence[dates.Event] = (),
    narrow: bool = False,
    height: int = 0,
) -> dict:
    """One step a row over the days of its window; rows of another series are another outline.

    `gaps` are windows for which no rate may be derived, each with a reason (looked up in `labels`): hatched
    to the full height, so that nobody takes them for zero.
    """
    labels, height = labels or {}, height or (340 if narrow else 380)
    start, end = extent([*(row.window for row in rows), *(window for window, _ in gaps)])
    scale = values(max((row.value or 0 for row in rows), default=1), "per_day", words)
    span = theme.design(narrow) - scale.left - 12
    shown = dates.inside(events, start, end)
    refused = [(over_days(window)[0], name(labels, reason)) for window, reason in merged(gaps)]
    over = dates.hung(shown, start, end, span, refused)
    groups = by_series(rows)
    tones = dict(zip(groups, TONES, strict=False))
    entries = [("", tones[one], name(labels, one)) for one in groups] if len(groups) > 1 else []
    heads = key(entries, scale.left, span + scale.left, over.margin)
    x = dates.axis(start, end, words, 5 if narrow else 10)
    margin = (scale.left, 12, over.margin + heads.margin, foot(x["ticktext"]))
    room = height - margin[2] - margin[3]
    high = scale.high(room, LABEL)
    days = {"start": start, "end": end, "span": span}
    return {
        "data": [
            *([holes(merged(gaps), high, words, labels)] if gaps else []),
            *(areas(groups[one], tones[one], words, labels) for one in groups),
            *(edges(groups[one], tones[one]) for one in groups),
        ],
        "layout": theme.layout(
            height,
            margin,
            xaxis=x,
            yaxis=scale.axis(room, LABEL),
            shapes=[*dates.bands(shown), *over.shapes(), *heads.shapes],
            annotations=[*labelled(rows, words, room / high, **days), *over.notes, *heads.notes],
        ),
    }


def extent(windows: Sequence[Window]) -> tuple[date, date]:
    """The first day and the midnight after the last."""
    return min(w.start for w in windows), dates.after(max(w.end for w in windows))


def merged(gaps: Sequence[tuple[Window, str]]) -> list[tuple[Window, str]]:
    """Neighbouring gaps of one reason as one."""
    done: list[tuple[Window, str]] = []
    for window, reason in sorted(gaps):
        if done and done[-1][1] == reason and window.start <= dates.after(done[-1][0].end):
            before = done.pop()[0]
            window = Window(before.start, max(before.end, window.end))
        done.append((window, reason))
    return done


def over_days(window: Window) -> tuple[str, int]:
    """The middle of a window and its length, as a bar on a date axis takes them."""
    middle = datetime.combine(window.start, time()) + timedelta(days=window.days) / 2
    return middle.isoformat(sep=" "), window.days * dates.DAY


def areas(rows: Sequence[Row], tone: str, words: Words, labels: Mapping[str, str]) -> dict:
    places = [over_days(row.window) for row in rows]
    return {
        "type": "bar",
        "x": [middle for middle, _ in places],
        "width": [wide for _, wide in places],
        "y": [row.value for row in rows],
        "base": [0] * len(rows),
        "marker": {"color": tone, "opacity": 0.22, "line": {"width": 0, "color": tone}},
        **hover([said(row, words, labels) for row in rows]),
    }


def holes(gaps: Sequence[tuple[Window, str]], high: float, words: Words, labels: Mapping[str, str]) -> dict:
    places = [over_days(window) for window, _ in gaps]
    told = [(words.window(window), name(labels, reason)) for window, reason in gaps]
    return {
        "type": "bar",
        "x": [middle for middle, _ in places],
        "width": [wide for _, wide in places],
        "y": [high] * len(gaps),
        "base": [0] * len(gaps),
        "marker": theme.filled([theme.GREY] * len(gaps), [True] * len(gaps)),
        **hover([Said(f"<b>{safe(when)}</b><br>{safe(why)}", f"{when}: {why}") for when, why in told]),
    }


def edges(rows: Sequence[Row], tone: str) -> dict:
    """The outline of the steps; it comes down to zero where the next window does not follow at once."""
    x, y = [], []
    for i, row in enumerate(rows):
        starts = (
            i == 0 or rows[i - 1].value is None or dates.after(rows[i - 1].window.end) != row.window.start
        )
        if row.value is None:
            continue
        begin, end = row.window.start.isoformat(), dates.after(row.window.end).isoformat()
        if starts and x:
            x, y = [*x, x[-1], None], [*y, 0, None]
        x, y = (
            [*x, *([begin] if starts else []), begin, end],
            [*y, *([0] if starts else []), row.value, row.value],
        )
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*x, x[-1]] if x else [],
        "y": [*y, 0] if y else [],
        "line": {"color": tone, "width": 2, "dash": "solid"},
        "hoverinfo": "skip",
    }


def labelled(rows, words: Words, px: float, *, start: date, end: date, span: float) -> list[dict]:
    """Values over their steps, the highest first, each only where it meets no label and no other step."""
    day = span / (end - start).days
    boxes, notes = [], []
    steps = [
        ((r.window.start - start).days * day, (dates.after(r.window.end) - start).days * day, r) for r in rows
    ]
    for low, high, row in sorted(steps, key=lambda step: -(step[2].value or 0)):
        text = safe(tag(row, words))
        half, middle, floor = width(text, theme.TEXT) / 2 + 2, (low + high) / 2, (row.value or 0) * px
        box = (middle - half, middle + half, floor + 2, floor + 20)
        beside = [(r, (r.value or 0) * px) for a, b, r in steps if r is not row and a < box[1] and box[0] < b]
        hidden = any(box[2] - 4 < at < box[3] or (r.series == row.series and at > floor) for r, at in beside)
        taken = any(a < box[1] and box[0] < b and c < box[3] and box[2] < d for a, b, c, d in boxes)
        if hidden or taken or box[0] < -8 or box[1] > span + 12:
            continue
        boxes.append(box)
        place = {"xanchor": "center", "yanchor": "bottom", "yshift": 3}
        notes.append(
            theme.note(text, over_days(row.window)[0], row.value or 0, size=theme.TEXT, weight=600, **place)
        )
    return notes
