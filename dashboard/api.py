"""The public API: releases, indicators, observations and charts, read-only, each answer naming its release."""

import json
from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from dashboard import describe
from dashboard.charts import CHARTS, result
from dashboard.compose import pick
from dashboard.exports import csv as csv_export
from dashboard.exports import json as json_export
from dashboard.exports import publication
from dashboard.result import Result
from dashboard.view import LANGUAGES, from_address
from dashboard.words import words
from data import catalogue
from data.errors import ReleaseMissing, StoreError

SPECIFICATION = Path(__file__).with_name("openapi.json")
FORMATS = ("json", "csv")
NARROWED = ("geo", "age", "sex", "role", "level", "action")


class Refused(Exception):
    """A request that the API cannot answer; becomes problem JSON (RFC 9457)."""

    def __init__(self, status: int, code: str, detail: str):
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


def blueprint(store) -> Blueprint:
    """The routes below /api/v1 over a store of releases."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    api.add_url_rule("/releases", view_func=lambda: _releases(store), endpoint="releases")
    api.add_url_rule("/indicators", view_func=lambda: _indicators(store), endpoint="indicators")
    api.add_url_rule("/observations", view_func=lambda: _observations(store), endpoint="observations")
    api.add_url_rule("/charts", view_func=lambda: _charts(store), endpoint="charts")
    api.add_url_rule(
        "/charts/<name>.<kind>", view_func=lambda name, kind: _chart(store, name, kind), endpoint="chart"
    )
    api.add_url_rule("/openapi.json", view_func=_specification, endpoint="openapi")
    api.register_error_handler(Refused, _problem)
    api.after_request(_shared)
    return api


def _shared(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _problem(error: Refused) -> Response:
    body = {
        "type": f"/en/data#{error.code}",
        "title": error.code.replace("_", " "),
        "status": error.status,
        "detail": error.detail,
        "instance": request.path,
    }
    return Response(json.dumps(body, ensure_ascii=False), error.status, mimetype="application/problem+json")


def _release(store):
    """The release asked for, else the current one."""
    asked = request.args.get("release", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise Refused(400, "bad_release", f"release is a whole number, found {asked[:40]!r}")
    try:
        release = store.open(int(asked)) if asked else store.current()
    except ReleaseMissing as error:
        raise Refused(404, "no_such_release", error.sentence("en")) from error
    except StoreError as error:
        raise Refused(503, "store_unusable", "The data cannot be read at the moment.") from error
    if release is None:
        raise Refused(503, "no_data_yet", "This server holds no release yet.")
    return release


def _json(body, release=None) -> Response:
    return _tagged(Response(json.dumps(body, ensure_ascii=False), mimetype="application/json"), release)


def _tagged(response: Response, release) -> Response:
    """ETag by release and address; a client that already holds the answer gets 304."""
    if release is not None:
        response.headers["X-Release"] = str(release.number)
        response.cache_control.public = True
        response.cache_control.max_age = 300
    response.add_etag()
    return response.make_conditional(request)


def _releases(store) -> Response:
    current = _release(store)
    listed = []
    for number in store.numbers():
        try:
            one = store.open(number)
        except StoreError:
            listed.append({"number": number, "status": "damaged"})
            continue
        listed.append(
            {
                "number": number,
                "made_at": one.made_at,
                "synthetic": one.synthetic,
                "rows": len(one.observations),
                "current": number == current.number,
            }
        )
    return _json({"releases": listed}, current)


def _indicators(store) -> Response:
    release = _release(store)
    held = set(release.observations["indicator_id"])
    listed = [
        {
            "id": name,
            "unit": found.unit,
            "label": found.label,
            "definition": found.definition,
            "in_release": name in held,
        }
        for name, found in catalogue.load().indicators.items()
    ]
    return _json({"release": release.number, "synthetic": release.synthetic, "indicators": listed}, release)


def _observations(store) -> Response:
    release = _release(store)
    chosen = request.args.get("format", "json")
    if chosen not in FORMATS:
        raise Refused(400, "bad_format", f"format is one of {', '.join(FORMATS)}, found {chosen[:40]!r}")
    indicator = request.args.get("indicator", "")
    if indicator and indicator not in catalogue.load().indicators:
        raise Refused(
            404, "no_such_indicator", f"there is no indicator {indicator[:60]!r}; see /api/v1/indicators"
        )
    codes = {name: request.args[name] for name in NARROWED if name in request.args}
    rows = pick.observations(release, indicator, request.args.get("as_of", ""), **codes)
    body = Result("observations", release.number, release.made_at, release.synthetic, tuple(rows))
    return _as(chosen, body, release, f"observations-r{release.number}")


def _charts(store) -> Response:
    release = _release(store)
    listed = [
        {"id": name, "page": chart.page, "options": chart.options, "title": _titles(name, release)}
        for name, chart in CHARTS.items()
    ]
    return _json({"release": release.number, "charts": listed}, release)


def _titles(name: str, release) -> dict[str, str]:
    view = from_address("/en/")
    return {lang: describe.title(result(name, view, release), words(lang)) for lang in LANGUAGES}


def _chart(store, name: str, kind: str) -> Response:
    if name not in CHARTS or kind not in ("svg", "csv", "json"):
        raise Refused(
            404, "no_such_chart", "see /api/v1/charts for the charts; formats are svg, csv and json"
        )
    release = _release(store)
    lang = request.args.get("lang", "ko")
    if lang not in LANGUAGES:
        raise Refused(400, "bad_language", f"lang is one of {', '.join(LANGUAGES)}, found {lang[:40]!r}")
    view = from_address(
        f"/{lang}/chart/{name}", urlencode(list(request.args.items())), request.host_url.rstrip("/")
    )
    body = result(name, view, release)
    if kind != "svg":
        return _as(kind, body, release, name)
    if CHARTS[name].draw is None or not body.rows:
        raise Refused(404, "nothing_drawn", describe.sentence(body, words(lang)))
    size = request.args.get("size", "wide")
    if size not in publication.SIZES:
        raise Refused(400, "bad_size", f"size is one of {', '.join(publication.SIZES)}, found {size[:40]!r}")
    drawn = CHARTS[name].draw(body, words(lang), narrow=size != "wide")
    image = publication.publication(body, words(lang), drawn, view, size)
    return _tagged(Response(image, mimetype="image/svg+xml"), release)


def _as(kind: str, body: Result, release, name: str) -> Response:
    if kind == "csv":
        text = csv_export.to_csv(body, bom=request.args.get("bom") == "1")
        response = Response(text, mimetype="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return _tagged(response, release)
    return _json(json_export.to_json(body), release)


def _specification() -> Response:
    return Response(SPECIFICATION.read_text(encoding="utf-8"), mimetype="application/json")
