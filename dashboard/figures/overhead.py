"""Breaks and events over a plot: a text with a stem down to its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product

from dashboard.figures import theme
from dashboard.figures.labels import block, lines, width
from dashboard.figures.place import crossings, lanes

LINE, GAP = 16, 5
# A text is put on a side of its stem only where it has this much room, in px.
LEAST = 50
# Six marks have 64 choices of side; beyond that the first 64 do.
TRIES = 64


@dataclass(frozen=True)
class Mark:
    """A text at a place on the x axis; a `deep` one has a dashed line through the whole plot (a break)."""

    x: float | str
    text: str
    deep: bool = False


@dataclass(frozen=True)
class Overhead:
    """The margin that the texts need in px, their annotations, and how far each stem rises."""

    margin: int
    notes: list[dict]
    stems: list[tuple[Mark, int]]

    def shapes(self) -> list[dict]:
        """Stems in px over the plot, so that they fit a plot of any height; breaks go on through it."""
        look = {"yref": "paper", "color": theme.MUTED}
        dashes = {True: "4px,3px", False: "solid"}
        rising = {"ysizemode": "pixel", "yanchor": 1}
        stems = [
            theme.line(m.x, 0, m.x, rise, dash=dashes[m.deep], **look, **rising) for m, rise in self.stems
        ]
        return stems + [
            theme.line(m.x, 0, m.x, 1, dash=dashes[True], **look) for m, _ in self.stems if m.deep
        ]


@dataclass(frozen=True)
class Hung:
    """One way of hanging the marks: each label, whether it stands right of its stem, its lane; its cost."""

    labels: list[str]
    right: tuple[bool, ...]
    lanes: list[int]
    cost: tuple[int, int]


def hang(marks: Sequence[Mark], places, right: tuple[bool, ...], span: float, most: float) -> Hung:
    rooms = [span - at if after else at for at, after in zip(places, right, strict=True)]
    labels = [block(m.text, theme.SMALL, min(room - 10, most)) for m, room in zip(marks, rooms, strict=True)]
    wide = [width(label, theme.SMALL) + 6 for label in labels]
    spans = [
        (at, at + w) if after else (at - w, at) for at, w, after in zip(places, wide, right, strict=True)
    ]
    chosen = lanes(spans, places)
    # A break is best said on its later side, of which its words speak: a line more of height is worth it.
    before = sum(mark.deep and not after for mark, after in zip(marks, right, strict=True))
    tall = rises(labels, chosen)[-1] + before * (LINE + GAP + 1)
    words = [max((width(word, theme.SMALL) for word in m.text.split()), default=0) for m in marks]
    cut = sum(word > room - 10 for word, room in zip(words, rooms, strict=True))
    return Hung(labels, right, chosen, (crossings(spans, places, chosen) + cut, tall))


def rises(labels: Sequence[str], chosen: Sequence[int]) -> list[int]:
    """The floor of each lane over the plot in px, and at the end the height of all."""
    floors, at = [], 0
    for lane in range(max(chosen, default=-1) + 1):
        floors.append(at + GAP)
        tallest = max(
            (lines(label) for label, own in zip(labels, chosen, strict=True) if own == lane), default=0
        )
        at += tallest * LINE + (GAP if tallest else 0)
    return [*floors, at]


def overhead(marks: Sequence[Mark], places: Sequence[float], span: float, most: float = 230) -> Overhead:
    """Hang each mark over the plot; `places` are their px from its left, `span` the px up to the right edge.

    Of all choices of side the one is taken in which no stem runs through a text, no word is cut and which is
    least high.
    """
    sides = [
        [side for side in (True, False) if (span - at if side else at) >= LEAST] or [at < span / 2]
        for at in places
    ]
    tries = (hang(marks, places, chosen, span, most) for chosen in islice(product(*sides), TRIES))
    best = min(tries, key=lambda hung: hung.cost)
    floors = rises(best.labels, best.lanes)
    notes, stems = [], []
    for mark, label, right, lane in zip(marks, best.labels, best.right, best.lanes, strict=True):
        anchor = {"xanchor": "left" if right else "right", "xshift": 5 if right else -5}
        place = {"yref": "paper", "yanchor": "bottom", "yshift": floors[lane]}
        notes.append(theme.note(label, mark.x, 1, color=theme.MUTED, **anchor, **place))
        stems.append((mark, floors[lane] + lines(label) * LINE))
    return Overhead(10 + floors[-1], notes, stems)
