"""Small published tables as strangers write them, and what the reader says of each of their cells."""

from pathlib import Path

import openpyxl

from data.tables import reading


def text(folder: Path, written: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    """A CSV file of these lines; a leading line break is for the eye only."""
    path = folder / name
    path.write_bytes(written.lstrip("\n").encode(encoding))
    return path


def book(folder: Path, merged: dict[str, str] | None = None, **sheets: str | list) -> Path:
    """A workbook; a sheet is rows, or lines with cells between bars, whole numbers becoming number cells.

    `merged` gives for a sheet its ranges, joined by blanks.
    """
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name.replace("_", " "))
        for row in _rows(rows) if isinstance(rows, str) else rows:
            sheet.append(row)
        for span in (merged or {}).get(name, "").split():
            sheet.merge_cells(span)
    made.save(folder / "table.xlsx")
    return folder / "table.xlsx"


def said(path: Path, sheet: str = "", **options) -> list[str]:
    """One line a cell: `C4 12 2020 <남자 / 계> person total "-"`, parts that are not said left out.

    A value that is hidden within limits is `suppressed[1,4]`; a period is given by its months, or days.
    """
    return lines(reading.read(path, **options), sheet)


def lines(read: reading.Reading, sheet: str = "") -> list[str]:
    cells = read.cells[read.cells["sheet"] == sheet] if sheet else read.cells
    return [_line(row) for row in cells.itertuples(index=False)]


def problems(path: Path, **options) -> list[tuple[str, str]]:
    """Code and cell of each problem."""
    return [(one.code, one.cell) for one in reading.read(path, **options).problems]


def expected(written: str) -> list[str]:
    return [" ".join(line.split()) for line in written.strip().splitlines()]


def _rows(written: str) -> list[list]:
    return [[_cell(one.strip("\n")) for one in line.split("|")] for line in written.strip("\n").splitlines()]


def _cell(written: str) -> str | int | float | None:
    plain = written.strip()
    if plain.replace(".", "", 1).removeprefix("-").isdigit() and not plain.endswith("."):
        return float(plain) if "." in plain else int(plain)
    return written or None


def _line(row) -> str:
    number = f"{row.value:.10g}" if row.value == row.value else row.reason or "–"
    limits = "" if row.lower != row.lower else f"[{row.lower:g},{row.upper:g}]"
    return " ".join(
        filter(
            None,
            (
                row.cell, number + limits, _period(row.period_start, row.period_end),
                f"<{' / '.join(row.labels)}>", row.unit, "total" if row.is_total else "",
                f'"{row.note}"' if row.note else "",
            ),
        )
    )  # fmt: skip


def _period(start, end) -> str:
    if start != start or end != end:
        return "?"
    if start.day != 1 or not end.is_month_end:
        return f"{start:%Y-%m-%d}" if start == end else f"{start:%Y-%m-%d}..{end:%Y-%m-%d}"
    if (start.month, end.month, start.year) == (1, 12, end.year):
        return f"{start:%Y}"
    first, last = f"{start:%Y-%m}", f"{end:%Y-%m}"
    return first if first == last else f"{first}..{last}"
