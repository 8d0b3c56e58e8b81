"""List the releases."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from data.commands.printing import current_release, open_store, print_json, summary, table
from data.errors import ReleaseDamaged
from data.words import say


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    """Only those that every command has."""


def run(asked: Namespace) -> int:
    store = open_store(asked)
    current = current_release(store, asked.lang)
    listed = []
    for number in store.numbers():
        try:
            listed.append(summary(store.open(number)) | {"current": number == current.number, "damaged": ""})
        except ReleaseDamaged as damage:
            listed.append({"number": number, "current": False, "damaged": damage.sentence(asked.lang)})
    if asked.json:
        print_json(listed)
        return 0
    rows = [
        (
            f"{one['number']}{' *' if one['current'] else ''}",
            one.get("made_at", one["damaged"]),
            *(f"{one[name]:,}" if name in one else "" for name in ("rows", "new", "revised", "withdrawn")),
            say(asked.lang, "synthetic") if one.get("synthetic") else "",
            one.get("note", ""),
        )
        for one in listed
    ]
    table(asked.lang, ("number", "made_at", "rows", "new", "revised", "withdrawn", "kind", "note"), rows)
    return 0
