"""Columns that slipped, against margins that agree."""

import numpy as np

from data.judging import slipped, sums
from data.judging.blocks import blocks
from tests.data.judging.made import made

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
HOURS = ["0-6", "6-12", "12-18", "18-24", "Unknown"]


def table(seed=3, count=25):
    """25 offences by hour and by weekday; both breakdowns have the same sum in each row."""
    generator = np.random.default_rng(seed)
    days = generator.integers(1000, 30000, (count, 7))
    hours = generator.integers(100, 1000, (count, 5))
    hours[:, 0] += days.sum(axis=1) - hours.sum(axis=1)
    return np.hstack([hours, days])


def rows_of(numbers, total=False):
    heads = [["Offence", *(["Total"] if total else []), *HOURS, *DAYS]]
    return heads + [
        [f"offence {n}", *([sum(line[:5])] if total else []), *line]
        for n, line in enumerate(numbers.tolist())
    ]


def slip(numbers):
    """Saturday of rows 20–24 moved down by one line, as pasted a line too low."""
    numbers = numbers.copy()
    numbers[20:25, 10] = numbers[19:24, 10]
    return numbers


def found(rows):
    problems = []
    for block in blocks(made(rows)):
        told, left = slipped.explained(block, sums.totals(block).breaks)
        problems += [*told, *sums.problems(block, left)]
    return problems


def test_q4_a_slipped_column_between_two_margins():
    assert found(rows_of(table())) == []
    (one,) = found(rows_of(slip(table())))
    assert (one.code, one.severity, one.cell, one.cells) == ("slipped_column", "warning", "L22", 5)
    assert "of ‘Sat’ from ‘offence 20’ to ‘offence 24’ seem to have slipped by 1 lines" in one.sentence("en")


def test_q4_a_slipped_column_beside_a_total():
    assert found(rows_of(table(), total=True)) == []
    (one,) = found(rows_of(slip(table()), total=True))
    assert (one.code, one.cell, one.cells) == ("slipped_column", "M22", 5)


def test_q4_one_wrong_number_is_no_slip():
    numbers = table()
    numbers[7, 10] += 90
    (one,) = found(rows_of(numbers))
    assert (one.code, one.cell) == ("margins_differ", "B9")


def test_unrelated_columns_give_no_finding():
    generator = np.random.default_rng(8)
    for _ in range(20):
        numbers = generator.integers(0, 40, (25, 12))
        assert found(rows_of(numbers)) == []
