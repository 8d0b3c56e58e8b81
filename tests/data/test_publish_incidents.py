"""From incident sheets to protected counts in a release: marked, never mixed, never half-taken."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from data import cube, vault
from data.errors import Conflict, PublishRefused
from data.ingest.problems import Refused
from data.publish import prepare, publish, write
from data.releases import Store

HEAD = "사건번호,접수일,시도경찰청,경찰서,범죄 유형,피의자 나이,피의자 성별"
REGIONS = ("서울", "서울", "서울", "부산", "경기남부", "제주")


def sheet(path: Path, mark: str, seed: int, incidents: int = 150) -> Path:
    """A police sheet of the first half of 2023; SYN- before a number marks a made-up incident."""
    chance = random.Random(seed)
    lines = []
    for number in range(incidents):
        day = date(2023, 1, 1) + timedelta(number * 181 // incidents)
        station, age, sex = (
            f"비밀{chance.randrange(30)}서",
            chance.choice((13, 15, 17, 22, "미상")),
            chance.choice("남여"),
        )
        act = chance.choice(("제작", "유포", "소지"))
        lines.append(f"{mark}{number:05d},{day},{chance.choice(REGIONS)},{station},{act},{age},{sex}")
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8-sig")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("사건")
    return {"made_up": sheet(folder / "가상.csv", "SYN-", 1), "real": sheet(folder / "실제.csv", "R-", 2)}


@pytest.fixture(scope="module")
def store(tmp_path_factory, files):
    """Release 1 of bundled figures, release 2 with made-up incidents, then back to 1."""
    store = Store(tmp_path_factory.mktemp("집 안"))
    publish(store)
    publish(store, [files["made_up"]])
    store.point_to(1)
    return store


def counts(release):
    frame = release.observations
    return frame[frame["indicator_id"].str.startswith("incidents_")]


def test_counts_are_those_of_the_sheet_and_all_marked_synthetic(store, files):
    release = store.open(2)
    found = counts(release)
    assert release.synthetic
    assert set(found["basis"]) == {"synthetic"}
    assert set(found["indicator_id"]) <= {"incidents_police", "incidents_police_occurred"}
    national = found[(found["window_kind"] == "month") & (found["geo"] == "KR") & (found["age"] == "_T")]
    national = national[national["indicator_id"] == "incidents_police"].sort_values("window_start")
    days = [line.split(",")[1] for line in files["made_up"].read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert national["value"].tolist() == [
        sum(f"-{month:02d}-" in day for day in days) for month in range(1, 7)
    ]
    real = release.observations[~release.observations.index.isin(found.index)]
    assert "synthetic" not in set(real["basis"])
    assert not store.open(1).synthetic


def test_no_small_count_and_no_incident_is_in_the_release(store, files):
    release = store.open(2)
    found = counts(release)
    split = found[(found["geo"] != "KR") | (found["age"] != "_T") | (found["sex"] != "_T")]
    assert not split["value"].between(0, cube.FEWEST_AGENCIES + 1).any()
    hidden = found[found["conf_status"] == "C"]
    assert len(hidden) > 0
    assert not (hidden["lower"] >= hidden["upper"]).any()
    assert release.table("audit")["passed"]
    content = b"".join(path.read_bytes() for path in release.path.iterdir())
    for secret in ("비밀", "SYN-0", "가상.csv"):
        assert secret.encode() not in content


def test_the_manifest_names_the_vault_version_and_the_receipt(store, files):
    manifest = store.open(2).manifest
    assert store.open(1).manifest["vault"] is None
    (receipt,) = vault.files(store.home, manifest["vault"])["receipt"]
    assert receipt in [entry["name"] for entry in manifest["inputs"]]


def test_after_a_rollback_nothing_of_the_later_release_comes_along(store, files):
    assert publish(store) is store.open(1)
    release = publish(store, [files["real"]])
    assert not release.synthetic
    assert release.manifest["base"] == 1
    assert set(counts(release)["basis"]) == {"incident_sheet"}
    assert counts(release)["value"].sum() > 0
    assert not vault.files(store.home, release.manifest["vault"])["synthetic"].any()
    # What was set aside is still there by its number.
    assert vault.files(store.home, store.open(2).manifest["vault"])["synthetic"].all()
    again = store.point_to(2)
    assert publish(store, [files["made_up"]]) is again
    store.point_to(1)


def test_the_same_incidents_in_another_order_and_encoding_are_known(store, files, tmp_path):
    store.point_to(2)
    head, *lines = files["made_up"].read_text(encoding="utf-8-sig").splitlines()
    other = tmp_path / "다른 이름.csv"
    other.write_bytes("\n".join([head, *reversed(lines)]).encode("cp949"))
    draft = prepare(store, [other, files["made_up"]])
    assert write(store, draft) is store.open(2)
    first, second = draft.incidents.receipts
    assert first["receipt"] == second["receipt"]
    store.point_to(1)


def test_made_up_and_real_incidents_never_share_a_release(store, files):
    before = store.numbers(), vault.version(store.home), store.moves()
    with pytest.raises(PublishRefused, match="may never share a release"):
        publish(store, [files["made_up"], files["real"]])
    assert (store.numbers(), vault.version(store.home), store.moves()) == before
    store.point_to(2)
    with pytest.raises(PublishRefused) as refused:
        publish(store, [files["real"]])
    assert refused.value.code == "mixed"
    assert (store.numbers(), vault.version(store.home)) == before[:2]
    store.point_to(1)


def test_one_bad_file_among_good_ones_changes_nothing(store, files, tmp_path):
    bad, worse = tmp_path / "틀림.csv", tmp_path / "없음.csv"
    bad.write_text(f"{HEAD}\nR-1,2023-13-45,서울,가,제작,15,남\n", encoding="utf-8")
    before = store.numbers(), vault.version(store.home), store.moves()
    with pytest.raises(Refused) as refused:
        publish(store, [files["real"], bad, worse])
    assert {problem.file for problem in refused.value.problems} == {"틀림.csv", "없음.csv"}
    assert (store.numbers(), vault.version(store.home), store.moves()) == before


def test_a_draft_prepared_on_an_overtaken_release_is_refused_before_the_vault(store, files):
    draft = prepare(store, [files["real"]])
    store.point_to(2)
    version = vault.version(store.home)
    with pytest.raises(Conflict, match="prepared on release 1, but the current release is now 2"):
        write(store, draft)
    assert vault.version(store.home) == version
    store.point_to(1)


def test_a_store_without_incidents_has_no_vault(tmp_path):
    store = Store(tmp_path)
    publish(store)
    assert not (tmp_path / vault.FOLDER).exists()
