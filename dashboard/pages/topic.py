"""Pages that are a lede and the cards of their charts."""

from dash import html

from dashboard.charts import on_page, result
from dashboard.pages.card import card
from dashboard.view import View
from dashboard.words import Words


def layout(view: View, release, words: Words, *, narrow: bool | None = None) -> list:
    cards = [card(result(name, view, release), view, words, narrow=narrow) for name in on_page(view.page)]
    return [
        html.H1(words.w(f"pages.{view.page}.title"), tabIndex=-1),
        html.P(words.w(f"pages.{view.page}.lede"), className="lede"),
        *cards,
    ]


def title(view: View, words: Words) -> str:
    return words.w(f"pages.{view.page}.title")
