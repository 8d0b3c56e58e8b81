"""Totals told by their content: a line that equals the lines after it, or before it, column by column."""

from collections.abc import Collection, Sequence

import numpy as np

# Of a longer list only lines that are called totals are tried, since every line against every run is square.
ANY_LINE = 400
# The digits that agree, summed over the columns: 8 make a chance agreement among 400 × 400 runs unlikely
# (about 0.002), 3 among the runs of one line that is called a total.
UNNAMED, NAMED = 8.0, 3.0
# A named total that fails somewhere must agree with that many digits elsewhere to be one of this run.
DOUBTED = 6.0
# Of its columns an unnamed total may miss one in five.
STEADY = 4
# A tolerance for rounding beyond this share of the total proves nothing.
VAGUE = 0.02


def runs(
    values: np.ndarray,
    lines: Sequence[int],
    named: Collection[int],
    base: float = 0,
    unnamed: bool = True,
) -> list[tuple[int, list[int]]]:
    """Pairs of a total and the lines that it adds up, innermost first; parts of a subtotal are not repeated.

    `values` is lines × columns, NaN where nothing may be added. Several breakdowns of one total that stand
    side by side come as several pairs. Lines not in `named`, those called totals, are tried only if
    `unnamed`, in lists of up to ANY_LINE, and where nothing was rounded, since near agreement proves little.
    """
    found, left = [], list(lines)
    unnamed = unnamed and not base and len(left) <= ANY_LINE
    while True:
        taken: set[int] = set()
        for _, target, parts in sorted(_candidates(values, left, named, base, unnamed), reverse=True):
            if target not in taken and taken.isdisjoint(parts):
                found.append((target, parts))
                taken.update(parts)
        if not taken:
            return found
        left = [line for line in left if line not in taken]


def _candidates(values, lines, named, base, unnamed):
    for order in (lines, lines[::-1]):
        table = values[order]
        unknown = np.isnan(table)
        sums = np.vstack([np.zeros(table.shape[1]), np.cumsum(np.where(unknown, 0, table), axis=0)])
        gaps = np.vstack([np.zeros(table.shape[1]), np.cumsum(unknown, axis=0)])
        for place, target in enumerate(order):
            if unnamed or target in named:
                best = _best(table[place], sums[place + 1 :], gaps[place + 1 :], base, target in named)
                if best:
                    score, length = best
                    yield score, target, sorted(order[place + 1 : place + 1 + length])


def _best(total, sums, gaps, base: float, named: bool) -> tuple[float, int] | None:
    """The score and length of the run right after a line that it equals in most columns."""
    total = np.where(np.isnan(total), 0, total)
    most = np.log10(1 + np.abs(total))
    if len(sums) < 3 or most.sum() < (NAMED if named else UNNAMED):
        return None
    length = np.arange(2, len(sums))[:, None]
    tolerance = base / 2 * (length + 1) + 1e-9 * np.abs(total)
    telling = (gaps[2:] == gaps[0]) & (total > 0) & (tolerance <= np.abs(total) * VAGUE)
    agrees = telling & (np.abs(sums[2:] - sums[0] - total) <= tolerance)
    right = agrees.sum(axis=1)
    wrong = telling.sum(axis=1) - right
    score = (agrees * np.log10(1 + total / (1 + 2 * tolerance))).sum(axis=1)
    if named:
        good = (right > wrong) & (score >= NAMED) & ((wrong == 0) | (score >= DOUBTED))
    else:
        good = (score >= UNNAMED) & (right >= STEADY * wrong)
    if not good.any():
        return None
    rank = np.where(good, score - wrong, -np.inf)
    best = len(rank) - 1 - int(np.argmax(rank[::-1]))
    return float(rank[best]), int(length[best, 0])
