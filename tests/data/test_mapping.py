"""Mappings: found by labels alone, every cell has a fate, the shipped ones give the bundled figures back."""

import csv
import json
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from data import mapping, published
from data.ingest.problems import Refused
from data.observations import COLUMNS, KEYS
from data.tables import reading

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
CYBER = """\
연도,구분,사이버 음란물(일반음란물),사이버 음란물(아동음란물),사이버 음란물(불법촬영물유포),해킹(계정도용)
2020,발생건수,10,20,3,100
2020,검거건수,5,6,1,50
2018,발생건수,7,8,,90
2018,검거건수,3,4,,40
"""
OFFENCES = """\
연도,강간 강제추행 발생,강간 강제추행 검거,카메라 등 이용촬영 발생,카메라 등 이용촬영 검거,통신매체이용음란 발생,\
통신매체이용음란 검거,성적목적다중이용장소침입 발생,성적목적다중이용장소침입 검거
2022,80,70,60,50,40,30,20,10
2023,81,71,61,51,41,31,21,11
"""
OWN = (
    """\
set = "related_offences"
source = "npa_sexual_offences"
basis = "police_sexual_table"
unit = "case"
as_of = "last_day"
indicator = "related_{item}_{measure}"
recognise = ["불법촬영"]

[rows]
불법촬영 = { item = "filming" }
침입 = { item = "intrusion" }

[columns]
발생 = { measure = "recorded" }
검거 = { measure = "cleared" }
""".replace("불법촬영 =", '"불법촬영" =')
    .replace("침입 =", '"침입" =')
    .replace("발생 =", '"발생" =')
    .replace("검거 =", '"검거" =')
)


@pytest.fixture
def read(tmp_path):
    def made(text, name="표.csv", **asked):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return reading.read(path, **asked)

    return made


@pytest.fixture
def own(tmp_path):
    def made(text=OWN):
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return mapping.read(path)

    return made


def values(applied):
    frame = applied.rows.set_index("indicator_id")
    return {(id, row["window_end"].year): row["value"] for id, row in frame.iterrows()}


def codes(applied):
    return [problem.code for problem in applied.problems]


def test_the_shipped_mappings_are_sound():
    assert [one.id for one in mapping.load()] == [
        "kosis_offenders",
        "police_cyber",
        "police_sexual_offences",
        "prosecution_juveniles",
        "residents_five_year",
    ]


@pytest.mark.parametrize("name", ["a.csv", "경찰청_연도별 사이버 범죄 통계 현황_08_31_2020.csv"])
def test_a_table_is_known_by_its_labels_and_never_by_its_name(read, name):
    assert mapping.recognise(read(OFFENCES, name)).id == "police_sexual_offences"
    assert mapping.recognise(read(OFFENCES.replace("통신매체이용음란", "통신"), name)) is None


def test_headings_become_rows_their_sum_an_estimate_and_a_blank_stays_missing(read):
    found = read(CYBER)
    applied = mapping.apply(found, mapping.recognise(found))
    assert not applied.problems
    assert Counter(applied.fates) == {"mapped": 12, "summed": 4}
    rows = applied.rows
    assert tuple(rows.columns) == COLUMNS
    assert dict(rows.dtypes) == dict(published.load().dtypes)
    got = values(applied)
    assert got["related_cyber_child_cleared", 2020] == 6
    assert got["related_cyber_all_recorded", 2020] == 133
    assert got["related_cyber_all_recorded", 2018] == 105
    totals = rows[rows["indicator_id"].str.contains("_all_")]
    assert set(totals["obs_status"]) == {"E"}
    early = rows[rows["indicator_id"].str.contains("_filming_") & (rows["window_end"] < "2019")]
    assert early["value"].isna().all()
    assert set(early["obs_status"]) == {"M"}
    assert set(rows["as_of"]) == {"2021"}


def test_a_later_edition_follows_the_same_mapping_with_its_own_days(read):
    found = read(OFFENCES)
    applied = mapping.apply(found, mapping.recognise(found))
    assert values(applied)["related_filming_recorded", 2023] == 61
    assert set(applied.rows["as_of"]) == {"2023-12-31"}
    assert set(mapping.apply(found, mapping.recognise(found), "2024-05-02").rows["as_of"]) == {"2024-05-02"}


