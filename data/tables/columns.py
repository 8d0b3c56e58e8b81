"""Which columns of a table hold labels, values, units or remarks."""

from dataclasses import dataclass

import numpy as np

from data.tables import ages, calendars, places, units
from data.tables.board import MARK, NUMBER, TEXT, Board
from data.tables.named_periods import period
from data.tables.periods import axis
from data.tables.shape import words
from data.tables.text import key

# More different numbers below such a heading are counts after all.
_MOST_GROUPS = 150


@dataclass(frozen=True)
class Columns:
    """Columns of the board: names of rows (of them `named` by numbers), codes of rows, values,
    the unit of a row, remarks to a row."""

    labels: list[int]
    named: list[int]
    codes: list[int]
    values: list[int]
    unit: int | None
    remarks: list[int]


def columns(board: Board, body: list[int], nearest: int | None, first: int, last: int) -> Columns:
    """The columns of a table; `nearest` is the last row above its body that may name them."""
    rows = np.array(body)
    count = {
        col: tuple(int((board.kind[rows, col] == kind).sum()) for kind in (TEXT, NUMBER, MARK))
        for col in range(first, last + 1)
    }
    head = _weekdays_apart({col: _heading(board, nearest, col) for col in count})
    numeric = [col for col, (said, found, _) in count.items() if found and said <= found]
    named, codes = _numeric_labels(board, rows, numeric, head, first)
    counted = [col for col in numeric if col not in named and col not in codes]
    numeric += [
        col for col, (said, found, marks) in count.items() if _only_marks(said, found, marks, col, counted)
    ]
    numeric.sort()
    texts = [col for col, (said, _, marks) in count.items() if col not in numeric and said + marks]
    values = [col for col in numeric if col not in named and col not in codes]
    if not values and named:
        values = [named.pop()]
    start = values[0] if values else last + 1
    values += [
        col
        for col in count
        if col > start and not any(count[col]) and head[col] and _own(board, nearest, col)
    ]
    aside = [col for col in texts if _is_code(head[col]) and key(head[col]) in words("codes")]
    texts = [col for col in texts if col not in aside]
    unit = next(
        (col for col in texts if key(head[col]) in words("units") or _all_units(board, rows, col)), None
    )
    remarks = [col for col in texts if col != unit and key(head[col]) in words("remarks")]
    labels = [col for col in texts if col < start and col not in (unit, *remarks)]
    if unit is not None and not labels and not named and key(head[unit]) not in words("units"):
        labels, unit = [unit], None
    later = [col for col in texts if col > start and col not in (unit, *remarks)]
    labels = sorted([*labels, *named])
    for col in later:
        if _names_rows(board, rows, labels, col):
            labels.append(col)
        else:
            values.append(col)
    return Columns(labels, named, [*codes, *aside], sorted(values), unit, remarks)


def _only_marks(said: int, found: int, marks: int, col: int, counted: list[int]) -> bool:
    """A column without any number holds values if it is one of marks among columns of numbers."""
    return not found and marks > said and bool(counted) and col > counted[0]


def _own(board: Board, nearest: int | None, col: int) -> bool:
    """Whether a column that is blank throughout has a heading of its own just above the body."""
    return nearest is not None and bool(board.filled[nearest, col])


def _weekdays_apart(head: dict[int, str]) -> dict[int, str]:
    """월 beside 화, 수, 목 is Monday and heads no column of months."""
    return (
        {col: "" if text == "월" else text for col, text in head.items()}
        if {*"화수목금토"} & {*head.values()}
        else head
    )


def heads_groups(heading: str) -> bool:
    """A heading of ages, sexes or regions, below which numbers are codes of groups and no counts."""
    if units.unit(heading):
        return False
    of_ages = ages.heading(heading) and not ages.age(heading, True)
    return of_ages or places.heading(heading) or key(heading) in words("groups")


def _heading(board: Board, nearest: int | None, col: int) -> str:
    """The text just above the body in a column, else the next one further up that reaches it."""
    if nearest is None:
        return ""
    for row in range(nearest, max(-1, nearest - 4), -1):
        if board.filled[row, col]:
            return board.text[row, col]
    return ""


