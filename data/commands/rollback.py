"""Make an earlier release current again."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from data.commands.printing import base_of, current_release, open_store, print_json, summary
from data.words import say


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    parser.add_argument("number", nargs="?", type=int, metavar="N", help=word("number"))
    parser.add_argument("--note", default="", help=word("note"))


def run(asked: Namespace) -> int:
    store = open_store(asked)
    current = current_release(store, asked.lang)
    number = asked.number if asked.number is not None else base_of(current)
    release = store.point_to(number, asked.note)
    if asked.json:
        print_json(summary(release) | {"previous": current.number})
    elif number == current.number:
        print(say(asked.lang, "already_current", number=number))
    else:
        print(say(asked.lang, "rolled_back", number=number, previous=current.number))
    return 0
