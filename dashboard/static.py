"""Dash components as plain HTML, so that a page is whole before any script runs, and without one."""

import re
from html import escape

from dash import dcc
from dash.development.base_component import Component

from dashboard.exports.svg import svg
from dashboard.figures.theme import NARROW, WIDE

# What React spells differently from HTML; every other name only differs in its capitals.
NAMES = {"className": "class", "htmlFor": "for", "httpEquiv": "http-equiv", "acceptCharset": "accept-charset"}
TAGS = {"MapEl": "map", "ObjectEl": "object"}
# Known to Dash alone: they say nothing to a reader without scripts.
PRIVATE = {
    "children",
    "key",
    "n_clicks",
    "n_clicks_timestamp",
    "disable_n_clicks",
    "loading_state",
    "setProps",
}
# HTML reads these by their value, so false is written out, as for aria-* and data-*.
WORDED = {"contentEditable", "draggable", "spellCheck"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "link", "meta", "param", "source", "track", "wbr"}
# The CSS properties in use whose plain numbers are not pixels.
UNITLESS = {"flex", "flexGrow", "fontWeight", "lineHeight", "opacity", "order", "zIndex"}
# The class by which a card says that it drew its chart for a phone.
FOR_PHONES = "narrow-only"


def to_html(component, width: int = WIDE) -> str:
    """The markup of a component tree, with each chart as an SVG `width` px wide.

    Raises TypeError for a component that has no plain HTML: a page may hold `html.*` and `dcc.Graph`.
    """
    if component is None:
        return ""
    if isinstance(component, str | int | float):
        return escape(str(component), quote=False)
    if isinstance(component, list | tuple):
        return "".join(to_html(child, width) for child in component)
    if isinstance(component, dcc.Graph):
        return _chart(component, width)
    if isinstance(component, Component) and component._namespace == "dash_html_components":
        return _element(component, width)
    raise TypeError(f"{type(component).__name__} has no plain HTML; build pages of html.* and dcc.Graph.")


def holds_chart(component) -> bool:
    """Whether a tree holds a chart, and so will need Plotly."""
    if isinstance(component, list | tuple):
        return any(holds_chart(child) for child in component)
    return isinstance(component, dcc.Graph) or (
        isinstance(component, Component) and holds_chart(getattr(component, "children", None))
    )


def _element(component: Component, width: int) -> str:
    tag = TAGS.get(component._type, component._type.lower())
    props = component.to_plotly_json()["props"]
    if FOR_PHONES in props.get("className", "").split():
        width = NARROW
    opening = "".join(_attribute(name, value) for name, value in props.items() if name not in PRIVATE)
    if tag in VOID:
        return f"<{tag}{opening}>"
    return f"<{tag}{opening}>{to_html(props.get('children'), width)}</{tag}>"


def _attribute(name: str, value) -> str:
    if value is None:
        return ""
    if name == "style":
        return f' style="{escape(_style(value))}"'
    if isinstance(value, bool):
        if name in WORDED or name.startswith(("aria-", "data-")):
            value = str(value).lower()
        else:
            return f" {name.lower()}" if value else ""
    return f' {NAMES.get(name, name.lower())}="{escape(str(value))}"'


def _style(style: dict) -> str:
    return ";".join(f"{_hyphens(name)}:{_length(name, value)}" for name, value in style.items())


def _hyphens(name: str) -> str:
    return name if name.startswith("--") else re.sub("[A-Z]", lambda capital: f"-{capital[0].lower()}", name)


def _length(name: str, value) -> str:
    plain = name in UNITLESS or name.startswith("--") or value == 0 or not isinstance(value, int | float)
    return str(value) if plain else f"{value}px"


def _chart(graph: dcc.Graph, width: int) -> str:
    """The drawing alone, hidden from screen readers: what it says stands in the caption of its figure."""
    figure = graph.figure
    names = f"dash-graph {getattr(graph, 'className', '')}".strip()
    height = figure["layout"]["height"]
    drawing = svg(figure, width=width, height=height)
    return f'<div class="{escape(names)}" style="height:{height}px" aria-hidden="true">{drawing}</div>'
