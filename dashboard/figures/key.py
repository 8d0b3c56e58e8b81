"""A key over the plot, for areas and stacks that are too thin to carry their own names."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.figures import theme
from dashboard.figures.labels import safe, width

ROW, SQUARE, GAP = 20, 12, 18
# Sign, colour, words; without a sign the entry has a swatch of its colour.
Entry = tuple[str, str, str]


@dataclass(frozen=True)
class Key:
    """The texts and swatches of a key and the height of margin they take."""

    margin: int
    notes: list[dict]
    shapes: list[dict]


def key(entries: Sequence[Entry], left: int, room: float, over: float = 0) -> Key:
    """Entries in rows `room` px wide that start `left` px before the plot, `over` px above it."""
    x, row, placed = 0.0, 0, []
    for entry in entries:
        wide = SQUARE + 6 + width(safe(entry[2]), theme.SMALL)
        if x and x + wide > room:
            x, row = 0.0, row + 1
        placed.append((x, row, entry))
        x += wide + GAP
    rows = row + 1 if placed else 0
    drawn = [drawn_at(entry, 0, at - left, over + ROW * (rows - line - 0.5)) for at, line, entry in placed]
    return Key(
        rows * ROW + 6 if rows else 0,
        [note for notes, _ in drawn for note in notes],
        [shape for _, shapes in drawn for shape in shapes],
    )


def drawn_at(entry: Entry, x: float, right: float, up: float) -> tuple[list[dict], list[dict]]:
    """Notes and shapes of one entry, `right` and `up` px from the top of the plot at the share `x` of it."""
    sign, color, text = entry
    place = {"xref": "paper", "yref": "paper", "yshift": up}
    notes = [theme.note(safe(text), x, 1, color=theme.MUTED, xshift=right + SQUARE + 6, **place)]
    if not sign:
        return notes, [theme.swatch(x, right, up, SQUARE, color)]
    letter = theme.note(
        sign,
        x,
        1,
        size=theme.STRONG,
        color=color,
        weight=600,
        xanchor="center",
        xshift=right + SQUARE / 2,
        **place,
    )
    return [letter, *notes], []
