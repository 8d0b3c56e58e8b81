"""A map of equal tiles, one a province or police region; what is not published is hatched, never zero."""

import math
from collections.abc import Mapping, Sequence

from dashboard.figures import theme
from dashboard.figures.key import Entry, Key, drawn_at, key
from dashboard.figures.labels import Said, block, hover, name, said, tag
from dashboard.figures.ticks import round_steps
from dashboard.result import Row
from dashboard.words import DECIMALS, Words

# (column, row) of each region by its ISO code, north at the top; police split Gyeonggi in two.
SOUTH = {
    "KR-44": (0, 2),
    "KR-50": (1, 2),
    "KR-43": (2, 2),
    "KR-47": (3, 2),
    "KR-45": (0, 3),
    "KR-30": (1, 3),
    "KR-27": (2, 3),
    "KR-31": (3, 3),
    "KR-46": (0, 4),
    "KR-29": (1, 4),
    "KR-48": (2, 4),
    "KR-26": (3, 4),
    "KR-49": (0, 5),
}
PROVINCES = {"KR-28": (0, 1), "KR-11": (1, 1), "KR-41": (2, 1), "KR-42": (3, 1), **SOUTH}
POLICE = {"KRP-41N": (1, 0), "KR-42": (2, 0), "KR-28": (0, 1), "KR-11": (1, 1), "KRP-41S": (2, 1), **SOUTH}
SIDE = 0.94
# The tiles keep to this share of a wide plot; the key stands beside them.
SHARE = 0.68


def draw(
    rows: Sequence[Row],
    words: Words,
    *,
    labels: Mapping[str, str] | None = None,
    grid: Mapping[str, tuple[int, int]] | None = None,
    narrow: bool = False,
) -> dict:
    """One tile for every region of `grid`, with a row or without; no order of rank is drawn.

    `labels` names the codes. The grid is that of the police regions where a row has their code, else that of
    the provinces.
    """
    labels, known = labels or {}, {row.code("geo"): row for row in rows}
    grid = grid or (POLICE if any(code.startswith("KRP") for code in known) else PROVINCES)
    top = min(line for _, line in grid.values())
    spots = {code: (column, line - top) for code, (column, line) in grid.items()}
    count = max(line for _, line in spots.values()) + 1
    classes = bounds([row.value for row in known.values() if row.value is not None])
    entries = legend(classes, known, grid, words)
    high = 62 if narrow else 64
    heads = key(entries, 8, theme.design(narrow) - 16) if narrow else beside(entries)
    margin = (8, 8, heads.margin + 4, 8)
    tile = (theme.design(narrow) - 16) * (1 if narrow else SHARE) / 4 - 8
    codes = [code for code in grid if code in known] + [code for code in grid if code not in known]
    tones = [tone(known.get(code), classes) for code in codes]
    return {
        "data": [squares(codes, spots, tones, known, words, labels)],
        "layout": theme.layout(
            margin[2] + 8 + count * high,
            margin,
            xaxis=theme.axis(-0.5, 3.5, {}, ticks="", domain=[0, 1 if narrow else SHARE]),
            yaxis=theme.axis(count, 0, {}, ticks=""),
            shapes=heads.shapes,
            annotations=[*written(codes, tones, spots, known, words, labels, tile), *heads.notes],
        ),
    }


def bounds(values: Sequence[float]) -> list[float]:
    """Upper bounds of at most four classes of round width."""
    return [*round_steps(max(values, default=0), 3)[1:], math.inf]


def tone(row: Row | None, classes: Sequence[float]) -> str:
    if row is None or row.value is None:
        return theme.PAPER if row is not None and row.conf == "C" else theme.GREY
    return theme.SEQUENTIAL[next(i for i, bound in enumerate(classes) if row.value <= bound)]


def squares(codes, spots, tones, known, words: Words, labels: Mapping[str, str]) -> dict:
    hatched = [shade == theme.GREY for shade in tones]
    marker = theme.filled(tones, hatched)
    outline = [
        theme.AXIS if empty or shade == theme.PAPER else shade
        for shade, empty in zip(tones, hatched, strict=True)
    ]
    marker["line"] = {"color": outline, "width": 1}
    absent = words.w("figure.unpublished")
    points = [
        said(known[code], words, {**labels, known[code].series: name(labels, code)})
        if code in known
        else Said(f"<b>{name(labels, code)}</b><br>{absent}", f"{name(labels, code)}: {absent}")
        for code in codes
    ]
    return {
        "type": "bar",
        "x": [spots[code][0] for code in codes],
        "width": [SIDE] * len(codes),
        "base": [spots[code][1] + 0.03 for code in codes],
        "y": [SIDE] * len(codes),
        "marker": marker,
        **hover(points),
    }


def written(codes, tones, spots, known, words: Words, labels: Mapping[str, str], tile: float) -> list[dict]:
    """Name and value on every tile."""
    notes = []
    for code, shade in zip(codes, tones, strict=True):
        x, y = spots[code]
        color = theme.PAPER if shade in (theme.NAVY, theme.BLUE) else theme.INK
        look = {"xanchor": "center", "color": color}
        value = tag(known[code], words) if code in known else words.w("figure.missing")
        notes.append(theme.note(block(name(labels, code), theme.SMALL, tile), x, y + 0.36, **look))
        notes.append(theme.note(value, x, y + 0.76, size=theme.TEXT, weight=600, **look))
    return notes


def legend(classes, known: Mapping[str, Row], grid, words: Words) -> list[Entry]:
    values = [row.value for row in known.values() if row.value is not None]
    unit = next((row.unit for row in known.values()), "case")
    # Counts go up by one, so that no value lies in two classes; rates touch.
    step = 0 if unit in DECIMALS else 1
    entries, low = [], 0
    for i, bound in enumerate(classes):
        if any(low < value <= bound or (value == 0 and low == 0) for value in values):
            upper = min(bound, max(values))
            entries.append(
                ("", theme.SEQUENTIAL[i], words.range(low + step if low else min(values), upper, unit))
            )
        low = bound
    if any(row.conf == "C" for row in known.values()):
        entries.append((words.w("figure.suppressed"), theme.INK, words.w("status.C")))
    if any(code not in known or (known[code].value is None and known[code].conf != "C") for code in grid):
        entries.append((words.w("figure.missing"), theme.MUTED, words.w("figure.unpublished")))
    return entries


def beside(entries: Sequence[Entry]) -> Key:
    """The key in a column right of the tiles."""
    drawn = [drawn_at(entry, SHARE, 28, -20 - 24 * i) for i, entry in enumerate(entries)]
    return Key(0, [n for notes, _ in drawn for n in notes], [s for _, shapes in drawn for s in shapes])
