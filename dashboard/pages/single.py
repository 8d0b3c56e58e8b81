"""One chart on its own page, and the bare one that other sites embed."""

from dash import html

from dashboard import describe
from dashboard.charts import CHARTS, result
from dashboard.pages.card import card
from dashboard.pages.parts import link
from dashboard.view import View
from dashboard.words import Words


def exists(view: View) -> bool:
    return view.chart in CHARTS


def layout(view: View, release, words: Words, *, narrow: bool | None = None) -> list:
    back = link(view.to(CHARTS[view.chart].page), f"← {words.w(f'nav.{CHARTS[view.chart].page}')}")
    return [html.P(back), card(result(view.chart, view, release), view, words, narrow=narrow, level=html.H1)]


def title(view: View, words: Words) -> str:
    return words.w(f"nav.{CHARTS[view.chart].page}")


def chart_title(view: View, release, words: Words) -> str:
    return describe.title(result(view.chart, view, release), words)
