"""A figure as a standalone SVG: the first paint, the page without script, embeds and downloads."""

from html import escape
from zlib import crc32

from dashboard.exports import svg_marks
from dashboard.exports.scales import Scale, scale
from dashboard.exports.svg_text import text
from dashboard.figures.theme import CLEAR

# Plotly puts tick labels this share of their size away from a line or tick, and centres them by MIDDLE.
TICK_GAP, MIDDLE = 0.2, 0.35


def svg(figure: dict, *, width: int, height: int = 0, title: str = "", desc: str = "") -> str:
    """The figure drawn `width` px wide, at the place where Plotly draws each mark.

    Takes only what `dashboard.figures` emits: bars and scatters, rectangles and lines, annotations without
    arrow, and axes with range and ticks given. `title` and `desc` are what a screen reader reads.
    """
    body, height = drawn(figure, width, height)
    style = escape(figure["layout"]["font"]["family"], quote=True)
    key = f"f{crc32((title + body).encode()):08x}"
    named = "".join(
        f'<{tag} id="{key}{tag[0]}">{escape(words)}</{tag}>'
        for tag, words in (("title", title), ("desc", desc))
        if words
    )
    refs = " ".join(f"{key}{tag}" for tag, words in (("t", title), ("d", desc)) if words)
    label = f' aria-labelledby="{refs}"' if refs else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img"{label} font-family="{style}">{named}{body}</svg>'
    )


def drawn(figure: dict, width: int, height: int = 0) -> tuple[str, int]:
    """The inside of the SVG and its height; its ids are made from the figure, so two may share a page."""
    layout = figure["layout"]
    height = height or layout["height"]
    margin = layout["margin"]
    frame = (margin["l"], margin["t"], width - margin["l"] - margin["r"], height - margin["t"] - margin["b"])
    axes = {name: axis_scale(name, layout, frame) for name in layout if name[:5] in ("xaxis", "yaxis")}
    shapes = layout.get("shapes", ())
    marks = svg_marks.Marks(axes, frame, f"p{crc32(repr(figure['data']).encode()):08x}")
    parts = [
        f'<rect width="{width}" height="{height}" fill="{layout["paper_bgcolor"]}"/>',
        *(marks.shape(s) for s in shapes if s["layer"] == "below"),
        *(grid(name, axes, layout) for name in axes),
        *(marks.trace(t) for t in figure["data"] if t["type"] == "bar"),
        *(marks.trace(t) for t in figure["data"] if t["type"] == "scatter"),
        *(ticks(name, axes, layout) for name in axes),
        *(marks.shape(s) for s in shapes if s["layer"] == "above"),
        *(marks.annotation(a) for a in layout.get("annotations", ())),
    ]
    return marks.definitions() + "".join(parts), height


def axis_scale(name: str, layout: dict, frame: tuple) -> Scale:
    left, top, wide, high = frame
    low, up = layout[name].get("domain", (0, 1))
    if name.startswith("x"):
        return scale(layout[name], left + low * wide, (up - low) * wide)
    return scale(layout[name], top + (1 - low) * high, -(up - low) * high)


def partner(name: str, axes: dict, layout: dict) -> Scale:
    """The axis that an axis is anchored to."""
    anchor = layout[name].get("anchor", "yx"["xy".index(name[0])])
    return axes[f"{anchor[0]}axis{anchor[1:]}"]


def grid(name: str, axes: dict, layout: dict) -> str:
    axis, other = axes[name], partner(name, axes, layout)
    if not layout[name]["showgrid"]:
        return ""
    a, b = other.ends
    across = name.startswith("x")
    lines = []
    for value in layout[name]["tickvals"]:
        # A grid line on the edge of the plot is left to the axis there, as Plotly does.
        if min(abs(axis.at(value) - end) for end in axis.ends) < 1:
            continue
        at = crisp(axis.at(value))
        lines.append(f"M{at} {a:.1f}V{b:.1f}" if across else f"M{a:.1f} {at}H{b:.1f}")
    return f'<path d="{"".join(lines)}" stroke="{layout[name]["gridcolor"]}" fill="none"/>'


def ticks(name: str, axes: dict, layout: dict) -> str:
    """The axis line, its tick marks and tick labels, at the bottom or the left (a top axis by `side`)."""
    part, axis, other = layout[name], axes[name], partner(name, axes, layout)
    across, top = name.startswith("x"), part.get("side") == "top"
    edge = other.ends[1 if across and not top else 0]
    out = -1 if top or not across else 1
    a, b = axis.ends
    parts = []
    if part["showline"]:
        parts.append(f"M{a:.1f} {crisp(edge)}H{b:.1f}" if across else f"M{crisp(edge)} {a:.1f}V{b:.1f}")
    size, length = part["tickfont"]["size"], part["ticklen"] if part["ticks"] else 0
    if length and part["tickcolor"] != CLEAR:
        for value in part["tickvals"]:
            at = crisp(axis.at(value))
            parts.append(f"M{at} {edge:.1f}v{length * out}" if across else f"M{edge:.1f} {at}h{length * out}")
    away = length + (TICK_GAP * size if length or part["showline"] else 0) + part["linewidth"] / 2
    labels = []
    for value, label in zip(part["tickvals"], part["ticktext"], strict=True):
        at = axis.at(value)
        if across:
            base = edge + out * away + (size if not top else -TICK_GAP * size)
            labels.append(text(label, at, base, part["tickfont"], "middle"))
        else:
            labels.append(text(label, edge - away, at + MIDDLE * size, part["tickfont"], "end"))
    path = f'<path d="{"".join(parts)}" stroke="{part["linecolor"]}" fill="none"/>' if parts else ""
    return path + "".join(labels)


def crisp(at: float) -> str:
    """A hairline sits on the middle of a pixel, or it is drawn two pixels wide and grey."""
    return f"{round(at - 0.5) + 0.5:g}"
