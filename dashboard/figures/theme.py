"""Colours, type and the bare layout of every figure: the only place with colour codes."""

INK, MUTED, AXIS, GRID, PAPER = "#1B2530", "#55606E", "#8A94A0", "#E3E7EB", "#FFFFFF"
BAND, CLEAR = "#EEF1F4", "rgba(0,0,0,0)"
NAVY, TEAL, PLUM, ORANGE, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#BFBFBF"
SERIES = (NAVY, TEAL, PLUM, ORANGE)
# The same hues as text: teal and orange alone are too light for 4.5 : 1 on white.
AS_TEXT = {TEAL: "#17746B", ORANGE: "#B0440C"}
BLUE, SKY, PALE = "#2073BC", "#6BACE6", "#CFE3F6"
# Light to dark, so that more reads as more in greyscale too.
SEQUENTIAL = (PALE, SKY, BLUE, NAVY)

FONT = "Pretendard, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', NanumGothic, sans-serif"
SMALL, TEXT, STRONG = 12, 13, 14
# Widths in px that labels are fitted to: a phone of 390 px less its padding, and a card on a desktop.
NARROW, WIDE = 358, 720


def design(narrow: bool) -> int:
    return NARROW if narrow else WIDE


def font(size: int = TEXT, color: str = INK, weight: int = 400) -> dict:
    return {"family": FONT, "size": size, "color": color, "weight": weight}


def layout(height: int, margin: tuple[int, int, int, int], **parts) -> dict:
    """A layout that leaves nothing to Plotly that would move a mark; margin is left, right, top, bottom."""
    left, right, top, bottom = margin
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0, "autoexpand": False},
        "font": font(),
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "showlegend": False,
        "barmode": "overlay",
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": AXIS,
            "font": font(TEXT),
            "align": "left",
            "namelength": 0,
        },
        **parts,
    }


def axis(
    low, high, marks: dict, *, kind: str = "linear", grid: bool = False, line: bool = False, **more
) -> dict:
    """An axis with range and ticks given: `marks` maps the place of each tick to its (escaped) text."""
    return {
        "type": kind,
        "range": [low, high],
        "tickmode": "array",
        "tickvals": list(marks),
        "ticktext": list(marks.values()),
        "tickfont": font(TEXT, MUTED),
        "tickangle": 0,
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": AXIS if line else CLEAR,
        "showgrid": grid,
        "gridcolor": GRID,
        "gridwidth": 1,
        "zeroline": False,
        "showline": line,
        "linecolor": AXIS,
        "linewidth": 1,
        "fixedrange": True,
        "automargin": False,
        "autorange": False,
        **more,
    }


def note(text: str, x, y, *, size: int = SMALL, color: str = INK, weight: int = 400, **more) -> dict:
    """A text without arrow at a place; `xanchor` also aligns its lines, so that SVG and Plotly agree."""
    xanchor = more.pop("xanchor", "left")
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": more.pop("xref", "x"),
        "yref": more.pop("yref", "y"),
        "xanchor": xanchor,
        "align": xanchor,
        "yanchor": more.pop("yanchor", "middle"),
        "xshift": more.pop("xshift", 0),
        "yshift": more.pop("yshift", 0),
        "font": font(size, color, weight),
        "showarrow": False,
        "borderpad": 0,
        "borderwidth": 0,
        **more,
    }


def line(x0, y0, x1, y1, *, color: str = AXIS, width: float = 1, dash: str = "solid", **more) -> dict:
    return {
        "type": "line",
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
        "xref": more.pop("xref", "x"),
        "yref": more.pop("yref", "y"),
        "layer": more.pop("layer", "above"),
        "line": {"color": color, "width": width, "dash": dash},
        **more,
    }


def band(x0, x1, *, color: str = BAND, xref: str = "x", yref: str = "paper", y0=0, y1=1) -> dict:
    """A filled stretch behind the marks, over the whole height unless told."""
    return {
        "type": "rect",
        "x0": x0,
        "x1": x1,
        "y0": y0,
        "y1": y1,
        "xref": xref,
        "yref": yref,
        "layer": "below",
        "fillcolor": color,
        "line": {"width": 0, "color": color},
    }


def swatch(x: float, right: float, up: float, size: int, color: str) -> dict:
    """A square of `size` px, its left edge `right` px from the share `x` of the plot, its middle `up` px over it."""
    return {
        "type": "rect",
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": x,
        "yanchor": 1,
        "x0": right,
        "x1": right + size,
        "y0": up - size / 2,
        "y1": up + size / 2,
        "layer": "above",
        "fillcolor": color,
        "line": {"width": 0, "color": color},
    }


def filled(tones: list[str], hollow: list[bool]) -> dict:
    """Marker of bars: solid in their tone, or an outline with a hatch where the value is not final.

    Given a list of colours Plotly hatches each bar in its own colour and leaves the ground clear.
    """
    return {
        "color": tones,
        "line": {"color": tones, "width": [1.5 if empty else 0 for empty in hollow]},
        "pattern": {
            "shape": ["/" if empty else "" for empty in hollow],
            "size": 7,
            "solidity": 0.2,
            "fillmode": "replace",
        },
    }
