"""How past forecasts did: made again from earlier points, against what came and against the last value."""

from dash import html

from dashboard.result import Result
from dashboard.words import Words

HEADS = ("period", "limits", "middle", "came", "inside", "before")


def details(result: Result, words: Words) -> list:
    """A fold with one line for each forecast made again; nothing where none could be tried."""
    trials = result.facts.get("trials")
    if not trials:
        return []
    lines = []
    for made, came, before in trials:
        inside = "yes" if made.lower <= came.value <= made.upper else "no"
        numbers = (
            words.range(made.lower, made.upper, made.unit),
            words.value(made.value, made.unit),
            words.value(came.value, came.unit),
            words.w(f"tried.{inside}"),
            words.value(before.value, before.unit),
        )
        head = html.Th(words.window(came.window, came.kind), scope="row")
        lines.append(html.Tr([head, *(html.Td(number, className="number") for number in numbers)]))
    head = html.Tr([html.Th(words.w(f"tried.{name}"), scope="col") for name in HEADS])
    caption = words.w("tried.title")
    table = html.Table([html.Caption(caption), html.Thead(head), html.Tbody(lines)], className="data")
    scroll = html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": caption})
    return [html.Details([html.Summary(caption), scroll, html.P(words.w("tried.read"))], className="verdict")]
