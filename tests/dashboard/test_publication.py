"""The image that a newspaper prints: everything that keeps it honest is in it, in sight and for machines."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from dashboard import describe
from dashboard.exports import publication
from dashboard.exports.legend import comparability, signs
from dashboard.figures import columns, theme, tiles
from dashboard.figures.labels import width as label_width
from dashboard.result import Comparison, Result
from dashboard.view import View
from dashboard.words import words
from tests.dashboard import rows as r

SVG = "{http://www.w3.org/2000/svg}"
DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
SOURCED = tuple(
    r.row(
        "year",
        row.window.start.isoformat(),
        row.window.end.isoformat(),
        row.kind,
        row.value,
        basis=row.basis,
        as_of=row.as_of,
        sources=("koreaherald_202408",),
    )
    for row in r.CASES
)
BLOCKED = Comparison(
    SOURCED[2], SOURCED[4], "whole_years", "blocked", ("different_basis", "other_season", "provisional")
)
VIEW = View("ko", "chart", "support-reports", origin="https://stats.example")


def made(**more):
    given = {
        "chart": "support-reports",
        "release": 7,
        "released_at": "2026-11-22T10:00:00+09:00",
        "synthetic": False,
        "rows": SOURCED,
        "facts": {"first": SOURCED[0], "before": SOURCED[2], "last": SOURCED[4], "partial": SOURCED[3]},
    }
    return Result(**given | more)


def image(lang="ko", size="wide", **more):
    result, w = made(**more), words(lang)
    figure = columns.draw(SOURCED, w, narrow=size != "wide")
    return publication.publication(result, w, figure, VIEW.in_language(lang), size)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("size", ["wide", "square", "vertical"])
def test_all_that_must_be_burnt_in_is_text_in_the_image(lang, size):
    root, w = ET.fromstring(image(lang, size)), words(lang)
    seen = re.sub(r"\s+", "", "".join(t for node in root.iter(f"{SVG}text") for t in node.itertext()))
    result = made()
    wanted = [
        describe.title(result, w),
        describe.subtitle(result, w),
        w.w("export.legend_part"),
        "Korea Herald" if lang == "en" else "코리아헤럴드",
        w.w("export.as_of", as_of=w.partial("2025-01")),
        w.w("export.release", release=7, made=w.partial("2026-11-22")),
        w.w("footer.reported"),
        w.w("footer.help_short"),
        f"stats.example/{lang}/chart/support-reports?release=7",
    ]
    for text in wanted:
        assert re.sub(r"\s+", "", text) in seen
    assert (root.get("width"), root.get("height")) == tuple(map(str, publication.SIZES[size]))


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("size", ["wide", "square", "vertical"])
def test_no_line_of_the_frame_leaves_the_image_or_lies_on_another(lang, size):
    root = ET.fromstring(image(lang, size))
    wide, high = publication.SIZES[size]
    lines = [node for node in root if node.tag == f"{SVG}text"]
    places = sorted((float(node.get("y")), float(node.get("font-size"))) for node in lines)
    assert all(
        label_width(node.text, float(node.get("font-size"))) <= wide - 2 * publication.PAD for node in lines
    )
    assert places[-1][0] < high
    assert all(later - earlier >= size_ * 1.1 for (earlier, _), (later, size_) in pairwise(places))


def test_the_chart_lies_between_header_and_footer():
    root = ET.fromstring(image())
    moved = root.find(f"{SVG}g").get("transform")
    x, y, scale = map(float, re.findall(r"[\d.]+", moved))
    above = [float(n.get("y")) for n in root if n.tag == f"{SVG}text" and float(n.get("y")) < y]
    below = [float(n.get("y")) for n in root if n.tag == f"{SVG}text" and float(n.get("y")) > y]
    assert len(above) >= 2
    assert x == publication.PAD
    # No figure is pressed below 0.8 of its own height, 380 px.
    assert y + scale * 0.8 * 380 <= min(below)


def test_machines_find_address_release_citation_and_alt_text():
    root = ET.fromstring(image("en"))
    assert root.find(f".//{DC}identifier").text == "https://stats.example/en/chart/support-reports?release=7"
    assert root.find(f".//{TERMS}hasVersion").text == "r7"
    assert root.find(f".//{TERMS}references").text == "release=7"
    assert "Korea Herald" in root.find(f".//{TERMS}bibliographicCitation").text
    assert (
        root.find(f".//{DC}description").text
        == describe.alt(made(), words("en"))
        == root.find(f"{SVG}desc").text
    )


def test_a_synthetic_release_is_marked_across_the_image_and_in_its_metadata():
    plain, marked = image(), image(synthetic=True)
    assert "rotate(-24)" not in plain
    assert marked.count("rotate(-24)") == 3
    assert words("ko").w("synthetic.banner") in marked
    assert ET.fromstring(marked).find(f".//{TERMS}type").text == "가상 자료 · SYNTHETIC"


def test_a_blocked_pair_is_named_with_its_two_weightiest_reasons():
    said = comparability(made(comparisons=(BLOCKED,)), words("en"))
    assert said == "Not to be compared: 2023 and 2024 (counted on a different basis; different seasons)"
    assert comparability(made(), words("en")) == ""


def test_signs_are_explained_only_where_they_are_drawn():
    w = words("en")
    whole = columns.draw(SOURCED[:3], w)
    assert signs(made(rows=SOURCED[:3]), whole, w) == []
    part = columns.draw(SOURCED, w)
    assert signs(made(), part, w) == ["Hatched: part of a year"]
    figure = tiles.draw(r.REGIONS, w)
    assert signs(made(rows=r.REGIONS), figure, w) == [
        "*: withheld to protect people",
        "Hatched grey: not published or not derivable, not zero",
    ]


def test_the_frame_uses_no_colour_of_its_own():
    used = set(re.findall(r"#[0-9A-Fa-f]{6}", image(synthetic=True)))
    known = {v for v in vars(theme).values() if isinstance(v, str) and v.startswith("#")}
    assert used <= known
