"""The application: one page, one callback, and the address as its only state."""

import threading
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import ModuleType

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from flask import Response, abort, g, redirect, request
from flask_compress import Compress

from dashboard import api, bundles, document, router, security
from dashboard.pages import PAGES
from dashboard.view import LANGUAGES
from data.releases import Store

# A page takes 40–80 ms to make and some 100 kB to keep; this many hold the whole site in both languages.
KEPT = 128


def create_app(store: Store, pages: Mapping[str, ModuleType] = PAGES) -> Dash:
    """The dashboard over a store of releases; `app.server` is the WSGI application."""
    app = Dash(
        "dashboard",
        assets_folder=str(bundles.ASSETS),
        include_assets_files=False,
        index_string=document.template(),
        title="",
        update_title="",
    )
    app.layout = [
        dcc.Location(id="address", refresh=False),
        dcc.Store(id="asked"),
        html.Div(id="page"),
    ]
    _callback(app, store, pages)
    app.server.register_blueprint(api.blueprint(store))
    _routes(app, store, pages)
    bundles.register(app)
    Compress(app.server)
    hook = security.script_hash(document.plotly_hook())
    security.protect(app, [hook], _failure)
    return app


def _callback(app: Dash, store: Store, pages: Mapping[str, ModuleType]) -> None:
    app.clientside_callback(
        # In assets/js/navigate.js: the address, and whether the screen is narrow, known to the browser alone.
        ClientsideFunction("site", "asked"),
        Output("asked", "data"),
        Input("address", "pathname"),
        Input("address", "search"),
    )

    @app.callback(Output("page", "children"), Input("asked", "data"), prevent_initial_call=True)
    def show(asked):
        return router.page(checked(asked), newest(store), store, pages).component

    dispatch = app.server.view_functions[security.CALLBACK]

    @lru_cache(maxsize=KEPT)
    def answered(asked: router.Asked, release) -> bytes:
        return dispatch().get_data()

    def answer() -> Response:
        asked = checked(request.get_json()["inputs"][0]["value"])
        return Response(answered(asked, newest(store)), mimetype="application/json")

    app.server.view_functions[security.CALLBACK] = answer


def checked(asked) -> router.Asked:
    """Path, query and width of screen as the browser sent them; answers 400 to anything else."""
    names = {"path": str, "search": str, "narrow": bool}
    if not isinstance(asked, dict) or any(
        not isinstance(asked.get(name), kind) for name, kind in names.items()
    ):
        abort(400)
    return _asked(**{name: asked[name] for name in names})


def _asked(path: str, search: str, narrow: bool | None = None) -> router.Asked:
    return router.Asked(path, search, request.host_url.rstrip("/"), preferred_language(), narrow)


def newest(store: Store):
    """The release in force, asked once a request: a publisher may move the pointer in the middle of it."""
    if "newest" not in g:
        g.newest = router.current(store)
    return g.newest


def preferred_language() -> str:
    """The language of the address if it has one, else what the browser asks for, else Korean."""
    first = request.path.split("/")[1]
    return first if first in LANGUAGES else request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])


def _routes(app: Dash, store: Store, pages: Mapping[str, ModuleType]) -> None:
    index = cache(lambda: document.skeleton(app))

    @lru_cache(maxsize=KEPT)
    def drawn(asked: router.Asked, release) -> tuple[int, str]:
        """Status and page; with 301, the address that the page has instead."""
        found = router.page(asked, release, store, pages)
        if found.status != 200:
            return found.status, document.still(found)
        if asked.path != found.view.path:
            return 301, found.view.address
        return 200, document.live(found, index())

    def home() -> Response:
        response = redirect(f"/{preferred_language()}/", 302)
        response.headers["Vary"] = "Accept-Language"
        return response

    def show(path: str) -> Response:
        if security.for_programs(request.path):
            abort(404)
        asked = _asked(request.path, request.query_string.decode(errors="replace"))
        status, body = drawn(asked, newest(store))
        if status == 301:
            return redirect(body, 301)
        response = Response(body, status, mimetype="text/html")
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        return response.make_conditional(request)

    app.server.view_functions["/"] = home
    app.server.view_functions["/<path:path>"] = show
    app.server.view_functions["/_favicon.ico"] = lambda: redirect(bundles.url("favicon.svg"), 302)


def _failure(status: int, number: str) -> str:
    return document.still(router.failure(status, number, preferred_language()))


def after_first_answer(app: Dash, work: Callable[[], None]) -> None:
    """Run work that can wait in a thread of its own, once the first reader has been served."""
    started = threading.Event()

    @app.server.after_request
    def begin(response: Response) -> Response:
        if not started.is_set() and response.status_code == 200:
            started.set()
            threading.Thread(target=work, daemon=True, name="warm").start()
        return response
