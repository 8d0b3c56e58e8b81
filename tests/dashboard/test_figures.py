"""Every mark in both languages and both widths: valid for Plotly, safe, nothing over another, nothing cut off."""

import json
import re
from itertools import combinations, pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest

from dashboard.exports.svg import axis_scale
from dashboard.exports.svg_marks import Marks
from dashboard.figures import (
    columns,
    dots,
    fan,
    forest,
    growing,
    lines,
    multiples,
    panels,
    pyramid,
    stack,
    steps,
    theme,
    tiles,
    timeline,
)
from dashboard.figures.labels import width
from dashboard.words import words
from tests.dashboard import rows as r

ROOT = Path(__file__).parents[2]
BREAK = {"ko": "여기서부터 경찰이 손으로 모은 집계", "en": "From here compiled by hand by the police"}


def common(lang):
    return {"labels": r.LABELS[lang]}


MARKS = {
    "columns": lambda w, n: columns.draw(
        r.CASES,
        w,
        break_label=BREAK[w.lang],
        events=[(4, r.EVENTS[w.lang][0][2])],
        narrow=n,
        **common(w.lang),
    ),
    "panels": lambda w, n: panels.draw(
        [("156 → 180", r.CASES[:3]), ("297, 1,202", r.CASES[3:])], w, narrow=n
    ),
    "multiples": lambda w, n: multiples.draw(
        [("10대 중 14세 이상, Teens aged 14 and over", r.CASES[:4])] * 5, w, narrow=n, **common(w.lang)
    ),
    "growing": lambda w, n: growing.draw(r.GROWING[:-2], r.GROWING[-2:], w, narrow=n, **common(w.lang)),
    "limits": lambda w, n: columns.draw(r.GROWING[:-2], w, limits={9: 60, 10: 62, 11: 70}, narrow=n),
    "pyramid": lambda w, n: pyramid.draw(
        ["10대 중 14세 이상", "Teens aged 14 and over"],
        r.SHARES[:2],
        [None, r.SHARES[1]],
        w,
        titles=("Other penetration, offenders", "거주자"),
        reasons=[w.w("reasons.no_matching_band"), ""],
        narrow=n,
    ),
    "steps": lambda w, n: steps.draw(
        r.PACE, w, gaps=r.REFUSED, events=r.EVENTS[w.lang], narrow=n, **common(w.lang)
    ),
    "lines": lambda w, n: lines.draw(r.ROUNDS, w, events=r.EVENTS[w.lang], narrow=n, **common(w.lang)),
    "stack": lambda w, n: stack.draw(r.GROUPS, w, narrow=n, **common(w.lang)),
    "dots": lambda w, n: dots.draw(r.SHARES, w, caution=(2,), narrow=n, **common(w.lang)),
    "forest": lambda w, n: forest.draw(r.PAIRS[w.lang], w, narrow=n),
    "fan": lambda w, n: fan.draw(r.FORECAST, w, narrow=n, **common(w.lang)),
    "timeline": lambda w, n: timeline.draw(r.WINDOWS, w, narrow=n, **common(w.lang)),
    "tiles": lambda w, n: tiles.draw(r.REGIONS, w, narrow=n, **common(w.lang)),
}
ALL = [(mark, lang, narrow) for mark in MARKS for lang in ("ko", "en") for narrow in (False, True)]
each = pytest.mark.parametrize(("mark", "lang", "narrow"), ALL)


def boxes(figure, narrow):
    """(text, left, right, top, bottom) in px of every annotation and tick label at the width designed for."""
    layout = figure["layout"]
    box = layout["margin"]
    wide, high = theme.design(narrow), layout["height"]
    frame = (box["l"], box["t"], wide - box["l"] - box["r"], high - box["t"] - box["b"])
    axes = {name: axis_scale(name, layout, frame) for name in layout if name[:5] in ("xaxis", "yaxis")}
    marks = Marks(axes, frame, "t")
    for note in layout.get("annotations", ()):
        size, tall = note["font"]["size"], note["font"]["size"] * (1.19 + 1.3 * note["text"].count("<br>"))
        x = marks.x(note["xref"], note["x"]) + note["xshift"]
        y = marks.y(note["yref"], note["y"]) - note["yshift"]
        # A text is in truth up to a tenth narrower than the safe estimate.
        across = 0.9 * width(note["text"], size)
        left = x - across * {"left": 0, "center": 0.5, "right": 1}[note["xanchor"]]
        top = y - tall * {"top": 0, "middle": 0.5, "bottom": 1}[note["yanchor"]]
        yield note["text"], left, left + across, top, top + tall
    for name, axis in axes.items():
        for value, text in zip(axis.layout["tickvals"], axis.layout["ticktext"], strict=True):
            across, size = 0.9 * width(text, theme.TEXT), theme.TEXT
            if name.startswith("x"):
                foot = axes[layout[name].get("anchor", "y").replace("y", "yaxis")].ends[1] + 8
                tall = size * (1.19 + 1.3 * text.count("<br>"))
                yield text, axis.at(value) - across / 2, axis.at(value) + across / 2, foot, foot + tall
            else:
                edge = axes[layout[name].get("anchor", "x").replace("x", "xaxis")].ends[0] - 8
                yield text, edge - across, edge, axis.at(value) - size / 2, axis.at(value) + size / 2


