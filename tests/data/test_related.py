"""The related offences are the cells of their official tables, add up, and stay apart from the deepfake counts.

Cells written out here are those of the tables themselves, typed by hand.
"""

import csv
import io
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from analysis.windows import Statement, Window, comparability
from data import catalogue, checks, published

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
# The police's 33 headings of cyber crime recorded in 2020, in the order of the table.
CYBER_2020 = [
    *(1067, 1621, 130, 358, 25, 24, 145, 974, 123168, 1821, 9109, 324, 39906, 1519, 29, 822, 9, 2583, 12402),
    *(2884, 241, 2183, 2594, 1366, 2623, 842, 3222, 332, 429, 1709, 19388, 42, 204),
]
RELATED = ("related_offences", "related_cyber", "related_offenders", "related_juveniles")


@pytest.fixture(scope="module")
def frame():
    whole = published.load()
    return whole[whole["set_id"].str.startswith("related_")]


def value(frame, indicator, year=None, **codes):
    chosen = frame[frame["indicator_id"] == indicator]
    chosen = chosen[chosen["window_end"].dt.year == year] if year else chosen
    for dimension in ("age", "sex", "geo"):
        code = codes.get(dimension, "KR" if dimension == "geo" else "_T")
        chosen = chosen[chosen[dimension] == code]
    assert len(chosen) == 1
    return chosen["value"].iloc[0]


@pytest.mark.parametrize(
    ("indicator", "year", "expected"),
    [
        ("related_filming_recorded", 2021, 6212),
        ("related_filming_cleared", 2021, 5345),
        ("related_messages_recorded", 2020, 2047),
        ("related_rape_recorded", 2014, 21172),
        ("related_cyber_child_recorded", 2020, 2623),
        ("related_cyber_filming_cleared", 2019, 139),
    ],
)
def test_cells_of_the_police_tables(frame, indicator, year, expected):
    assert value(frame, indicator, year) == expected


def test_the_33_headings_of_2020_add_up(frame):
    assert len(CYBER_2020) == 33
    assert value(frame, "related_cyber_all_recorded", 2020) == sum(CYBER_2020) == 234_095
    # The same sums stand in the police's table by month for 2017 to 2019.
    assert [value(frame, "related_cyber_all_recorded", year) for year in (2014, 2015, 2016)] == [
        109_979,
        144_513,
        152_938,
    ]
    totals = frame[frame["indicator_id"].str.startswith("related_cyber_all")]
    assert set(totals["obs_status"]) == {"E"}
    assert totals["note_ids"].str.contains("computed").all()


def test_a_heading_that_was_not_counted_yet_is_missing_and_not_zero(frame):
    filming = frame[frame["indicator_id"].str.startswith("related_cyber_filming")]
    early = filming[filming["window_end"].dt.year < 2019]
    assert len(early) == 10
    assert early["value"].isna().all()
    assert set(early["obs_status"]) == {"M"}
    assert filming[filming["window_end"].dt.year >= 2019]["value"].notna().all()


def test_offenders_by_age_add_up_in_each_row_of_either_sex(frame):
    offenders = frame[frame["set_id"] == "related_offenders"]
    assert value(frame, "related_offenders_sexual_customs", age="Y_LE20", sex="M") == 2806
    assert value(frame, "related_offenders_assault", age="Y21T30", sex="M") == 3220
    assert value(frame, "related_offenders_rape", age="Y_LE20", sex="F") == 23
    for _, rows in offenders[offenders["sex"] != "_T"].groupby(["indicator_id", "sex"]):
        ages = rows.set_index("age")["value"]
        assert len(ages) == 9
        assert ages.drop("_T").sum() == ages["_T"]
    for _, rows in offenders[offenders["age"] == "_T"].groupby("indicator_id"):
        sexes = rows.set_index("sex")["value"]
        assert sexes["M"] + sexes["F"] == sexes["_T"]


