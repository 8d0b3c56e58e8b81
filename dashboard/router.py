"""From an address to a page: its module, its release, its language and its status."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import ModuleType

from dash import html

from dashboard.pages.frame import frame
from dashboard.view import LANGUAGES, View, from_address
from dashboard.words import Words, words
from data.errors import StoreError
from data.releases import Store

# Pages that other sites show in a frame of their own: no header, no footer.
BARE = {"embed"}


@dataclass(frozen=True)
class Page:
    """What a reader gets for an address: `title` for the window, `release` None before the first one."""

    status: int
    title: str
    description: str
    view: View
    release: int | None
    component: html.Div

    @property
    def lang(self) -> str:
        return self.view.lang


@dataclass(frozen=True)
class Asked:
    """What a reader's browser asks for.

    `preferred` is the language of a page that is missing outside both languages. `narrow` None lays out
    for every screen at once.
    """

    path: str
    search: str
    origin: str = ""
    preferred: str = LANGUAGES[0]
    narrow: bool | None = None


def page(asked: Asked, newest, store: Store, pages: Mapping[str, ModuleType]) -> Page:
    """The page of an address, all of it from one release: the one that it names, else `newest`.

    Nothing else decides what is on a page, so one that was made for the same two may be kept. `newest` is
    None where nothing was published; `pages` maps the first part of a path to its module.
    """
    known = from_address(asked.path, asked.search, asked.origin)
    view = known or View(asked.preferred, "missing", origin=asked.origin)
    module = pages.get(view.page) if known and exists(known, pages) else None
    text = words(view.lang)
    release = chosen(view, store, newest)
    absent = release is None and newest is not None
    if absent:
        missed, view, release = view.release, replace(view, release=None), newest
    if module is None:
        content, title = missing(view, pages, text), text.w("missing.title")
    elif release is None:
        content, title = sentence("empty", text), text.w("empty.title")
    else:
        content, title = module.layout(view, release, text, narrow=asked.narrow), module.title(view, text)
    if absent:
        content = [html.P(text.w("missing.no_release", number=missed), className="note"), *content]
    if view.page not in BARE:
        content = [frame(view, release, newest.number if newest else 0, text, content)]
    return whole(404 if module is None or absent else 200, title, content, view, release)


def exists(view: View, pages: Mapping[str, ModuleType]) -> bool:
    """Whether a page has this address; a module that takes a second part says so by its `exists(view)`."""
    module = pages.get(view.page)
    if module is None:
        return False
    return module.exists(view) if hasattr(module, "exists") else not view.chart


def current(store: Store):
    """The release in force; None where there is none, or none that can be trusted."""
    try:
        return store.current()
    except StoreError:
        return None


def chosen(view: View, store: Store, newest):
    """The release that the address names, else the newest; None where it cannot be had."""
    if view.release is None:
        return newest
    try:
        return store.open(view.release)
    except StoreError:
        return None


def failure(status: int, number: str, lang: str) -> Page:
    """What a reader sees when no page could be made; it asks nothing of store or pages, maybe at fault."""
    text = words(lang)
    view = View(lang)
    told = (
        sentence("failure", text, id=number)
        if number
        else [
            html.H1(text.w("failure.request")),
            html.P(text.w("failure.request_text")),
        ]
    )
    content = html.Main([*told, html.P(html.A(text.w("site.home"), href=view.path))], id="main")
    return whole(status, text.w("failure.title"), content, view, None)


def whole(status: int, title: str, content, view: View, release) -> Page:
    """The data attributes tell the scripts what to write on the window when they change the page."""
    text = words(view.lang)
    title = f"{title} — {text.w('site.name')}"
    told = {"data-title": title, "data-path": view.path, "data-address": view.absolute}
    return Page(
        status=status,
        title=title,
        description=_description(view, text),
        view=view,
        release=release and release.number,
        component=html.Div(content, className="view", lang=view.lang, **told),
    )


def sentence(key: str, text: Words, **fields) -> list:
    told = text.w(f"{key}.text", **fields)
    return [html.H1(text.w(f"{key}.title"), tabIndex=-1), html.P(told, className="lede")]


def missing(view: View, pages: Mapping[str, ModuleType], text: Words) -> list:
    """A page that is not there names those that are."""
    names = [name for name in pages if text.has(f"nav.{name or 'overview'}")]
    links = [
        html.Li(html.A(text.w(f"nav.{name or 'overview'}"), href=view.to(name).address)) for name in names
    ]
    return [*sentence("missing", text), html.Ul(links)]


def _description(view: View, text: Words) -> str:
    lede = f"pages.{view.page or 'overview'}.lede"
    return text.w(lede) if text.has(lede) else text.w("site.description")
