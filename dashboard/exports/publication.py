"""A chart as it may stand alone in a newspaper: all that keeps it from being misread is burnt into the image."""

from dataclasses import dataclass, replace
from html import escape

from dashboard import describe
from dashboard.exports import citation, legend
from dashboard.exports.svg import drawn
from dashboard.exports.svg_text import text
from dashboard.figures import theme
from dashboard.figures.labels import safe, wrap
from dashboard.result import Result
from dashboard.view import View
from dashboard.words import Words

SIZES = {"wide": (1200, 675), "square": (1080, 1080), "vertical": (1080, 1350)}
PAD = 44
# Type in px at these sizes: title, subtitle, small print. Tall images are read on phones.
TYPE = {"wide": (32, 20, 15), "square": (38, 24, 18), "vertical": (42, 26, 19)}
LEADING = 1.32
# How much larger than on screen the chart is drawn, and how far its height may be pressed or stretched.
SCALE = {"wide": 1.45, "square": 1.8, "vertical": 1.95}
# The rows of a chart for phones stand too close to be pressed.
SHORTEST, TALLEST = {"wide": 0.8, "square": 1, "vertical": 1}, 2


@dataclass(frozen=True)
class Block:
    """Wrapped lines of one text and the font they are set in."""

    lines: list[str]
    font: dict
    gap: float = 0

    @property
    def height(self) -> float:
        return self.gap + len(self.lines) * self.font["size"] * LEADING

    def at(self, x: float, y: float) -> str:
        size = self.font["size"]
        return "".join(
            text(safe(line), x, y + self.gap + size * (0.98 + i * LEADING), self.font)
            for i, line in enumerate(self.lines)
        )


def publication(result: Result, words: Words, figure: dict, view: View, size: str) -> str:
    """The image as SVG, one of SIZES. `figure` is drawn for a phone where the image is not wide.

    The address in it names the release, so that the image leads back to the numbers it shows.
    """
    width, height = SIZES[size]
    frozen = replace(view, page="chart", chart=result.chart, release=result.release, options=result.options)
    head, foot = header(result, words, size), footer(result, words, figure, frozen, size)
    strip = 54 if result.synthetic else 0
    top = strip + PAD * 0.8 + sum(block.height for block in head) + 16
    bottom = height - PAD * 0.7 - sum(block.height for block in foot) - 14
    parts = [
        f'<rect width="{width}" height="{height}" fill="{theme.PAPER}"/>',
        *stacked(head, strip + PAD * 0.8),
        chart(figure, (PAD, top, width - 2 * PAD, bottom - top), size),
        f'<path d="M{PAD} {bottom + 6:.1f}H{width - PAD}" stroke="{theme.GRID}" stroke-width="1.5"/>',
        *stacked(foot, bottom + 14),
        *(synthetic(words, width, height, strip) if strip else ()),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="t d" lang="{words.lang}" font-family="{escape(theme.FONT)}">'
        f"{about(result, words, frozen)}{''.join(parts)}</svg>"
    )


def header(result: Result, words: Words, size: str) -> list[Block]:
    width, (title, subtitle, _) = SIZES[size][0] - 2 * PAD, TYPE[size]
    return [
        Block(wrap(describe.title(result, words), title, width), theme.font(title, theme.INK, 600)),
        Block(
            wrap(describe.subtitle(result, words), subtitle, width), theme.font(subtitle, theme.MUTED), gap=6
        ),
    ]


def footer(result: Result, words: Words, figure: dict, view: View, size: str) -> list[Block]:
    """Signs, what may not be compared, source and release, what a count is not, help and address."""
    source = [
        words.w("export.source", publishers=citation.publishers(result, words, citation.NAMED) or "–"),
        words.w("export.as_of", as_of=words.partial(result.as_of) or "–"),
        words.w("export.release", release=result.release, made=words.partial(result.released_at)),
    ]
    texts = [
        (" · ".join(legend.signs(result, figure, words)), theme.INK, 400),
        (legend.comparability(result, words), theme.INK, 600),
        (" · ".join(source), theme.MUTED, 400),
        (words.w("footer.reported"), theme.MUTED, 400),
        (words.w("footer.help_short"), theme.MUTED, 400),
        (view.absolute.removeprefix("https://").removeprefix("http://"), theme.NAVY, 600),
    ]
    room, small = SIZES[size][0] - 2 * PAD, TYPE[size][2]
    return [
        Block(wrap(string, small, room, even=False), theme.font(small, color, weight))
        for string, color, weight in texts
        if string
    ]


def stacked(blocks: list[Block], y: float) -> list[str]:
    done = []
    for block in blocks:
        done.append(block.at(PAD, y))
        y += block.height
    return done


def chart(figure: dict, box: tuple[float, float, float, float], size: str) -> str:
    """The figure redrawn to the shape of the box, its type as large as the size asks and the box allows."""
    x, y, room, high = box
    natural = figure["layout"]["height"]
    scale = min(SCALE[size], room / theme.design(size != "wide"), high / (SHORTEST[size] * natural))
    # A chart of few rows is not pulled apart to fill the page.
    tall = min(high / scale, TALLEST * natural)
    body, tall = drawn(figure, round(room / scale), round(tall))
    return (
        f'<g transform="translate({x:.1f} {y + (high - tall * scale) / 2:.1f}) scale({scale:.4f})">{body}</g>'
    )


def synthetic(words: Words, width: int, height: int, strip: int) -> list[str]:
    """A band and a text across the whole image: nobody can crop it away and keep the chart."""
    mark = safe(words.w("synthetic.mark"))
    banner = text(
        safe(words.w("synthetic.banner")), width / 2, 36, theme.font(24, theme.PAPER, 600), "middle"
    )
    across = [
        f'<g transform="translate({width / 2} {height * share}) rotate(-24)" opacity="0.2">'
        f"{text(mark, 0, 0, theme.font(width // 13, theme.PLUM, 600), 'middle')}</g>"
        for share in (0.36, 0.62, 0.88)
    ]
    return [f'<rect width="{width}" height="{strip}" fill="{theme.PLUM}"/>{banner}', *across]


def about(result: Result, words: Words, view: View) -> str:
    """Title, alt text and, for machines, where the image comes from and how it is cited."""
    title, alt = describe.title(result, words), describe.alt(result, words)
    facts = {
        "dc:title": title,
        "dc:description": alt,
        "dc:identifier": view.absolute,
        "dc:source": citation.publishers(result, words),
        "dc:date": result.released_at,
        "dc:language": words.lang,
        "dcterms:bibliographicCitation": citation.long(result, words, title, view.absolute),
        "dcterms:hasVersion": f"r{result.release}",
        "dcterms:type": words.w("synthetic.mark") if result.synthetic else "Dataset",
        "dcterms:references": view.query,
    }
    told = "".join(f"<{name}>{escape(str(fact))}</{name}>" for name, fact in facts.items())
    return (
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(alt)}</desc>'
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f'<rdf:Description rdf:about="{escape(view.absolute)}">{told}</rdf:Description></rdf:RDF></metadata>'
    )
