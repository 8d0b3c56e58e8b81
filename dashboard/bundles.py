"""Scripts, styles and fonts from memory: compressed once, and named by their content to be cached for good."""

import gzip
import hashlib
import mimetypes
import pkgutil
import re
import threading
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import brotli
from dash import Dash
from dash.fingerprint import check_fingerprint
from flask import Response, abort, request

ASSETS = Path(__file__).parent / "assets"
PLOTLY = "plotly.js"
# The order of the cascade: each file may lean on those before it.
STYLES = ("tokens", "base", "layout", "card", "table", "print")
COMPRESSED = {"text/css", "text/javascript", "application/json", "image/svg+xml"}
YEAR = "public, max-age=31536000, immutable"
# Parts that Dash fetches under a name without fingerprint may change with its next version.
DAY = "public, max-age=86400"
# 50 ms for the largest bundle; `warm` goes on to 11, a tenth smaller and forty times slower.
QUICK, BEST = 5, 11


@dataclass
class Bundle:
    """One file to serve, with its compressed forms as they come to be made."""

    content: bytes
    mimetype: str
    encoded: dict[str, bytes] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:12]

    def form(self, accepted: str) -> tuple[str, bytes]:
        """The encoding to answer with, "" for none, and the bytes."""
        if self.mimetype not in COMPRESSED:
            return "", self.content
        encoding = next((name for name in ("br", "gzip") if name in accepted), "")
        if not encoding:
            return "", self.content
        with self.lock:
            if encoding not in self.encoded:
                self.encoded[encoding] = compress(encoding, self.content)
        return encoding, self.encoded[encoding]

    def settle(self) -> None:
        """Replace the quick compression by the best one."""
        if self.mimetype in COMPRESSED:
            self.encoded["br"] = brotli.compress(self.content, quality=BEST)


def compress(encoding: str, content: bytes) -> bytes:
    if encoding == "br":
        return brotli.compress(content, quality=QUICK)
    return gzip.compress(content, compresslevel=6, mtime=0)


@cache
def assets() -> dict[str, Bundle]:
    """Our own files by name: `site.css` and `site.js` are the small files in one, fonts are as they lie."""
    files = {path.name: read(path) for path in sorted((ASSETS / "fonts").glob("*.woff2"))}
    files["favicon.svg"] = read(ASSETS / "favicon.svg")
    files[PLOTLY] = read(ASSETS / "plotly" / "plotly.min.js")
    files[PLOTLY].encoded["br"] = (ASSETS / "plotly" / "plotly.min.js.br").read_bytes()
    style = "\n".join((ASSETS / "css" / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)
    style = re.sub(r'url\("\.\./fonts/([^"]+)"\)', lambda m: f'url("{_url(files, m[1])}")', style)
    files["site.css"] = Bundle(style.encode(), "text/css")
    scripts = sorted((ASSETS / "js").glob("*.js"))
    files["site.js"] = Bundle(b"\n".join(path.read_bytes() for path in scripts), "text/javascript")
    return files


def read(path: Path) -> Bundle:
    return Bundle(path.read_bytes(), _mimetype(path.name))


def url(name: str) -> str:
    """The address of one of our files, which changes when its content does."""
    return _url(assets(), name)


def _url(files: dict[str, Bundle], name: str) -> str:
    return f"/assets/{files[name].digest}/{name}"


def _mimetype(name: str) -> str:
    # The system's table may call scripts application/javascript or know no fonts at all.
    own = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
    suffix = Path(name).suffix
    return own.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")


def register(app: Dash) -> None:
    """Serve our files, and Dash's own scripts in place of Dash, which compresses nothing."""
    suites: dict[tuple[str, str], Bundle] = {}

    def asset(filename: str) -> Response:
        digest, _, name = filename.rpartition("/")
        bundle = assets().get(name)
        if bundle is None:
            abort(404)
        return _respond(bundle, YEAR if digest == bundle.digest else "no-cache")

    def suite(package_name: str, fingerprinted_path: str) -> Response:
        path, fingerprinted = check_fingerprint(fingerprinted_path)
        if path not in app.registered_paths.get(package_name, ()):
            abort(404)
        key = (package_name, path)
        if key not in suites:
            suites[key] = Bundle(pkgutil.get_data(package_name, path), _mimetype(path))
        return _respond(suites[key], YEAR if fingerprinted else DAY)

    app.server.view_functions["_dash_assets.static"] = asset
    app.server.view_functions["/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"] = (
        suite
    )
    app.server.extensions["bundles"] = suites


def warm(app: Dash) -> None:
    """Compress what was served so far as well as it can be; seconds of work, so after the first answer."""
    for bundle in [*app.server.extensions["bundles"].values(), *assets().values()]:
        if bundle is not assets()[PLOTLY]:
            bundle.settle()


def _respond(bundle: Bundle, lifetime: str) -> Response:
    encoding, content = bundle.form(request.headers.get("Accept-Encoding", ""))
    response = Response(content, mimetype=bundle.mimetype)
    response.headers["Cache-Control"] = lifetime
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(f"{bundle.digest}{encoding}")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response.make_conditional(request)
