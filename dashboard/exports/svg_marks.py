"""The marks of a figure as SVG: bars, lines, areas, markers, shapes and annotations."""

import math
from html import escape

from dashboard.exports.scales import Scale
from dashboard.exports.svg_text import first_baseline, text
from dashboard.figures.labels import width as label_width

DASHES = {"solid": "", "dot": "2 2", "dash": "6 4"}
ANCHOR = {"left": "start", "center": "middle", "right": "end"}
ROOT3 = math.sqrt(3)


class Marks:
    """Draws the parts of one figure and gathers the hatch patterns that they need."""

    def __init__(self, axes: dict[str, Scale], frame: tuple[float, float, float, float], key: str):
        self.axes, self.frame, self.key = axes, frame, key
        self.patterns: dict[str, str] = {}

    def axis(self, ref: str) -> Scale:
        return self.axes[f"{ref[0]}axis{ref[1:]}"]

    def place(self, ref: str, value) -> float:
        """A coordinate in px: on an axis, or as a share of the plot where the reference is `paper`."""
        if not ref.startswith("paper"):
            return self.axis(ref).at(value)
        left, top, wide, high = self.frame
        return left + value * wide if ref == "paper x" else top + (1 - value) * high

    def x(self, ref: str, value) -> float:
        return self.place("paper x" if ref == "paper" else ref, value)

    def y(self, ref: str, value) -> float:
        return self.place(ref, value)

    def definitions(self) -> str:
        return f"<defs>{''.join(self.patterns.values())}</defs>" if self.patterns else ""

    def trace(self, trace: dict) -> str:
        if trace["type"] == "bar":
            return self.bars(trace)
        return "".join((self.area(trace), self.lines(trace), self.markers(trace)))

    def bars(self, trace: dict) -> str:
        x, y = self.axis(trace.get("xaxis", "x")), self.axis(trace.get("yaxis", "y"))
        along, across = (x, y) if trace.get("orientation") == "h" else (y, x)
        values, places = (trace["x"], trace["y"]) if along is x else (trace["y"], trace["x"])
        done = []
        for i, (value, place) in enumerate(zip(values, places, strict=True)):
            if value is None:
                continue
            base = along.number(trace["base"][i])
            ends = sorted((along.at(base), along.at(base + value)))
            thick = abs(across.span(trace["width"][i]))
            side = across.at(place) - thick / 2
            box = (
                (ends[0], side, ends[1] - ends[0], thick)
                if along is x
                else (side, ends[0], thick, ends[1] - ends[0])
            )
            done.append(self.bar(box, trace["marker"], i, trace.get("customdata")))
        return "".join(done)

    def bar(self, box: tuple, marker: dict, i: int, said) -> str:
        pattern, outline = marker.get("pattern"), marker.get("line", {})
        fill = pick(marker["color"], i)
        if pattern and pick(pattern["shape"], i):
            fill = self.hatch(fill, pattern)
        wide = pick(outline.get("width", 0), i)
        fade = f' opacity="{marker["opacity"]:g}"' if "opacity" in marker else ""
        stroke = f' stroke="{pick(outline["color"], i)}" stroke-width="{wide:g}"' if wide else ""
        x, y, w, h = box
        tag = f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}"{fade}{stroke}'
        return f"{tag}>{titled(said, i)}</rect>" if said else f"{tag}/>"

    def hatch(self, color: str, pattern: dict) -> str:
        """The reference to Plotly's "/" pattern in this colour."""
        name = f"{self.key}-{[*self.patterns, color].index(color)}"
        v = pattern["size"] * math.sqrt(2)
        d = f"M{-v / 4:.2f} {v / 4:.2f}l{v / 2:.2f} {-v / 2:.2f}M0 {v:.2f}L{v:.2f} 0"
        d += f"M{v * 0.75:.2f} {v * 1.25:.2f}l{v / 2:.2f} {-v / 2:.2f}"
        self.patterns[color] = (
            f'<pattern id="{name}" width="{v:.2f}" height="{v:.2f}" patternUnits="userSpaceOnUse">'
            f'<path d="{d}" stroke="{color}" stroke-width="{pattern["solidity"] * pattern["size"]:.2f}"/>'
            "</pattern>"
        )
        return f"url(#{name})"

    def points(self, trace: dict) -> list[tuple[float, float] | None]:
        x, y = self.axis(trace.get("xaxis", "x")), self.axis(trace.get("yaxis", "y"))
        pairs = zip(trace["x"], trace["y"], strict=True)
        return [None if a is None or b is None else (x.at(a), y.at(b)) for a, b in pairs]

    def area(self, trace: dict) -> str:
        if trace.get("fill", "none") != "toself":
            return ""
        return f'<path d="{path(self.points(trace))}Z" fill="{trace["fillcolor"]}"/>'

    def lines(self, trace: dict) -> str:
        line = trace.get("line", {})
        if "lines" not in trace["mode"] or not line.get("width", 2):
            return ""
        d = path(self.points(trace))
        return f'<path d="{d}" fill="none" {stroke(line)} stroke-linejoin="round"/>' if d else ""

    def markers(self, trace: dict) -> str:
        if "markers" not in trace["mode"]:
            return ""
        marker, said, done = trace["marker"], trace.get("customdata"), []
        outline = marker.get("line", {})
        for i, point in enumerate(self.points(trace)):
            if point is None:
                continue
            wide = pick(outline.get("width", 0), i)
            edge = f' stroke="{pick(outline["color"], i)}" stroke-width="{wide:g}"' if wide else ""
            d = symbol(pick(marker["symbol"], i), *point, pick(marker["size"], i) / 2)
            title = titled(said, i) if said else ""
            done.append(f'<path d="{d}" fill="{pick(marker["color"], i)}"{edge}>{title}</path>')
        return "".join(done)

    def shape(self, shape: dict) -> str:
        xs, ys = self.sides(shape, "x"), self.sides(shape, "y")
        if shape["type"] == "line":
            ends = path(list(zip(xs, ys, strict=True)))
            return f'<path d="{ends}" fill="none" {stroke(shape["line"])}/>'
        x, y = min(xs), min(ys)
        edge = stroke(shape["line"]) if shape["line"]["width"] else ""
        size = f'width="{abs(xs[1] - xs[0]):.1f}" height="{abs(ys[1] - ys[0]):.1f}"'
        return f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{shape["fillcolor"]}" {edge}/>'

    def sides(self, shape: dict, way: str) -> list[float]:
        """The two ends of a shape along x or y in px; those given in px count from its anchor, upward."""
        at = {"x": self.x, "y": self.y}[way]
        ref, ends = shape[f"{way}ref"], (shape[f"{way}0"], shape[f"{way}1"])
        if shape.get(f"{way}sizemode") != "pixel":
            return [at(ref, end) for end in ends]
        anchor = at(ref, shape[f"{way}anchor"])
        return [anchor + end if way == "x" else anchor - end for end in ends]

    def annotation(self, note: dict) -> str:
        x = self.x(note["xref"], note["x"]) + note["xshift"]
        y = self.y(note["yref"], note["y"]) - note["yshift"]
        base = first_baseline(note["text"], y, note["font"]["size"], note["yanchor"])
        drawn = text(note["text"], x, base, note["font"], ANCHOR[note["xanchor"]])
        return self.ground(note, x, base) + drawn if "bgcolor" in note else drawn

    def ground(self, note: dict, x: float, base: float) -> str:
        """The box behind a text, so that a line does not run through it."""
        size = note["font"]["size"]
        wide, high = label_width(note["text"], size) + 8, size * (1.3 * note["text"].count("<br>") + 1.3)
        left = x - {"left": 4, "center": wide / 2, "right": wide - 4}[note["xanchor"]]
        place = f'x="{left:.1f}" y="{base - size:.1f}" width="{wide:.1f}" height="{high:.1f}"'
        return f'<rect {place} fill="{note["bgcolor"]}"/>'


