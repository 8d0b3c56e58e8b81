"""How numbers are made, what they mean, what disagrees, and where all of it comes from."""

from dash import html

from dashboard.pages.parts import external
from dashboard.view import View
from dashboard.words import Words
from data import catalogue

SECTIONS = (
    "compare",
    "numbers",
    "tests",
    "events",
    "definitions",
    "conflicts",
    "missing",
    "protect",
    "releases",
    "sources",
)
NUMBERS = ("ratio", "word", "base", "share", "rate", "forecast", "rounding")
# The methods that statements link to; each has its words under `method.<name>`.
METHODS = (
    "ratio_of_counts",
    "newcombe",
    "loglinear_poisson",
    "joinpoint",
    "poisson_steps",
    "quasi_poisson_score",
    "farrington_flexible",
    "reporting_triangle",
)
TOLD = ("definition", "rivals", "choice", "source")


def layout(view: View, release, words: Words, *, narrow: bool | None = None) -> list:
    book = catalogue.load()
    bodies = {
        "compare": _paragraphs("compare", words),
        "numbers": [html.Ul([html.Li(_number(key, words)) for key in NUMBERS])],
        "tests": [html.P(words.w("methods.tests.lede")), *(_method(name, words) for name in METHODS)],
        "events": [_events(book, words)],
        "definitions": [_definitions(book, words)],
        "conflicts": [_conflicts(book, words)],
        "missing": _paragraphs("missing", words),
        "protect": _paragraphs("protect", words),
        "releases": _paragraphs("releases", words),
        "sources": [*_paragraphs("sources", words), _sources(book, words)],
    }
    contents = [html.Li(html.A(words.w(f"methods.{name}.title"), href=f"#{name}")) for name in SECTIONS]
    return [
        html.H1(words.w("methods.title"), tabIndex=-1),
        html.P(words.w("methods.lede"), className="lede"),
        html.Nav(html.Ul(contents), className="contents", **{"aria-label": words.w("methods.contents")}),
        *[
            html.Section(
                [html.H2(words.w(f"methods.{name}.title")), *bodies[name]], id=name, className="prose"
            )
            for name in SECTIONS
        ],
    ]


def title(view: View, words: Words) -> str:
    return words.w("methods.title")


def _paragraphs(section: str, words: Words) -> list:
    keys = [f"methods.{section}.p{number}" for number in range(1, 9)]
    return [html.P(words.w(key)) for key in keys if words.has(key)]


def _number(key: str, words: Words) -> str:
    from analysis.growth import MINIMUM_BASE

    return words.w(f"methods.numbers.{key}", minimum=MINIMUM_BASE)


def _method(name: str, words: Words) -> html.Div:
    """Definition, rival definitions, our choice and source of one method."""
    told = [
        part
        for key in TOLD
        for part in (html.Dt(words.w(f"methods.tests.{key}")), html.Dd(words.w(f"method.{name}.{key}")))
    ]
    title = html.H3(words.w(f"method.{name}.title"))
    return html.Div([title, html.Dl(told, className="deflist")], id=f"method-{name}", className="method")


def _events(book, words: Words) -> html.Ol:
    items = []
    for event in sorted(book.events.values(), key=lambda event: event.start):
        days = words.date(event.start) + (f" – {words.date(event.end)}" if event.end else "")
        effect = book.effects[event.effect][words.lang]
        text = [html.Strong(event.label[words.lang]), " ", html.Span(effect, className="chip")]
        items.append(html.Li([html.P(days, className="when"), html.P(text), html.P(event.text[words.lang])]))
    return html.Ol(items, className="timeline")


def _definitions(book, words: Words) -> html.Dl:
    entries = [*book.indicators.values(), *book.bases.values()]
    return html.Dl(
        [
            part
            for entry in entries
            for part in (html.Dt(entry.label[words.lang]), html.Dd(entry.definition[words.lang]))
        ],
        className="deflist",
    )


def _conflicts(book, words: Words) -> html.Ol:
    return html.Ol(
        [
            html.Li(
                [
                    html.P(conflict.text[words.lang]),
                    html.P(
                        [html.Strong(words.w("methods.conflicts.reading")), " ", conflict.reading[words.lang]]
                    ),
                ]
            )
            for conflict in book.conflicts.values()
        ]
    )


def _sources(book, words: Words) -> html.Div:
    heads = ("publisher", "document", "date", "kind")
    lines = [
        html.Tr(
            [
                html.Th(source.publisher[words.lang], scope="row"),
                html.Td(external(source.name(words.lang), source.url)),
                html.Td(words.partial(source.date)),
                html.Td(book.source_kinds[source.kind][words.lang]),
            ],
            id=f"source-{name}",
        )
        for name, source in book.sources.items()
    ]
    head = html.Tr([html.Th(words.w(f"methods.sources.{name}"), scope="col") for name in heads])
    table = html.Table([html.Thead(head), html.Tbody(lines)], className="data")
    label = {"aria-label": words.w("methods.sources.title")}
    return html.Div(table, className="scroll", tabIndex=0, role="region", **label)