def _numeric_labels(board, rows, numeric, head, first) -> tuple[list[int], list[int]]:
    """Columns of numbers that name rows (years, months, ages) or number them (codes, running numbers)."""
    named, codes = [], []
    # Several headings that speak of ages are groups beside each other: 少年, 成年.
    of_ages = sum(ages.heading(text) for text in head.values())
    for col in numeric:
        texts = [board.text[row, col] for row in rows if board.kind[row, col] == NUMBER]
        values = board.value[rows, col]
        values = values[~np.isnan(values)]
        leading = all(done in named or done in codes for done in numeric if done < col)
        if (
            (_coded(board, texts) and not heads_groups(head[col]))
            or _is_code(head[col])
            or (leading and _running(values, head[col], col, first))
        ):
            codes.append(col)
        elif (
            _period_column(texts, values, head[col], leading)
            or (of_ages == 1 and _age_column(values, head[col]))
            or (of_ages < 2 and _group_codes(texts, values, head[col]))
        ):
            named.append(col)
    return named, codes


def _coded(board: Board, texts: list[str]) -> bool:
    coded = sum(one in board.numbers and board.numbers[one].coded for one in texts)
    return bool(texts) and coded * 2 > len(texts)


def _is_code(heading: str) -> bool:
    name = key(heading)
    return (
        name in words("codes")
        or name.endswith(("코드", "번호", "code", "代碼", "代號", "編號"))
        or heading.casefold().endswith("_id")
    )


def _running(values: np.ndarray, heading: str, col: int, first: int) -> bool:
    """A first column that counts its rows 1, 2, 3 …"""
    plain = not key(heading) or not units.unit(heading)
    return (
        col == first and len(values) > 2 and plain and np.array_equal(values, np.arange(1, len(values) + 1))
    )


def _period_column(texts: list[str], values: np.ndarray, heading: str, leading: bool) -> bool:
    if period(heading):
        return False
    if calendars.expects(heading) and _dated(values):
        return True
    if not leading or not _whole(values, 1, 99_999_999):
        return False
    if not (key(heading) in words("times") or _whole(values, 1900, 2100)):
        return False
    if units.unit(heading) and not _whole(values, 1900, 2100):
        return False
    distinct = list(dict.fromkeys(texts))
    found = axis(distinct)
    return all(one is not None and (not one.bare or len(distinct) == 1) for one in found)


def _group_codes(texts: list[str], values: np.ndarray, heading: str) -> bool:
    return heads_groups(heading) and len(set(texts)) <= _MOST_GROUPS and _whole(values, 0, 99_999)


def _dated(values: np.ndarray) -> bool:
    """Years of any count, months, quarters and days, or their digits run together; not hundreds of cases."""
    if not _whole(values, 0, 99_999_999):
        return False
    return bool(((values <= 150) | ((values >= 1900) & (values <= 2100)) | (values >= 9_901)).all())


def _age_column(values: np.ndarray, heading: str) -> bool:
    named = ages.heading(heading) and not ages.age(heading, True) and not units.unit(heading)
    return named and _whole(values, 0, 120)


def _whole(values: np.ndarray, low: int, high: int) -> bool:
    return bool(len(values)) and bool(
        ((values == np.round(values)) & (values >= low) & (values <= high)).all()
    )


def _all_units(board: Board, rows: np.ndarray, col: int) -> bool:
    said = {board.text[row, col] for row in rows if board.filled[row, col]}
    return len(said) <= 8 and all(units.unit(text) for text in said) and not any(map(_is_person, said))


def _is_person(text: str) -> bool:
    """`Victims`, `발생건수` in a column of their own are measures, which name rows and also have a unit."""
    return len(key(text)) > 3 and not set("%$") & set(text)


def _translates(board: Board, rows: np.ndarray, label: int, col: int) -> bool:
    """Whether two columns of texts say the same, each word of one beside one word of the other."""
    pairs = {
        (board.text[row, label], board.text[row, col])
        for row in rows
        if board.filled[row, label] and board.filled[row, col]
    }
    one, other = ({pair[side] for pair in pairs} for side in (0, 1))
    return 1 < len(pairs) == len(one) == len(other)


def _names_rows(board: Board, rows: np.ndarray, labels: list[int], col: int) -> bool:
    """Whether a column of texts right of numbers is needed to tell rows apart, or says labels once more."""
    if (board.kind[rows, col] == NUMBER).any() or any(board.text[row, col] in board.marks for row in rows):
        return False
    if all(axis(list(dict.fromkeys(board.text[row, col] for row in rows if board.filled[row, col])))):
        return True
    if any(_translates(board, rows, label, col) for label in labels):
        return True
    said = [board.text[row, col] for row in rows]
    known = {tuple(board.text[row, label] for label in labels) for row in rows}
    both = {
        (*(board.text[row, label] for label in labels), word) for row, word in zip(rows, said, strict=True)
    }
    if len(known) < len(rows):
        return len(both) > len(known)
    return len(set(said)) * 2 > len(rows) > 2
