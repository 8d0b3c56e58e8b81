"""A small site for the tests of the shell: two pages over a real store."""

from types import SimpleNamespace

from dash import dcc, html

from dashboard.app import create_app
from dashboard.view import View
from data.releases import Store

FIGURE = {
    "data": [{"type": "bar", "x": [2021, 2022], "y": [156, 160]}],
    "layout": {"height": 300},
}


def overview(view: View, release, words, *, narrow=None) -> list:
    shown = dict(view.options).get("show", "count")
    return [
        html.H1(f"Release {release.number}, {shown}", tabIndex=-1),
        html.A("share", href=view.with_option("show", "share").address, id="share"),
    ]


def broken(view: View, release, words, *, narrow=None) -> list:
    raise KeyError("secret of the inside")


def chart(view: View, release, words, *, narrow=None) -> list:
    return [html.H1(view.chart), dcc.Graph(figure=FIGURE)]


def named(title: str):
    return lambda view, words: title


PAGES = {
    "": SimpleNamespace(layout=overview, title=named("Overview of <all>")),
    "police": SimpleNamespace(layout=overview, title=named("Police")),
    "broken": SimpleNamespace(layout=broken, title=named("Broken")),
    "embed": SimpleNamespace(
        layout=overview, title=named("Alone"), exists=lambda view: view.chart == "cases"
    ),
}


def site(home, releases: int = 1, **more):
    """The app over a store with that many (empty) releases, and a client of it; `more` pages by name."""
    store = Store(home)
    for _ in range(releases):
        store.write({"fits": []}, {"synthetic": False})
    app = create_app(store, PAGES | more)
    return SimpleNamespace(app=app, store=store, client=app.server.test_client())