def test_a_label_that_is_not_known_is_a_problem_and_no_cell_is_lost(read):
    found = read(OFFENCES.replace("강간 강제추행", "강도"))
    applied = mapping.apply(found, mapping.recognise(found))
    assert Counter(applied.fates) == {"mapped": 12, "unplaced": 4}
    assert len(applied.rows) == 12
    (told,) = applied.problems
    assert (told.code, told.cell, told.cells) == ("mapping_label", "B2", 4)
    assert "‘강도’" in told.sentence("ko")


def test_cells_for_one_figure_are_not_added_unless_the_mapping_says_so(read, own):
    text = "죄종,발생,검거\n불법촬영,10,5\n침입,7,3\n"
    same = OWN.replace('"intrusion"', '"filming"')
    found = read(text, period="2023")
    applied = mapping.apply(found, own(same))
    assert (codes(applied), set(applied.fates), len(applied.rows)) == (["mapping_doubled"], {"unplaced"}, 0)
    added = mapping.apply(found, own("add = true\n" + same))
    assert values(added) == {("related_filming_recorded", 2023): 17, ("related_filming_cleared", 2023): 8}
    assert set(added.rows["obs_status"]) == {"E"}
    assert added.rows["note_ids"].str.startswith("computed").all()


def test_a_table_without_a_period_waits_for_one(read, own):
    text = "죄종,발생,검거\n불법촬영,10,5\n침입,7,3\n"
    applied = mapping.apply(read(text), own())
    assert (codes(applied), len(applied.rows)) == (["mapping_undated"], 0)
    assert len(mapping.apply(read(text, period="2023"), own()).rows) == 4


def test_what_a_cell_does_not_say_or_says_twice_is_told(read, own):
    text = "죄종,발생,검거\n불법촬영,10,5\n침입,7,3\n"
    found = read(text, period="2023")
    silent = mapping.apply(found, own(OWN.replace('"검거" = { measure = "cleared" }', '"검거" = {}')))
    assert codes(silent) == ["mapping_place"]
    both = OWN.replace('{ item = "intrusion" }', '{ item = "intrusion", measure = "cleared" }')
    assert codes(mapping.apply(found, own(both))) == ["mapping_conflict"]


def test_a_withheld_count_stays_an_interval_and_a_sum_over_it_too(read, own):
    text = "죄종,발생,검거\n불법촬영,10,x\n침입,7,3\n주: x = 비공개(5 미만)\n"
    found = read(text, period="2023")
    sums = 'sums = [{ over = "item", code = "rape" }]\n'
    rows = mapping.apply(found, own(sums + OWN)).rows.set_index("indicator_id")
    hidden = rows.loc["related_filming_cleared"]
    assert (hidden["conf_status"], pd.isna(hidden["value"])) == ("C", True)
    over = rows.loc["related_rape_cleared"]
    assert (over["conf_status"], pd.isna(over["value"])) == ("C", True)
    assert over["lower"] >= 3


def test_every_fault_of_a_mapping_stands_in_one_report(own):
    broken = (
        OWN.replace('set = "related_offences"', 'set = "rumours"')
        .replace('basis = "police_sexual_table"', 'basis = "synthetic"')
        .replace("last_day", "some_day")
        .replace('item = "filming"', 'item = "dreams"')
        .replace('"발생" = {', '"10대" = { age = "Y_TEEN" }\n"발생" = {')
    )
    with pytest.raises(Refused) as caught:
        own(broken)
    told = " ".join(problem.sentence("en") for problem in caught.value.problems)
    for name in ("rumours", "synthetic", "some_day", "related_dreams_recorded", "Y_TEEN"):
        assert f"‘{name}’" in told, name


def test_blanks_strangers_and_contradictions_are_faults(own):
    for text, code in (
        (OWN.replace('"filming"', '""'), "mapping_blank"),
        (OWN + "\n[weather]\n", "mapping_field"),
        (OWN.replace('unit = "case"', 'unit = ""'), "mapping_lacks"),
        (OWN.replace('unit = "case"', 'unit = "person"'), "mapping_contradicts"),
        (OWN.replace("[rows]", "[rows"), "mapping_unreadable"),
    ):
        with pytest.raises(Refused) as caught:
            own(text)
        assert caught.value.code == code


