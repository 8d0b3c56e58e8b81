"""Two lists of incidents beside one another: the same rows, a part of them, or two editions by record number."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from data.counting import layout
from data.counting.incidents import IncidentSheet
from data.ingest.grid import Grid
from data.ingest.problems import Problem, problem
from data.ingest.worksheet import address
from data.tables.text import clean, key

# Shorter lists, or lists that share fewer of their columns, are not compared.
LEAST, SHARED = 10, 0.6
# A part of another list has nearly all its rows there; two editions share most of their record numbers.
REPEATED, KEPT = 0.9, 0.5
# Record numbers are given once; a few may be given twice by mistake.
SINGLE = 0.98


@dataclass(frozen=True)
class Listed:
    """A list of incidents with the file that holds it."""

    file: str
    found: IncidentSheet

    @property
    def where(self) -> str:
        return f"{self.file}, {self.found.sheet}" if self.found.sheet else self.file

    @cached_property
    def columns(self) -> dict[str, tuple[str, int, np.ndarray]]:
        """For each heading as compared: the heading, its column, and the text of every row, '' for a blank."""
        made = {}
        for field in self.found.fields:
            column = self.found.columns[field.position]
            texts = np.append(np.array([clean(text) for text in column.texts], object), "")
            made.setdefault(
                key(field.title), (field.title, field.position, texts[column.over(self.found.rows)])
            )
        return made

    @cached_property
    def number(self) -> str:
        """The heading of the record numbers, '' without any."""
        for field in self.found.fields:
            column = self.found.columns[field.position]
            whole = len(column.rows) == len(self.found.rows)
            if field.role == "id" and whole and len(column.texts) >= SINGLE * len(column.rows):
                return key(field.title)
        return ""


def lists(book: Grid) -> list[Listed]:
    """The lists of incidents among the sheets of a file."""
    found = (layout.find(sheet, book) for sheet in book.sheets)
    return [Listed(book.file, one) for one in found if one is not None and len(one.rows) >= LEAST]


def judge(found: Sequence[Listed]) -> Iterator[Problem]:
    """Every two lists against each other, in the order given; the first of two is the earlier edition."""
    for one, other in combinations(found, 2):
        shared = [name for name in one.columns if name in other.columns]
        if len(shared) < SHARED * min(len(one.columns), len(other.columns)):
            continue
        told = list(_repeats(one, other, shared))
        if not told and one.number and one.number == other.number:
            told = list(_editions(one, other, shared))
        yield from told


def _repeats(one: Listed, other: Listed, shared: list[str]) -> Iterator[Problem]:
    # A running number begins anew in each list.
    names = [name for name in shared if not _running(one.columns[name][2])]
    rows = [Counter(zip(*(told.columns[name][2] for name in names), strict=True)) for told in (one, other)]
    common = (rows[0] & rows[1]).total()
    small, large = sorted((one, other), key=lambda told: len(told.found.rows))
    count = len(small.found.rows)
    if common == count == len(large.found.rows):
        yield problem("copy_equal", other.file, other.found.sheet, other=one.where)
    elif len(names) > 1 and common >= (1 if one.file != other.file else REPEATED) * count:
        told = {"count": f"{common:,}", "rows": f"{count:,}", "all": f"{len(large.found.rows):,}"}
        yield problem("list_repeats", small.file, small.found.sheet, other=large.where, **told)


def _running(texts: np.ndarray) -> bool:
    return list(texts) == [str(number) for number in range(1, len(texts) + 1)]


def _editions(one: Listed, other: Listed, shared: list[str]) -> Iterator[Problem]:
    ids = [told.columns[told.number][2] for told in (one, other)]
    places = [{text: row for row, text in enumerate(texts)} for texts in ids]
    both = [text for text in places[0] if text in places[1]]
    if len(both) < KEPT * min(map(len, places)):
        return
    rows = [np.array([place[text] for text in both], int) for place in places]
    filled, changed = [], []
    for name in shared:
        before, after = one.columns[name][2], other.columns[name][2]
        if not any(before) and any(after):
            filled.append(name)
            continue
        changed += [(row, name) for row in np.flatnonzero(before[rows[0]] != after[rows[1]])]
    gone = [places[0][text] for text in places[0] if text not in places[1]]
    new = [places[1][text] for text in places[1] if text not in places[0]]
    touched = len({row for row, _ in changed})
    if not (gone or new or changed or filled):
        return
    told = {"added": f"{len(new):,}", "changed": f"{touched:,}", "withdrawn": f"{len(gone):,}"}
    yield problem("list_edition", other.file, other.found.sheet, other=one.where, **told)
    for name in filled:
        title, position, _ = other.columns[name]
        cell = address(other.found.first, position)
        yield problem(
            "list_column_filled", other.file, other.found.sheet, cell, column=title, other=one.where
        )
    for code, told, gone_or_new, against in (
        ("list_withdrawn", one, gone, other),
        ("list_added", other, new, one),
    ):
        for row in sorted(gone_or_new):
            _, position, texts = told.columns[told.number]
            cell = address(int(told.found.rows[row]), position)
            yield problem(code, told.file, told.found.sheet, cell, number=texts[row], other=against.where)
    for row, name in sorted(changed):
        title, position, texts = other.columns[name]
        cell = address(int(other.found.rows[rows[1][row]]), position)
        before, after = one.columns[name][2][rows[0][row]], texts[rows[1][row]]
        fields = {"number": both[row], "column": title, "before": before or "–", "after": after or "–"}
        yield problem("list_changed", other.file, other.found.sheet, cell, **fields)
