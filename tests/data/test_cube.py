"""Counts made from incidents: every count by hand, additive, complete, and the same in any time zone."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import catalogue, checks, cube
from data.ingest import codes
from data.observations import COLUMNS, KEYS
from tests.data.incident_sheets import rows

ROOT = Path(__file__).parents[2]
MONTHS = pd.date_range("2024-07-01", "2024-10-01", freq="MS")
COVERED = {"police": MONTHS, "school": MONTHS}


def incidents(kind: str, *entries: dict) -> pd.DataFrame:
    named = [{"incident_id": f"사건-{n}"} | entry for n, entry in enumerate(entries)]
    return rows(kind, *named).assign(kind=kind).reset_index(drop=True)


def tables(*parts: pd.DataFrame, covered=COVERED) -> dict[str, pd.DataFrame]:
    empty = [incidents("police"), incidents("school")]
    return cube.counts(pd.concat([*parts, *empty], ignore_index=True), covered, "2024-11-01")


def told(table: pd.DataFrame, dimension: str, start: str) -> dict[str, float]:
    """The counts of one window, zeros left out."""
    window = table[table["window_start"] == pd.Timestamp(start)]
    return {code: value for code, value in zip(window[dimension], window["value"], strict=True) if value}


# Ten police incidents, counted by hand below.
POLICE = incidents(
    "police",
    {"reported_date": "2024-07-01", "occurred_date": "2024-06-30", "region": "KR-11", "offender_age_band": "Y10T13"},
    {"reported_date": "2024-07-31", "occurred_date": "2024-07-31", "region": "KR-11", "offender_age_band": "Y14S"},
    {"reported_date": "2024-08-01", "occurred_date": "2024-07-02", "region": "KRP-41S", "offender_age_band": "Y10S"},
    {"reported_date": "2024-08-28", "region": "KRP-41N", "offender_age_band": "Y15T19", "offender_sex": "M"},
    {"reported_date": "2024-09-30", "region": "KR-42", "offender_age_band": "Y20T24", "offender_sex": "F"},
    {"reported_date": "2024-09-30", "region": "KR-42", "offender_age_band": "Y50T59", "offender_sex": "M"},
    {"reported_date": "2024-09-30", "region": "_U", "offender_age_band": "Y_LE18"},
    {"reported_date": "2024-10-01", "region": "KR-11", "offender_age_band": "Y_GE70"},
    {"reported_date": "2024-10-31", "region": "KR-11", "offender_age_band": "_U"},
    {"reported_date": "2024-11-01", "region": "KR-11", "offender_age_band": "Y10T13"},
)  # fmt: skip


def test_ten_incidents_counted_by_hand():
    found = tables(POLICE)
    months = found["police_month"]
    assert list(months["value"]) == [2, 2, 3, 2]
    assert told(found["police_occurred_month"], "geo", "2024-07-01") == {"KR": 2}
    q3 = {"KR": 7, "KR-11": 2, "KRP-41S": 1, "KRP-41N": 1, "KR-42": 2, "_U": 1}
    assert told(found["police_region_quarter"], "geo", "2024-07-01") == q3
    assert told(found["police_region_month"], "geo", "2024-10-01") == {"KR": 2, "KR-11": 2}
    ages = {"_T": 7, "Y10S": 4, "Y20T29": 1, "Y_GE50": 1, "_U": 1}
    assert told(found["police_age_quarter"], "age", "2024-07-01") == ages
    assert told(found["police_age_month"], "age", "2024-10-01") == {"_T": 2, "Y_GE50": 1, "_U": 1}
    teens = {"Y10T13": 1, "Y14S": 1, "Y10S_U": 2}
    assert told(found["police_teens_quarter"], "age", "2024-07-01") == teens
    assert told(found["police_sex_quarter"], "sex", "2024-07-01") == {"_T": 7, "M": 2, "F": 1, "_U": 4}


def test_school_incidents_counted_by_hand_and_apart_from_the_police():
    school = incidents(
        "school",
        {"reported_date": "2024-07-02", "region": "KR-41", "school_level": "high"},
        {"reported_date": "2024-09-02", "region": "KR-41", "school_level": "middle"},
        {"reported_date": "2024-09-03", "region": "KR-49", "school_level": "middle"},
    )
    found = tables(POLICE, school)
    assert list(found["school_month"]["value"]) == [1, 0, 2, 0]
    assert told(found["school_level_month"], "level", "2024-09-01") == {"_T": 2, "middle": 2}
    assert told(found["school_level_quarter"], "level", "2024-07-01") == {"_T": 3, "middle": 2, "high": 1}
    assert told(found["school_region_quarter"], "geo", "2024-07-01") == {"KR": 3, "KR-41": 2, "KR-49": 1}
    assert list(found["police_month"]["value"]) == [2, 2, 3, 2]


def test_only_covered_months_and_whole_quarters_have_counts_and_there_every_code_has_one():
    found = tables(POLICE)
    quarters = found["police_region_quarter"]
    # July to October: one whole quarter; 18 police regions, the unknown and the nation.
    assert quarters["window_start"].unique() == [pd.Timestamp("2024-07-01")]
    assert quarters["window_end"].unique() == [pd.Timestamp("2024-09-30")]
    assert len(quarters) == 18 + 1 + 1
    assert len(found["police_region_month"]) == 4 * 20
    assert len(found["school_region_quarter"]) == 17 + 1 + 1
    nothing = tables(POLICE, covered={"police": MONTHS[:0], "school": MONTHS[:0]})
    assert all(table.empty for table in nothing.values())
    assert all(list(table.columns) == [*COLUMNS, "sensitive"] for table in nothing.values())


def test_a_count_behind_which_stand_fewer_than_three_agencies_is_sensitive():
    named = [{"region": "KR-11", "agency": name} for name in ("가", "나", "가", "가", "나", "가")]
    third = [{"region": "KR-26", "agency": name} for name in ("가", "나", "")]
    nameless = [{"region": "KR-27"}] * 9
    table = tables(incidents("police", *named, *third, *nameless))["police_region_quarter"]
    assert list(table["geo"][table["sensitive"]]) == ["KR-11"]


def test_children_of_10_to_13_are_counted_for_the_nation_alone():
    every = cube.union(tables(POLICE))
    children = every[every["age"].isin(["Y10T13", "Y14S"])]
    assert set(children["geo"]) == {"KR"}
    assert set(children["sex"]) == {"_T"}
    assert set(children["window_kind"]) == {"quarter"}


def test_tables_agree_where_they_share_counts_and_pass_the_checks_of_a_release():
    every = cube.union(tables(POLICE))
    keys = [*KEYS, "window_start", "window_end"]
    assert not every.duplicated(keys).any()
    shared = pd.concat(tables(POLICE).values()).groupby(keys)["value"].nunique()
    assert (shared == 1).all()
    assert checks.check(every[list(COLUMNS)], catalogue.load()) == []


CODES = {
    "region": [word.code for word in codes.words("police_region")],
    "offender_age_band": [*catalogue.load().dimensions["age"].codes],
    "offender_sex": ["M", "F", "_U"],
    "agency": ["", "가", "나", "다"],
}
DAYS = st.dates(pd.Timestamp("2024-06-01").date(), pd.Timestamp("2024-11-30").date()).map(str)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {name: st.sampled_from(values) for name, values in CODES.items()}
        | {"reported_date": DAYS, "occurred_date": st.one_of(DAYS, st.just("_U"))}
    ),
    max_size=12,
)


@settings(max_examples=12, deadline=None)
@given(ENTRIES, ENTRIES, st.randoms())
def test_counts_add_and_no_order_changes_them(one, other, random):
    both = [*one, *other]
    random.shuffle(both)
    first, second, whole = (tables(incidents("police", *each)) for each in (one, other, both))
    for name, table in whole.items():
        assert list(table["value"]) == list(first[name]["value"] + second[name]["value"])
        assert table[list(KEYS)].equals(first[name][list(KEYS)])


@settings(max_examples=12, deadline=None)
@given(ENTRIES)
def test_parts_with_the_unknown_make_the_total_and_months_make_the_quarter(entries):
    found = tables(incidents("police", *entries))
    for table in cube.TABLES:
        frame = found[table.id]
        if not table.dimension or table.column == "teens":
            continue
        is_total = frame[table.dimension].isin(["_T", "KR"])
        total = frame[is_total].groupby("window_start")["value"].sum()
        pd.testing.assert_series_equal(frame[~is_total].groupby("window_start")["value"].sum(), total)
    ages = found["police_age_quarter"]
    tens = ages["value"][ages["age"] == "Y10S"].sum()
    assert found["police_teens_quarter"]["value"].sum() == tens
    for split, key in (("region", "geo"), ("age", "age")):
        by_month, by_quarter = found[f"police_{split}_month"], found[f"police_{split}_quarter"]
        summer = by_month[by_month["window_start"] < pd.Timestamp("2024-10-01")].groupby(key)["value"].sum()
        pd.testing.assert_series_equal(summer, by_quarter.groupby(key)["value"].sum())


@pytest.mark.parametrize(
    ("bands", "decade"),
    [
        (("Y_LT10", "Y0T4", "Y5T9"), "Y_LT10"),
        (("Y10S", "Y10T13", "Y14S", "Y10S_U", "Y14T18", "Y10T19", "Y15T19", "Y10T14"), "Y10S"),
        (("Y20T29", "Y20T24"), "Y20T29"),
        (("Y40T49", "Y45T49"), "Y40T49"),
        (("Y_GE50", "Y50T59", "Y60T69", "Y_GE70", "Y_GE100", "Y95T99"), "Y_GE50"),
        (("_U", "_T", "Y_LE18", "Y_LE19", "Y_LT14", "Y_LE17", "Y_LE20", "no such band"), "_U"),
    ],
)
def test_a_band_counts_in_the_decade_that_holds_all_of_it(bands, decade):
    found = tables(incidents("police", *({"offender_age_band": band} for band in bands)))
    counted = told(found["police_age_quarter"], "age", "2024-07-01")
    assert counted == {"_T": len(bands), decade: len(bands)}


RENAMED = (
    ("강원도경찰청", "강원특별자치도경찰청", "KR-42"),
    ("전라북도", "전북특별자치도", "KR-45"),
    ("경북", "경상북도", "KR-47"),
    ("대구", "대구광역시", "KR-27"),
)


@pytest.mark.parametrize(("before", "after", "code"), RENAMED)
def test_a_renamed_region_stays_one_series(before, after, code):
    found = {codes.code("police_region", before), codes.code("police_region", after)}
    assert found == {code}


def test_police_have_18_regions_and_offices_of_education_17_and_none_stands_in_both_halves():
    police, school = (
        set(cube.listed(next(table for table in cube.TABLES if table.id == name))) - {"_U"}
        for name in ("police_region_quarter", "school_region_quarter")
    )
    assert (len(police), len(school)) == (18, 17)
    assert police - school == {"KRP-41S", "KRP-41N"}
    assert school - police == {"KR-41"}


ZONES = """
import hashlib, sys
import pandas as pd
from tests.data.test_cube import POLICE, tables
rows = POLICE.copy()
# The last second of September in Korea: in Kiritimati it is October, in Los Angeles still the morning.
rows.loc[0, "reported_date"] = pd.Timestamp("2024-09-30 23:59:59")
found = tables(rows)
assert list(found["police_month"]["value"]) == [1, 2, 4, 2]
text = "".join(table.to_csv() for table in found.values())
print(hashlib.sha256(text.encode()).hexdigest())
"""


def test_counts_are_byte_equal_in_every_time_zone():
    said = set()
    for zone in ("Asia/Seoul", "UTC", "America/Los_Angeles", "Pacific/Kiritimati"):
        command = [sys.executable, "-c", ZONES]
        ran = subprocess.run(command, env=os.environ | {"TZ": zone}, capture_output=True, text=True, cwd=ROOT)
        said.add(ran.stdout.strip() or ran.stderr)
    (digest,) = said
    assert len(digest) == hashlib.sha256().digest_size * 2
