"""The incident vault: what counts after corrections, withdrawals, repetitions and overlaps."""

from datetime import date

import pandas as pd
import pytest

from data import cube, vault
from data.errors import PublishRefused
from data.ingest import incidents
from data.ingest.problems import Refused
from tests.data.incident_sheets import Q3, Q4, sheet
from tests.data.ingest.making import HEADER, ROWS, as_csv, as_xlsx

TODAY = date(2024, 12, 31)
SUMMER = ({"incident_id": "가-1"}, {"incident_id": "가-2"}, {"incident_id": "가-3", "region": "KR-26"})


@pytest.fixture
def home(tmp_path):
    return tmp_path / "분석 자료"


def held(home, number=vault.LATEST) -> list[str]:
    return sorted(vault.rows(home, number)["incident_id"])


def test_an_empty_vault_has_no_version_and_no_rows(home):
    assert vault.version(home) is None
    assert held(home) == []
    assert not home.exists()


def test_the_same_incidents_again_get_the_same_receipt_and_change_nothing(home):
    (first,) = vault.store(home, [sheet("police", *SUMMER, file="q3.xlsx")])
    (second,) = vault.store(home, [sheet("police", *reversed(SUMMER), file="q3 다시.csv")])
    assert second == first
    assert vault.version(home) == 0
    assert (first["incidents"], first["added"], first["file"]) == (3, 3, "q3.xlsx")
    assert len(vault.files(home)) == 1


def test_no_format_encoding_or_order_changes_receipt_or_rows(home, tmp_path):
    shuffled = [[row[place] for place in (3, 0, 6, 2, 1, 5, 4)] for row in [HEADER, *reversed(ROWS)]]
    files = [
        as_xlsx(tmp_path / "가.xlsx", [HEADER, *ROWS]),
        as_csv(tmp_path / "나.csv", [HEADER, *ROWS], "cp949"),
        as_csv(tmp_path / "다.csv", shuffled, "utf-8-sig"),
        as_csv(tmp_path / "라.tsv", shuffled, "utf-8", "\t"),
    ]
    told = [vault.plan(tmp_path / file.stem, [incidents.read(file, today=TODAY)]) for file in files]
    assert len({pending.receipts[0]["receipt"] for pending in told}) == 1
    tables = [cube.union(cube.counts(each.rows, each.covered, "2024-12-31")) for each in told]
    assert tables[0]["value"].sum() > 0
    assert all(table.equals(tables[0]) for table in tables)


def test_one_call_with_the_same_incidents_twice_gives_one_receipt_twice(home):
    one, other = vault.store(home, [sheet("police", *SUMMER), sheet("police", *SUMMER)])
    assert one == other
    assert held(home) == ["가-1", "가-2", "가-3"]


def test_overlapping_quarters_count_each_incident_once(home):
    vault.store(home, [sheet("police", *SUMMER)])
    later = {"incident_id": "나-1", "reported_date": "2024-10-02"}
    (receipt,) = vault.store(home, [sheet("police", *SUMMER, later, period=(Q3[0], Q4[1]))])
    assert held(home) == ["가-1", "가-2", "가-3", "나-1"]
    assert (receipt["incidents"], receipt["added"]) == (4, 1)


def test_a_correction_replaces_and_the_earlier_version_stays_readable(home):
    vault.store(home, [sheet("police", *SUMMER)])
    correction = {"incident_id": "가-1", "region": "KR-27", "correction": "corrected"}
    vault.store(home, [sheet("police", correction, period=Q4)])
    assert vault.rows(home).set_index("incident_id")["region"]["가-1"] == "KR-27"
    assert vault.rows(home, 0).set_index("incident_id")["region"]["가-1"] == "KR-11"
    assert held(home) == held(home, 0)


def test_a_withdrawal_takes_an_incident_out_and_the_old_sheet_does_not_bring_it_back(home):
    vault.store(home, [sheet("police", *SUMMER)])
    vault.store(home, [sheet("police", {"incident_id": "가-2", "correction": "withdrawn"}, period=Q4)])
    assert held(home) == ["가-1", "가-3"]
    vault.store(home, [sheet("police", *SUMMER, {"incident_id": "가-4"})])
    assert held(home) == ["가-1", "가-3", "가-4"]


@pytest.mark.parametrize("turned", [False, True])
def test_the_correction_of_the_later_period_holds_whichever_arrives_first(home, turned):
    early = sheet("police", {"incident_id": "가-1", "region": "KR-27", "correction": "corrected"}, period=Q3)
    late = sheet("police", {"incident_id": "가-1", "region": "KR-28", "correction": "corrected"}, period=Q4)
    vault.store(home, [sheet("police", *SUMMER)])
    for each in (late, early) if turned else (early, late):
        vault.store(home, [each])
    assert vault.rows(home).set_index("incident_id")["region"]["가-1"] == "KR-28"


