"""What is wrong with a file, in Korean and English: where it is, what was found and what to do."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

LANGUAGES = ("ko", "en")
_STEERING = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]")
SEVERITIES = ("error", "warning", "notice")
# Beyond so many problems of one kind in one sheet a list helps nobody; the rest is counted.
MOST = 50


@dataclass(frozen=True)
class Problem:
    """One finding. An error refuses the file, a warning asks for a look, a notice says what was done.

    `cell` is the address of the first cell concerned, `cells` how many cells share the finding.
    `what` and `do` hold one sentence for each language.
    """

    code: str
    severity: str
    file: str
    sheet: str
    cell: str
    what: dict[str, str]
    do: dict[str, str]
    cells: int = 1

    def sentence(self, lang: str) -> str:
        return f"{self.place(lang)}: {self.what[lang]} {self.do[lang]}"

    def place(self, lang: str) -> str:
        words = _registry()["place"][lang]
        parts = [self.file]
        if self.sheet:
            parts.append(words["sheet"].format(sheet=self.sheet))
        if self.cell:
            form = "cell" if self.cells == 1 else "cells"
            parts.append(words[form].format(cell=self.cell, more=f"{self.cells - 1:,}"))
        return ", ".join(parts)


class Refused(Exception):
    """A file that cannot be taken; `problems` holds every finding, errors first."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems, key=lambda p: SEVERITIES.index(p.severity))
        super().__init__("\n".join(problem.sentence("en") for problem in self.problems))

    @property
    def code(self) -> str:
        return self.problems[0].code


@cache
def _registry() -> dict:
    with (Path(__file__).parent / "problems.toml").open("rb") as file:
        return tomllib.load(file)


def codes() -> dict[str, dict]:
    """Every problem code with its severity and its words, in the order of problems.toml."""
    return _registry()["problem"]


def problem(code: str, file: str, sheet: str = "", cell: str = "", *, cells: int = 1, **fields) -> Problem:
    """The problem of that code with its words filled in from `fields`."""
    entry = codes()[code]
    shown = {name: _shown(value) for name, value in fields.items()}
    what, do = ({lang: entry[part][lang].format(**shown) for lang in LANGUAGES} for part in ("what", "do"))
    return Problem(code, entry["severity"], _shown(file), _shown(sheet), cell, what, do, cells)


def _shown(value: object) -> str:
    """Words taken from a file, without what could steer a terminal or turn the direction of writing."""
    return _STEERING.sub("", str(value))


def shortened(problems: Iterable[Problem]) -> list[Problem]:
    """The same list with at most MOST problems of one kind in one sheet, and the number of those left out."""
    kept, count = [], Counter()
    last: dict[tuple, int] = {}
    for found in problems:
        kind = found.code, found.file, found.sheet
        count[kind] += 1
        if count[kind] <= MOST:
            last[kind] = len(kept)
            kept.append(found)
    for kind, place in sorted(last.items(), key=lambda one: -one[1]):
        if count[kind] > MOST:
            rest = problem("more", kind[1], kind[2], count=f"{count[kind] - MOST:,}")
            kept.insert(place + 1, replace(rest, severity=kept[place].severity))
    return kept
