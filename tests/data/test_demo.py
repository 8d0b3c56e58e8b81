"""The made-up sheets: in the published proportions, the same for the same seed, and never taken for real."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data import cube, demo, vault
from data.errors import FileRefused
from data.ingest import incidents
from data.ingest.templates import ENTRY, PERIOD_CELL

TODAY = date(2026, 1, 10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("가상") / "자료"
    demo.make(folder)
    return folder


@pytest.fixture(scope="module")
def read(folder):
    return [incidents.read(path, today=TODAY) for path in sorted(folder.glob("*.xlsx"))]


@pytest.fixture(scope="module")
def pending(read, tmp_path_factory):
    return vault.plan(tmp_path_factory.mktemp("home"), read)


@pytest.fixture(scope="module")
def tables(pending):
    return cube.counts(pending.rows, pending.covered, "2026-01-10")


def monthly(tables, name: str):
    return tables[name].set_index("window_start")["value"]


def test_cases_by_year_and_at_the_cut_offs_of_2024_are_the_published_ones(tables):
    cases = monthly(tables, "police_month")
    # Police: 156, 160, 180 and 1,202 cases; 190 to May, 297 to July, 1,094 to November 2024.
    assert [cases[str(year)].sum() for year in range(2021, 2025)] == [156, 160, 180, 1202]
    assert [cases["2024"][:month].sum() for month in (5, 7, 11, 12)] == [190, 297, 1094, 1202]


def test_cut_offs_inside_a_month_are_the_published_ones(pending):
    police = pending.rows[
        (pending.rows["kind"] == "police") & (pending.rows["reported_date"].dt.year == 2024)
    ]
    days = police["reported_date"].dt.strftime("%m-%d")
    cut_offs = {"08-27": 445, "09-25": 812, "10-14": 921, "10-25": 964}
    assert {day: int((days <= day).sum()) for day in cut_offs} == cut_offs


def test_ages_of_2024_are_those_of_the_682_apprehended(tables):
    ages = tables["police_age_quarter"]
    found = ages[ages["window_start"].dt.year == 2024].groupby("age")["value"].sum()
    # 682 apprehended: 548 teens, 107 in their 20s, 20, 4 and 3; the other cases have no suspect.
    expected = {"_T": 1202, "Y10S": 548, "Y20T29": 107, "Y30T39": 20, "Y40T49": 4, "Y_GE50": 3, "_U": 520}
    assert found[list(expected)].to_dict() == expected
    teens = tables["police_teens_quarter"]
    teens = teens[teens["window_start"].dt.year == 2024].groupby("age")["value"].sum()
    assert teens.to_dict() == {"Y10T13": 104, "Y14S": 444, "Y10S_U": 0}


def test_school_reports_follow_the_rounds_of_the_ministry(pending):
    school = pending.rows[
        (pending.rows["kind"] == "school") & (pending.rows["reported_date"].dt.year == 2024)
    ]
    days = school["reported_date"].dt.strftime("%m-%d")
    rounds = {"08-27": 196, "09-06": 434, "09-27": 504, "10-25": 542, "11-08": 561}
    assert {day: int((days <= day).sum()) for day in rounds} == rounds


def test_every_file_is_read_with_late_entries_as_the_only_doubt(read):
    assert {problem.code for each in read for problem in each.problems} == {"outside_period"}
    assert [each.kind for each in read] == ["police"] * 20 + ["school"] * 8
    periods = {each.period for each in read if each.kind == "police"}
    assert min(periods) == (date(2021, 1, 1), date(2021, 3, 31))
    assert max(periods) == (date(2025, 10, 1), date(2025, 12, 31))


def test_later_files_correct_withdraw_and_bring_late_reports(read, pending):
    told = pending.after.statements
    assert set(told["correction"]) == {"new", "corrected", "withdrawn"}
    assert pending.problems == ()
    withdrawn = told.loc[told["correction"] == "withdrawn", "incident_id"]
    assert not set(withdrawn) & set(pending.rows["incident_id"])
    corrected = told.loc[told["correction"] == "corrected", ["kind", "incident_id"]]
    first = told[told["edition"].isna()].merge(corrected, on=["kind", "incident_id"])
    assert len(first) == len(corrected) > 10
    assert set(first["status"]) == {"received"}
    delay = (pending.rows["reported_date"] - pending.rows["occurred_date"]).dt.days
    assert delay.min() == 0
    assert delay.max() > 365
    assert 5 < delay.median() < 30


def test_nobody_possessed_before_possession_was_an_offence(pending):
    possession = pending.rows[pending.rows["action"] == "possess"]
    assert len(possession) > 50
    assert possession["reported_date"].min() >= demo.pd.Timestamp("2024-10-16")


def test_a_province_bears_the_name_it_had_in_that_quarter(folder):
    def names(pattern: str) -> set:
        books = (openpyxl.load_workbook(path) for path in folder.glob(pattern))
        return {row[3].value for book in books for row in book[ENTRY].iter_rows(min_row=5)}

    before, after = names("synthetic-police-2021q?.xlsx"), names("synthetic-police-2024q[34].xlsx")
    assert {"강원도", "전라북도"} <= before
    assert {"강원", "전북"} <= after
    assert not before & {"강원", "전북"} | after & {"강원도", "전라북도"}


def test_each_file_says_in_every_place_that_it_is_made_up(folder, read):
    assert all(each.synthetic for each in read)
    assert all(each.rows["incident_id"].str.startswith("SYN-").all() for each in read)
    assert all((each.rows["agency"].str.startswith("가상")).all() for each in read)
    for path in folder.glob("*.xlsx"):
        assert path.name.startswith("synthetic-")
        book = openpyxl.load_workbook(path, read_only=True)
        assert book.sheetnames[0] == demo.MARKER
        assert "SYNTHETIC" in book[ENTRY]["A1"].value
        assert "합성 자료" in book[ENTRY]["A1"].value
        assert "SYNTHETIC" in book.properties.title
        assert book[ENTRY][PERIOD_CELL].value in path.name.replace("q", "년 ").replace(".xlsx", "분기")
        assert {"Synthetic": "true"}.items() <= {p.name: p.value for p in book.custom_doc_props.props}.items()
    readme = (folder / demo.README).read_text(encoding="utf-8")
    assert "합성 자료" in readme
    assert "SYNTHETIC" in readme


def test_the_same_seed_makes_the_same_files_and_another_seed_others(tmp_path):
    made = {
        (name, path.name): path.read_bytes()
        for name, seed in (("a", 7), ("b", 7), ("c", 8))
        for path in demo.make(tmp_path / name, 150, seed)
    }
    files = {file for name, file in made if name == "a"}
    assert all(made["a", file] == made["b", file] for file in files)
    assert any(made["a", file] != made.get(("c", file)) for file in files)


@pytest.mark.parametrize(("incidents", "seed"), [(100, 1), (777, 2), (3396, 3)])
def test_any_number_of_incidents_keeps_the_proportions(incidents, seed):
    books = demo.books(incidents / demo.PUBLISHED, seed)
    rows = demo.pd.concat([book.rows for book in books if book.kind == "police"])
    final = rows[~rows["incident_id"].str.endswith("-X")].drop_duplicates("incident_id")
    by_year = final["reported_date"].dt.year.value_counts()
    assert by_year[[2021, 2022, 2023, 2024]].sum() == incidents
    assert abs(by_year[2024] - 1202 * incidents / 1698) <= 1


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path):
    (tmp_path / "내 파일").write_text("", encoding="utf-8")
    with pytest.raises(FileRefused, match="empty"):
        demo.make(tmp_path)
    with pytest.raises(FileRefused) as refused:
        demo.make(tmp_path / "내 파일" / "아래")
    assert refused.value.code == "file_unwritable"
    with pytest.raises(FileRefused, match="at least 100"):
        demo.make(tmp_path / "새", 3)
    assert [path.name for path in tmp_path.iterdir()] == ["내 파일"]