def test_a_correction_sent_again_for_the_same_period_holds(home):
    vault.store(home, [sheet("police", *SUMMER)])
    for region in ("KR-27", "KR-28", "KR-27"):
        entry = {"incident_id": "가-1", "region": region, "correction": "corrected", "agency": f"서 {region}"}
        vault.store(home, [sheet("police", entry, {"incident_id": f"나-{region}"}, period=Q4)])
    # The third file is the first one again, so the second still holds.
    assert vault.rows(home).set_index("incident_id")["region"]["가-1"] == "KR-28"


def test_two_first_statements_that_differ_are_refused_without_quoting_the_incident(home):
    vault.store(home, [sheet("police", *SUMMER, file="3분기.xlsx")])
    other = [{"incident_id": "가-1", "region": "KR-46"}, {"incident_id": "가-2", "region": "KR-46"}]
    with pytest.raises(Refused) as refused:
        vault.store(home, [sheet("police", {"incident_id": "가-9"}, *other, file="고침.xlsx")])
    (found,) = refused.value.problems
    assert (found.code, found.file, found.cell, found.cells) == ("told_twice", "고침.xlsx", "A6", 2)
    for lang in ("ko", "en"):
        assert "3분기.xlsx" in found.sentence(lang)
        assert "가-1" not in found.sentence(lang)
    assert vault.version(home) == 0
    assert held(home) == ["가-1", "가-2", "가-3"]


def test_two_corrections_in_one_batch_that_differ_are_refused_once(home):
    files = [
        sheet("police", {"incident_id": "가-1", "region": region, "correction": "corrected"}, period=Q4)
        for region in ("KR-27", "KR-28")
    ]
    with pytest.raises(Refused) as refused:
        vault.store(home, [sheet("police", *SUMMER), *files])
    assert [(found.code, found.file) for found in refused.value.problems] == [("told_twice", files[1].file)]
    assert vault.version(home) is None


def test_police_and_school_may_use_the_same_number_for_two_records(home):
    vault.store(home, [sheet("police", *SUMMER), sheet("school", *SUMMER)])
    kinds = vault.rows(home).groupby("kind")["incident_id"].apply(list)
    assert kinds["police"] == kinds["school"] == ["가-1", "가-2", "가-3"]


def test_corrections_of_nothing_known_and_months_not_covered_are_pointed_out(home):
    entries = (
        {"incident_id": "나-1", "reported_date": "2024-10-02"},
        {"incident_id": "나-2", "reported_date": "2024-09-30"},
        {"incident_id": "가-1", "reported_date": "2024-11-01", "correction": "withdrawn"},
    )
    pending = vault.plan(home, [sheet("police", *entries, period=Q4, file="4분기.xlsx")])
    assert [(found.code, found.cell) for found in pending.problems] == [
        ("not_held", "A7"),
        ("not_covered", "A6"),
    ]
    assert {found.severity for found in pending.problems} == {"warning"}


@pytest.mark.parametrize(
    ("period", "months"),
    [
        (("2024-07-01", "2024-09-30"), ["2024-07", "2024-08", "2024-09"]),
        (("2024-01-01", "2024-02-28"), ["2024-01"]),
        (("2023-12-02", "2024-02-29"), ["2024-01", "2024-02"]),
        (("2024-08-28", "2024-09-25"), []),
        (None, ["2024-07", "2024-08"]),
    ],
)
def test_only_whole_months_are_covered(home, period, months):
    stated = period and tuple(pd.Timestamp(day).date() for day in period)
    entries = ({"incident_id": "가-1"}, {"incident_id": "가-2", "reported_date": "2024-08-02"})
    covered = vault.plan(home, [sheet("police", *entries, period=stated)]).covered
    assert list(covered["police"].strftime("%Y-%m")) == months
    assert list(covered["school"]) == []


def test_made_up_and_real_incidents_never_meet(home):
    vault.store(home, [sheet("police", *SUMMER, file="진짜.xlsx")])
    with pytest.raises(PublishRefused, match=r"가상\.xlsx.*진짜\.xlsx"):
        vault.plan(home, [sheet("school", {"incident_id": "SYN-1"}, synthetic=True, file="가상.xlsx")])
    assert not vault.plan(home, []).synthetic


def test_planning_writes_nothing_and_a_plan_is_what_committing_gives(home):
    pending = vault.plan(home, [sheet("police", *SUMMER)])
    assert not home.exists()
    assert vault.commit(pending) == 0
    pd.testing.assert_frame_equal(vault.rows(home), pending.rows)


def test_an_older_version_can_be_continued_and_what_is_set_aside_stays_readable(home):
    vault.store(home, [sheet("police", *SUMMER)])
    vault.store(home, [sheet("police", {"incident_id": "틀림"})])
    assert vault.commit(vault.plan(home, [], onto=0)) == 0
    assert vault.commit(vault.plan(home, [sheet("police", {"incident_id": "나-1"})], onto=0)) == 2
    assert held(home) == ["가-1", "가-2", "가-3", "나-1"]
    assert held(home, 1) == ["가-1", "가-2", "가-3", "틀림"]
    assert len(vault.files(home)) == 2
    assert vault.commit(vault.plan(home, [sheet("police", {"incident_id": "새"})], onto=None)) == 3
    assert held(home) == ["새"]
