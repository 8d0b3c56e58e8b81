"""Rates, shares and changes against the counts beside them."""

import copy

import pytest

from data.judging import ratios
from data.judging.blocks import blocks
from tests.data.judging.made import made


def found(reading):
    return [one for block in blocks(reading) for one in ratios.judge(block)]


def changed(rows, row, column, value):
    rows = copy.deepcopy(rows)
    rows[row - 1][column - 1] = value
    return rows


# 검거율 = 검거 / 발생: 96.3 = 100 × 77 / 80 …, by hand, cut to one decimal.
CLEARED = [
    ["죄종", "발생", "검거", "검거율"],
    ["제작", 80, 77, 96.2],
    ["유포", 133, 61, 45.9],
    ["소지", 57, 40, 70.2],
    ["협박", 211, 200, 94.8],
]


def test_u2_a_clearance_rate_recomputed():
    unit = {"검거율": "percent"}
    assert found(made(CLEARED, unit=unit)) == []
    (one,) = found(made(changed(CLEARED, 3, 4, 54.9), unit=unit))
    assert (one.code, one.severity, one.cell) == ("rate_differs", "warning", "D3")
    assert "is 54.9; computed from ‘검거’ and ‘발생’ it is 45.86" in one.sentence("en")


def test_r4_a_rate_above_100_is_valid():
    rows = [*CLEARED, ["종로구", 3846, 4117, 107.0]]
    assert found(made(rows, unit={"검거율": "percent"})) == []


def test_u2_a_rate_per_100000_when_the_population_stands_in_the_table():
    rows = [["지역", "발생", "인구", "10만 명당 발생"], ["서울", 3021, 9411260, 32.1]]
    rows += [["부산", 1022, 3295760, 31.0], ["대구", 701, 2369400, 29.6], ["인천", 955, 2987918, 32.0]]
    unit = {"10만 명당 발생": "rate"}
    assert found(made(rows, unit=unit)) == []
    (one,) = found(made(changed(rows, 4, 4, 26.9), unit=unit))
    assert (one.code, one.cell) == ("rate_differs", "D4")


def test_u2_shares_of_the_total_row():
    rows = [["연령", "건수", "구성비"], ["계", 1202, 100.0], ["10대", 548, 45.6], ["20대", 228, 19.0]]
    rows += [["30대", 301, 25.0], ["40대 이상", 125, 10.4]]
    unit = {"구성비": "percent"}
    assert found(made(rows, unit=unit)) == []
    assert [one.cell for one in found(made(changed(rows, 4, 3, 91.0), unit=unit))] == ["C4"]


def test_year_on_year_changes_recomputed():
    rows = [
        ["죄종", "2022", "2023", "전년 대비 증감률(%)"],
        ["제작", 160, 180, 12.5],
        ["유포", 90, 135, 50.0],
    ]
    rows += [["소지", 44, 33, -25.0], ["협박", 70, 91, 30.0]]
    unit = {"전년 대비 증감률(%)": "change"}
    assert found(made(rows, unit=unit)) == []
    (one,) = found(made(changed(rows, 3, 4, 33.3), unit=unit))
    assert (one.code, one.cell) == ("rate_differs", "D3")


@pytest.mark.parametrize(("label", "unit", "codes"), [
    ("증감(%)", "percent", ["points_as_percent"]), ("증감(%p)", "points", []),
])  # fmt: skip
def test_a_difference_of_percentages_is_in_points(label, unit, codes):
    rows = [["지역", "2023 비율(%)", "2024 비율(%)", label], ["서울", 45.1, 56.4, 11.3]]
    rows += [["부산", 39.0, 41.2, 2.2], ["대구", 61.7, 58.2, -3.5], ["인천", 22.9, 31.0, 8.1]]
    units = {"2023 비율(%)": "percent", "2024 비율(%)": "percent", label: unit}
    assert [one.code for one in found(made(rows, unit=units))] == codes


def test_windows_of_different_length_in_a_change_column():
    rows = [["죄종", "2023", "2024", "증감률"], ["제작", 180, 297, 65.0], ["유포", 100, 140, 40.0]]
    rows += [["소지", 50, 55, 10.0], ["협박", 80, 60, -25.0]]
    reading = made(rows, unit={"증감률": "change"})
    assert found(reading) == []
    cells = reading.cells
    # The second window is January to July only.
    cells.loc[cells["col"] == 3, "period_end"] = "2024-07-31"
    (one,) = found(reading)
    assert (one.code, one.cell, one.cells) == ("windows_differ", "D2", 4)
    # 297 / 213 days = 1.394, 180 / 365 days = 0.493
    assert "(213 days) and 2023 (365 days); a day they come to 1.39 and 0.49" in one.sentence("en")


def test_rates_without_their_base_give_no_finding():
    rows = [["지역", "건수", "발생비"], ["서울", 3021, 32.1], ["부산", 1022, 31.0], ["대구", 701, 29.6]]
    assert found(made(rows, unit={"발생비": "rate"})) == []
