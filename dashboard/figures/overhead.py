"""Breaks and events over a plot: a text with a stem down to its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.figures import theme
from dashboard.figures.labels import block, lines, width
from dashboard.figures.place import lanes

LINE, GAP = 16, 5
# Below this width in px a text is put left of its stem instead, if there is more room there.
LEAST = 130


@dataclass(frozen=True)
class Mark:
    """A text at a place on the x axis; a `deep` one has a dashed line through the whole plot (a break)."""

    x: float | str
    text: str
    deep: bool = False


@dataclass(frozen=True)
class Overhead:
    """The margin that the texts need, their annotations, and the shapes for a plot `room` px high."""

    margin: int
    notes: list[dict]
    stems: list[tuple[Mark, int]]

    def shapes(self, room: float) -> list[dict]:
        return [
            theme.line(
                mark.x,
                0 if mark.deep else 1,
                mark.x,
                1 + rise / room,
                yref="paper",
                color=theme.MUTED,
                dash="4px,3px" if mark.deep else "solid",
            )
            for mark, rise in self.stems
        ]


def overhead(marks: Sequence[Mark], places: Sequence[float], span: float, most: float = 230) -> Overhead:
    """Hang each mark over the plot; `places` are their px from the left of a plot `span` px wide."""
    boxes = []
    for mark, at in zip(marks, places, strict=True):
        right = span - at >= min(LEAST, at)
        # A text left of its stem stops before the next stem, which may run through the plot.
        clear = at - max((other for other in places if other < at - 70), default=0)
        label = block(mark.text, theme.SMALL, min((span - at if right else clear) - 10, most))
        wide = width(label, theme.SMALL) + 6
        boxes.append((label, right, (at, at + wide) if right else (at - wide, at)))
    chosen = lanes([extent for _, _, extent in boxes], places)
    tall = {
        lane: max(lines(b[0]) for b, c in zip(boxes, chosen, strict=True) if c == lane)
        for lane in set(chosen)
    }
    floor = {lane: sum(tall[low] * LINE + GAP for low in tall if low < lane) for lane in tall}
    notes, stems = [], []
    for mark, lane, (label, right, _) in zip(marks, chosen, boxes, strict=True):
        rise = floor[lane] + GAP
        notes.append(
            theme.note(
                label,
                mark.x,
                1,
                yref="paper",
                xanchor="left" if right else "right",
                yanchor="bottom",
                xshift=5 if right else -5,
                yshift=rise,
                color=theme.MUTED,
            )
        )
        stems.append((mark, rise + lines(label) * LINE))
    return Overhead(10 + sum(n * LINE + GAP for n in tall.values()) + (GAP if tall else 0), notes, stems)
