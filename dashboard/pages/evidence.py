"""What stands behind a statement: each test with its method and interval, and the events known in the time."""

from dash import html

from dashboard import findings
from dashboard.pages import tables
from dashboard.result import Finding, Result
from dashboard.view import View
from dashboard.words import Words
from data import catalogue


def statements(result: Result, view: View, words: Words, *, how: bool = False) -> html.Ul | None:
    """Every finding in words and where its method is told in full; with `how`, what the test assumes."""
    if not result.findings:
        return None
    several = len({finding.indicator for finding in result.findings}) > 1
    lines = [html.Li(_tested(finding, several, how, view, words)) for finding in result.findings]
    return html.Ul(lines, className="findings")


def _tested(finding: Finding, several: bool, how: bool, view: View, words: Words) -> list:
    name = f"{catalogue.load().indicators[finding.indicator].short[words.lang]}: " if several else ""
    told = [html.Strong(name) if name else None, findings.said(finding, words), " "]
    if how and finding.tested:
        told += [html.Span(findings.method(finding, words), className="how"), " "]
    return [*told, method(finding.method, view, words)]


def method(name: str, view: View, words: Words) -> html.A:
    """The place on the methods page where a method is told in full."""
    return html.A(words.w(f"method.{name}.title"), href=f"{view.to('methods').address}#method-{name}")


def figures(result: Result, words: Words) -> html.Ul:
    """A line a figure: window, value, interval, what it is and how it was counted; the whole table is elsewhere.

    Eleven tables of single cells would keep a reader's browser busy for seconds before the page is alive.
    """
    bases = catalogue.load().bases
    lines = []
    for row in result.stated:
        value = " ".join(filter(None, (tables.value(row, words), tables.interval(row, words))))
        counted = bases[row.basis].label[words.lang] if row.basis in bases else ""
        about = " · ".join(filter(None, (tables.what(row, words), counted)))
        lines.append(html.Li(f"{words.window(row.window, row.kind)}: {value} — {about}"))
    return html.Ul(lines, className="figures")


def known_events(result: Result, words: Words) -> html.Div:
    """What happened in the time, under a heading that says what cannot be read from it."""
    note = html.P(words.w("pages.changes.events_note"), className="small")
    told = events(result, words)
    return html.Div([html.H3(words.w("pages.changes.events")), note, *told] if told else [])


def events(result: Result, words: Words) -> list:
    """The known events of the time with their dates alone."""
    known = catalogue.load().events
    items = []
    for event in (known[code] for code in result.events):
        days = words.date(event.start) + (f" – {words.date(event.end)}" if event.end else "")
        items.append(html.Li([html.P(days, className="when"), html.P(event.label[words.lang])]))
    return [html.Ol(items, className="timeline")] if items else []
