"""All that the numbers of some files say against themselves and one another."""

from collections.abc import Iterator, Sequence

from data.ingest.problems import SEVERITIES, Problem, shortened
from data.judging import copies, editions, lists, names, ratios, series, slipped, sums
from data.judging.blocks import Block, blocks
from data.judging.lists import Listed


def judge(readings: Sequence, listed: Sequence[Listed] = ()) -> tuple[Problem, ...]:
    """Every finding on the tables of these readings, file by file, the grave ones first.

    `readings` are data.tables.reading.Reading, in the order of their editions where the periods do not tell;
    what the reader itself found is not repeated. `listed` are the sheets that list incidents, which are
    compared as lists and not judged as tables.
    """
    apart = {(one.file, one.found.sheet) for one in listed}
    found = [problem for reading in readings for problem in _alone(reading, apart)]
    found += _together(readings, apart)
    found += lists.judge(listed)
    order = {reading.file: place for place, reading in enumerate(readings)}
    found.sort(key=lambda one: (order.get(one.file, 0), SEVERITIES.index(one.severity)))
    return tuple(shortened(found))


def _alone(reading, apart: set[tuple[str, str]]) -> Iterator[Problem]:
    cells = dict(tuple(reading.cells.groupby("table", sort=False)))
    for block in blocks(reading, apart):
        yield from _block(block)
        yield from series.judge(block, cells[block.table], block.title)


def _block(block: Block) -> Iterator[Problem]:
    totals = sums.totals(block)
    slips, left = slipped.explained(block, totals.breaks)
    yield from slips
    yield from sums.problems(block, left)
    yield from totals.notices
    yield from names.judge(block, totals.held)
    yield from ratios.judge(block)


def _together(readings: Sequence, apart: set[tuple[str, str]]) -> Iterator[Problem]:
    for one, other, pair in copies.pairs(copies.tables(readings, apart)):
        said, copied = copies.judge(one, other, pair)
        yield from said
        if pair is not None and not copied and one.file != other.file:
            yield from editions.judge(editions.edition(pair))
