"""The card around every chart: title, states, sentence, chart, source, and what can be taken away."""

from dash import dcc, html

from dashboard import describe
from dashboard.charts import CHARTS
from dashboard.pages import alarms, evidence, past, tables, tried
from dashboard.pages.parts import chips, link, segments, statuses
from dashboard.pages.takeaway import folds, frozen
from dashboard.result import Result
from dashboard.view import View
from dashboard.words import Words
from data import catalogue

# Lists of their own, of charts that are no picture.
LISTED = {"alerts": alarms.listed, "changes": evidence.known_events}
# Where on the methods page is told how the estimates of a chart are made.
METHODS = {
    "alerts": "farrington_flexible",
    "monthly": "farrington_flexible",
    "completed": "reporting_triangle",
}


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
            *past.details(result, words),
            *tried.details(result, words),
            *_method(result, view, words),
            evidence.statements(result, view, words),
            source(result, view, words),
            folds(result, view, words),
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
        return [LISTED.get(result.chart, _listed)(result, words)] if result.rows or result.gaps else []
    if not any(row.value is not None or row.conf == "C" for row in result.rows):
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


def _method(result: Result, view: View, words: Words) -> list:
    name = METHODS.get(result.chart)
    return [html.P(evidence.method(name, view, words), className="source")] if name and result.rows else []


def source(result: Result, view: View, words: Words) -> html.P:
    book = catalogue.load()
    publishers = dict.fromkeys(book.sources[s].publisher[words.lang] for s in result.sources)
    parts = [
        f"{words.w('card.source')}: {'; '.join(publishers) or '–'}",
        f"{words.w('card.as_of')}: {words.partial(result.as_of) or '–'}",
        words.w("card.release", number=result.release),
    ]
    return html.P(
        [" · ".join(parts), " · ", link(frozen(result, view), words.w("card.full"))], className="source"
    )
