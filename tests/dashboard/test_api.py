import csv
import io
import json

import pytest

from dashboard.api import SPECIFICATION
from dashboard.app import create_app
from dashboard.charts import CHARTS


@pytest.fixture(scope="module")
def client(store):
    return create_app(store).server.test_client()


def test_observations_are_those_of_the_release(client, release):
    rows = client.get("/api/v1/observations").get_json()["rows"]
    assert len(rows) == len(release.observations)
    cases = client.get("/api/v1/observations?indicator=police_cases&geo=KR").get_json()["rows"]
    frame = release.observations.query("indicator_id == 'police_cases' and geo == 'KR'")
    assert sorted(row["value"] for row in cases) == sorted(frame["value"])


def test_csv_and_json_say_the_same(client):
    address = "/api/v1/observations?indicator=school_reports"
    text = client.get(address + "&format=csv").get_data(as_text=True)
    table = list(csv.DictReader(io.StringIO(text)))
    rows = client.get(address).get_json()["rows"]
    assert [float(line["value"]) for line in table] == [row["value"] for row in rows]
    assert {line["release"] for line in table} == {"1"}


def test_only_what_had_been_said_by_a_day(client):
    rows = client.get("/api/v1/observations?indicator=police_cases&as_of=2024-09-30").get_json()["rows"]
    assert rows
    assert all(row["as_of"] <= "2024-09-30" for row in rows)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("kind", ["json", "csv"])
def test_every_chart_answers(client, name, kind):
    response = client.get(f"/api/v1/charts/{name}.{kind}")
    assert response.status_code == 200
    assert response.headers["X-Release"] == "1"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_an_image_names_its_release_and_window(client):
    image = client.get("/api/v1/charts/police-cases.svg?lang=en").get_data(as_text=True)
    assert image.startswith("<svg")
    for text in ("1,202", "297", "Release 1", "National Police Agency", "1366", "/en/chart/police-cases"):
        assert text in image


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/observations?release=99", 404, "no_such_release"),
        ("/api/v1/observations?release=x", 400, "bad_release"),
        ("/api/v1/observations?indicator=nothing", 404, "no_such_indicator"),
        ("/api/v1/observations?format=xml", 400, "bad_format"),
        ("/api/v1/charts/nothing.json", 404, "no_such_chart"),
        ("/api/v1/charts/police-cases.exe", 404, "no_such_chart"),
        ("/api/v1/charts/police-cases.svg?size=huge", 400, "bad_size"),
        ("/api/v1/charts/police-cases.svg?lang=fr", 400, "bad_language"),
        ("/api/v1/charts/foreign.svg", 404, "nothing_drawn"),
    ],
)
def test_refusals_are_problem_json(client, address, status, code):
    response = client.get(address)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["title"] == code.replace("_", " ")


def test_a_client_that_holds_the_answer_gets_304(client):
    first = client.get("/api/v1/charts/police-cases.json")
    again = client.get("/api/v1/charts/police-cases.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_specification_names_every_route(client):
    paths = json.loads(SPECIFICATION.read_text(encoding="utf-8"))["paths"]
    rules = {
        rule.rule.replace("<name>.<kind>", "{id}.{format}")
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert rules - {"/api/v1/openapi.json"} == set(paths)
