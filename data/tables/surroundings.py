"""What the texts around the tables of a workbook say: marks, footnotes, calendar, period and units."""

import re
from dataclasses import dataclass

from data.ingest.grid import Grid, Sheet
from data.tables.board import Board
from data.tables.items import Around
from data.tables.layout import Layout
from data.tables.marks import Mark, legend
from data.tables.named_periods import Context, period
from data.tables.periods import context, mentioned
from data.tables.shape import words
from data.tables.spans import Period
from data.tables.text import clean, key, note
from data.tables.units import Unit, stated

# A day in such a line is when the file was made, not what it is about.
_MADE = re.compile(
    r"작성일|공표일|게시일|발행|발간|갱신|업데이트|최종|다운로드|조회일|추출|출력일|등록일|released?\b|publish|updated?\b|download|"
    r"extract|accessed|issued|next release|printed|製表|編製|發布|更新|copyright|©|문의|tel|www|http",
    re.I,
)
_STATED = re.compile(r"(?:단위|單位|\bunits?)\s*[:：]\s*[^)\]>〉\t]+?(?=\s+unit|\s{2,}|[)\]>〉\t]|$)", re.I)
# `3 Limited data were available`: the note of a superscript that lost its height.
_NUMBERED = re.compile(r"(\d{1,2})\s+(?=[A-Z가-힣\"“]).{20,}")
# Units are stated near the beginning of a line.
_LONGEST = 500
# A row with more cells is no note; a workbook of more lines of notes is read no further.
_CELLS, _LINES, _TOP = 3, 3_000, 12


@dataclass(frozen=True)
class Surroundings:
    """Of one sheet: the lines of text on it and on the sheets that explain, and what they say."""

    context: Context
    notes: frozenset[str]
    legend: dict[str, Mark]


def _numbered(lines: list[str]) -> set[str]:
    """The numbers that begin notes without a bracket; they run on from 1."""
    found = {match[1] for line in lines if (match := _NUMBERED.match(line))}
    return found if "1" in found and len(found) > 1 else set()


def explains(sheet: Sheet) -> bool:
    return key(sheet.name.strip(" 0123456789.-_")) in words("explaining")


def surroundings(book: Grid) -> dict[str, Surroundings]:
    """For each sheet by name; what a sheet itself explains goes before what others do."""
    lines = {sheet.name: _lines(sheet) for sheet in book.sheets}
    shared = [line for sheet in book.sheets if explains(sheet) for line in lines[sheet.name]]
    made = {}
    for sheet in book.sheets:
        own = lines[sheet.name]
        said = [*shared, *own]
        marked = {found[0] for line in said if (found := note(line)) and found[0]} | _numbered(said)
        top = _texts(sheet, sheet.cells["row"] <= sheet.cells["row"].min() + _TOP) if len(sheet.cells) else []
        made[sheet.name] = Surroundings(
            context([*said, *top]), frozenset(marked), {**legend(shared), **legend(own)}
        )
    return made


def around(table: Layout, first: Layout, sheet: Surroundings, asked: Period | None) -> Around:
    """What applies to one table; the lines above the sheet's first table count where its own say nothing."""
    board = table.board
    own, top = (_above(board, one) for one in (table, first))
    found = _period(own, sheet.context) or _period(top, sheet.context) or _named(board.name, sheet.context)
    over = [clean(text) for row in table.header for _, text in board.line(row, table.first, table.last)]
    units = (
        _units(own)
        or _units(over)
        or _units([clean(t) for row in table.below for _, t in board.line(row, table.first, table.last)])
    )
    return Around(sheet.context, sheet.notes, found or asked, units or _units(top))


def _above(board: Board, table: Layout) -> list[str]:
    return [clean(text) for row in table.above for _, text in board.line(row, table.first, table.last)]


def _period(lines: list[str], context: Context) -> Period | None:
    """The one period that the lines name; of several the one named nearest to the table, if it is one."""
    named = [found for line in lines if not _MADE.search(line) and (found := _mentioned(line, context))]
    if not named:
        return None
    distinct = {(one.start, one.end): one for found in named for one in found}
    if len(distinct) == 1:
        return next(iter(distinct.values()))
    return named[-1][0] if len(named[-1]) == 1 else None


def _mentioned(line: str, context: Context) -> list[Period]:
    whole = period(line, context)
    found = [whole] if whole and whole.start else mentioned(line, context)
    return list({(one.start, one.end): one for one in found if one.start}.values())


def _named(name: str, context: Context) -> Period | None:
    found = period(clean(name), context)
    return found if found and found.start else None


def _units(lines: list[str]) -> tuple[Unit | None, ...]:
    """The units of the line nearest to the table that states any, alone or in brackets within a title."""
    for line in reversed(lines):
        inner = _STATED.search(line[:_LONGEST])
        if found := (stated(inner[0]) if inner else ()) or stated(line):
            return found
    return ()


def _lines(sheet: Sheet) -> list[str]:
    """Rows of few cells as lines; of a sheet that explains all rows."""
    cells = sheet.cells
    if cells.empty:
        return []
    counts = cells.groupby("row")["col"].transform("size")
    few = (counts <= _CELLS) | explains(sheet)
    chosen = cells[few & cells["text"].notna()].head(_LINES)
    return ["\t".join(clean(text) for text in part) for _, part in chosen.groupby("row")["text"]]


def _texts(sheet: Sheet, chosen) -> list[str]:
    texts = sheet.cells.loc[chosen, "text"].dropna().unique()
    return [clean(text) for text in texts if len(key(text)) > 1]
