"""Write incident sheets marked as synthetic."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from data.commands.printing import status
from data.words import say


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--incidents", type=int, metavar="N", help=word("incidents"))
    parser.add_argument("--seed", type=int, default=1, metavar="S", help=word("seed"))


def run(asked: Namespace) -> int:
    from data import demo

    wanted = {} if asked.incidents is None else {"incidents": asked.incidents}
    with status() as tell:
        paths = demo.make(
            asked.folder, seed=asked.seed, progress=lambda *done: tell("/".join(map(str, done))), **wanted
        )
    print(say(asked.lang, "demo_written", files=len(paths), folder=asked.folder))
    return 0
