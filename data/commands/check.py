"""What is wrong with files, without changing any data."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from data.commands.printing import (
    open_store,
    print_json,
    problem_row,
    receipt_row,
    tell_problems,
    tell_receipts,
)
from data.words import say


@dataclass
class Checked:
    """What became of the files: those that could be opened, by kind, and all that was found."""

    forms: list[Path] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)
    refused: list[Path] = field(default_factory=list)
    tables: Counter = field(default_factory=Counter)
    lists: Counter = field(default_factory=Counter)
    receipts: tuple = ()
    problems: list = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        return not self.refused and all(one.severity != "error" for one in self.problems)


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=word("checked_files"))
    parser.add_argument("--period", default="", metavar="PERIOD", help=word("period"))
    parser.add_argument("--annotate", type=Path, metavar="FOLDER", help=word("annotate"))
    parser.add_argument("--large", action="store_true", help=word("large"))


def run(asked: Namespace) -> int:
    """Our own forms as publishing would find them, all other files as tables: 0 without an error, else 2."""
    from data.ingest.limits import LARGE

    limits = LARGE if asked.large else None
    checked = Checked()
    _tables(checked, asked, limits)
    if checked.forms:
        _forms(checked, asked)
    if asked.json:
        _print(checked, asked.lang)
    else:
        _tell(checked, asked.lang)
    if asked.annotate:
        _annotate(checked, asked, limits)
    return 0 if checked.accepted else 2


def _tables(checked: Checked, asked: Namespace, limits) -> None:
    from data.ingest import grid, incidents
    from data.ingest.problems import Refused
    from data.judging.judge import judge
    from data.judging.lists import lists
    from data.tables import reading

    readings, listed = [], []
    for path in asked.files:
        try:
            book = grid.read(path, limits)
            if incidents.is_form(book):
                checked.forms.append(path)
                continue
            read = reading.read(path, period=asked.period, limits=limits)
        except Refused as refusal:
            checked.refused.append(path)
            checked.problems += refusal.problems
            continue
        here = lists(book)
        checked.others.append(path)
        checked.tables[path], checked.lists[path] = len(read.tables) - len(here), len(here)
        checked.problems += _reader(book, read.problems, here)
        readings.append(read)
        listed += here
    checked.problems += judge(readings, listed)


def _reader(book, problems, listed) -> list:
    """What the reader says, of a sheet that lists incidents what the reader of lists says."""
    sheets = {one.found.sheet for one in listed}
    said = [one for one in problems if one.sheet not in sheets or one in book.problems]
    return [*said, *(one for each in listed for one in each.found.problems)]


def _forms(checked: Checked, asked: Namespace) -> None:
    """What publishing these files would find, without the publishing."""
    from data.ingest.problems import Refused
    from data.publish import plan

    try:
        pending = plan(open_store(asked), checked.forms, asked.large)
    except Refused as refusal:
        checked.refused += checked.forms
        checked.problems += refusal.problems
    else:
        checked.receipts = pending.receipts
        checked.problems += pending.problems


def _counts(checked: Checked, path: Path) -> dict:
    severities = Counter(one.severity for one in checked.problems if one.file == path.name)
    found = {name: severities[name] for name in ("error", "warning", "notice")}
    return {"tables": checked.tables[path], "lists": checked.lists[path], **found}


def _print(checked: Checked, lang: str) -> None:
    kinds = ("form", checked.forms), ("table", checked.others), ("refused", checked.refused)
    files = [
        {"file": path.name, "kind": kind, **_counts(checked, path)}
        for kind, paths in kinds
        for path in paths
        if kind == "refused" or path not in checked.refused
    ]
    print_json(
        {
            "accepted": checked.accepted,
            "files": files,
            "receipts": [receipt_row(one) for one in checked.receipts],
            "problems": [problem_row(one, lang) for one in checked.problems],
        }
    )


def _tell(checked: Checked, lang: str) -> None:
    tell_problems(checked.problems, lang)
    tell_receipts(checked.receipts, lang)
    for path in checked.others:
        print(say(lang, "checked", file=path.name, **_counts(checked, path)))
    for path in checked.refused:
        print(say(lang, "not_checked", file=path.name))


def _annotate(checked: Checked, asked: Namespace, limits) -> None:
    from data.errors import FileRefused
    from data.judging.annotate import annotate

    try:
        asked.annotate.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileRefused("file_unwritable", file=str(asked.annotate), reason=reason) from error
    for path in (*checked.forms, *checked.others):
        out = asked.annotate / f"{path.name}-checked.xlsx"
        annotate(path, checked.problems, out, asked.lang, limits)
        if not asked.json:
            print(say(asked.lang, "written", file=out))
