"""An address gives one page, in one language, from one release, with the status that it deserves."""

import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest
from dash import html

from dashboard.app import after_first_answer
from tests.dashboard.shell import site

CALLBACK = "/_dash-update-component"


@pytest.fixture
def two(tmp_path):
    return site(tmp_path, releases=2)


def ask(path: str, search: str = "") -> dict:
    value = {"path": path, "search": search, "narrow": False}
    return {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [{"id": "asked", "property": "data", "value": value}],
        "changedPropIds": ["asked.data"],
    }


def text(response) -> str:
    return response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("accept", "place"),
    [("ko-KR,ko;q=0.9,en;q=0.8", "/ko/"), ("en-GB", "/en/"), ("fr", "/ko/"), ("de,en;q=0.5", "/en/")],
)
def test_the_root_leads_to_the_language_that_the_browser_asks_for(two, accept, place):
    response = two.client.get("/", headers={"Accept-Language": accept})
    assert (response.status_code, response.location) == (302, place)
    assert "Accept-Language" in response.headers["Vary"]


def test_the_first_answer_holds_the_whole_page_and_says_what_it_is(two):
    page = text(two.client.get("/en/?show=share", headers={"Host": "stats.example"}))
    assert '<html lang="en">' in page
    assert "<title>Overview of &lt;all&gt; — Deepfake sexual crime statistics</title>" in page
    assert '<link rel="canonical" href="http://stats.example/en/">' in page
    assert '<link rel="alternate" hreflang="ko" href="http://stats.example/ko/">' in page
    assert '<div id="snap"><div class="view" ' in page
    assert '<h1 tabindex="-1">Release 2, share</h1>' in page
    assert 'id="react-entry-point"' in page


def test_dash_draws_the_page_that_the_server_drew(two):
    drawn = two.client.post(CALLBACK, json=ask("/en/police", "?show=share")).get_json()
    view = drawn["response"]["page"]["children"]["props"]
    assert view["data-title"] == "Police — Deepfake sexual crime statistics"
    assert (view["lang"], view["data-path"]) == ("en", "/en/police")
    assert "Release 2, share" in str(view)


@pytest.mark.parametrize("path", ["/ko", "/ko//", "/en/police/", "/en//police"])
def test_one_page_has_one_address(two, path):
    response = two.client.get(f"{path}?show=share")
    assert response.status_code == 301
    assert two.client.get(response.location).status_code == 200
    assert response.location.endswith("?show=share")


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/ko/nothing", "찾는 화면이 없습니다"),
        ("/en/police/cases", "There is no such page"),
        ("/en/embed/other", "There is no such page"),
        ("/nothing", "There is no such page"),
    ],
)
def test_an_unknown_page_is_a_404_in_the_language_of_the_reader(two, path, heading):
    response = two.client.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert heading in text(response)
    assert f'href="/{"ko" if path.startswith("/ko") else "en"}/police"' in text(response)


def test_an_unknown_page_is_no_dead_end_for_the_callback(two):
    drawn = two.client.post(CALLBACK, json=ask("/ko/nothing"))
    assert drawn.status_code == 200
    assert "찾는 화면이 없습니다" in str(drawn.get_json())


def test_an_address_that_names_a_release_keeps_it(two):
    page = text(two.client.get("/en/?release=1"))
    assert "Release 1, count" in page
    assert "You are looking at release 1. The newest is release 2." in page
    assert 'rel="canonical" href="http://localhost/en/?release=1"' in page


def test_a_release_that_never_was_is_said_and_the_newest_shown(two):
    response = two.client.get("/en/?release=7")
    assert response.status_code == 404
    assert "There is no release 7. The newest one is shown." in text(response)
    assert "Release 2, count" in text(response)


def test_moving_the_pointer_moves_the_next_answer(two):
    assert "Release 2, count" in text(two.client.get("/en/"))
    two.store.point_to(1)
    assert "Release 1, count" in text(two.client.get("/en/"))


def test_a_pointer_moved_in_the_middle_of_an_answer_moves_only_the_next(tmp_path):
    def layout(view, release, words, *, narrow=None):
        turning.store.point_to(1)
        return [html.H1(f"Release {release.number}")]

    turning = site(tmp_path, releases=2, turn=SimpleNamespace(layout=layout, title=lambda view, words: ""))
    before = text(turning.client.get("/en/turn"))
    assert "Release 2" in before
    assert "You are looking at" not in before
    assert "Release 1" in text(turning.client.get("/en/turn"))
    turning.store.point_to(2)
    assert text(turning.client.get("/en/turn")) == before


def test_a_page_made_once_is_kept_for_its_address_width_and_release(tmp_path):
    made = []

    def layout(view, release, words, *, narrow=None):
        made.append((view.address, narrow, release.number))
        return [html.H1("kept")]

    kept = site(tmp_path, releases=2, kept=SimpleNamespace(layout=layout, title=lambda view, words: ""))
    for _ in range(3):
        kept.client.get("/en/kept")
        kept.client.get("/en/kept?show=a")
        kept.client.post(CALLBACK, json=ask("/en/kept"))
        kept.client.get("/en/kept", base_url="http://other.example")
    kept.store.point_to(1)
    kept.client.get("/en/kept")
    assert made == [
        ("/en/kept", None, 2),
        ("/en/kept?show=a", None, 2),
        ("/en/kept", False, 2),
        ("/en/kept", None, 2),
        ("/en/kept", None, 1),
    ]


def test_a_page_not_changed_is_not_sent_again(two):
    first = two.client.get("/en/")
    again = two.client.get("/en/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    two.store.point_to(1)
    assert two.client.get("/en/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_without_data_the_page_says_so(tmp_path, lang):
    response = site(tmp_path / "없음 none", releases=0).client.get(f"/{lang}/")
    assert response.status_code == 200
    assert {"ko": "아직 데이터가 없습니다", "en": "No data yet"}[lang] in text(response)


def test_a_store_that_is_no_folder_reads_as_no_data(tmp_path):
    (tmp_path / "releases").write_text("not a folder")
    response = site(tmp_path, releases=0).client.get("/en/")
    assert response.status_code == 200
    assert "No data yet" in text(response)


def test_a_store_whose_only_release_is_damaged_reads_as_no_data(tmp_path):
    one = site(tmp_path)
    (next((tmp_path / "releases").glob("0*")) / "fits.json").write_text("[1]")
    response = site(tmp_path, releases=0).client.get("/en/")
    assert one.client.get("/en/").status_code == 200
    assert "No data yet" in text(response)


def test_the_server_starts_without_the_libraries_of_the_analyst():
    heavy = "{'pandas', 'scipy', 'statsmodels', 'openpyxl', 'deltalake'}"
    code = f"import sys, dashboard.app; print(sorted({heavy} & sys.modules.keys()))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout.strip() == "[]"


def test_what_can_wait_runs_once_and_after_the_first_page(tmp_path):
    small, ran = site(tmp_path), []
    done = threading.Event()
    after_first_answer(small.app, lambda: (ran.append(1), done.set()))
    small.client.get("/nothing")
    assert not ran
    small.client.get("/en/")
    small.client.get("/en/")
    assert done.wait(5)
    assert ran == [1]
