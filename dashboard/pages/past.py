"""How past nowcasts did: made again from what was known then, against what came in later and the plain count."""

from dash import html

from dashboard.result import Result
from dashboard.words import Words

HEADS = ("age", "tried", "held", "error", "plain_error")


def details(result: Result, words: Words) -> list:
    """A fold with one line for each of the newest months; nothing where no nowcast was tried."""
    record = result.facts.get("record")
    if not record:
        return []
    lines = [
        html.Tr(
            [
                html.Th(words.w(f"past.months_{one['age']}"), scope="row"),
                html.Td(words.number(one["tried"]), className="number"),
                html.Td(words.number(one["held"]), className="number"),
                html.Td(words.percent(one["error"]), className="number"),
                html.Td(words.percent(one["plain_error"]), className="number"),
            ]
        )
        for one in record
    ]
    head = html.Tr([html.Th(words.w(f"past.{name}"), scope="col") for name in HEADS])
    caption = words.w("past.title")
    table = html.Table([html.Caption(caption), html.Thead(head), html.Tbody(lines)], className="data")
    scroll = html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": caption})
    return [html.Details([html.Summary(caption), scroll, html.P(words.w("past.read"))], className="verdict")]
