"""A table over time."""

import pytest

from data.judging import series
from data.judging.blocks import blocks
from tests.data.judging.made import made


def found(reading, title=""):
    return [one for block in blocks(reading) for one in series.judge(block, reading.cells, title)]


MONTHS = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]


def test_a_cumulative_count_that_falls():
    rows = [["구분", *MONTHS], ["발생 누계", 10, 22, 31, 47, 60], ["검거 누계", 5, 9, 14, 20, 31]]
    assert found(made(rows)) == []
    rows[1][4] = 29
    (one,) = found(made(rows))
    assert (one.code, one.severity, one.cell) == ("cumulative_falls", "warning", "E2")
    assert "falls from 31 up to 2024-03-31 to 29 up to 2024-04-30" in one.sentence("en")


def test_a_count_that_is_not_cumulative_may_fall():
    rows = [["구분", *MONTHS], ["발생", 10, 22, 17, 9, 12]]
    assert found(made(rows)) == []
    assert (
        found(made([["구분", *MONTHS], ["발생", 10, 22, 37, 9, 52]]), title="2024년 월별 누계")[0].cell
        == "E2"
    )


def test_windows_that_hold_one_another_never_fall():
    reading = made([["구분", "2024-03", "2024-06", "2024-09"], ["발생", 100, 150, 140], ["검거", 10, 15, 40]])
    assert found(reading) == []
    reading.cells["period_start"] = reading.cells["period_start"].dt.year.map(lambda year: f"{year}-01-01")
    reading.cells["period_start"] = reading.cells["period_start"].astype("datetime64[ns]")
    assert [(one.code, one.cell) for one in found(reading)] == [("cumulative_falls", "D2")]


CATEGORIES = [
    ["연도", "구분", "해킹", "불법촬영물유포"],
    ["2020", "발생건수", 1067, 842],
    ["2020", "검거건수", 117, 678],
    ["2019", "발생건수", 751, 165],
    ["2019", "검거건수", 118, 139],
    ["2018", "발생건수", 721, None],
    ["2018", "검거건수", 160, None],
]


def test_r1_a_category_that_starts_is_a_notice():
    (one,) = found(made(CATEGORIES, labels=2))
    assert (one.code, one.severity, one.cell, one.cells) == ("category_starts", "notice", "D6", 2)
    assert "counted from 2019 on" in one.sentence("en")


def test_r1_a_category_that_ends():
    ended = [[*row[:3], row[3] if row[0] != "2020" else None] for row in CATEGORIES]
    ended = [row if row[0] != "2018" else [*row[:3], 77] for row in ended]
    (one,) = found(made(ended, labels=2))
    assert (one.code, one.cell, one.cells) == ("category_ends", "D2", 2)


@pytest.mark.parametrize("zero", [0, "-"])
def test_m3_a_dash_over_a_whole_row_after_numbers_is_a_break(zero):
    rows = [
        ["年別", "年齡", "竊盜", "傷害", "詐欺"],
        ["2019", "兒童", 40, 31, 5],
        ["2019", "成年", 400, 310, 50],
    ]
    rows += [["2020", "兒童", 44, 27, 6], ["2020", "成年", 420, 333, 61]]
    rows += [["2021", "兒童", zero, zero, zero], ["2021", "成年", 433, 340, 66]]
    (one,) = found(made(rows, labels=2))
    assert (one.code, one.severity, one.cell, one.cells) == ("category_zero", "notice", "C6", 3)
    rows[5][2] = 1
    assert found(made(rows, labels=2)) == []


def test_u3_fractions_among_counts():
    rows = [["지역", "건수"], ["가", 12], ["나", 16.0753], ["다", 31], ["라", 44]]
    (one,) = found(made(rows))
    assert (one.code, one.severity, one.cell) == ("estimate_among_counts", "notice", "B3")
    assert found(made([["지역", "비율"], ["가", 12.5], ["나", 16.0753], ["다", 31.2]])) == []
