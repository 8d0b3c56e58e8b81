"""A cell of thousands of signs takes no more time than a page of labels."""

import time

import pytest

from data.tables.ages import age
from data.tables.marks import legend, mark
from data.tables.measures import measure, remainder, sex, total
from data.tables.numbers import number
from data.tables.parts import parts
from data.tables.periods import context, mentioned, period
from data.tables.places import place
from data.tables.text import label, note
from data.tables.units import split, stated, unit

READERS = (
    label, note, parts, period, age, place, measure, sex, total, remainder, mark, number, unit, split, stated,
    mentioned,
)  # fmt: skip


@pytest.mark.parametrize(
    "piece", ["1) ", "(1)", "1", "1,", "a ", "가_", "(", ")", "년 ", "~", "*", "between 1 and "]
)
def test_a_hostile_cell_takes_no_time(piece):
    cell = piece * (10_000 // len(piece))
    begin = time.process_time()
    for read in READERS:
        read(cell)
    legend([cell])
    context([cell])
    assert time.process_time() - begin < 10