def pick(value, i: int):
    """The i-th of a list, or the one value that holds for all."""
    return value[i] if isinstance(value, list | tuple) else value


def titled(said, i: int) -> str:
    return f"<title>{escape(said[i][0])}</title>" if said[i] else ""


def stroke(line: dict) -> str:
    dash = line.get("dash", "solid")
    dash = DASHES.get(dash, dash.replace("px", "").replace(",", " "))
    return f'stroke="{line["color"]}" stroke-width="{line.get("width", 2):g}"' + (
        f' stroke-dasharray="{dash}"' if dash else ""
    )


def path(points: list[tuple[float, float] | None]) -> str:
    """A polyline; None lifts the pen."""
    done, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        done.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    return "".join(done)


def symbol(name: str, x: float, y: float, r: float) -> str:
    """The outline of a marker, sized as Plotly sizes it."""
    if name == "square":
        return f"M{x - r:.1f} {y - r:.1f}h{2 * r:g}v{2 * r:g}h{-2 * r:g}Z"
    if name == "diamond":
        d = r * 1.3
        return f"M{x:.1f} {y - d:.1f}l{d:g} {d:g}l{-d:g} {d:g}l{-d:g} {-d:g}Z"
    if name == "triangle-down":
        w = r * 2 / ROOT3
        return f"M{x - w:.1f} {y - r / 2:.1f}h{2 * w:g}L{x:.1f} {y + r:.1f}Z"
    return f"M{x - r:.1f} {y:.1f}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0Z"
