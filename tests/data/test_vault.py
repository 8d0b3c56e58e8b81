"""The incident vault: what counts after corrections and overlaps, and what stays whole whatever happens."""

import ast
import os
import resource
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from deltalake import DeltaTable

from data import cube, vault
from data.errors import Conflict, PublishRefused, StoreUnusable, VaultDamaged
from data.ingest import incidents
from data.ingest.problems import Refused
from tests.data.incident_sheets import Q3, Q4, sheet
from tests.data.ingest.making import HEADER, ROWS, as_csv, as_xlsx

ROOT = Path(__file__).parents[2]
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


def test_of_two_writers_on_one_version_one_is_told_to_run_again(home):
    vault.store(home, [sheet("police", *SUMMER)])
    mine = vault.plan(home, [sheet("police", {"incident_id": "나-1"})])
    theirs = vault.plan(home, [sheet("police", {"incident_id": "다-1"})])
    assert vault.commit(theirs) == 1
    with pytest.raises(Conflict, match="run again"):
        vault.commit(mine)
    assert held(home) == ["가-1", "가-2", "가-3", "다-1"]
    vault.commit(vault.plan(home, [sheet("police", {"incident_id": "나-1"})]))
    assert held(home) == ["가-1", "가-2", "가-3", "나-1", "다-1"]


WRITER = """
import sys, time
from pathlib import Path
from data import cube, vault
from data.errors import Conflict
from tests.data.incident_sheets import sheet
home, name = Path(sys.argv[1]), sys.argv[2]
pending = vault.plan(home, [sheet("police", {"incident_id": name})])
print("ready", flush=True)
sys.stdin.readline()
try:
    print(vault.commit(pending), flush=True)
except Conflict as conflict:
    print(conflict.code, flush=True)
"""


