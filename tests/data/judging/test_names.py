"""Labels that mislead."""

import pytest

from data.judging import names, sums
from data.judging.blocks import blocks
from tests.data.judging.made import made


def found(reading):
    return [one for block in blocks(reading) for one in names.judge(block, sums.totals(block).held)]


STRADDLING = [
    ["기간", "", "Male", "Female", "Persons"],
    ["2020-21", "10-17", 120, 30, 150],
    ["2020-21", "18+", 480, 70, 550],
    ["2020-21", "2020-21 Total", 600, 100, 700],
    ["2021-22", "10-17", 133, 35, 168],
    ["2021-22", "18+", 501, 77, 578],
    ["2021-22", "2021-22 Total", 634, 112, 746],
]


def test_t5_a_total_that_names_the_wrong_year():
    assert found(made(STRADDLING, labels=2)) == []
    wrong = [*STRADDLING[:6], ["2021-22", "2020-21 Total", 634, 112, 746]]
    # The block says 2021-22 in its own column here; without it the total names 2020 alone.
    alone = [[row[0] if "Total" not in row[1] else "", *row[1:]] for row in wrong]
    (one,) = found(made(alone, labels=2))
    assert (one.code, one.severity, one.cell) == ("total_year", "warning", "C7")
    assert "total of 2020, but by its numbers it is that of the parts of 2021" in one.sentence("en")


def test_t5_a_total_whose_block_and_name_disagree():
    wrong = [*STRADDLING[:6], ["2021-22", "2020-21 Total", 634, 112, 746]]
    assert [(one.code, one.cell) for one in found(made(wrong, labels=2))] == [("total_year", "C7")]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Special", "special"), ("기타 특별법", "기타특별법"), ("아동·청소년", "아동,청소년")],
)
def test_n1_spelling_variants_of_one_name(first, second):
    rows = [["구분", "2023"], [first, 3], ["그 밖", 4], [first, 5], [second, 6]]
    (one,) = found(made(rows))
    assert (one.code, one.severity, one.cell) == ("spelling", "notice", "B5")
    assert f"‘{second}’ and ‘{first}’" in one.sentence("en")


def test_n1_names_that_differ_in_a_number_or_a_word_are_two_names():
    rows = [["구분", "건수"], ["1.5급", 3], ["15급", 4], ["허위영상물 제작", 4], ["허위영상물 유포", 4]]
    assert found(made(rows)) == []


def test_a3_one_band_in_two_notations():
    rows = [["age", "n"], ["0-9", 3], ["10 to 19", 4], ["20-29", 5], ["10-19", 6], ["Under 10", 2]]
    told = [(one.code, one.cell) for one in found(made(rows))]
    assert told == [("band_notation", "B6"), ("band_notation", "B5")]


def test_a7_bands_that_leave_a_hole():
    rows = [["연령", "2023"], ["계", 100], ["20~39세", 40], ["65세 이상", 20]]
    (one,) = found(made(rows))
    assert (one.code, one.severity, one.cell) == ("band_hole", "notice", "B4")
    assert "the ages 40–64 are missing" in one.sentence("en")
    assert found(made([["연령", "2023"], ["계", 60], ["20~39세", 40], ["40세 이상", 20]])) == []


def test_a1_bands_of_decades_leave_no_hole():
    rows = [["연령", "2023"], ["계", 6], ["20세이하", 1], ["21-30세", 2], ["31-40세", 3], ["41세이상", 0]]
    assert found(made(rows)) == []
