"""Show what changed between two releases."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from data.commands.printing import base_of, current_release, open_store, plain, print_json, table
from data.observations import KEYS, TOTAL
from data.words import say


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    parser.add_argument("numbers", nargs="*", type=int, metavar="N", help=word("numbers"))


def run(asked: Namespace) -> int:
    from data.diff import diff

    store = open_store(asked)
    current = current_release(store, asked.lang)
    a, b = asked.numbers or (base_of(current), current.number)
    changes = diff(store.open(a).observations, store.open(b).observations)
    for column in ("window_start", "window_end"):
        changes[column] = changes[column].dt.strftime("%Y-%m-%d")
    if asked.json:
        rows = changes.astype(object).where(changes.notna(), None).to_dict("records")
        print_json({"from": a, "to": b, "changes": rows})
    elif changes.empty:
        print(say(asked.lang, "same", a=a, b=b))
    else:
        rows = [_change(row, asked.lang) for row in changes.to_dict("records")]
        table(asked.lang, ("change", "figure", "basis", "window", "as_of", "ref", "before", "after"), rows)
    return 0


def _change(row: dict, lang: str) -> list[str]:
    """One change as a line: the codes that are not totals beside the indicator, the window as ISO 8601."""
    codes = [row[key] for key in KEYS if row[key] not in ("KR", TOTAL)]
    said = [
        " ".join(codes),
        row["basis"],
        f"{row['window_start']}/{row['window_end']}",
        row["as_of"],
        row["ref"],
    ]
    return [say(lang, row["change"]), *said, plain(row["old_value"]), plain(row["new_value"])]
