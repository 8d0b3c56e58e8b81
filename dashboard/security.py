"""What every answer carries and what no request may do: headers, origin, size, shape, and calm errors."""

import base64
import hashlib
import logging
import secrets
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Request, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

LOG = logging.getLogger(__name__)
# The one callback of a page sends its address; a few hundred bytes.
BODY_LIMIT = 64 * 1024
CALLBACK = "/_dash-update-component"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Two years, and no preload: the operator's other hosts are not ours to decide about.
HSTS = "max-age=63072000"

ErrorPage = Callable[[int, str], str]


def protect(app: Dash, inline_scripts: Sequence[str], error_page: ErrorPage) -> None:
    """Guard every route of the app. Call it when all callbacks and routes are registered.

    `inline_scripts`: CSP hashes of scripts written into the page beside Dash's own. `error_page(status,
    error id)` is the page shown to a reader; the id is "" unless something broke on our side.
    """
    server = app.server
    policy = content_policy([*app.csp_hashes(), *inline_scripts])
    server.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    server.before_request(refuse_other_origins)
    server.after_request(lambda response: harden(response, request, policy))
    server.register_error_handler(Exception, lambda error: answer(error, error_page))
    dispatch = server.view_functions[CALLBACK]

    def callback():
        check_callback(request.get_json(), app.callback_map)
        return dispatch()

    server.view_functions[CALLBACK] = callback
    # Part of the development tools; it would tell which packages are installed.
    server.view_functions["/_reload-hash"] = lambda: abort(404)


def script_hash(script: str) -> str:
    """The source expression by which a policy allows one script written into the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def content_policy(hashes: Sequence[str]) -> str:
    """Scripts only from here or by hash; styles inline too, since Plotly writes them on its elements."""
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' {' '.join(hashes)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


def embeddable(path: str) -> bool:
    """Whether other sites may show the page in a frame: `/<lang>/embed/<chart>` and nothing else."""
    parts = path.split("/")
    return len(parts) > 3 and parts[2] == "embed"


def harden(response: Response, request: Request, policy: str) -> Response:
    ancestors = "*" if embeddable(request.path) else "'none'"
    response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors {ancestors}"
    response.headers.update(HEADERS)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = HSTS
    return response


def refuse_other_origins() -> None:
    """Let only our own pages send; the rule of Go's net/http CrossOriginProtection.

    A request with neither header comes from no browser, and there is no cookie that it could abuse.
    """
    if request.method in SAFE_METHODS:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        allowed = site in ("same-origin", "none")
    else:
        allowed = origin is None or urlsplit(origin).netloc == request.host
    if not allowed:
        abort(403)


def check_callback(body, callbacks: dict) -> None:
    """Answer 400 to a callback request of another shape than Dash's renderer sends."""
    output = body.get("output") if isinstance(body, dict) else None
    known = callbacks.get(output) if isinstance(output, str) else None
    if known is None:
        abort(400)
    outputs, changed = body.get("outputs"), body.get("changedPropIds", [])
    well_formed = (
        _matches(body.get("inputs", []), known["inputs"])
        and _matches(body.get("state", []), known["state"])
        and isinstance(outputs, dict)
        and f"{outputs.get('id')}.{outputs.get('property')}" == output
        and isinstance(changed, list)
        and all(isinstance(name, str) for name in changed)
    )
    if not well_formed:
        abort(400)


def _matches(sent, declared: list[dict]) -> bool:
    return (
        isinstance(sent, list)
        and len(sent) == len(declared)
        and all(isinstance(part, dict) for part in sent)
        and all(
            (part.get("id"), part.get("property")) == (known["id"], known["property"])
            for part, known in zip(sent, declared, strict=True)
        )
    )


def answer(error: Exception, error_page: ErrorPage):
    """A page for a reader, a problem document for a program; a broken page is logged under its id."""
    status, number = 500, ""
    if isinstance(error, HTTPException):
        if error.code is None or error.code < 400:
            return error
        status = error.code
    else:
        number = secrets.token_hex(4)
        # The path alone: a query may hold what the reader was looking for.
        LOG.error("error %s at %s %s", number, request.method, request.path, exc_info=error)
    if wants_page(request):
        return error_page(status, number), status
    problem = {"type": "about:blank", "title": _title(error), "status": status}
    response = jsonify(problem | ({"instance": f"urn:error:{number}"} if number else {}))
    response.mimetype = "application/problem+json"
    return response, status


def for_programs(path: str) -> bool:
    return path.startswith(("/api/", "/_", "/assets/"))


def wants_page(request: Request) -> bool:
    return request.method in ("GET", "HEAD") and not for_programs(request.path)


def _title(error: Exception) -> str:
    return error.name if isinstance(error, HTTPException) else "Internal Server Error"


def refuse_public_debug(server: Flask, host: str) -> None:
    """Raises ValueError: Flask's debugger runs any code that a visitor types."""
    if server.debug and host not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError(f"debug is on and {host} can be reached by others; listen on 127.0.0.1 instead.")
