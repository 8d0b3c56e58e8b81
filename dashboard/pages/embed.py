"""The bare chart that other sites show in a frame: title, sentence, chart, source, help, and nothing around it."""

from dash import html

from dashboard import describe
from dashboard.charts import result
from dashboard.pages.card import figure, source
from dashboard.pages.single import exists, title
from dashboard.view import View
from dashboard.words import Words

__all__ = ["exists", "layout", "title"]


def layout(view: View, release, words: Words, *, narrow: bool | None = None) -> list:
    shown = result(view.chart, view, release)
    mark = [html.P(words.w("synthetic.mark"), className="synthetic")] if shown.synthetic else []
    return [
        html.Main(
            [
                *mark,
                html.H1(describe.title(shown, words)),
                html.P(describe.subtitle(shown, words), className="subtitle"),
                html.P(describe.sentence(shown, words), className="sentence"),
                *figure(shown, words, narrow),
                source(shown, view, words),
                html.P([words.w("footer.reported"), " ", words.w("footer.help_short")], className="small"),
            ],
            className="card embed",
            id="main",
        )
    ]
