"""The card around every chart: title, states, sentence, chart, source, and what can be taken away."""

from dataclasses import replace
from html import escape

from dash import dcc, html

from dashboard import describe
from dashboard.charts import CHARTS
from dashboard.exports import citation
from dashboard.pages import tables
from dashboard.pages.parts import chips, external, link, segments, statuses
from dashboard.result import Result
from dashboard.view import View
from dashboard.words import Words
from data import catalogue

MISTAKES = ("windows", "units", "cumulative", "points")


def card(result: Result, view: View, words: Words, *, narrow: bool | None, level=html.H2) -> html.Article:
    """`narrow` None draws both widths and leaves the choice to the style sheet (the page without scripts)."""
    title = describe.title(result, words)
    return html.Article(
        [
            html.Header(
                [
                    level(title, id=f"title-{result.chart}"),
                    html.P(describe.subtitle(result, words), className="subtitle"),
                    chips(_states(result, words)),
                ]
            ),
            *_controls(result, view, words),
            html.P(describe.sentence(result, words), className="sentence"),
            *figure(result, words, narrow),
            *_comparisons(result, words),
            source(result, view, words),
            _taken_away(result, view, words),
        ],
        className="card",
        id=result.chart,
        **{"aria-labelledby": f"title-{result.chart}"},
    )


def _states(result: Result, words: Words) -> list[str]:
    marks = [words.w("synthetic.mark")] if result.synthetic else []
    blocked = [words.w("level.blocked")] if any(c.verdict == "blocked" for c in result.comparisons) else []
    return marks + blocked + statuses(result.rows, words)


def _controls(result: Result, view: View, words: Words) -> list:
    chosen = dict(result.options)
    choices = [
        segments(
            view,
            name,
            {value: choice(value, words) for value in values},
            chosen[name],
            words.w(f"options.{name}"),
        )
        for name, values in CHARTS[result.chart].options.items()
    ]
    return [html.Div(choices, className="controls")] if choices else []


def choice(value: str, words: Words) -> str:
    """An option's value in words: an indicator, a code, a date or a word of the options."""
    book = catalogue.load()
    if value in book.indicators:
        return book.indicators[value].short[words.lang]
    if value[:2] == "20" and "-" in value:
        return words.partial(value)
    return words.w(f"options.{value}") if words.has(f"options.{value}") else _code(value, words)


def _code(value: str, words: Words) -> str:
    for name, dimension in catalogue.load().dimensions.items():
        if value in dimension.codes:
            return catalogue.load().label(name, value, words.lang)
    return value


def figure(result: Result, words: Words, narrow: bool | None) -> list:
    if CHARTS[result.chart].draw is None:
        return [_listed(result, words)]
    if not result.rows:
        return []
    widths = {True: "narrow-only", False: "wide-only"}
    shown = [narrow] if narrow is not None else [False, True]
    plots = [
        html.Div(
            dcc.Graph(
                figure=CHARTS[result.chart].draw(result, words, narrow=width),
                config={
                    "displayModeBar": False,
                    "responsive": True,
                    "locale": words.lang,
                    "scrollZoom": False,
                },
                id=f"plot-{result.chart}",
            ),
            className="plot" + (f" {widths[width]}" if narrow is None else ""),
        )
        for width in shown
    ]
    caption = html.Figcaption(
        [describe.alt(result, words), " ", words.w("card.keyboard")], className="hidden"
    )
    return [
        html.Figure(
            [*plots, caption], tabIndex=0, role="group", **{"aria-label": describe.title(result, words)}
        )
    ]


def _listed(result: Result, words: Words) -> html.Ul:
    """Figures that must not share an axis: a small card each."""
    return html.Ul(
        [
            html.Li(
                [
                    html.P(tables.what(row, words), className="label"),
                    html.P(tables.value(row, words), className="number"),
                    html.P(words.window(row.window, row.kind), className="window"),
                    html.P(f"{words.w('card.as_of')} {words.partial(row.as_of)}", className="as-of"),
                ],
                className="stat",
            )
            for row in result.rows
        ],
        className="stats",
    )


def _comparisons(result: Result, words: Words) -> list:
    table = tables.of_comparisons(result, words)
    return [html.Div(table, className="verdict")] if table else []


def source(result: Result, view: View, words: Words) -> html.P:
    book = catalogue.load()
    publishers = dict.fromkeys(book.sources[s].publisher[words.lang] for s in result.sources)
    parts = [
        f"{words.w('card.source')}: {'; '.join(publishers) or '–'}",
        f"{words.w('card.as_of')}: {words.partial(result.as_of) or '–'}",
        words.w("card.release", number=result.release),
    ]
    return html.P(
        [" · ".join(parts), " · ", link(_full(result, view), words.w("card.full"))], className="source"
    )


def _full(result: Result, view: View, page: str = "chart") -> View:
    """The chart's own page, frozen at the release that is shown."""
    return replace(view, page=page, chart=result.chart, release=result.release, options=result.options)


def _taken_away(result: Result, view: View, words: Words) -> html.Div:
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
    query = _full(result, view).query
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
    full = _full(result, view)
    cited = citation.long(result, words, describe.title(result, words), full.absolute)
    frame = _full(result, view, "embed").absolute
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
