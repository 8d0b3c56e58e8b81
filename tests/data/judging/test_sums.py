"""Totals against parts: planted faults are named at their cell, and their clean twins give no finding."""

import copy

import numpy as np
import pytest

from data.judging import sums
from data.judging.blocks import blocks
from tests.data.judging.made import made


def found(reading):
    problems = []
    for block in blocks(reading):
        told = sums.totals(block)
        problems += [*sums.problems(block, told.breaks), *told.notices]
    return problems


def cells(reading):
    return [(one.code, one.cell) for one in found(reading)]


def changed(rows, row, column, value):
    rows = copy.deepcopy(rows)
    rows[row - 1][column - 1] = value
    return rows


# 시도 × 연령: totals in the first row and the first column.
PLACES = [
    ["지역", "계", "10대", "20대", "30대 이상"],
    ["전국", 660, 430, 160, 70],
    ["서울", 300, 200, 70, 30],
    ["부산", 210, 130, 60, 20],
    ["대구", 150, 100, 30, 20],
]


def test_t1_totals_first_in_rows_and_columns():
    assert cells(made(PLACES)) == []


def test_t1_a_wrong_total_is_named_where_row_and_column_agree():
    (one,) = found(made(changed(PLACES, 2, 3, 425)))
    assert (one.code, one.cell) == ("sum_cell", "C2")
    assert "is 425" in one.sentence("en")
    assert "with 430 all 2 totals that now fail would hold (difference -5)" in one.sentence("en")


def test_t1_a_wrong_part_is_named_itself():
    assert cells(made(changed(PLACES, 4, 4, 66))) == [("sum_cell", "D4")]


def test_t1_a_grand_total_that_breaks_both_ways_is_named_once():
    assert cells(made(changed(PLACES, 2, 2, 666))) == [("sum_cell", "B2")]


def test_t1_totals_last_and_one_breakdown_only():
    rows = [["Offence", "2022", "2023", "2024"], ["Making", 40, 51, 77], ["Sharing", 81, 90, 102]]
    good = [*rows, ["Threat", 9, 12, 31], ["Total", 130, 153, 210]]
    assert cells(made(good)) == []
    (one,) = found(made(changed(good, 5, 3, 163)))
    assert (one.code, one.cell) == ("sum_differs", "C5")
    assert "add up to 153 (difference +10)" in one.sentence("en")


# Several levels in one column: 합계 > 소계 > parts; no blank tells them apart.
LEVELS = [
    ["죄종", "2021", "2022", "2023", "2024"],
    ["합계", 3145, 3409, 3692, 4012],
    ["형법범 소계", 2110, 2254, 2391, 2570],
    ["재산범죄 소계", 1500, 1601, 1702, 1811],
    ["절도", 1000, 1050, 1101, 1160],
    ["사기", 500, 551, 601, 651],
    ["폭력범죄 소계", 610, 653, 689, 759],
    ["폭행", 401, 420, 431, 480],
    ["상해", 209, 233, 258, 279],
    ["특별법범 소계", 1035, 1155, 1301, 1442],
    ["성폭력처벌법", 835, 922, 1033, 1139],
    ["정보통신망법", 200, 233, 268, 303],
]


def test_t2_levels_in_one_column_are_told_by_content():
    assert cells(made(LEVELS)) == []


@pytest.mark.parametrize(("row", "column"), [(2, 3), (3, 4), (4, 2), (7, 5), (10, 3)])
def test_t2_a_wrong_subtotal_is_found_at_its_own_level(row, column):
    rows = changed(LEVELS, row, column, LEVELS[row - 1][column - 1] + 7)
    told = found(made(rows))
    assert f"{'ABCDE'[column - 1]}{row}" in {one.cell for one in told}
    assert len(told) <= 2


def test_t2_nation_region_district_without_a_word_for_total():
    rows = [
        ["Area", "2019", "2020", "2021", "2022", "2023"],
        ["Gyeonggi", 1430, 1512, 1603, 1711, 1822],
        ["경기 고양", 630, 662, 703, 751, 802],
        ["경기 수원", 800, 850, 900, 960, 1020],
        ["Gangwon", 330, 342, 357, 361, 377],
        ["강원 춘천", 200, 205, 214, 215, 221],
        ["강원 원주", 130, 137, 143, 146, 156],
    ]
    assert cells(made(rows)) == []
    assert cells(made(changed(rows, 2, 4, 1613))) == [("sum_differs", "D2")]


