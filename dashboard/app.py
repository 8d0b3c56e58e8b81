"""The application: one page, one callback, and the address as its only state."""

import threading
from collections.abc import Callable, Mapping
from types import ModuleType

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from flask import Response, abort, redirect, request
from flask_compress import Compress

from dashboard import api, bundles, document, router, security
from dashboard.pages import PAGES
from dashboard.view import LANGUAGES
from data.releases import Store


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
    _callbacks(app, store, pages)
    app.server.register_blueprint(api.blueprint(store))
    _routes(app, store, pages)
    bundles.register(app)
    Compress(app.server)
    hook = security.script_hash(document.plotly_hook())
    security.protect(app, [hook], _failure)
    return app


def _callbacks(app: Dash, store: Store, pages: Mapping[str, ModuleType]) -> None:
    app.clientside_callback(
        # In assets/js/navigate.js: the address, and whether the screen is narrow, known to the browser alone.
        ClientsideFunction("site", "asked"),
        Output("asked", "data"),
        Input("address", "pathname"),
        Input("address", "search"),
    )

    @app.callback(Output("page", "children"), Input("asked", "data"), prevent_initial_call=True)
    def show(asked):
        return _page(*checked(asked), store=store, pages=pages).component


def checked(asked) -> tuple[str, str, bool]:
    """Path, query and width of screen as the browser sent them; answers 400 to anything else."""
    names = {"path": str, "search": str, "narrow": bool}
    if not isinstance(asked, dict) or any(
        not isinstance(asked.get(name), kind) for name, kind in names.items()
    ):
        abort(400)
    return tuple(asked[name] for name in names)


def _page(path: str, search: str, narrow: bool | None = None, *, store, pages) -> router.Page:
    return router.page(
        path,
        search,
        store,
        pages,
        origin=request.host_url.rstrip("/"),
        preferred=preferred_language(),
        narrow=narrow,
    )


def preferred_language() -> str:
    """The language of the address if it has one, else what the browser asks for, else Korean."""
    first = request.path.split("/")[1]
    return first if first in LANGUAGES else request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])


def _routes(app: Dash, store: Store, pages: Mapping[str, ModuleType]) -> None:
    skeleton: list[str] = []

    def home() -> Response:
        response = redirect(f"/{preferred_language()}/", 302)
        response.headers["Vary"] = "Accept-Language"
        return response

    def show(path: str) -> Response:
        if security.for_programs(request.path):
            abort(404)
        found = _page(request.path, request.query_string.decode(errors="replace"), store=store, pages=pages)
        if found.status != 200:
            return Response(document.still(found), status=found.status, mimetype="text/html")
        if request.path != found.view.path:
            return redirect(found.view.address, 301)
        if not skeleton:
            skeleton.append(document.skeleton(app))
        response = Response(document.live(found, skeleton[0]), mimetype="text/html")
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