def test_a_draft_proposes_codes_and_leaves_blanks_that_no_mapping_may_keep(read, tmp_path):
    text = "연도,성별,죄종,10~14세,15~19세,20세 이상,계\n2023,남,갑죄,1,2,3,6\n2023,여,갑죄,4,5,6,15\n"
    path = tmp_path / "draft.toml"
    path.write_text(mapping.draft(read(text)), encoding="utf-8")
    drafted = tomllib.loads(path.read_text(encoding="utf-8"))
    assert drafted["columns"] == {
        "10~14세": {"age": "Y10T14"},
        "15~19세": {"age": "Y15T19"},
        "20세 이상": {"item": ""},
        "계": {},
    }
    assert drafted["rows"] == {"남": {"sex": "M"}, "갑죄": {"item": ""}, "여": {"sex": "F"}}
    with pytest.raises(Refused) as caught:
        mapping.read(path)
    assert {"mapping_lacks", "mapping_blank"} == {problem.code for problem in caught.value.problems}


def test_labels_of_a_file_cannot_break_out_of_the_draft(read):
    text = '연도,"a""]\nset = ""x",나\n2023,1,2\n2024,3,4\n'
    drafted = tomllib.loads(mapping.draft(read(text, 'x"\nset = "y.csv'.replace("\n", " "))))
    assert drafted["set"] == ""


def run(*arguments, **options):
    command = [sys.executable, "-m", "data", "map", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, **options)


def test_the_command_prints_rows_and_drafts_and_writes_over_nothing(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text(OFFENCES, encoding="utf-8")
    done = run(table)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert (done.returncode, len(rows)) == (0, 16)
    assert (rows[0]["window_start"], rows[0]["value"]) == ("2022-01-01", "50")
    assert len(json.loads(run(table, "--format", "json").stdout)) == 16
    out = tmp_path / "draft.toml"
    assert run(table, "--out", out).returncode == 0
    assert tomllib.loads(out.read_text(encoding="utf-8"))["columns"]["발생"] == {"measure": "recorded"}
    again = run(table, "--out", out, "--lang", "ko")
    assert again.returncode == 2
    assert "이미 있습니다" in again.stderr
    blank = run(table, "--mapping", out, "--lang", "en")
    assert blank.returncode == 2
    assert "blank" in blank.stderr
    assert "Traceback" not in again.stderr + blank.stderr


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the official tables lie outside the project")
@pytest.mark.parametrize(
    ("folder", "period", "fates"),
    [
        ("s01", "", {"mapped": 42, "summed": 420}),
        ("s02", "", {"mapped": 64}),
        ("s03", "", {"mapped": 95, "outside": 722}),
        ("s05", "2017", {"mapped": 24, "outside": 564}),
        ("s07", "", {"mapped": 792, "outside": 36}),
    ],
)
def test_the_official_tables_give_the_bundled_figures(folder, period, fates):
    found = reading.read(next(SAMPLES.glob(f"{folder}_*/*")), period=period)
    chosen = mapping.recognise(found)
    applied = mapping.apply(found, chosen)
    assert not applied.problems
    assert Counter(applied.fates) == fates
    bundled = published.load()
    bundled = bundled[bundled["set_id"] == chosen.set].sort_values([*KEYS, "window_start"])
    # Of the population the whole country alone is bundled.
    rows = applied.rows[applied.rows["geo"] == "KR"]
    pd.testing.assert_frame_equal(
        *(each.drop(columns="ref").reset_index(drop=True) for each in (rows, bundled))
    )


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the official tables lie outside the project")
def test_the_provinces_of_the_population_add_up_to_the_country():
    found = reading.read(next(SAMPLES.glob("s07_*/*")))
    rows = mapping.apply(found, mapping.recognise(found)).rows
    table = rows.pivot(index=["geo", "sex"], columns="age", values="value")
    assert table.loc[("KR-11", "M"), "Y0T4"] == 118_196
    for sex in ("M", "F"):
        people = table.xs(sex, level="sex")
        assert len(people) == 18
        assert (people.drop("KR").sum() == people.loc["KR"]).all()


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the official tables lie outside the project")
@pytest.mark.parametrize("folder", ["s04", "s06", "s08", "s10", "s12"])
def test_no_mapping_claims_another_table(folder):
    assert mapping.recognise(reading.read(next(SAMPLES.glob(f"{folder}_*/*")))) is None
