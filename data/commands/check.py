"""What is wrong with files, without writing anything."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from data.commands.printing import (
    open_store,
    print_json,
    problem_row,
    receipt_row,
    tell_problems,
    tell_receipts,
)


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=word("files"))
    parser.add_argument("--large", action="store_true", help=word("large"))


def run(asked: Namespace) -> int:
    """What publishing these files would find, without the publishing."""
    from data.ingest.problems import Refused
    from data.publish import plan

    try:
        pending = plan(open_store(asked), asked.files, asked.large)
    except Refused as refusal:
        problems, receipts = refusal.problems, ()
    else:
        problems, receipts = pending.problems, pending.receipts
    if asked.json:
        told = [problem_row(problem, asked.lang) for problem in problems]
        print_json(
            {"accepted": bool(receipts), "receipts": [receipt_row(one) for one in receipts], "problems": told}
        )
    else:
        tell_problems(problems, asked.lang)
        tell_receipts(receipts, asked.lang)
    return 0 if receipts else 2
