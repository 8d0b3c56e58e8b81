"""What the rows and the columns of a table are called: their labels read, level by level."""

import re
from dataclasses import dataclass, replace

import numpy as np

from data.tables import paths, places
from data.tables.axes import Item, Says, read_axis
from data.tables.board import BLANK, NUMBER
from data.tables.columns import heads_groups
from data.tables.layout import Layout
from data.tables.named_periods import Context
from data.tables.spans import Period
from data.tables.text import clean, key
from data.tables.units import Unit

# 충청도, 전라도: names of two provinces each, which are in no list of regions.
_PROVINCE = re.compile(r"[가-힣]{2}도")
_BULLET = re.compile(r"^[□■○●◦◯▷▶▪·ㅇ◆◇]\s*")


@dataclass(frozen=True)
class Around:
    """What a table's sheet says beside it: its calendar, explained marks, its period and units."""

    context: Context
    notes: frozenset[str]
    period: Period | None
    units: tuple[Unit | None, ...]


def of_rows(table: Layout, around: Around) -> list[tuple[Item, ...]]:
    """For each body row its items, outermost first: its block's headings, then its label columns."""
    heads, texts = paths.headings(table), paths.row_texts(table)
    labels, named = table.columns.labels, table.columns.named
    by_column = []
    for at, col in enumerate(labels):
        column = [row[at] for row in texts]
        says = Says(around.context, around.notes, heads[col], col in named and not heads_groups(heads[col]))
        items = read_axis([clean(text) for text in column], says)
        items = _carried(_telling(items, len(labels) - len(named)))
        if len(labels) - len(named) == 1:
            by_column.append(_nested(column, items, table))
        else:
            by_column.append([(item,) for item in items])
    blocks = _of_blocks(table, around)
    return [
        (
            *_around_row([blocks[row] for row in table.blocks.get(body, ())], texts[at]),
            *(item for column in by_column for item in column[at]),
        )
        for at, body in enumerate(table.body)
    ]


def _around_row(blocks: list[Item], texts: tuple[str, ...]) -> list[Item]:
    """The headings of a row's block; a province after the towns of another is not inside that one."""
    own = next((found for text in texts if (found := places.place(clean(text)))), None)
    if own is None or own.kind != "province":
        return blocks
    return [
        item
        for item in blocks
        if not any(places.place(label) or _PROVINCE.fullmatch(label) for label in item.labels)
    ]


def of_columns(table: Layout, around: Around) -> list[tuple[Item, ...]]:
    """For each value column its items, from the top header row down."""
    board, levels = table.board, []
    for row, texts in zip(table.header, paths.column_texts(table), strict=True):
        beside = next((t for col in reversed(table.columns.labels) if (t := board.text[row, col])), "")
        numbered = [col for col in table.columns.values if board.kind[row, col] == NUMBER]
        numbers = bool(numbered) and all(1900 <= board.value[row, col] <= 2100 for col in numbered)
        numbers = numbers or all(board.kind[row, col] in (NUMBER, BLANK) for col in table.columns.values)
        says = Says(around.context, around.notes, "" if numbers else beside, numbers)
        levels.append(_telling(read_axis([clean(text) for text in texts], says), len(table.header)))
    return list(zip(*levels, strict=True)) if levels else [()] * len(table.columns.values)


def names(items: tuple[Item, ...], left_open: bool) -> tuple[str, ...]:
    """The labels of one row or column, each once; a period that could not be settled stays among them."""
    made: list[str] = []
    for item in items:
        if item.labels and tuple(made[-len(item.labels) :]) == item.labels:
            continue
        for label in (*((item.said,) if left_open and item.period else ()), *item.labels):
            if label and (not made or key(made[-1]) != key(label)):
                made.append(label)
    return tuple(made)


def _of_blocks(table: Layout, around: Around) -> dict[int, Item]:
    rows = sorted({row for stack in table.blocks.values() for row in stack})
    said = [_BULLET.sub("", clean(table.board.line(row, table.first, table.last)[0][1])) for row in rows]
    return dict(zip(rows, read_axis(said, Says(around.context, around.notes, "", True)), strict=True))


def _nested(column: list[str], items: list[Item], table: Layout) -> list[tuple[Item, ...]]:
    """Rows told by their indent to lie inside others; a row that is the sum of those inside it is their total."""
    outer = paths.indents(column)
    inside: dict[int, list[int]] = {}
    for place, stack in enumerate(outer):
        if stack:
            inside.setdefault(stack[-1], []).append(place)
    parents = {place for place, parts in inside.items() if _sums(table, place, parts)}
    return [
        (
            *(replace(items[above], total=False) for above in outer[place]),
            replace(item, total=True) if place in parents else item,
        )
        for place, item in enumerate(items)
    ]


def _sums(table: Layout, whole: int, parts: list[int]) -> bool:
    values = table.board.value[np.ix_(table.body, table.columns.values)]
    known = ~np.isnan(values[[whole, *parts]]).any(axis=0)
    equal = values[whole, known] == values[parts][:, known].sum(axis=0)
    return bool(known.any()) and len(parts) > 1 and float(equal.mean()) > 0.5


def _carried(items: list[Item]) -> list[Item]:
    """Rows below a year's own row are that year's, up to the next such row, which is the total of its rows."""
    years = [bool(item.period and not item.labels) for item in items]
    if not years[0] or sum(years) < 2 or sum(years) * 2 > len(items):
        return items
    made, year = [], None
    for item, own in zip(items, years, strict=True):
        if own:
            year = item.period
        made.append(replace(item, total=True) if own else item if item.period else replace(item, period=year))
    return made


def _telling(items: list[Item], levels: int) -> list[Item]:
    """The items of one level; where all say total, as 합계 over 소계 and the districts, none of them is one."""
    if levels > 1 and len(items) > 1 and all(item.total for item in items):
        return [replace(item, total=False) for item in items]
    return items
