"""Print a file as tidy cells: one row for each cell of a table's body."""

import csv
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from data.commands.printing import tell_problems


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=word("table_file"))
    parser.add_argument("--sheet", default="", metavar="NAME", help=word("sheet"))
    parser.add_argument("--period", default="", metavar="PERIOD", help=word("period"))
    parser.add_argument("--format", choices=("csv", "json"), default="csv", help=word("format"))
    parser.add_argument("--large", action="store_true", help=word("large"))


def run(asked: Namespace) -> int:
    from data.ingest.limits import LARGE
    from data.tables.reading import COLUMNS, read

    reading = read(asked.file, sheet=asked.sheet, period=asked.period, limits=LARGE if asked.large else None)
    tell_problems(reading.problems, asked.lang)
    rows = _rows(reading.cells, COLUMNS)
    if asked.format == "json":
        _print_json(rows)
    else:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            [
                json.dumps(value, ensure_ascii=False) if name == "labels" else _csv(value)
                for name, value in row.items()
            ]
            for row in rows
        )
    return 0 if reading.tables else 2


def _print_json(rows: Iterator[dict]) -> None:
    """One list with a row on each line, written as it is made."""
    print("[", end="")
    for place, row in enumerate(rows):
        print(",\n" if place else "\n", json.dumps(row, ensure_ascii=False), sep="", end="")
    print("\n]")


def _rows(cells, columns) -> Iterator[dict]:
    for row in zip(*(cells[name] for name in columns), strict=True):
        yield {name: _plain(name, value) for name, value in zip(columns, row, strict=True)}


def _plain(name: str, value):
    if name == "labels":
        return list(value)
    if name == "is_total":
        return bool(value)
    if name in ("period_start", "period_end"):
        return "" if value != value or value is None else f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return None if value != value else int(value) if value.is_integer() and abs(value) < 2**53 else value
    return "" if value is None else value


def _csv(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value
