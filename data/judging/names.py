"""Labels that mislead: a total of another year, one name in two spellings, age bands in two notations."""

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from data.ingest.problems import Problem, problem
from data.judging.blocks import Axis, Block
from data.judging.structure import Relation
from data.tables import ages, measures, periods
from data.tables.text import key

# A column of labels holds ages when this share of them does; `10-19` alone may be anything.
AGES = 0.5
LEAST_BANDS = 2
YEAR = re.compile(r"\d{4}|\d\s*年|민국")


def judge(block: Block, held: list[tuple[bool, Relation]]) -> Iterator[Problem]:
    """`held` are the relations of totals and parts that the numbers bear out."""
    for by_rows, side in ((True, block), (False, block.turned())):
        yield from _years(side, [relation for rows, relation in held if rows == by_rows])
        for texts, meaning in side.rows.levels:
            yield from _spellings(side, texts)
            yield from _bands(side, texts, meaning)


def _years(side: Block, held: list[Relation]) -> Iterator[Problem]:
    """A total that names a year in which none of its parts lies (2020-21 Total in the block of 2021-22)."""
    told = set()
    for relation in held:
        named, other = _years_of(side.rows, relation.target), set()
        for part in relation.parts:
            other |= _years_of(side.rows, part)
        if len(other) == 1 and named and not named & other and relation.target not in told:
            told.add(relation.target)
            label = side.rows.name(relation.target)
            year, right = min(named), min(other)
            yield _at(side, relation.target, "total_year", label=label, year=year, parts=right)


def _years_of(axis: Axis, line: int) -> set[int]:
    """The first years that a line names: in a label that means a total, else in any label, else by its period."""
    labels = axis.labels[line]
    rests = [rest for rest in map(measures.total, labels) if rest]
    for said in (rests, labels):
        named = [periods.period(text) for text in said if YEAR.search(text)]
        if years := {period.year for period in named if period and period.year}:
            return years
    return set() if np.isnat(axis.start[line]) else {int(str(axis.start[line])[:4])}


def _spellings(side: Block, texts: list[str]) -> Iterator[Problem]:
    """One name written in two ways: Special and special, 기타 특별법 and 기타특별법."""
    lines = defaultdict(lambda: defaultdict(list))
    for line, text in enumerate(texts):
        if text:
            # Without its dots 1.5 would be 15.
            lines[key(text), *re.findall(r"\d+", text)][text].append(line)
    for spelt in lines.values():
        if len(spelt) > 1:
            usual, *others = sorted(spelt, key=lambda text: -len(spelt[text]))
            for other in others:
                yield _at(side, spelt[other][0], "spelling", len(spelt[other]), found=other, usual=usual)


def _bands(side: Block, texts: list[str], meaning: list[str | None]) -> Iterator[Problem]:
    distinct = list(dict.fromkeys(filter(None, texts)))
    found = ages.axis(distinct)
    bands = {
        text: (age.lower, age.upper)
        for text, age in zip(distinct, found, strict=True)
        if age and age.kind == "band"
    }
    if len(bands) < LEAST_BANDS or len(bands) < AGES * len(distinct):
        return
    written = defaultdict(list)
    for text, limits in bands.items():
        written[limits].append(text)
    for names in written.values():
        apart = list({key(name): name for name in names}.values())
        if len(apart) > 1:
            line, count = texts.index(apart[1]), texts.count(apart[1])
            yield _at(side, line, "band_notation", count, found=apart[1], usual=apart[0])
    if "" in meaning:
        yield from _holes(side, texts, bands)


def _holes(side: Block, texts: list[str], bands: dict[str, tuple]) -> Iterator[Problem]:
    """Ages between two bands that no band holds, while the total counts everyone."""
    reach, before = None, ""
    for text, (low, high) in sorted(bands.items(), key=lambda band: band[1][0]):
        if reach is not None and low > reach + 1:
            gap = f"{reach + 1}–{low - 1}" if low - 1 > reach + 1 else str(low - 1)
            yield _at(side, texts.index(text), "band_hole", before=before, after=text, gap=gap)
        high = np.inf if high is None else high
        if reach is None or high > reach:
            reach, before = high, text


def _at(side: Block, line: int, code: str, count: int = 1, **fields) -> Problem:
    first = next((cell for cell in side.cell[line] if cell), "")
    return problem(code, side.file, side.sheet, first, cells=count, **fields)
