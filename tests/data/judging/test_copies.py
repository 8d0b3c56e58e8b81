"""Tables beside one another: copies, parts, editions."""

import random

import pytest

from data.judging import copies, editions
from tests.data.judging.made import book, made


def found(*readings):
    told = []
    for one, other, pair in copies.pairs(copies.tables(readings)):
        problems, copied = copies.judge(one, other, pair)
        told += problems
        if pair and not copied and one.file != other.file:
            told += editions.judge(editions.edition(pair))
    return told


def codes(*readings):
    return [(one.code, one.file, one.cell) for one in found(*readings)]


TABLE = [
    ["연도", "구분", "해킹", "인터넷사기", "사이버음란물", "불법촬영물유포"],
    ["2020", "발생건수", 1067, 123168, 4831, 842],
    ["2020", "검거건수", 117, 93690, 4063, 678],
    ["2019", "발생건수", 751, 89797, 2690, 165],
    ["2019", "검거건수", 118, 72935, 2164, 139],
    ["2018", "발생건수", 721, 74044, 3833, None],
    ["2018", "검거건수", 160, 60224, 3282, None],
]


def table(rows=TABLE, file="a.csv", **more):
    return made(rows, labels=2, file=file, **more)


def without(column, rows=TABLE):
    return [[cell for place, cell in enumerate(row) if place != column] for row in rows]


def test_s2_a_copy_in_another_order():
    rows = TABLE[1:]
    random.Random(1).shuffle(rows)
    assert codes(table(), table([TABLE[0], *rows], "a - 복사본.csv")) == [
        ("copy_equal", "a - 복사본.csv", "")
    ]


def test_s2_a_copy_with_one_subtotal_column_more():
    more = [[*row, "계" if not n else sum(cell or 0 for cell in row[2:])] for n, row in enumerate(TABLE)]
    (one,) = found(table(), table(more, "b.csv"))
    assert (one.code, one.file) == ("copy_more", "a.csv")
    assert "‘b.csv’, which has 6 cells more (계)" in one.sentence("en")


def test_s2_a_copy_under_other_labels():
    english = [["year", "kind", "hacking", "fraud", "obscenity", "filming"], *TABLE[1:]]
    english = [
        [row[0], {"발생건수": "recorded", "검거건수": "cleared"}.get(row[1], row[1]), *row[2:]]
        for row in english
    ]
    assert codes(table(), table(english, "en.csv")) == [("copy_equal", "en.csv", "")]


def test_s3_a_sheet_that_repeats_a_part_of_another():
    one, part = table(sheet="전체"), table([TABLE[0], *TABLE[1:5]], sheet="최근")
    (told,) = found(book(one, part))
    assert (told.code, told.sheet) == ("sheet_repeats", "최근")


def test_m1_zeros_in_place_of_blanks_between_two_copies():
    zeros = [[0 if cell is None else cell for cell in row] for row in TABLE]
    told = found(table(), table(zeros, "zeros.csv"))
    assert [(one.code, one.severity, one.file, one.cell) for one in told] == [
        ("zero_for_blank", "warning", "zeros.csv", "F6"),
        ("copy_equal", "notice", "zeros.csv", ""),
    ]
    assert told[0].cells == 2


def test_s4_two_editions_what_was_added_changed_and_withdrawn():
    later = [list(row) for row in TABLE[:5]]
    later[3][2] = 754
    later.insert(1, ["2021", "발생건수", 1191, 141154, 4349, 4120])
    told = found(table(), table(later, "later.csv"))
    assert [(one.code, one.file, one.cell, one.cells) for one in told] == [
        ("edition", "later.csv", "", 1),
        ("edition_changed", "later.csv", "C5", 1),
        ("edition_added", "later.csv", "C2", 4),
        ("edition_withdrawn", "a.csv", "C6", 8),
    ]
    assert "4 cells added, 1 changed, 8 withdrawn, 0 labels renamed" in told[0].sentence("en")
    assert "was 751 and is now 754 (a.csv C4)" in told[1].sentence("en")


def test_s4_the_later_edition_is_the_one_that_goes_on_longer():
    later = [TABLE[0], ["2021", "발생건수", 1191, 141154, 4349, 4120], *TABLE[1:]]
    assert [one.file for one in found(table(later, "later.csv"), table())] == ["later.csv", "later.csv"]


def test_r1_a_label_renamed_between_two_editions():
    renamed = [["사이버사기" if cell == "인터넷사기" else cell for cell in row] for row in TABLE]
    renamed.insert(1, ["2021", "발생건수", 1191, 141154, 4349, 4120])
    told = found(table(), table(renamed, "later.csv"))
    assert [one.code for one in told] == ["edition", "edition_renamed", "edition_added"]
    assert "‘인터넷사기’ is called ‘사이버사기’ here" in told[1].sentence("en")
    assert "4 cells added, 0 changed, 0 withdrawn, 1 labels renamed" in told[0].sentence("en")


@pytest.mark.parametrize("factor", [3, 7])
def test_s1_one_form_with_other_numbers_is_no_copy(factor):
    other = [[cell * factor if isinstance(cell, int) else cell for cell in row] for row in TABLE]
    assert found(table(), table(other, "next.csv")) == []
    assert found(table(), table([["y", "k", *"abcd"], *other[1:]], "next.csv")) == []
