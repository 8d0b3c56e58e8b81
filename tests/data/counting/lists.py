"""Writes small lists of incidents as strangers do, and reads them."""

from pathlib import Path

from data.counting import layout
from data.ingest import grid


def write(folder: Path, text: str, name: str = "list.csv") -> Path:
    """A CSV file of these lines; a leading line break is for the eye only."""
    path = folder / name
    path.write_text(text.lstrip("\n"), encoding="utf-8")
    return path


def find(path: Path, order: str = "") -> tuple[layout.IncidentSheet | None, grid.Grid]:
    book = grid.read(path)
    return layout.find(book.sheets[0], book, order), book


def by_period(counted) -> dict[str, int]:
    """Counts by the first day of their period, zeros left out."""
    sums = counted.frame.groupby("period_start")["count"].sum()
    return {f"{start:%Y-%m-%d}": int(count) for start, count in sums.items() if count}


def columns(found: layout.IncidentSheet, role: str) -> list[str]:
    return found.roles.get(role, [])
