"""A column whose numbers stand in the wrong rows, told by margins that agree everywhere else."""

from collections.abc import Iterator

import numpy as np

from data.ingest.problems import Problem, problem
from data.judging.blocks import Block
from data.judging.sums import Break, number

# Two numbers may change places by chance; a slip moves at least that many.
LEAST_ROWS = 3
FARTHEST = 10
# Of the rows that fail, those that the slip must mend; the row at its edge has lost its number.
MENDED = 0.6
# Two breakdowns agree if they do in this share of at least so many rows; wider tables are not searched.
AGREED, LEAST_AGREED = 0.6, 6
WIDEST = 40


def explained(block: Block, found: list[Break]) -> tuple[list[Problem], list[Break]]:
    """Slipped columns, and the breaks of totals that they do not explain."""
    problems, used = [], set()
    for by_rows, side in ((False, block), (True, block.turned())):
        families: dict[tuple, list[Break]] = {}
        for one in found:
            if one.by_rows == by_rows:
                families.setdefault((one.line, one.parts), []).append(one)
        for (line, parts), broken in families.items():
            rows = [one.place for one in broken]
            off = np.full(len(side.value), 0.0)
            off[rows] = [one.off for one in broken]
            # The total may have slipped as well as any part.
            signs = {line: -1, **dict.fromkeys(parts, 1)}
            if slip := _slip(side, signs, rows, off):
                problems.append(_problem(side, *slip))
                used.update(map(id, broken))
        if by_rows is False and not families:
            problems += _margins(side)
    return problems, [one for one in found if id(one) not in used]


def _slip(side: Block, signs: dict[int, int], rows: list[int], off: np.ndarray) -> tuple | None:
    """The column, rows and shift that mend most of the rows, when one shift of one column does."""
    best = (0, None)
    for column, sign in signs.items():
        needed = side.value[:, column] + sign * off
        for shift in [*range(-FARTHEST, 0), *range(1, FARTHEST + 1)]:
            source = np.array(rows) + shift
            inside = (source >= 0) & (source < len(needed))
            mended = np.zeros(len(rows), bool)
            mended[inside] = needed[np.array(rows)[inside]] == side.value[source[inside], column]
            moved = [row for row, good in zip(rows, mended, strict=True) if good]
            telling = len(set(needed[moved])) if moved else 0
            if telling >= LEAST_ROWS and len(moved) >= MENDED * len(rows) and len(moved) > best[0]:
                best = (len(moved), (column, rows, shift, needed))
    return best[1]


def _problem(side: Block, column: int, rows: list[int], shift: int, needed: np.ndarray) -> Problem:
    first, last = min(rows), max(rows)
    return problem(
        "slipped_column",
        side.file,
        side.sheet,
        side.cell[first, column],
        cells=len(rows),
        column=side.columns.name(column),
        first=side.rows.name(first),
        last=side.rows.name(last),
        shift=abs(shift),
        found=number(side.value[first, column]),
        needed=number(needed[first]),
    )


def _margins(side: Block) -> Iterator[Problem]:
    """Two breakdowns of one number side by side, without their total: hours and unknown, and weekdays."""
    values = np.where(side.counts(), side.value, np.nan)
    for first, middle, last in _agreeing(values):
        left, right = values[:, first:middle].sum(axis=1), values[:, middle:last].sum(axis=1)
        off = np.nan_to_num(left - right)
        rows = [int(row) for row in np.flatnonzero(off)]
        if not rows:
            continue
        signs = dict.fromkeys(range(first, middle), -1) | dict.fromkeys(range(middle, last), 1)
        if slip := _slip(side, signs, rows, off):
            yield _problem(side, *slip)
            continue
        for row in rows:
            yield problem(
                "margins_differ",
                side.file,
                side.sheet,
                side.cell[row, first],
                row=side.rows.name(row),
                one=f"{side.columns.name(first)} … {side.columns.name(middle - 1)}",
                other=f"{side.columns.name(middle)} … {side.columns.name(last - 1)}",
                found=number(left[row]),
                expected=number(right[row]),
            )


def _agreeing(values: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Runs of columns, of two or more each, with equal sums in most rows; the widest, and no others inside."""
    count = values.shape[1]
    if count > WIDEST or len(values) < LEAST_AGREED:
        return
    sums = np.hstack([np.zeros((len(values), 1)), np.cumsum(np.nan_to_num(values), axis=1)])
    taken: list[tuple[int, int]] = []
    spans = [(first, last) for first in range(count) for last in range(first + 4, count + 1)]
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        if any(first < end and last > start for start, end in taken):
            continue
        middles = np.arange(first + 2, last - 1)
        left = sums[:, middles] - sums[:, [first]]
        right = sums[:, [last]] - sums[:, middles]
        telling = left + right > 0
        # Small numbers agree by chance; both sides are to be made of several.
        equal = (telling & (left == right)).sum(axis=0)
        certain = (equal >= LEAST_AGREED) & (equal >= AGREED * telling.sum(axis=0))
        large = np.where(telling & (left == right), np.log10(1 + left), 0).sum(axis=0) >= 2 * LEAST_AGREED
        good = np.flatnonzero(certain & large)
        if len(good):
            best = good[equal[good].argmax()]
            taken.append((first, last))
            yield first, int(middles[best]), last