@each
def test_is_a_plain_dict_that_plotly_accepts(mark, lang, narrow):
    figure = MARKS[mark](words(lang), narrow)
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    assert go.Figure(figure).layout.height == figure["layout"]["height"]


@each
def test_no_text_lies_on_another_or_leaves_the_picture(mark, lang, narrow):
    figure = MARKS[mark](words(lang), narrow)
    found = list(boxes(figure, narrow))
    for text, left, right, top, bottom in found:
        assert left >= -2, text
        assert right <= theme.design(narrow) + 2, text
        assert top >= -2, text
        assert bottom <= figure["layout"]["height"] + 2, text
    for one, other in combinations(found, 2):
        apart = (
            one[2] <= other[1] + 1
            or other[2] <= one[1] + 1
            or one[4] <= other[3] + 2
            or other[4] <= one[3] + 2
        )
        assert apart, (one[0], other[0])


@each
def test_leaves_nothing_to_chance(mark, lang, narrow):
    layout = MARKS[mark](words(lang), narrow)["layout"]
    axes = [layout[name] for name in layout if name[:5] in ("xaxis", "yaxis")]
    assert all(axis["tickmode"] == "array" and axis["fixedrange"] and not axis["automargin"] for axis in axes)
    assert not any("overlaying" in axis for axis in axes)
    assert layout["showlegend"] is False


@each
def test_points_carry_a_sentence_each(mark, lang, narrow):
    figure = MARKS[mark](words(lang), narrow)
    spoken = [t for t in figure["data"] if "customdata" in t]
    assert spoken
    for trace in spoken:
        assert len(trace["customdata"]) == len(trace["hovertext"]) == len(trace["x"])
        assert all(point is None or (point[0] and "<" not in point[0]) for point in trace["customdata"])


@each
def test_no_curve_is_smoothed(mark, lang, narrow):
    traces = MARKS[mark](words(lang), narrow)["data"]
    assert all(trace.get("line", {}).get("shape", "linear") == "linear" for trace in traces)


def test_colour_codes_live_in_the_theme_alone():
    code = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b")
    others = [path for path in (ROOT / "dashboard").rglob("*.py") if path.name != "theme.py"]
    assert others
    assert not [str(path) for path in others if code.search(path.read_text(encoding="utf-8"))]


def test_columns_start_at_zero_and_hatch_only_the_part_year():
    figure = MARKS["columns"](words("ko"), False)
    assert figure["layout"]["yaxis"]["range"][0] == 0
    bars = figure["data"][0]
    assert bars["y"] == [156, 160, 180, 297, 1202]
    assert bars["marker"]["pattern"]["shape"] == ["", "", "", "/", ""]
    assert list(figure["layout"]["xaxis"]["ticktext"]) == ["2021", "2022", "2023", "2024<br>1~7월", "2024"]


def test_a_withheld_month_is_a_hatched_range_with_its_sign_and_a_missing_one_has_a_sign():
    month = {"kind": "month", "value": None}
    held = [
        r.row("m", f"2025-{n:02d}-01", f"2025-{n:02d}-28", **({"kind": "month", "value": 20 + n} | more))
        for n, more in enumerate(
            [{}, {}, month | {"conf": "C", "lower": 0, "upper": 4}, month | {"status": "M"}] * 3, 1
        )
    ]
    figure = columns.draw(held, words("ko"), narrow=True)
    bars = figure["data"][0]
    assert (bars["y"][2], bars["marker"]["pattern"]["shape"][2]) == (4, "/")
    assert bars["y"][3] is None
    assert bars["customdata"][2] == ["m, 2025. 3. 1.~3. 28.: 0~4 (비공개)"]
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert (texts.count("*"), texts.count("–")) == (3, 3)


def test_the_year_is_written_once_under_its_months():
    days = {1: 31, 2: 29, 3: 31}
    months = [r.row("m", f"2024-{n:02d}-01", f"2024-{n:02d}-{d}", "month", 5) for n, d in days.items()]
    months.append(r.row("m", "2025-01-01", "2025-01-31", "month", 5))
    ticks = columns.draw(months, words("en"))["layout"]["xaxis"]["ticktext"]
    assert ticks == ["Jan<br>2024", "Feb", "Mar", "Jan<br>2025"]


