"""Scripts, styles and fonts arrive small, once, and as they were written."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from plotly.offline import get_plotlyjs_version

from dashboard import bundles
from tests.dashboard.shell import site

ASSETS = Path(bundles.ASSETS)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return site(tmp_path_factory.mktemp("home"))


def get(small, address: str, accept: str = "gzip, deflate, br"):
    return small.client.get(address, headers={"Accept-Encoding": accept})


def scripts(small) -> list[str]:
    return re.findall(r'src="([^"]+)"', small.client.get("/en/").text)


@pytest.mark.parametrize("name", sorted(bundles.assets()))
def test_our_files_stay_in_the_browser_and_change_their_name_with_their_content(small, name):
    response = get(small, bundles.url(name))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    stale = get(small, f"/assets/0123456789ab/{name}")
    assert (stale.status_code, stale.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    ("accept", "encoding", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)],
)
def test_a_file_is_the_same_in_every_encoding(small, accept, encoding, unpack):
    response = get(small, bundles.url("site.css"), accept)
    assert response.headers.get("Content-Encoding") == encoding
    assert unpack(response.data) == bundles.assets()["site.css"].content
    assert "Accept-Encoding" in response.headers["Vary"]


def test_a_file_already_held_is_not_sent_again(small):
    first = get(small, bundles.url("site.js"))
    again = small.client.get(
        bundles.url("site.js"), headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_dash_sends_its_scripts_compressed_and_to_be_kept(small):
    own = [address for address in scripts(small) if "_dash-component-suites" in address]
    assert len(own) >= 8
    for address in own:
        response = get(small, address)
        assert response.headers["Content-Encoding"] == "br", address
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable", address
        assert response.mimetype == "text/javascript"


def test_a_part_that_dash_loads_by_a_plain_name_is_kept_for_a_day(small):
    scripts(small)
    response = get(small, "/_dash-component-suites/dash/dcc/async-graph.js")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=86400"


def test_best_compression_is_smaller_and_says_the_same(small):
    address = bundles.url("site.css")
    quick = get(small, address).data
    bundles.warm(small.app)
    best = get(small, address).data
    assert len(best) < len(quick)
    assert brotli.decompress(best) == brotli.decompress(quick)


def test_the_vendored_plotly_is_the_version_that_python_writes_for():
    script = (ASSETS / "plotly/plotly.min.js").read_text(encoding="utf-8")
    assert script.startswith(f"/* plotly.js {get_plotlyjs_version()} ")
    assert brotli.decompress((ASSETS / "plotly/plotly.min.js.br").read_bytes()).decode() == script
    assert "new Function(" not in script


def test_colours_are_named_in_one_style_sheet():
    for path in (ASSETS / "css").glob("*.css"):
        if path.stem != "tokens":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8")), path.name


def test_each_font_file_is_used_and_each_address_in_the_styles_is_served(small):
    style = bundles.assets()["site.css"].content.decode()
    addresses = re.findall(r'url\("([^"]+)"\)', style)
    assert {address.rsplit("/", 1)[1] for address in addresses} == {
        p.name for p in ASSETS.glob("fonts/*.woff2")
    }
    for address in addresses:
        assert get(small, address).mimetype == "font/woff2"


@pytest.mark.parametrize(("lang", "whole_korean_font"), [("ko", True), ("en", False)])
def test_an_english_page_does_not_ask_early_for_the_korean_font(small, lang, whole_korean_font):
    page = small.client.get(f"/{lang}/").text
    preloaded = re.findall(r'<link rel="preload" as="font"[^>]+href="([^"]+)"', page)
    assert any(address.endswith("Regular.subset.woff2") for address in preloaded) == whole_korean_font
    assert preloaded


def test_plotly_is_asked_for_early_only_by_a_page_with_a_chart(small):
    assert bundles.url(bundles.PLOTLY) not in re.findall(r'href="([^"]+)"', small.client.get("/en/").text)