def test_juveniles_are_the_sum_of_their_cells(frame):
    """정상 2,180 and 101, then 14, 12, 48, 402 and 13 in other states, 313 of unknown state: 3,083."""
    sexes = {sex: value(frame, "related_juvenile_sexual", sex=sex) for sex in ("_T", "M", "F", "_U")}
    assert sexes == {"_T": 3083, "M": 2180 + 14 + 12 + 48 + 402, "F": 101 + 13, "_U": 313}
    assert set(frame[frame["set_id"] == "related_juveniles"]["obs_status"]) == {"E"}


def test_registered_people_add_up_by_age(frame):
    people = frame[frame["set_id"] == "related_population"]
    assert value(people, "registered_population", age="Y10T14", sex="M") == 1_213_464
    assert value(people, "registered_population", age="Y_GE100", sex="F") == 6_487
    table = people.pivot(index="sex", columns="age", values="value")
    assert table["_T"].to_dict() == {"M": 25_643_889, "F": 25_806_940}
    assert (table.drop(columns="_T").sum(axis=1) == table["_T"]).all()
    assert set(people["window_kind"]) == {"point"}


def test_the_whole_release_would_accept_them(frame):
    assert not [found for found in checks.check(frame, catalogue.load()) if found["severity"] == "error"]


def test_no_related_indicator_is_one_of_the_deepfake_counts_and_each_row_says_so(frame):
    counted = frame[frame["set_id"].isin(RELATED)]
    assert set(counted["indicator_id"].str.split("_").str[0]) == {"related"}
    assert counted["note_ids"].str.contains("related_context").all()
    others = published.load()
    others = others[~others["set_id"].isin(RELATED)]
    assert not set(counted["indicator_id"]) & set(others["indicator_id"])
    assert not set(counted["basis"]) & set(others["basis"])


@pytest.mark.parametrize(
    ("indicator", "basis"),
    [
        ("related_filming_recorded", "police_sexual_table"),
        ("related_cyber_child_recorded", "police_cyber_table"),
    ],
)
def test_a_comparison_with_deepfake_cases_is_blocked_with_its_reasons(indicator, basis):
    days = Window(pd.Timestamp("2021-01-01").date(), pd.Timestamp("2021-12-31").date())
    deepfakes = Statement(days, "police_cases", "kics", "case")
    verdict = comparability(Statement(days, indicator, basis, "case"), deepfakes)
    assert (verdict.level, verdict.mode) == ("blocked", "none")
    assert [code for code, _ in verdict.reasons] == ["different_indicator", "different_basis"]


def rows_of(pattern, encoding):
    text = next(SAMPLES.glob(pattern)).read_text(encoding=encoding)
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the official tables lie outside the project")
def test_every_keyed_cell_is_the_cell_of_its_table(frame):
    """Values alone, in the order of the tables; what each label means is tried with the mappings."""
    offences = rows_of("s02*/*.csv", "cp949")[1:]
    keyed = frame[frame["set_id"] == "related_offences"]["value"].astype(int).to_list()
    assert keyed == [int(line[column]) for column in range(1, 9) for line in offences]

    cyber = sorted(rows_of("s01*/*.csv", "cp949")[1:], key=lambda line: int(line[0]))
    measures = ("발생건수", "검거건수")
    cells = [
        line[column]
        for column, measure in product((25, 26, 27), measures)
        for line in cyber
        if line[1] == measure
    ]
    keyed = frame[(frame["set_id"] == "related_cyber") & (frame["obs_status"] != "E")]["value"]
    assert ["" if pd.isna(one) else str(int(one)) for one in keyed] == cells
    sums = [sum(int(cell) for cell in line[2:] if cell) for m in measures for line in cyber if line[1] == m]
    totals = frame[frame["indicator_id"].str.startswith("related_cyber_all")]["value"]
    assert totals.astype(int).to_list() == sums

    by_offence = {(line[0], line[1]): line[2:] for line in rows_of("s03*/*.csv", "utf-8-sig")[3:]}
    chosen = [("강력범죄", name) for name in ("강간", "유사강간", "강제추행", "기타 강간·강제추행등")]
    cells = [cell for key in (*chosen, ("풍속범죄", "성풍속범죄")) for cell in by_offence[key]]
    keyed = frame[frame["set_id"] == "related_offenders"]["value"].astype(int).to_list()
    assert keyed == [0 if cell == "-" else int(cell) for cell in cells]
