"""Where the table of an incident sheet begins: the header row, by content, and what the rows above it say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from data.ingest import dates
from data.ingest.codes import fold
from data.ingest.columns import KINDS, PERIOD_LABELS, PERSONAL, SYNTHETIC_MARKS, Column
from data.ingest.fields import seen
from data.ingest.grid import Sheet
from data.ingest.problems import Problem, problem
from data.ingest.wire import LAYOUT
from data.ingest.worksheet import address

# Title, source, unit and period rows above the header: five were the most that any real file had.
DEEPEST = 50
# Fewer known names in one row are chance: a note may well say 'region' or 'status'.
FEWEST = 3


@dataclass(frozen=True)
class Header:
    """`row` is the last header row, `top` the first; `columns` maps each column id found to its place.

    `named` are the columns with any name. `period` is what the rows above state, None if nothing.
    """

    kind: str
    top: int
    row: int
    columns: dict[str, int]
    named: tuple[int, ...]
    period: tuple[date, date] | None = None
    synthetic: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def last(self) -> int:
        return max(self.named)


def find(file: str, sheet: Sheet) -> Header | None:
    """The header of an incident sheet, None if no row names at least three columns of one form."""
    rows = _texts(sheet, DEEPEST)
    best = max(rows, key=lambda row: max(_score(rows[row]).values()), default=None)
    if best is None:
        return None
    scores = _score(rows[best])
    kind = max(scores, key=lambda name: (scores[name], -len(_missing(name, rows[best]))))
    if scores[kind] < FEWEST:
        return None
    below = best + 1 if _score(rows.get(best + 1, {}))[kind] >= FEWEST else best
    columns, problems = {}, []
    for col, text in rows[best].items():
        problems += _place(file, sheet, kind, columns, (best, col), text)
    for column in _missing(kind, rows[best]):
        problems.append(
            problem("missing_column", file, sheet.name, address(best, 1), ko=column.ko, en=column.en)
        )
    above = {(row, col): text for row in rows if row < best for col, text in rows[row].items()}
    period, doubts = _period(file, sheet, above)
    synthetic = any(mark in text for text in above.values() for mark in SYNTHETIC_MARKS)
    return Header(kind, best, below, columns, tuple(rows[best]), period, synthetic, (*problems, *doubts))


def _texts(sheet: Sheet, deepest: int) -> dict[int, dict[int, str]]:
    top = sheet.cells[sheet.cells["row"] <= deepest]
    rows = {}
    for row, col, *content in zip(*(top[name] for name in LAYOUT), strict=True):
        rows.setdefault(row, {})[col] = content[2] if content[0] == "text" else seen(*content)
    return rows


@cache
def _names(kind: str) -> dict[str, Column]:
    return {fold(name): column for column in KINDS[kind] for name in column.headers}


def _column(kind: str, text: str) -> Column | None:
    """The column that a header means: as written, without its brackets, or in one of two languages."""
    tries = [text, re.sub(r"[(\[].*?[)\]]", "", text), *re.split(r"[\n/|()]", text)]
    names = _names(kind)
    return next((names[fold(part)] for part in tries if part.strip() and fold(part) in names), None)


def _score(row: dict[int, str]) -> dict[str, int]:
    return {kind: len({_column(kind, text) for text in row.values()} - {None}) for kind in KINDS}


def _missing(kind: str, row: dict[int, str]) -> list[Column]:
    found = {_column(kind, text) for text in row.values()}
    return [column for column in KINDS[kind] if column.required and column not in found]


def _place(
    file: str, sheet: Sheet, kind: str, columns: dict[str, int], at: tuple[int, int], text: str
) -> Iterator[Problem]:
    column, cell, shown = _column(kind, text), address(*at), " ".join(text.split())[:60]
    if column is None:
        personal = any(fold(word) in fold(text) for word in PERSONAL)
        yield problem("personal_column" if personal else "unread_column", file, sheet.name, cell, found=shown)
    elif column.id in columns:
        other = address(at[0], columns[column.id])
        names = {"ko": column.ko, "en": column.en}
        yield problem("repeated_column", file, sheet.name, cell, found=shown, other=other, **names)
    else:
        columns[column.id] = at[1]


def _period(file: str, sheet: Sheet, above: dict[tuple[int, int], str]) -> tuple[tuple | None, list[Problem]]:
    for (row, col), text in above.items():
        for label in PERIOD_LABELS:
            if not fold(text).startswith(fold(label)):
                continue
            stated = re.split(r"[:：]", text, maxsplit=1)[-1].strip() if re.search("[:：]", text) else ""
            stated = stated or above.get((row, col + 1), "")
            period = dates.period(stated)
            place = (file, sheet.name, address(row, col))
            doubt = (
                problem("bad_period", *place, found=stated[:60]) if stated else problem("no_period", *place)
            )
            return period, [] if period else [doubt]
    return None, []
