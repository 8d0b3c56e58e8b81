"""Text of a figure as SVG text: lines, bold parts, anchors."""

import re

LINE = 1.3
# Ascent and descent of the shipped font in em; Plotly centres a text box by what the browser measures of it.
ASCENT, DESCENT = 0.952, 0.241
BOLD = re.compile(r"<b>(.*?)</b>")


def text(label: str, x: float, y: float, font: dict, anchor: str = "start") -> str:
    """A label whose first baseline is at `y`; its `<br>` become lines, its `<b>` bold."""
    if not label:
        return ""
    style = f'font-size="{font["size"]:g}" fill="{font["color"]}"'
    if font.get("weight", 400) != 400:
        style += f' font-weight="{font["weight"]}"'
    if anchor != "start":
        style += f' text-anchor="{anchor}"'
    rows = [BOLD.sub(r'<tspan font-weight="700">\1</tspan>', row) for row in label.split("<br>")]
    if len(rows) == 1:
        return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{rows[0]}</text>'
    step = font["size"] * LINE
    spans = "".join(f'<tspan x="{x:.1f}" y="{y + i * step:.1f}">{row}</tspan>' for i, row in enumerate(rows))
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{spans}</text>'


def first_baseline(label: str, y: float, size: float, yanchor: str) -> float:
    """Where the first line of a text stands whose box is held at `y` by its top, middle or bottom."""
    high = size * (ASCENT + DESCENT + LINE * label.count("<br>"))
    top = y - {"top": 0, "middle": high / 2, "bottom": high}[yanchor]
    return top + ASCENT * size
