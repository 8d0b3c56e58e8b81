"""Lists of incidents beside one another."""

import random

import pytest

from data.ingest import grid
from data.judging import lists

HEAD = ["EVENT_ID", "REPORTED_DATE", "DIVISION", "OFFENCE"]


def incidents(count=40, seed=2):
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        day = f"2024-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        rows.append(
            [f"GO-2024{number:05}", day, f"D{draw.randint(10, 55)}", draw.choice(["Threat", "Sharing"])]
        )
    return rows


@pytest.fixture
def listed(tmp_path):
    def made(name, rows, head=HEAD):
        path = tmp_path / name
        lines = [",".join(map(str, row)) for row in (head, *rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return lists.lists(grid.read(path))

    return made


def told(*found):
    return [(one.code, one.file, one.cell) for one in lists.judge([each for part in found for each in part])]


def test_s2_the_same_incidents_in_another_order(listed):
    rows = incidents()
    assert told(listed("a.csv", rows), listed("b.csv", rows[::-1])) == [("copy_equal", "b.csv", "")]


def test_s3_a_list_that_repeats_a_part_of_another(listed):
    rows = incidents()
    (one,) = lists.judge([*listed("a.csv", rows), *listed("autumn.csv", rows[25:])])
    assert (one.code, one.file) == ("list_repeats", "autumn.csv")
    assert "15 of its 15 incidents also stand in ‘a.csv’ (40 rows)" in one.sentence("en")


def test_s4_two_editions_of_a_list(listed):
    first = [[*row, ""] for row in incidents()]
    later = [[*row[:4], "M"] for row in first if row[0] != "GO-202400007"]
    later[3] = [*later[3][:2], "D99", *later[3][3:]]
    later.insert(5, ["GO-202399999", "2023-11-02", "D11", "Threat", "F"])
    head = [*HEAD, "SEX"]
    found = told(listed("first.csv", first, head), listed("later.csv", later, head))
    assert found == [
        ("list_edition", "later.csv", ""),
        ("list_column_filled", "later.csv", "E2"),
        ("list_withdrawn", "first.csv", "A9"),
        ("list_added", "later.csv", "A7"),
        ("list_changed", "later.csv", "C5"),
    ]


def test_two_unrelated_lists_give_no_finding(listed):
    other = [[row[0].replace("GO", "XX"), *row[1:]] for row in incidents(seed=9)]
    assert told(listed("a.csv", incidents()), listed("b.csv", other)) == []
