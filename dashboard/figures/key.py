"""A key over the plot, for areas and stacks that are too thin to carry their own names."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.figures import theme
from dashboard.figures.labels import safe, width

ROW, SQUARE, GAP = 20, 18, 18


@dataclass(frozen=True)
class Key:
    """The annotations of a key and the height of margin they take."""

    margin: int
    notes: list[dict]


def key(entries: Sequence[tuple[str, str, str]], left: int, room: float, over: float = 0) -> Key:
    """Entries (sign, colour, words) in rows `room` px wide that start `left` px before the plot.

    `over` px above the plot stay free for other texts; the sign is a letter-like shape such as ■.
    """
    x, row, placed = 0.0, 0, []
    for sign, color, text in entries:
        wide = SQUARE + width(safe(text), theme.SMALL)
        if x and x + wide > room:
            x, row = 0.0, row + 1
        placed.append((x, row, sign, color, safe(text)))
        x += wide + GAP
    rows = row + 1 if placed else 0
    notes = []
    for at, line, sign, color, text in placed:
        place = {"xref": "paper", "yref": "paper", "yshift": over + ROW * (rows - line - 0.5)}
        notes.append(theme.note(sign, 0, 1, size=theme.STRONG, color=color, xshift=at - left, **place))
        notes.append(theme.note(text, 0, 1, color=theme.MUTED, xshift=at - left + SQUARE, **place))
    return Key(rows * ROW + 6 if rows else 0, notes)