def test_t3_the_remainder_group_belongs_to_the_sum():
    rows = [
        ["범죄", "합계", "Gyeonggi", "경기 고양", "경기 수원", "기타도시", "도시이외"],
        ["강간", 230, 150, 90, 60, 50, 30],
        ["강제추행", 461, 301, 180, 121, 100, 60],
        ["유사강간", 77, 42, 20, 22, 25, 10],
        ["카메라 등 이용촬영", 905, 640, 400, 240, 165, 100],
        ["통신매체이용음란", 610, 415, 300, 115, 135, 60],
    ]
    assert cells(made(rows)) == []
    assert ("sum_differs", "B3") in cells(made(changed(rows, 3, 2, 471)))


def test_t4_what_only_the_total_counts_is_a_notice_with_the_difference():
    rows = [["연령", "2022", "2023", "2024"], ["계", 104, 215, 330], ["10대", 60, 120, 200]]
    rows += [["20대", 40, 90, 120]]
    (one,) = found(made(rows))
    assert (one.code, one.severity, one.cell, one.cells) == ("sum_remainder", "notice", "B2", 3)
    assert "larger by 4 than" in one.sentence("en")


def test_t4_suppressed_parts_make_a_bound():
    rows = [["Age", "M", "F"], ["0-17", 20, "x"], ["18+", 30, 40], ["Total", 50, 43]]
    assert cells(made(rows)) == []
    assert cells(made(changed(rows, 4, 3, 48))) == [("sum_differs", "C4")]
    assert cells(made(changed(rows, 4, 3, 39))) == [("sum_differs", "C4")]


def test_m4_a_total_that_leaves_hidden_parts_out_is_one_notice():
    rows = [["Age", "A", "B", "C"], ["0-17", 20, "x", 12], ["18-29", 30, 40, "x"], ["30+", 11, 12, 13]]
    (one,) = found(made([*rows, ["Total", 61, 52, 25]]))
    assert (one.code, one.severity, one.cell, one.cells) == ("sum_without_hidden", "notice", "C5", 2)


def test_h2_a_label_that_stood_in_two_levels_and_comes_once():
    rows = [["", "", "2020", "2021"], ["FSM", "Eligible", 40, 41], ["FSM", "FSM", 60, 70]]
    rows += [["Total", "Total", 100, 111]]
    reading = made(rows, labels=2)
    for name in ("row_labels", "labels"):
        reading.cells[name] = [tuple(dict.fromkeys(labels)) for labels in reading.cells[name]]
    assert cells(reading) == []


def test_m1_a_blank_part_is_no_zero():
    rows = [["구분", "2018", "2019"], ["계", 50, 90], ["가", 30, 40], ["나", 10, 20], ["다", None, 30]]
    assert cells(made(rows)) == []


def test_q1_rounding_to_five_widens_the_tolerance():
    generator = np.random.default_rng(5)
    exact = generator.integers(50, 900, (6, 8))
    table = np.vstack([exact.sum(axis=0), exact])
    rounded = (np.round(table / 5) * 5).astype(int).tolist()
    rows = [["Age", *[str(year) for year in range(2010, 2018)]]]
    rows += [[name, *line] for name, line in zip(["Total", *"abcdef"], rounded, strict=True)]
    assert cells(made(rows)) == []
    assert cells(made(changed(rows, 2, 4, rows[1][3] + 40))) == [("sum_differs", "D2")]


def test_w2_two_breakdowns_side_by_side_are_never_added_together():
    rows = [["Offence", "Total", "Night", "Day", "Unknown", "Weekday", "Weekend"]]
    rows += [["Assault", 310, 120, 180, 10, 200, 110], ["Robbery", 95, 50, 44, 1, 60, 35]]
    rows += [["Fraud", 1480, 300, 980, 200, 1200, 280], ["Theft", 777, 333, 400, 44, 500, 277]]
    assert cells(made(rows)) == []
    assert cells(made(changed(rows, 4, 7, 282))) == [("sum_differs", "B4")]


def test_w2_sex_over_age_is_summed_level_by_level():
    rows = [
        ["2020", "2020", "2020", "2020", "2020", "2020", "2020", "2020"],
        ["죄종", "계", "남자", "남자", "남자", "여자", "여자", "여자"],
        ["죄종", "계", "계", "20세이하", "21세이상", "계", "20세이하", "21세이상"],
        ["강간", 70, 61, 21, 40, 9, 4, 5],
        ["추행", 123, 111, 31, 80, 12, 5, 7],
        ["촬영", 210, 201, 101, 100, 9, 8, 1],
    ]
    assert cells(made(rows, heads=3)) == []
    assert cells(made(changed(rows, 6, 3, 211), heads=3)) != []


