"""Write an empty incident sheet."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from data.words import say


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    parser.add_argument("kind", choices=("police", "school"))
    parser.add_argument("file", type=Path, metavar="FILE.xlsx")


def run(asked: Namespace) -> int:
    from data.ingest import templates

    templates.write(asked.kind, asked.file)
    print(say(asked.lang, "written", file=asked.file))
    return 0
