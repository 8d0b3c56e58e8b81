"""What several commands say and how: problems, receipts, tables, JSON, progress."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from data.errors import ReleaseMissing
from data.release import Release
from data.releases import Store, home
from data.words import say


def open_store(asked: Namespace) -> Store:
    return Store(asked.home or home())


def current_release(store: Store, lang: str) -> Release:
    current = store.current()
    if current is None:
        raise ReleaseMissing("empty", store=str(store.home))
    if current.instead_of is not None:
        print(say(lang, "stand_in", wanted=current.instead_of, number=current.number), file=sys.stderr)
    tell_synthetic(current, lang)
    return current


def base_of(release: Release) -> int:
    if release.manifest["base"] is None:
        raise ReleaseMissing("no_earlier", number=release.number)
    return release.manifest["base"]


def tell_synthetic(release: Release, lang: str) -> None:
    if release.synthetic:
        print(say(lang, "is_synthetic", number=release.number), file=sys.stderr)


def tell_problems(problems: Iterable, lang: str) -> None:
    for problem in problems:
        print(problem.sentence(lang), file=sys.stderr)


def tell_receipts(receipts: Iterable[dict], lang: str) -> None:
    for receipt in receipts:
        print(say(lang, "receipt_synthetic" if receipt["synthetic"] else "receipt", **receipt_row(receipt)))


def problem_row(problem, lang: str) -> dict:
    place = {name: getattr(problem, name) for name in ("code", "severity", "file", "sheet", "cell", "cells")}
    return place | {"sentence": problem.sentence(lang)}


def receipt_row(receipt: dict) -> dict:
    return {name: receipt[name] for name in ("receipt", "kind", "file", "sha256", "incidents", "synthetic")}


def summary(release: Release) -> dict:
    manifest = release.manifest
    changes = {name: part["rows"] for name, part in manifest["changelog"].items()}
    kept = {name: manifest[name] for name in ("number", "made_at", "base", "synthetic", "vault", "note")}
    return kept | {"rows": manifest["rows"]["observations"]} | changes


def print_json(value) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def plain(value: float) -> str:
    return "" if value != value else f"{value:.12g}"


def table(lang: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """A table on a terminal; tab-separated lines where another program reads."""
    heads = [say(lang, f"column_{name}") for name in columns]
    if not sys.stdout.isatty():
        for row in (heads, *rows):
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for head in heads:
        # On a narrow terminal a cell is folded, never cut.
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table, markup=False)


@contextmanager
def status() -> Iterator[Callable[[str], None]]:
    """Shows on a terminal what is being done; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield status.update