def test_r4_cleared_may_exceed_recorded():
    rows = [["자치구", "발생", "검거"], ["합계", 8173, 6921], ["종로구", 3846, 4117], ["중구", 4327, 2804]]
    assert cells(made(rows)) == []


def test_u2_rates_and_percentages_are_never_added():
    rows = [["지역", "건수", "인구 10만 명당 발생건수", "구성비(%)"], ["계", 300, 12.5, 100.0]]
    rows += [["가", 200, 14.2, 66.7], ["나", 100, 9.8, 33.3]]
    unit = {"인구 10만 명당 발생건수": "rate", "구성비(%)": "percent"}
    assert cells(made(rows, unit=unit)) == []


def test_l2_a_column_of_another_measure_is_judged_by_itself():
    rows = [["구분", "구분", "2022", "2023", "2024"], ["발생건수", "계", 30, 50, 90]]
    rows += [
        ["발생건수", "제작", 10, 20, 40],
        ["발생건수", "유포", 20, 30, 50],
        ["검거건수", "계", 21, 35, 61],
    ]
    rows += [["검거건수", "제작", 8, 11, 20], ["검거건수", "유포", 13, 24, 41]]
    assert cells(made(rows, labels=2)) == []
    assert cells(made(changed(rows, 5, 4, 36), labels=2)) == [("sum_differs", "D5")]


def test_s12_totals_beside_named_breakdowns_in_a_long_table():
    rows = [["desc", "name", "2020", "2021", "2022", "2023"], ["Total", "Total", 110, 120, 140, 166]]
    rows += [["Sex", "male", 60, 70, 80, 100], ["Sex", "female", 50, 50, 60, 66]]
    rows += [["Age", "10-14", 30, 20, 50, 16], ["Age", "15-19", 80, 100, 90, 150]]
    assert cells(made(rows, labels=2)) == []
    assert cells(made(changed(rows, 5, 4, 25), labels=2)) == [("sum_differs", "D2")]


def long_table():
    """Four places by sex by age, each with its totals, one row each; 5 × 3 × 4 rows a year."""
    counts = np.random.default_rng(4).integers(1, 900, (2, 4, 2, 3))
    rows = [["연도", "지역", "성별", "연령", "건수"]]
    names = [["계", "서울", "부산", "대구", "인천"], ["계", "남", "여"], ["계", "10대", "20대", "30대"]]
    for year in range(2):
        for place, sex, age in np.ndindex(5, 3, 4):
            part = [slice(None) if not at else at - 1 for at in (place, sex, age)]
            value = int(counts[(year, *part)].sum())
            rows.append([str(2022 + year), names[0][place], names[1][sex], names[2][age], value])
    return rows


def test_t2_a_long_table_with_totals_of_every_label():
    rows = long_table()
    assert cells(made(rows, labels=4)) == []
    # 서울, 남, 10대 in 2022 is part of a total of places, of sexes and of ages.
    place = next(n for n, row in enumerate(rows) if row[:4] == ["2022", "서울", "남", "10대"])
    (one,) = found(made(changed(rows, place + 1, 5, rows[place][4] + 9), labels=4))
    assert (one.code, one.cell) == ("sum_cell", f"E{place + 1}")
    assert "all 3 totals that now fail would hold (difference +9)" in one.sentence("en")


def test_a_long_table_of_unrelated_numbers_gives_no_finding():
    draw = np.random.default_rng(6)
    rows = long_table()
    rows[1:] = [[*row[:4], int(draw.integers(0, 900))] for row in rows[1:]]
    assert cells(made(rows, labels=4)) == []


def test_unrelated_numbers_give_no_finding():
    generator = np.random.default_rng(11)
    for _ in range(30):
        table = generator.integers(0, 30, (25, 8)).tolist()
        rows = [["죄종", *[f"열{n}" for n in range(8)]]]
        rows += [[f"줄{n}", *line] for n, line in enumerate(table)]
        assert cells(made(rows)) == []


def test_a_partial_list_under_a_total_gives_no_finding():
    rows = [["지역", "2022", "2023"], ["전국", 1000, 1200], ["서울", 300, 350], ["부산", 80, 90]]
    assert cells(made(rows)) == []
