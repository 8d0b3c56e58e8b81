"""What can be taken from a chart: its table, files, explanation and citation, each behind a fold."""

from dataclasses import replace
from html import escape

from dash import html

from dashboard import describe
from dashboard.charts import CHARTS
from dashboard.exports import citation
from dashboard.pages import tables
from dashboard.pages.parts import external
from dashboard.result import Result
from dashboard.view import View
from dashboard.words import Words
from data import catalogue

MISTAKES = ("windows", "units", "cumulative", "points")


def frozen(result: Result, view: View, page: str = "chart") -> View:
    """The chart's own page, frozen at the release that is shown."""
    return replace(view, page=page, chart=result.chart, release=result.release, options=result.options)


def folds(result: Result, view: View, words: Words) -> html.Div:
    return html.Div(
        [
            _fold(words.w("card.table"), [tables.of_rows(result, words)]),
            _fold(words.w("card.download"), _downloads(result, view, words)),
            _fold(words.w("card.about"), _about(result, words)),
            _fold(words.w("card.cite"), _cite(result, view, words)),
        ],
        className="tabs",
    )


def _fold(name: str, content: list) -> html.Details:
    return html.Details([html.Summary(name), html.Div(content, className="panel")])


def _downloads(result: Result, view: View, words: Words) -> list:
    stem = f"/api/v1/charts/{result.chart}"
    query = frozen(result, view).query
    image = f"{stem}.svg?{query}&lang={words.lang}"
    name = citation.file_name(result, words.lang)
    items = []
    if CHARTS[result.chart].draw and result.rows:
        for size in ("wide", "square", "vertical"):
            source = f"{image}&size={size}"
            label = words.w(f"card.{size}")
            data = {"data-svg": source, "data-name": f"{name}-{size}" if size != "wide" else name}
            items.append(
                html.Li(
                    [
                        html.Button(
                            f"PNG {label}", type="button", className="png", **data, **{"data-scale": "1"}
                        ),
                        html.Button(
                            f"PNG 2× {label}", type="button", className="png", **data, **{"data-scale": "2"}
                        ),
                        html.A(f"SVG {label}", href=source, download=f"{data['data-name']}.svg"),
                    ]
                )
            )
    for kind in ("csv", "json"):
        address = f"{stem}.{kind}?{query}" + ("&bom=1" if kind == "csv" else "")
        items.append(html.Li(html.A(words.w(f"card.{kind}"), href=address, download=f"{name}.{kind}")))
    mistakes = html.Ul([html.Li(words.w(f"mistakes.{key}")) for key in MISTAKES])
    return [
        html.Ul(items, className="actions"),
        html.Div([html.Strong(words.w("card.mistakes_title")), mistakes], className="note"),
    ]


def _about(result: Result, words: Words) -> list:
    book = catalogue.load()
    indicators = dict.fromkeys(row.indicator for row in result.rows)
    notes = dict.fromkeys(note for row in result.rows for note in row.notes)
    sources = [
        html.Li(
            [
                book.sources[s].publisher[words.lang],
                " — ",
                external(book.sources[s].name(words.lang), book.sources[s].url),
            ]
        )
        for s in result.sources
    ]
    terms = [
        part
        for name in indicators
        for part in (
            html.Dt(book.indicators[name].label[words.lang]),
            html.Dd(book.indicators[name].definition[words.lang]),
        )
    ]
    return [
        html.P(words.w(f"charts.{result.chart}.about")),
        html.Dl(terms, className="deflist"),
        html.H3(words.w("card.notes")) if notes else None,
        html.Ul([html.Li(book.notes[note].text[words.lang]) for note in notes]),
        html.H3(words.w("card.sources")),
        html.Ul(sources),
    ]


def _cite(result: Result, view: View, words: Words) -> list:
    full = frozen(result, view)
    cited = citation.long(result, words, describe.title(result, words), full.absolute)
    frame = frozen(result, view, "embed").absolute
    name = escape(describe.title(result, words))
    embed = (
        f'<iframe src="{escape(frame)}" width="100%" height="640" style="border:0" title="{name}"></iframe>'
    )
    return [
        _copied(words.w("card.copy_citation"), cited, words),
        _copied(words.w("card.copy_sentence"), describe.sentence(result, words), words),
        _copied(words.w("card.copy_address"), full.absolute, words),
        _copied(words.w("card.copy_embed"), embed, words),
    ]


def _copied(label: str, text: str, words: Words) -> html.Div:
    button = html.Button(label, type="button", className="copy", **{"data-done": words.w("card.copied")})
    return html.Div([html.Code(text), button], className="copyable")
