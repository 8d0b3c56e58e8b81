"""Make a new release of published figures and incident sheets."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from data.commands.printing import (
    open_store,
    print_json,
    receipt_row,
    status,
    summary,
    tell_problems,
    tell_receipts,
    tell_synthetic,
)
from data.words import say


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=word("files"))
    parser.add_argument("--note", default="", help=word("note"))
    parser.add_argument("--large", action="store_true", help=word("large"))


def run(asked: Namespace) -> int:
    from data.publish import prepare, write

    store = open_store(asked)
    with store.lock(), status() as tell:

        def progress(step: str) -> None:
            tell(say(asked.lang, f"step_{step}"))

        draft = prepare(store, asked.files, large=asked.large, progress=progress)
        progress("write")
        release = write(store, draft, asked.note)
    nothing_new = release is draft.base
    tell_problems(draft.incidents.problems, asked.lang)
    tell_synthetic(release, asked.lang)
    audit = (draft.tables or {}).get("audit", {})
    if left := [*audit.get("given_up", ()), *audit.get("left_out", ())]:
        print(say(asked.lang, "coarsened", tables=", ".join(left)), file=sys.stderr)
    if asked.json:
        receipts = [receipt_row(receipt) for receipt in draft.incidents.receipts]
        print_json(summary(release) | {"nothing_new": nothing_new, "receipts": receipts})
        return 0
    tell_receipts(draft.incidents.receipts, asked.lang)
    if nothing_new:
        print(say(asked.lang, "nothing_new", number=release.number))
    else:
        print(say(asked.lang, "published", **summary(release)))
    return 0