def test_a_change_of_basis_is_a_line_between_columns_with_its_words():
    figure = MARKS["columns"](words("en"), False)
    dashed = [s for s in figure["layout"]["shapes"] if s["line"]["dash"] != "solid" and "ysizemode" not in s]
    assert [(s["x0"], s["y0"], s["y1"]) for s in dashed] == [(2.5, 0, 1)]
    assert any("compiled by hand" in n["text"].replace("<br>", " ") for n in figure["layout"]["annotations"])


def test_a_line_is_not_drawn_across_a_change_of_basis():
    trace = MARKS["lines"](words("ko"), False)["data"][0]
    assert trace["y"] == [196, None, 434, 504, 516, 542, 561]
    assert trace["connectgaps"] is False
    assert trace["customdata"][1] is None


def test_a_refused_rate_is_a_hatched_hole_with_its_reason():
    figure = MARKS["steps"](words("ko"), False)
    hole = figure["data"][0]
    assert hole["marker"]["pattern"]["shape"] == ["/"]
    # 28 Aug to 10 Sep are 14 days.
    assert hole["width"] == [14 * 86_400_000]
    assert hole["customdata"] == [["2024. 8. 28.~9. 10.: 기준이 바뀌어 뺄 수 없음"]]


def test_a_step_is_as_wide_as_its_interval():
    areas = [
        t
        for t in MARKS["steps"](words("ko"), False)["data"]
        if t["marker" if "marker" in t else "line"] and t["type"] == "bar"
    ]
    # June and July are 61 days; their middle is 30.5 days after 1 June.
    assert areas[1]["width"][1] == 61 * 86_400_000
    assert areas[1]["x"][1] == "2024-07-01 12:00:00"


def test_a_blocked_pair_has_no_mark_but_its_reason():
    figure = MARKS["forest"](words("en"), False)
    assert figure["data"][1]["x"] == [1.026, 2.827]
    texts = [note["text"].replace("<br>", " ") for note in figure["layout"]["annotations"]]
    assert any(text.startswith("Not comparable: 2024 was compiled by hand") for text in texts)
    assert figure["layout"]["xaxis"]["type"] == "log"


def test_what_is_not_published_is_hatched_and_what_is_withheld_has_a_sign():
    figure = MARKS["tiles"](words("en"), False)
    trace = figure["data"][0]
    spoken = dict(
        zip(
            (c[0].split(":")[0] for c in trace["customdata"]),
            trace["marker"]["pattern"]["shape"],
            strict=True,
        )
    )
    assert len(trace["x"]) == 18
    assert spoken["KR-28"] == "/"
    assert spoken["KR-49, January–July 2024"] == ""
    assert [n["text"] for n in figure["layout"]["annotations"]].count("*") == 2


def test_forecast_is_dashed_hollow_and_parted_from_what_was_counted():
    figure = MARKS["fan"](words("en"), False)
    observed, foretold = figure["data"][-2:]
    assert observed["line"]["dash"] == "solid"
    assert foretold["line"]["dash"] != "solid"
    assert foretold["marker"]["color"] == theme.PAPER
    assert figure["layout"]["shapes"][0]["x0"] == "2025-01-01"
    assert foretold["customdata"][0][0].endswith(
        "50% interval 15,000–30,000, 80% interval 9,000–42,000, 95% interval 3,500–61,000"
    )


@pytest.mark.parametrize("mark", ["columns", "dots", "timeline"])
def test_hostile_labels_stay_text(mark):
    evil = "<b onmouseover=x>$\\int$ & co"
    shown = {"labels": dict.fromkeys(r.LABELS["en"], evil) | dict.fromkeys(r.BANDS, evil)}
    drawn = {"columns": (columns, r.CASES), "dots": (dots, r.SHARES), "timeline": (timeline, r.WINDOWS)}[mark]
    figure = drawn[0].draw(drawn[1], words("en"), **shown)
    seen = [n["text"] for n in figure["layout"]["annotations"]] + [
        h for t in figure["data"] for h in t.get("hovertext", [])
    ]
    assert not any("onmouseover" in text and "<b onmouseover" in text for text in seen)
    assert any("&lt;b onmouseover" in text for text in seen)
    assert not any("$" in text for text in seen)


def luminance(code):
    """Relative luminance by WCAG 2.2."""
    parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    # The example of WCAG's own understanding document: #767676 on white is 4.54.
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@each
def test_every_text_can_be_read_on_its_ground(mark, lang, narrow):
    layout = MARKS[mark](words(lang), narrow)["layout"]
    grounds = {theme.PAPER: (theme.NAVY, theme.PLUM, theme.BLUE, theme.MUTED)}
    for text in layout["annotations"]:
        color = text["font"]["color"]
        for ground in grounds.get(color, (theme.PAPER, theme.BAND)):
            assert contrast(color, ground) >= 4.5, text["text"]


def test_neighbours_in_a_stack_differ_in_grey():
    assert all(contrast(one, other) >= 1.5 for one, other in pairwise(stack.TONES))
