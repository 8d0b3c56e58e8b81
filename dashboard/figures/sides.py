"""The words beside horizontal marks: a name before each row and its value after it; on a phone above it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.figures import theme
from dashboard.figures.labels import block, lines, safe, width

# A name wider than this is wrapped; more would leave too little for the marks.
NAME = 210
PAD = 12


@dataclass(frozen=True)
class Sides:
    """Margins, texts and the px a row takes; `drop` lowers the marks under their text by a share of a row."""

    left: int
    right: int
    pitch: int
    drop: float
    notes: list[dict]

    def axis(self, count: int, line: bool = False) -> dict:
        """The axis of rows; with a line at zero, except where names over the marks would cut it."""
        return theme.axis(count - 0.5, -0.5, {}, ticks="", line=line and not self.drop)


def sides(heads: Sequence[str], tails: Sequence[str], narrow: bool, *, reach: int = 7) -> Sides:
    """Fit plain `heads` before and `tails` after the rows; a mark reaches `reach` px up and down."""
    after = max((width(tail, theme.TEXT) for tail in tails), default=0)
    if narrow:
        return above(heads, tails, theme.design(True) - after - 40, reach)
    names = [block(head, theme.TEXT, NAME) for head in heads]
    before = max((width(label, theme.TEXT) for label in names), default=0)
    notes = []
    for i, (label, tail) in enumerate(zip(names, tails, strict=True)):
        notes.append(theme.note(label, 0, i, size=theme.TEXT, xref="paper", xanchor="right", xshift=-PAD))
        if tail:
            notes.append(theme.note(safe(tail), 1, i, size=theme.TEXT, weight=600, xref="paper", xshift=PAD))
    pitch = max(17 * max(map(lines, names), default=1), 2 * reach) + 20
    return Sides(round(before) + PAD + 4, round(after) + PAD + 4 if after else 12, pitch, 0, notes)


def above(heads, tails, room: float, reach: int) -> Sides:
    """The phone's way: name and value on one line over the mark."""
    names = [block(head, theme.TEXT, room) for head in heads]
    text = 17 * max(map(lines, names), default=1)
    pitch = text + 2 * reach + 18
    drop = (text + reach + 8) / pitch - 0.5
    notes = []
    place = {
        "xref": "paper",
        "yanchor": "bottom",
        "yshift": reach + 4,
        "size": theme.TEXT,
        "bgcolor": theme.PAPER,
    }
    for i, (label, tail) in enumerate(zip(names, tails, strict=True)):
        notes.append(theme.note(label, 0, i + drop, xshift=-10, **place))
        if tail:
            notes.append(theme.note(safe(tail), 1, i + drop, xanchor="right", xshift=16, weight=600, **place))
    return Sides(14, 20, pitch, drop, notes)
