"""Every answer is guarded, no request can hurt, and no error tells a stranger about the inside."""

import base64
import hashlib
import json
import logging
import re

import pytest

from dashboard.security import BODY_LIMIT, CALLBACK, refuse_public_debug
from tests.dashboard.shell import site
from tests.dashboard.test_shell import ask

ROUTES = (
    "/",
    "/ko/",
    "/en/police",
    "/ko/nothing",
    "/en/broken",
    "/_dash-layout",
    "/_dash-dependencies",
    "/_dash-update-component",
    "/_dash-component-suites/dash/none.js",
    "/_reload-hash",
    "/_favicon.ico",
    "/assets/0/site.css",
    "/assets/../app.py",
    "/api/v1/nothing",
    "/en/embed/cases",
)


@pytest.fixture
def client(tmp_path):
    return site(tmp_path).client


def policy(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, _, sources in parts}


@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_carries_the_headers(client, path):
    response = client.get(path)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert policy(response)["default-src"] == "'self'"
    assert policy(response)["object-src"] == "'none'"
    assert policy(response)["base-uri"] == "'none'"
    assert policy(response)["frame-ancestors"] == ("*" if "/embed/" in path else "'none'")
    assert "Set-Cookie" not in response.headers
    assert "Strict-Transport-Security" not in response.headers


def test_only_the_embedded_page_may_be_framed(client):
    for path in ("/en/?embed/x", "/embed/x", "/en/police/embed/x", "/en/embed"):
        assert policy(client.get(path))["frame-ancestors"] == "'none'", path


def test_behind_tls_the_browser_is_told_to_stay_there(client):
    assert (
        "max-age="
        in client.get("/ko/", base_url="https://stats.example").headers["Strict-Transport-Security"]
    )


def test_each_script_in_the_page_is_allowed_by_its_hash_and_nothing_else_is(client):
    response = client.get("/en/")
    allowed = policy(response)["script-src"].split()
    scripts = re.findall(
        r"<script(?![^>]*(?:src=|application/json))[^>]*>(.+?)</script>", response.text, re.S
    )
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts]
    assert len(hashes) == 2
    assert sorted(allowed) == sorted(["'self'", *hashes])
    assert "onclick=" not in response.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 200),
    ],
)
def test_only_our_own_pages_may_send(client, headers, status):
    assert client.post(CALLBACK, json=ask("/en/"), headers=headers).status_code == status


def test_a_body_beyond_the_limit_is_refused(client):
    response = client.post(CALLBACK, data=b" " * (BODY_LIMIT + 1), content_type="application/json")
    assert response.status_code == 413
    assert response.mimetype == "application/problem+json"


def changed(**parts) -> dict:
    return ask("/en/") | parts


def valued(value) -> dict:
    return changed(inputs=[{"id": "asked", "property": "data", "value": value}])


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "page.children",
        {},
        changed(output=None),
        changed(output=["page.children"]),
        changed(output="other.children"),
        changed(outputs=[]),
        changed(outputs={"id": "asked", "property": "data"}),
        changed(inputs={}),
        changed(inputs=[]),
        changed(inputs=[None]),
        changed(inputs=[{"id": "asked"}]),
        changed(inputs=[{"id": {"a": 1}, "property": "data"}]),
        changed(inputs=[[{"id": "asked", "property": "data", "value": 1}]]),
        changed(state=[{"id": "x", "property": "y"}]),
        changed(changedPropIds=None),
        changed(changedPropIds=[{}]),
        valued(None),
        valued("/en/"),
        valued({"path": "/en/"}),
        valued({"path": 1, "search": "", "narrow": False}),
        valued({"path": "/en/", "search": None, "narrow": False}),
        valued({"path": "/en/", "search": "", "narrow": "no"}),
    ],
)
def test_a_callback_of_another_shape_is_a_bad_request(client, body):
    response = client.post(CALLBACK, data=json.dumps(body), content_type="application/json")
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [(b"{", "application/json", 400), (b"\xff\xfe", "application/json", 400), (b"a=1", "text/plain", 415)],
)
def test_a_body_that_is_no_json_is_refused(client, data, kind, status):
    assert client.post(CALLBACK, data=data, content_type=kind).status_code == status


@pytest.mark.parametrize(
    "path", ["/en/" + "a" * 3000, "/en/%00", "/en/%ff", "/ko/../../etc/passwd", "/en/a/b/c/d"]
)
def test_odd_paths_are_unknown_pages(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["release=x", "release=-1", "release=9" * 40, "show=%00", "show=<b>", "&&&=", "%ff=%ff"]
)
def test_odd_queries_change_nothing(client, query):
    response = client.get(f"/en/?{query}")
    assert response.status_code == 200
    assert "Release 1, count" in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/_dash-component-suites/none/a.js",
        "/_dash-component-suites/dash/dash.py",
        "/_dash-component-suites/os/path.py",
        "/_dash-component-suites/dash/../dash.py",
        "/assets/0/none.js",
        "/assets/js/navigate.js",
        "/_reload-hash",
        "/api/v1/nothing",
    ],
)
def test_a_program_that_asks_for_nothing_known_gets_a_problem_document(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response.get_json()["status"] == 404


def test_a_method_that_a_page_does_not_know_is_refused(client):
    assert client.post("/en/").status_code == 405
    assert client.delete("/en/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(("path", "told"), [("/ko/broken", "오류 번호"), ("/en/broken", "error number")])
def test_a_broken_page_shows_a_number_and_logs_the_cause_under_it(client, caplog, path, told):
    with caplog.at_level(logging.ERROR):
        response = client.get(f"{path}?show=private")
    assert response.status_code == 500
    assert told in response.text
    number = re.search(r"\b[0-9a-f]{8}\b", response.text, re.ASCII)[0]
    assert "secret of the inside" not in response.text
    assert "Traceback" not in response.text
    assert number in caplog.text
    assert "secret of the inside" in caplog.text
    assert "private" not in caplog.text


def test_a_broken_callback_is_a_problem_document_with_the_number(client, caplog):
    response = client.post(CALLBACK, json=ask("/en/broken"))
    assert response.status_code == 500
    assert response.get_json()["instance"].startswith("urn:error:")
    assert "secret" not in response.text


def test_the_page_does_not_tell_which_python_serves_it(client):
    assert "python_version" not in client.get("/en/").text


def test_debug_is_refused_where_strangers_could_use_it(tmp_path):
    server = site(tmp_path).app.server
    server.debug = True
    refuse_public_debug(server, "127.0.0.1")
    with pytest.raises(ValueError, match="debug is on"):
        refuse_public_debug(server, "0.0.0.0")
