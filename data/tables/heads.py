"""Which rows name the columns, although they may hold numbers: years, ages, months, column numbers."""

import re

import numpy as np

from data.tables import ages, calendars, places
from data.tables.board import MARK, NUMBER, TEXT, Board
from data.tables.named_periods import period
from data.tables.shape import words
from data.tables.text import key
from data.tables.units import stated

# A heading is a word; a title may also end in 別.
_SHORT = 12


def heading(text: str) -> bool:
    """Whether a text heads a column of labels rather than being one of them."""
    name = key(re.sub(r"[\s(\[]*\d[)\]]*$", "", text.strip()))
    return (
        not name
        or name in words("headings")
        or (len(name) <= _SHORT and name.endswith(("별", "別", "구분", "分類", "분류")))
        or bool(calendars.expects(text))
        or ages.heading(text)
        or places.heading(text)
    )


def counting_columns(board: Board, row: int, first: int, last: int) -> bool:
    """A row that numbers the columns: 1, 2, 3 … from its first cell on."""
    part = slice(first, last + 1)
    values = board.value[row, part][board.filled[row, part]]
    return len(values) > 2 and np.array_equal(values, np.arange(1, len(values) + 1))


def numbers_as_heads(board: Board, row: int, above: int | None, first: int, last: int) -> bool:
    """Whether the numbers of a row are years, months or ages that head columns.

    The texts left of them must be blank, a heading, or what stands above; a row whose columns have all been
    named by texts just above is data.
    """
    part = slice(first, last + 1)
    kinds, values = board.kind[row, part], board.value[row, part]
    at = np.flatnonzero(kinds == NUMBER)
    found = values[at]
    if len(at) == 0 or (kinds == MARK).any() or (found != np.round(found)).any():
        return False
    if any(set(",.") & set(board.text[row, first + col]) for col in at):
        return False
    if counting_columns(board, row, first, last):
        return True
    steps = np.diff(found)
    years = _years(found)
    if not years and not (len(found) > 2 and _runs(found, steps)):
        return False
    named = 0 if above is None else int((board.kind[above, part][at] == TEXT).sum())
    if years and (
        _straight(found)
        or (named == 0 and at[0] > 0 and (above is None or not board.data[above, part].any()))
    ):
        return True
    left = [first + col for col in range(at[0]) if kinds[col] == TEXT]
    if not all(_may_stand_left(board, row, above, col) for col in left):
        return False
    if years and any((said := period(board.text[row, col])) and not said.bare for col in left):
        return True
    repeated = bool(left) and all(_repeats(board, row, above, col) for col in left)
    if named * 2 > len(at) and not repeated and not (years and len(set(found)) < len(found)):
        # A first column of years below its own heading: the row is data.
        return at[0] > 0 and not left and years and len(found) > 1
    if len(found) == 1:
        return years and (bool(left) or above is None)
    return True


def named_among_numbers(board: Board, row: int, below: list[int], first: int, last: int) -> bool:
    """A row of names and ages, as `Total, Under 18, 18, 19, 20`: names where the rows `below` have numbers."""
    part = slice(first, last + 1)
    numbers = np.flatnonzero(board.kind[row, part] == NUMBER)
    found = board.value[row, part][numbers]
    if len(numbers) < 2 or len(below) < 2 or not (np.diff(found) == 1).all() or found.max() > 2100:
        return False
    usual = (board.kind[below, part] == NUMBER).mean(axis=0) > 0.5
    return int(((board.kind[row, part] == TEXT) & usual).sum()) >= 2


def unit_row(board: Board, row: int, first: int, last: int) -> bool:
    """A row that only states units: `(단위: 건)`, `Unit: cases`."""
    texts = [text for _, text in board.line(row, first, last)]
    return bool(texts) and all(stated(text) for text in texts)


def _may_stand_left(board: Board, row: int, above: int | None, col: int) -> bool:
    text = board.text[row, col]
    return heading(text) or period(text) is not None or _repeats(board, row, above, col)


def _repeats(board: Board, row: int, above: int | None, col: int) -> bool:
    return above is not None and key(board.text[row, col]) == key(board.text[above, col])


def _years(values: np.ndarray) -> bool:
    if ((values >= 1900) & (values <= 2100)).all():
        return True
    return bool((values > 190_000).all()) and all(
        (found := period(str(int(value)))) is not None and found.kind in ("month", "straddle", "quarter")
        for value in values
    )


def _straight(values: np.ndarray) -> bool:
    """Years that go up or down by one; counts of three columns hardly do."""
    steps = set(np.diff(values))
    return len(values) > 2 and steps in ({1.0}, {-1.0})


def _runs(values: np.ndarray, steps: np.ndarray) -> bool:
    """Ages or months: 0, 1, 2 … or the same run again, as in 1 … 12, 1 … 12."""
    back = steps[steps != 1]
    return bool(len(back) * 4 < len(steps)) and bool((back == values[0] - values[-1]).all())
