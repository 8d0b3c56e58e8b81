"""A folder of made-up police and school sheets, marked as synthetic in every place that survives a copy."""

import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill

from data import catalogue
from data.demo_rows import PUBLISHED, Book, books
from data.errors import FileRefused
from data.ingest import codes, templates
from data.ingest.columns import KINDS, QUIET_SHEETS

MARKER = QUIET_SHEETS[2]
README = "README.txt"
LEAST = 100  # below it most quarters have no incident at all
ALARM = "801650"


def make(
    folder: Path,
    incidents: int = PUBLISHED,
    seed: int = 1,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Path]:
    """Write quarterly workbooks of made-up incidents, 2021–2025, into a new or empty folder.

    `incidents` is how many the police receive in 2021–2024 (default: as published); schools and 2025 grow
    with it. Equal arguments make equal files. `progress` is told how many files of how many are written.
    Raises FileRefused.
    """
    if incidents < LEAST:
        raise FileRefused("too_few_incidents", found=incidents, least=LEAST)
    folder = _empty(Path(folder))
    made, paths = books(incidents / PUBLISHED, seed), []
    for done, book in enumerate(made):
        progress(done, len(made))
        paths.append(folder / f"synthetic-{book.kind}-{book.year}q{book.quarter}.xlsx")
        templates.save(_workbook(book), paths[-1])
    progress(len(made), len(made))
    kinds = [book.kind for book in made]
    facts = {kind: kinds.count(kind) for kind in KINDS}
    facts |= {
        "rows": f"{sum(len(book.rows) for book in made):,}",
        "seed": seed,
        "incidents": f"{incidents:,}",
    }
    _write_readme(folder, facts)
    return paths


def _empty(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FileRefused("folder_not_empty", folder=str(folder))
    except OSError as error:
        raise FileRefused("file_unwritable", file=str(folder), reason=error.strerror or str(error)) from error
    return folder


@cache
def _words() -> dict:
    with (Path(__file__).parent / "demo.toml").open("rb") as file:
        return tomllib.load(file)


def _write_readme(folder: Path, facts: dict) -> None:
    words = _words()
    texts = []
    for lang, text in words["readme"].items():
        marker = "\n".join(part[lang] for part in words["marker"])
        texts.append(text.format(title=words["title"][lang], marker=marker, folder=folder.name, **facts))
    try:
        (folder / README).write_text("\n---\n\n".join(texts), encoding="utf-8")
    except OSError as error:
        raise FileRefused("file_unwritable", file=str(folder / README), reason=str(error.strerror)) from error


def _workbook(book: Book) -> Workbook:
    made = templates.workbook(book.kind, examples=False)
    title = " / ".join(_words()["title"].values())
    made.properties.title = f"{title}: {made.properties.title}"
    made.properties.category = "synthetic"
    made.custom_doc_props.append(StringProperty(name="Synthetic", value="true"))
    entry = made[templates.ENTRY]
    entry["A1"] = f"{title} · {entry['A1'].value}"
    entry["A1"].font = Font(name=templates.FONT, size=14, bold=True, color=ALARM)
    entry[templates.PERIOD_CELL] = f"{book.year}년 {book.quarter}분기"
    for row in _cells(book):
        entry.append(row)
    sheet = made.create_sheet(MARKER, 0)
    sheet.column_dimensions["A"].width = 110
    lines = [title, *(text for part in _words()["marker"] for text in part.values())]
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name=templates.FONT, size=18 if number == 1 else 11, bold=number == 1)
    sheet["A1"].font = Font(name=templates.FONT, size=18, bold=True, color="FFFFFF")
    sheet["A1"].fill = PatternFill("solid", fgColor=ALARM)
    made.active = 0
    return made


def _cells(book: Book) -> list[list]:
    """The rows as people write them: words for codes, regions by the name they bore in that quarter."""
    end = pd.Period(year=book.year, quarter=book.quarter, freq="Q").end_time.date()
    columns = []
    for column in KINDS[book.kind]:
        values = book.rows[column.id].astype(object).where(book.rows[column.id].notna(), None)
        if column.type == "date":
            values = [None if day is None else day.date() for day in values]
        elif column.type in ("code", "band"):
            names = _names(column.dimension or "age", end)
            values = [None if code is None else names[code] for code in values]
        columns.append(list(values))
    return [list(row) for row in zip(*columns, strict=True)]


@cache
def _names(dimension: str, day: date) -> dict[str, str]:
    names = {word.code: word.ko for word in codes.words(dimension)}
    if dimension.endswith("_region"):
        for code in catalogue.load().dimensions["geo"].codes.values():
            old = [past.label["ko"] for past in code.former if day < past.until]
            names[code.id] = old[0] if old else names.get(code.id, code.id)
    return names
