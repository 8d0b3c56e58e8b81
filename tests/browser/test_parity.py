"""The SVG of the first paint and Plotly's chart that replaces it stand in the same place: nothing jumps."""

import base64
import math
from pathlib import Path

import pytest

from dashboard.exports.svg import svg
from dashboard.figures import theme
from dashboard.words import words
from tests.dashboard.test_figures import MARKS

ASSETS = Path(__file__).parents[2] / "dashboard" / "assets"
# Centre of every text and every bar, in px from the corner of the chart.
PLACES = """root => {
    const corner = root.getBoundingClientRect();
    const centre = (box) => [(box.left + box.right) / 2 - corner.left, (box.top + box.bottom) / 2 - corner.top];
    const texts = [...root.querySelectorAll("text")].filter((t) => t.textContent.trim() && t.getClientRects().length);
    const bars = [...root.querySelectorAll(".point > path, rect.bar")];
    return {
        texts: texts.map((t) => [t.textContent.trim(), ...centre(t.getBoundingClientRect())]),
        bars: bars.map((b) => b.getBoundingClientRect()).filter((b) => b.width > 0.5 && b.height > 0.5)
            .map((b) => [...centre(b), b.width, b.height]),
    };
}"""


def faces() -> str:
    """The shipped font, since a page without an address may not load files."""
    rules = []
    for weight, name in ((400, "Regular"), (600, "SemiBold")):
        for path in sorted((ASSETS / "fonts").glob(f"Pretendard-{name}.subset*.woff2")):
            data = base64.b64encode(path.read_bytes()).decode()
            hangul = ";unicode-range:U+1100-11FF,U+3000-303F,U+AC00-D7A3" if path.name.count(".") == 2 else ""
            family = "Pretendard" if hangul else f"P{path.name.split('.')[-2]}"
            rules.append(
                f"@font-face{{font-family:{family};font-weight:{weight};src:url(data:font/woff2;base64,{data}){hangul}}}"
            )
    return "".join(rules)


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.set_content(f"<style>{faces()} body {{ margin: 0 }}</style><div id=ours></div><div id=live></div>")
    page.add_script_tag(path=str(ASSETS / "plotly" / "plotly.min.js"))
    yield page
    page.close()


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(("lang", "narrow"), [("ko", True), ("en", False)])
def test_texts_and_bars_stand_where_plotly_puts_them(page, mark, lang, narrow):
    figure, width = MARKS[mark](words(lang), narrow), theme.design(narrow)
    page.evaluate(
        """async ([ours, figure, width]) => {
            document.getElementById("ours").innerHTML = ours;
            const live = document.getElementById("live");
            live.style.width = `${width}px`;
            await document.fonts.ready;
            await Plotly.newPlot(live, figure.data, figure.layout, {displayModeBar: false});
        }""",
        [svg(figure, width=width), figure, width],
    )
    ours = page.evaluate(f"({PLACES})(document.querySelector('#ours > svg'))")
    live = page.evaluate(f"({PLACES})(document.getElementById('live'))")
    assert sorted(text for text, *_ in ours["texts"]) == sorted(text for text, *_ in live["texts"])
    assert furthest(ours["texts"], live["texts"]) <= 3
    assert len(ours["bars"]) == len(live["bars"])
    assert furthest(ours["bars"], live["bars"]) <= 2.5


def furthest(ones: list[list], others: list[list]) -> float:
    """The largest distance in px between a thing and the nearest of its like in the other drawing, each used once."""
    left, most = list(others), 0.0
    for one in ones:
        nearest = min(left, key=lambda other: apart(one, other))
        left.remove(nearest)
        most = max(most, apart(one, nearest))
    return most


def apart(one: list, other: list) -> float:
    """Texts that differ are infinitely far apart."""
    pairs = list(zip(one, other, strict=True))
    if any(isinstance(a, str) and a != b for a, b in pairs):
        return math.inf
    return max(abs(a - b) for a, b in pairs if not isinstance(a, str))
