"""What the SVG writer draws is read back from the SVG; places are computed by hand from the figure."""

import xml.etree.ElementTree as ET

import pytest

from dashboard.exports.scales import scale
from dashboard.exports.svg import svg
from dashboard.figures import columns, theme
from dashboard.words import words
from tests.dashboard.rows import CASES, LABELS

NS = {"s": "http://www.w3.org/2000/svg"}


def drawn(lang="ko", **more):
    return columns.draw(CASES, words(lang), labels=LABELS[lang], **more)


def test_scales_place_linear_log_and_date_values():
    linear = {"type": "linear", "range": [0, 10]}
    assert scale(linear, 300, -200).at(5) == 200
    # log10(100) is half way from 10 to 1,000.
    assert scale({"type": "log", "range": [1, 3]}, 0, 100).at(100) == pytest.approx(50)
    dates = scale({"type": "date", "range": ["2024-01-01", "2024-01-11"]}, 0, 100)
    assert dates.at("2024-01-03") == pytest.approx(20)
    assert dates.span(86_400_000) == pytest.approx(10)


def test_a_column_stands_where_its_value_says():
    figure = drawn()
    box = figure["layout"]["margin"]
    root = ET.fromstring(svg(figure, width=720))
    last = root.findall("s:rect", NS)[-1]
    room = figure["layout"]["height"] - box["t"] - box["b"]
    assert float(last.get("height")) == pytest.approx(
        1202 / figure["layout"]["yaxis"]["range"][1] * room, abs=0.1
    )
    assert float(last.get("y")) + float(last.get("height")) == pytest.approx(box["t"] + room, abs=0.1)
    step = (720 - box["l"] - box["r"]) / 5
    assert float(last.get("width")) == pytest.approx(columns.BAR * step, abs=0.1)


def test_a_part_window_is_hatched_and_a_whole_year_is_not():
    rects = ET.fromstring(svg(drawn(), width=720)).findall("s:rect", NS)[1:]
    assert [rect.get("fill").startswith("url(#") for rect in rects] == [False, False, False, True, False]
    assert rects[3].get("stroke") == theme.BLUE


def test_each_mark_says_its_value_and_the_whole_is_named():
    root = ET.fromstring(svg(drawn("en"), width=720, title="Cases <2024>", desc="A & B"))
    assert root.find("s:title", NS).text == "Cases <2024>"
    assert root.find("s:desc", NS).text == "A & B"
    assert root.get("role") == "img"
    ids = {node.get("id") for node in root.iter() if node.get("id")}
    assert set(root.get("aria-labelledby").split()) <= ids
    spoken = [rect.find("s:title", NS).text for rect in root.findall("s:rect", NS)[1:]]
    assert spoken[3] == "Cases reported to police, January–July 2024: 297 cases, compiled by hand"


def test_labels_of_data_are_text_and_never_markup():
    figure = drawn(break_label='<script>alert("$1")</script> & so')
    source = svg(figure, width=720)
    assert "<script" not in source
    assert "$" not in source
    assert "alert" in "".join(ET.fromstring(source).itertext())


def test_two_figures_on_one_page_share_no_id():
    one, two = (svg(drawn(lang), width=358, title="t") for lang in ("ko", "en"))
    ids = [
        {node.get("id") for node in ET.fromstring(source).iter() if node.get("id")} for source in (one, two)
    ]
    assert not ids[0] & ids[1]
