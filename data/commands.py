"""The commands of `python -m data`: each takes the parsed arguments and returns the exit code."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from data.errors import ReleaseDamaged, ReleaseMissing
from data.observations import KEYS, TOTAL
from data.release import Release
from data.releases import Store, home
from data.words import say


def publish(asked: Namespace) -> int:
    from data.publish import prepare, write

    store = _store(asked)
    with store.lock(), _status() as tell:

        def progress(step: str) -> None:
            tell(say(asked.lang, f"step_{step}"))

        draft = prepare(store, asked.files, large=asked.large, progress=progress)
        progress("write")
        release = write(store, draft, asked.note)
    nothing_new = release is draft.base
    _tell_problems(draft.incidents.problems, asked.lang)
    _tell_synthetic(release, asked.lang)
    audit = (draft.tables or {}).get("audit", {})
    if left := [*audit.get("given_up", ()), *audit.get("left_out", ())]:
        print(say(asked.lang, "coarsened", tables=", ".join(left)), file=sys.stderr)
    if asked.json:
        receipts = [_receipt(receipt) for receipt in draft.incidents.receipts]
        _print_json(_summary(release) | {"nothing_new": nothing_new, "receipts": receipts})
        return 0
    _tell_receipts(draft.incidents.receipts, asked.lang)
    if nothing_new:
        print(say(asked.lang, "nothing_new", number=release.number))
    else:
        print(say(asked.lang, "published", **_summary(release)))
    return 0


def releases(asked: Namespace) -> int:
    store = _store(asked)
    current = _current(store, asked.lang)
    listed = []
    for number in store.numbers():
        try:
            listed.append(_summary(store.open(number)) | {"current": number == current.number, "damaged": ""})
        except ReleaseDamaged as damage:
            listed.append({"number": number, "current": False, "damaged": damage.sentence(asked.lang)})
    if asked.json:
        _print_json(listed)
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
    _table(asked.lang, ("number", "made_at", "rows", "new", "revised", "withdrawn", "kind", "note"), rows)
    return 0


def diff(asked: Namespace) -> int:
    from data.diff import diff

    store = _store(asked)
    current = _current(store, asked.lang)
    a, b = asked.numbers or (_base(current), current.number)
    changes = diff(store.open(a).observations, store.open(b).observations)
    for column in ("window_start", "window_end"):
        changes[column] = changes[column].dt.strftime("%Y-%m-%d")
    if asked.json:
        rows = changes.astype(object).where(changes.notna(), None).to_dict("records")
        _print_json({"from": a, "to": b, "changes": rows})
    elif changes.empty:
        print(say(asked.lang, "same", a=a, b=b))
    else:
        rows = [_change(row, asked.lang) for row in changes.to_dict("records")]
        _table(asked.lang, ("change", "figure", "basis", "window", "as_of", "ref", "before", "after"), rows)
    return 0


def rollback(asked: Namespace) -> int:
    store = _store(asked)
    current = _current(store, asked.lang)
    number = asked.number if asked.number is not None else _base(current)
    release = store.point_to(number, asked.note)
    if asked.json:
        _print_json(_summary(release) | {"previous": current.number})
    elif number == current.number:
        print(say(asked.lang, "already_current", number=number))
    else:
        print(say(asked.lang, "rolled_back", number=number, previous=current.number))
    return 0


def check(asked: Namespace) -> int:
    """What publishing these files would find, without the publishing."""
    from data.ingest.problems import Refused
    from data.publish import plan

    try:
        pending = plan(_store(asked), asked.files, asked.large)
    except Refused as refusal:
        problems, receipts = refusal.problems, ()
    else:
        problems, receipts = pending.problems, pending.receipts
    if asked.json:
        told = [_problem(problem, asked.lang) for problem in problems]
        _print_json(
            {"accepted": bool(receipts), "receipts": [_receipt(one) for one in receipts], "problems": told}
        )
    else:
        _tell_problems(problems, asked.lang)
        _tell_receipts(receipts, asked.lang)
    return 0 if receipts else 2


def template(asked: Namespace) -> int:
    from data.ingest import templates

    templates.write(asked.kind, asked.file)
    print(say(asked.lang, "written", file=asked.file))
    return 0


def demo(asked: Namespace) -> int:
    from data import demo

    wanted = {} if asked.incidents is None else {"incidents": asked.incidents}
    with _status() as tell:
        paths = demo.make(
            asked.folder, seed=asked.seed, progress=lambda *done: tell("/".join(map(str, done))), **wanted
        )
    print(say(asked.lang, "demo_written", files=len(paths), folder=asked.folder))
    return 0


def _store(asked: Namespace) -> Store:
    return Store(asked.home or home())


def _current(store: Store, lang: str) -> Release:
    current = store.current()
    if current is None:
        raise ReleaseMissing("empty", store=str(store.home))
    if current.instead_of is not None:
        print(say(lang, "stand_in", wanted=current.instead_of, number=current.number), file=sys.stderr)
    _tell_synthetic(current, lang)
    return current


def _base(release: Release) -> int:
    if release.manifest["base"] is None:
        raise ReleaseMissing("no_earlier", number=release.number)
    return release.manifest["base"]


def _tell_synthetic(release: Release, lang: str) -> None:
    if release.synthetic:
        print(say(lang, "is_synthetic", number=release.number), file=sys.stderr)


def _tell_problems(problems: Iterable, lang: str) -> None:
    for problem in problems:
        print(problem.sentence(lang), file=sys.stderr)


def _tell_receipts(receipts: Iterable[dict], lang: str) -> None:
    for receipt in receipts:
        print(say(lang, "receipt_synthetic" if receipt["synthetic"] else "receipt", **_receipt(receipt)))


def _problem(problem, lang: str) -> dict:
    place = {name: getattr(problem, name) for name in ("code", "severity", "file", "sheet", "cell", "cells")}
    return place | {"sentence": problem.sentence(lang)}


def _receipt(receipt: dict) -> dict:
    return {name: receipt[name] for name in ("receipt", "kind", "file", "sha256", "incidents", "synthetic")}


def _summary(release: Release) -> dict:
    manifest = release.manifest
    changes = {name: part["rows"] for name, part in manifest["changelog"].items()}
    kept = {name: manifest[name] for name in ("number", "made_at", "base", "synthetic", "vault", "note")}
    return kept | {"rows": manifest["rows"]["observations"]} | changes


def _print_json(value) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _plain(value: float) -> str:
    return "" if value != value else f"{value:.12g}"


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
    return [say(lang, row["change"]), *said, _plain(row["old_value"]), _plain(row["new_value"])]


def _table(lang: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
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
def _status() -> Iterator[Callable[[str], None]]:
    """Shows on a terminal what is being done; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield status.update
