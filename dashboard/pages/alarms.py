"""The list of unusually high counts: those to look at, the others that were judged, and who stays silent why."""

from dash import html

from dashboard.compose import alerts
from dashboard.pages import tables
from dashboard.result import Result, Row
from dashboard.view import View
from dashboard.words import Words

HEADS = ("what", "window", "count", "expected", "threshold", "score", "verdict")


def listed(result: Result, words: Words) -> html.Div:
    """Three tables, the first open; the highest score first, then the newest."""
    pairs = alerts.paired(result.rows)
    unusual = sorted(filter(alerts.is_unusual, pairs), key=alerts.score, reverse=True)
    quiet = [pair for pair in reversed(pairs) if not alerts.is_unusual(pair)]
    parts = [_judged("unusual", unusual, result, words)] if unusual else []
    if quiet:
        name = words.w("alerts.quiet", number=words.number(len(quiet)))
        parts.append(html.Details([html.Summary(name), _judged("quiet", quiet, result, words)]))
    if result.gaps:
        name = words.w("alerts.silent", number=words.number(len(result.gaps)))
        parts.append(html.Details([html.Summary(name), _silent(result, words)], open=not pairs))
    return html.Div(parts, className="verdict")


def _judged(state: str, pairs, result: Result, words: Words) -> html.Div:
    lines = [
        html.Tr(
            [
                html.Th(html.A(tables.what(count, words), href=_monthly(count, result, words)), scope="row"),
                html.Td(words.window(count.window, count.kind)),
                html.Td(tables.value(count, words), className="number"),
                html.Td(words.number(expected.value, 1), className="number"),
                html.Td(words.number(expected.upper), className="number"),
                html.Td(words.number(alerts.score((count, expected)), 2), className="number"),
                html.Td(words.w(f"alerts.is_{state}")),
            ]
        )
        for count, expected in pairs
    ]
    return _table(words.w(f"alerts.caption_{state}"), HEADS, lines, words)


def _silent(result: Result, words: Words) -> html.Div:
    lines = [
        html.Tr(
            [
                html.Th(tables.what(row, words), scope="row"),
                html.Td(words.window(row.window, row.kind)),
                html.Td(words.w(f"alerts.why_{reason}")),
            ]
        )
        for row, reason in result.gaps
    ]
    return _table(words.w("alerts.caption_silent"), ("what", "newest", "why"), lines, words)


def _monthly(count: Row, result: Result, words: Words) -> str:
    """The columns of the same series, with its thresholds."""
    options = {"kind": count.indicator, "step": count.kind, **dict(count.codes)}
    view = View(words.lang, "chart", "monthly", result.release, tuple(sorted(options.items())))
    return view.address


def _table(caption: str, heads, lines, words: Words) -> html.Div:
    head = html.Tr([html.Th(words.w(f"alerts.{name}"), scope="col") for name in heads])
    table = html.Table([html.Caption(caption), html.Thead(head), html.Tbody(lines)], className="data")
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": caption})
