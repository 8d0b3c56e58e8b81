"""Bind a stranger's table to our indicators: its rows under a mapping, or the draft of one."""

import csv
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from data.commands.printing import plain, tell_problems
from data.observations import COLUMNS


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=word("table_file"))
    parser.add_argument("--mapping", type=Path, metavar="FILE.toml", help=word("mapping"))
    parser.add_argument("--out", type=Path, metavar="FILE.toml", help=word("mapping_out"))
    parser.add_argument("--sheet", default="", metavar="NAME", help=word("sheet"))
    parser.add_argument("--period", default="", metavar="PERIOD", help=word("period"))
    parser.add_argument("--as-of", default="", metavar="DATE", help=word("as_of"))
    parser.add_argument("--format", choices=("csv", "json"), default="csv", help=word("format"))


def run(asked: Namespace) -> int:
    """0 every cell has its place, 1 some have none, 2 nothing could be mapped."""
    from data import mapping
    from data.tables.reading import read

    own = mapping.read(asked.mapping) if asked.mapping else None
    reading = read(asked.file, sheet=asked.sheet, period=asked.period)
    if asked.out:
        return _drafted(mapping.draft(reading), asked.out)
    chosen = own or mapping.recognise(reading)
    if chosen is None:
        print(mapping.draft(reading), end="")
        return 0
    applied = mapping.apply(reading, chosen, asked.as_of)
    tell_problems((*reading.problems, *applied.problems), asked.lang)
    _print(applied.rows, asked.format)
    return 2 if applied.rows.empty else 1 if applied.problems else 0


def _drafted(text: str, out: Path) -> int:
    from data.ingest.problems import Refused, problem

    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Refused([problem("mapping_exists", out.name, name=out.name)]) from error
    except OSError as error:
        raise Refused([problem("mapping_unwritten", out.name, reason=error.strerror)]) from error
    return 0


def _print(frame, form: str) -> None:
    rows = [{name: _said(row[name]) for name in COLUMNS} for row in frame.to_dict("records")]
    if form == "json":
        print("[", ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "]", sep="\n")
        return
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _said(value) -> str:
    """The cell of data/published: days in ISO, numbers without a needless end, nothing where there is none."""
    if isinstance(value, float):
        return plain(value)
    return value if isinstance(value, str) else f"{value:%Y-%m-%d}"
