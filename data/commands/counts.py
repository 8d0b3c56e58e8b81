"""Count the incidents of a list by month, quarter or year."""

import csv
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from data.commands.printing import tell_problems
from data.words import say

_KINDS = {
    "occurred": "kind_occurred",
    "reported": "kind_reported",
    "recorded": "kind_recorded",
    "arrested": "kind_arrested",
    "decided": "kind_decided",
    "ended": "kind_ended",
    "": "kind_unsaid",
}


def arguments(parser: ArgumentParser, word: Callable[[str], str]) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=word("incident_file"))
    parser.add_argument("--sheet", default="", metavar="NAME", help=word("sheet"))
    parser.add_argument("--date", default="", metavar="COLUMN", help=word("date"))
    parser.add_argument("--by", default="", metavar="COLUMN,…", help=word("by"))
    parser.add_argument("--freq", choices=("month", "quarter", "year"), default="month", help=word("freq"))
    parser.add_argument("--order", choices=("dmy", "mdy", "ymd"), default="", help=word("order"))
    parser.add_argument("--format", choices=("csv", "json"), default="csv", help=word("format"))
    parser.add_argument("--large", action="store_true", help=word("large"))


def run(asked: Namespace) -> int:
    """Counts on stdout, what they were made from on stderr."""
    from data.counting.counts import counts
    from data.ingest.limits import LARGE

    by = next(csv.reader([asked.by], skipinitialspace=True), [])
    limits = LARGE if asked.large else None
    counted = counts(asked.file, asked.date, by, asked.freq, asked.sheet, limits, asked.order)
    tell_problems(counted.problems, asked.lang)
    _tell(counted, asked.lang)
    frame = counted.frame.assign(
        **{name: counted.frame[name].dt.strftime("%Y-%m-%d") for name in ("period_start", "period_end")}
    )
    if asked.format == "json":
        print(json.dumps(frame.to_dict("records"), ensure_ascii=False, indent=1))
    else:
        frame["partial"] = frame["partial"].astype(str).str.lower()
        print(frame.to_csv(index=False, lineterminator="\n"), end="")
    return 0


def _tell(counted, lang: str) -> None:
    """What was taken: the date, the other dates, incidents without one, and what the counts must not be used for."""

    def tell(key: str, **fields) -> None:
        print(say(lang, key, **fields), file=sys.stderr)

    kind = say(lang, _KINDS[counted.date.kind])
    tell("counts_date", heading=counted.date.heading, kind=kind, written=counted.date.fields[-1].written)
    if counted.others:
        named = [f"{one.heading} ({say(lang, _KINDS[one.kind])})" for one in counted.others]
        tell("counts_other_dates", headings=", ".join(named))
    tell(
        "counts_rows",
        rows=f"{counted.rows:,}",
        dated=f"{counted.date.dated:,}",
        undated=f"{counted.undated:,}",
        unreadable=f"{counted.unreadable:,}",
    )
    if counted.frame["partial"].any():
        tell("counts_partial")
    tell("counts_unprotected")