@pytest.mark.parametrize("begun", [True, False], ids=["grown", "new"])
def test_processes_that_commit_at_once_leave_exactly_one_winner(home, begun):
    if begun:
        vault.store(home, [sheet("police", *SUMMER)])
    command = [sys.executable, "-c", WRITER, str(home)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    writers = [subprocess.Popen([*command, f"동시-{n}"], **pipes) for n in range(3)]
    assert all(writer.stdout.readline() == "ready\n" for writer in writers)
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.flush()
    said = sorted(writer.communicate()[0].strip() for writer in writers)
    assert said == sorted(["1" if begun else "0", "vault_overtaken", "vault_overtaken"])
    assert len(held(home)) == (4 if begun else 1)


FOREVER = """
import sys
from pathlib import Path
from data import vault
from tests.data.incident_sheets import sheet
for number in range(10**6):
    vault.store(Path(sys.argv[1]), [sheet("police", {"incident_id": f"{number:04}"})])
    print(number, flush=True)
"""


def test_a_writer_killed_at_any_moment_loses_nothing_acknowledged(home):
    for wait in (0.00, 0.013, 0.041, 0.09):
        writer = subprocess.Popen(
            [sys.executable, "-c", FOREVER, str(home)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        writer.stdout.readline()
        time.sleep(wait)
        writer.send_signal(signal.SIGKILL)
        last = len(writer.stdout.readlines())
        assert len(held(home)) in (last + 1, last + 2)
        vault.store(home, [sheet("police", {"incident_id": "뒤"})])
        assert "뒤" in held(home)
        for file in sorted(home.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()


def test_a_writer_that_died_in_the_first_commit_of_all_leaves_an_empty_vault(home):
    (home / "vault" / "_delta_log").mkdir(parents=True)
    (home / "vault" / "part-half.snappy.parquet").write_bytes(b"PAR1")
    assert vault.version(home) is None
    vault.store(home, [sheet("police", *SUMMER)])
    assert held(home) == ["가-1", "가-2", "가-3"]


def test_rows_of_a_writer_that_died_are_never_counted_and_swept_a_day_later(home):
    vault.store(home, [sheet("police", *SUMMER)])
    data = next((home / "vault").glob("*.parquet"))
    orphan = data.with_name("part-orphan.snappy.parquet")
    orphan.write_bytes(data.read_bytes())
    assert held(home) == ["가-1", "가-2", "가-3"]
    vault.store(home, [sheet("police", {"incident_id": "나-1"})])
    assert orphan.exists()
    os.utime(orphan, (0, time.time() - 25 * 3600))
    vault.store(home, [sheet("police", {"incident_id": "나-2"})])
    assert not orphan.exists()
    assert held(home, 0) == ["가-1", "가-2", "가-3"]


def test_every_file_of_a_commit_is_synced_before_it_is_acknowledged(home, monkeypatch):
    synced, real = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (synced.append(os.readlink(f"/proc/self/fd/{fd}")), real(fd)))
    vault.store(home, [sheet("police", *SUMMER)])
    folder = home / "vault"
    (data,) = folder.glob("*.parquet")
    (log,) = (folder / "_delta_log").glob("*.json")
    assert [Path(path) for path in synced] == [data, log, log.parent, folder, home]


FULL = """
import resource, sys
from pathlib import Path
from data import cube, vault
from data.errors import StoreError
from tests.data.incident_sheets import sheet
pending = vault.plan(Path(sys.argv[1]), [sheet("police", *({"incident_id": f"나-{n}"} for n in range(5000)))])
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    vault.commit(pending)
except StoreError as error:
    print(error.code, "나-" in error.sentence("ko"))
"""


def test_a_full_disk_is_a_typed_refusal_and_changes_nothing(home):
    vault.store(home, [sheet("police", *SUMMER)])
    ran = subprocess.run([sys.executable, "-c", FULL, str(home)], capture_output=True, text=True, cwd=ROOT)
    assert ran.stdout.split() == ["full", "False"], ran.stderr
    assert vault.version(home) == 0
    vault.store(home, [sheet("police", {"incident_id": "나-1"})])
    assert held(home) == ["가-1", "가-2", "가-3", "나-1"]


def test_damage_is_told_and_never_counted(home):
    vault.store(home, [sheet("police", *({"incident_id": f"가-{n:03}", "agency": "서"} for n in range(40)))])
    (data,) = (home / "vault").glob("*.parquet")
    whole, before = data.read_bytes(), vault.rows(home)
    told = []
    for at in range(0, len(whole), 331):
        data.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        try:
            pd.testing.assert_frame_equal(vault.rows(home), before)
        except VaultDamaged as error:
            told.append(str(error))
    assert told
    assert not any("가-" in sentence for sentence in told)
    for content in (whole[: len(whole) // 2], b"", b"PAR1 foreign"):
        data.write_bytes(content)
        with pytest.raises(VaultDamaged, match="restore the folder"):
            vault.rows(home)
    data.unlink()
    with pytest.raises(VaultDamaged):
        vault.rows(home)


def test_a_damaged_log_and_a_version_that_is_gone_are_told(home):
    vault.store(home, [sheet("police", *SUMMER)])
    with pytest.raises(VaultDamaged, match="no version 7"):
        vault.plan(home, [], onto=7)
    (log,) = (home / "vault" / "_delta_log").glob("*.json")
    log.write_text("{", encoding="utf-8")
    with pytest.raises(VaultDamaged):
        vault.version(home)


def test_the_vault_is_its_owners_alone_and_any_delta_reader_can_open_it(home):
    vault.store(home, [sheet("police", *SUMMER), sheet("school", *SUMMER)])
    assert (home / "vault").stat().st_mode & 0o777 == 0o700
    protocol = DeltaTable(str(home / "vault")).protocol()
    assert (protocol.min_reader_version, protocol.min_writer_version) == (1, 2)


@pytest.mark.parametrize("name", ["a[1]", "100%", "a|b"])
def test_a_path_that_the_table_format_cannot_name_is_refused(tmp_path, name):
    with pytest.raises(StoreUnusable, match="choose another folder"):
        vault.store(tmp_path / name, [sheet("police", *SUMMER)])
    assert vault.version(tmp_path / name) is None


def test_a_file_where_the_vault_should_be_is_a_typed_refusal(home):
    home.mkdir()
    (home / "vault").write_text("")
    with pytest.raises(StoreUnusable):
        vault.store(home, [sheet("police", *SUMMER)])


def test_the_public_side_never_imports_the_vault():
    for path in sorted((ROOT / "dashboard").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = {alias.name for alias in getattr(node, "names", ())} | {getattr(node, "module", "")}
            assert not names & {"vault", "data.vault", "data.delta", "data.statements"}, path


def test_a_hundred_thousand_rows_are_planned_and_stored_in_seconds(home):
    entries = [{"incident_id": f"{n:06}", "agency": f"서 {n % 250}"} for n in range(100_000)]
    large = sheet("police", *entries)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    vault.store(home, [large])
    # 0.9 s of processor time on two cores of 2024; several times that is a change of order.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 5
