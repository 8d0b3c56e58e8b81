"""Parts of a sheet that stand side by side: tables of their own, and cells outside any table."""

from itertools import pairwise

import numpy as np

from data.tables.board import MARK, NUMBER, TEXT, Board
from data.tables.text import key


def strips(board: Board) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The first and last column of each table side by side, and the cells that belong to none.

    A blank column parts two tables where the right one has labels of its own; else it only spaces one.
    A few cells beyond a blank column, under no heading of their own, are strays.
    """
    apart = np.flatnonzero(np.diff(board.cols) > 1) + 1
    edges = [0, *apart.tolist(), len(board.cols)]
    ranges = [(first, last - 1) for first, last in pairwise(edges)]
    tables: list[tuple[int, int]] = []
    strays: list[tuple[int, int]] = []
    for first, last in ranges:
        if tables and _stray(board, first, last):
            strays += [(int(r), int(c) + first) for r, c in np.argwhere(board.data[:, first : last + 1])]
        elif tables and not _labelled(board, first, last):
            tables[-1] = (tables[-1][0], last)
        else:
            tables.append((first, last))
    return [part for whole in tables for part in _folded(board, *whole)], strays


def _stray(board: Board, first: int, last: int) -> bool:
    """Up to three numbers beside a longer table, with no text that could head or label them, or with remarks."""
    part = board.kind[:, first : last + 1]
    numbers = (part == NUMBER) | (part == MARK)
    lines, texts = int(numbers.any(axis=1).sum()), int((part == TEXT).sum())
    remarks = texts > max(2 * numbers.sum(), last + 1 - first)
    return 0 < numbers.sum() <= 3 and lines <= 3 < board.data.any(axis=1).sum() and (not texts or remarks)


def _labelled(board: Board, first: int, last: int) -> bool:
    """Whether the first column of a strip names its rows: texts beside numbers, and all different."""
    part = board.kind[:, first : last + 1]
    lines = np.flatnonzero((part[:, 1:] == NUMBER).any(axis=1))
    if len(lines) < 2:
        return False
    labels = [key(board.text[row, first]) for row in lines if part[row, 0] == TEXT]
    return len(labels) >= 0.6 * len(lines) and len(set(labels)) > 0.6 * len(labels)


def _folded(board: Board, first: int, last: int) -> list[tuple[int, int]]:
    """A long table folded into several side by side, which repeat the heading of their labels."""
    for row in range(min(len(board.rows), 12)):
        heads = [(col, key(text)) for col, text in board.line(row, first, last)]
        if not heads or heads[0][0] != first or board.data[row, first : last + 1].any():
            continue
        again = [col for col, name in heads if name == heads[0][1]]
        if len(again) > 1 and min(np.diff([*again, last + 1])) > 1 and _all_labelled(board, again, last):
            return [(a, b - 1) for a, b in pairwise([*again, last + 1])]
    return [(first, last)]


def _all_labelled(board: Board, starts: list[int], last: int) -> bool:
    return all(_labelled(board, a, b - 1) for a, b in pairwise([*starts, last + 1]))
