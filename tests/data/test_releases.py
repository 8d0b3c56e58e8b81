"""The store of releases: what is acknowledged stays whole, what is damaged is named and never shown."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest

from data import durable
from data.errors import Conflict, ReleaseDamaged, ReleaseMissing, StoreError, StoreUnusable
from data.releases import Store
from tests.data.small_release import add, figures

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "집 안의 폴더")


def test_a_release_is_read_back_as_written(store):
    assert store.current() is None
    assert store.numbers() == []
    written = add(store, 156.0)
    again = Store(store.home).current()
    assert again.number == written.number == 1
    assert again.fits == [{"series": "연간"}]
    pd.testing.assert_frame_equal(again.observations, figures(156.0), check_dtype=False)
    assert again.observations["window_start"].dtype.kind == "M"
    assert again.manifest["rows"] == {"observations": 1, "fits": 1, "checks": 0}
    assert again.manifest["base"] is None
    assert again.manifest["note"] == "시험"


def test_old_releases_stay_and_rollback_is_recorded(store):
    add(store, 156.0), add(store, 160.0)
    reader = Store(store.home)
    assert reader.current().number == 2
    store.point_to(1, note="160은 오타")
    assert reader.current().observations["value"].tolist() == [156.0]
    assert reader.open(2).observations["value"].tolist() == [160.0]
    assert [(m["action"], m["release"], m["previous"]) for m in reader.moves()] == [
        ("begin", None, None),
        ("publish", 1, None),
        ("publish", 2, 1),
        ("rollback", 1, 2),
    ]
    assert reader.moves()[-1]["note"] == "160은 오타"
    assert add(store, 180.0).number == 3
    assert reader.current().manifest["base"] == 1


def test_a_number_that_does_not_exist_is_refused_by_name(store):
    add(store)
    with pytest.raises(ReleaseMissing, match="no release 7; the store holds 1"):
        store.open(7)
    with pytest.raises(ReleaseMissing):
        store.point_to(7)
    assert store.current().number == 1


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def remove(path: Path) -> None:
    path.unlink()


FILES = ("observations.parquet", "fits.json", "checks.json", "manifest.json", "manifest.sha256")


@pytest.mark.parametrize("harm", [flip, cut, remove])
@pytest.mark.parametrize("name", FILES)
def test_damage_is_named_and_the_last_good_release_stands_in(store, harm, name):
    add(store, 156.0), add(store, 160.0)
    harm(store.root / "000002" / name)
    reader = Store(store.home)
    with pytest.raises(ReleaseDamaged) as refused:
        reader.open(2)
    expected = "manifest.json" if name == "manifest.sha256" and harm is not remove else name
    assert refused.value.fields["file"] == expected
    served = reader.current()
    assert (served.number, served.instead_of) == (1, 2)
    assert served.observations["value"].tolist() == [156.0]


def test_every_single_flipped_bit_of_the_pointer_and_of_the_manifest_is_seen(store):
    add(store, 156.0), add(store, 160.0)
    store.point_to(1)
    for path in (store.root / "current.jsonl", store.root / "000002" / "manifest.json"):
        sound = path.read_bytes()
        for place in range(0, len(sound), 7):
            broken = bytearray(sound)
            broken[place] ^= 1 << (place % 8)
            path.write_bytes(broken)
            reader = Store(store.home)
            # A lost pointer leaves the newest release; a broken manifest leaves the one pointed to.
            assert reader.current().number == (2 if path.name == "current.jsonl" else 1), place
        path.write_bytes(sound)


def test_a_foreign_file_in_a_release_is_damage_and_beside_it_is_not(store):
    add(store)
    (store.root / "메모.txt").write_text("x", encoding="utf-8")
    (store.root / "000001" / ".DS_Store").write_bytes(b"x")
    assert Store(store.home).current().number == 1
    (store.root / "000001" / "extra.parquet").write_bytes(b"x")
    with pytest.raises(ReleaseDamaged, match=r"extra\.parquet is damaged \(a foreign file\)"):
        Store(store.home).current()


def test_a_lost_release_folder_or_a_lost_pointer_leaves_the_store_open(store):
    add(store, 156.0), add(store, 160.0)
    shutil.rmtree(store.root / "000002")
    assert Store(store.home).current().instead_of == 2
    (store.root / "current.jsonl").unlink()
    lost = Store(store.home)
    assert lost.current().number == 1
    assert add(lost, 180.0).number == 2
    assert [m["action"] for m in lost.moves()] == ["repair", "publish"]


def test_publishing_goes_on_when_no_good_release_is_left(store):
    add(store)
    flip(store.root / "000001" / "fits.json")
    reader = Store(store.home)
    with pytest.raises(ReleaseDamaged):
        reader.current()
    assert add(reader, 160.0).number == 2
    assert Store(store.home).current().manifest["base"] is None


def test_left_over_folders_are_ignored_and_swept(store):
    add(store)
    (store.root / ".new-1-abc").mkdir()
    (store.root / ".new-2-abc").write_bytes(b"x")
    shutil.copytree(store.root / "000001", store.root / "000002")
    reader = Store(store.home)
    assert reader.numbers() == [1]
    assert add(reader, 160.0).number == 2
    assert sorted(os.listdir(store.root)) == [".lock", "000001", "000002", "current.jsonl"]


def test_one_base_has_one_successor(store):
    add(store, 156.0)
    add(store, 160.0, base=1)
    with pytest.raises(Conflict, match="prepared on release 1, but the current release is now 2"):
        add(store, 180.0, base=1)
    assert store.numbers() == [1, 2]


def test_a_second_writer_is_told_that_the_store_is_busy(store):
    add(store)
    with store.lock(), pytest.raises(Conflict) as refused:
        add(Store(store.home))
    assert refused.value.code == "busy"
    assert add(Store(store.home)).number == 2


def test_no_two_writers_share_a_temporary_name(tmp_path):
    names = {durable.temporary(tmp_path) for _ in range(1000)}
    assert len(names) == 1000
    assert {name.parent for name in names} == {tmp_path}


RUN = """
import os
from pathlib import Path
from data.errors import StoreError
from data.releases import Store
from tests.data.small_release import add
store = Store(Path({home!r}))
try:
    {body}
except StoreError as error:
    print(type(error).__name__, error.code)
"""


def child(home: Path, body: str, **options) -> str:
    code = RUN.format(home=str(home), body=body)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT, **options
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0})); add(store, rows=5000)"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no RLIMIT_FSIZE")
@pytest.mark.parametrize("room", [0, 60, 400, 900, 3000])
def test_a_full_disk_leaves_the_store_as_it_was(store, room):
    add(store)
    before = sorted(os.listdir(store.root))
    assert child(store.home, LIMIT.format(room)) == "StoreUnusable full"
    assert sorted(os.listdir(store.root)) == before
    assert Store(store.home).current().number == 1
    assert add(Store(store.home), rows=5000).number == 2


# Root may write anywhere, so the child becomes nobody once its modules are loaded.
GUEST = "import data.parquet; (os.getuid() or os.seteuid(65534)); "


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
def test_a_read_only_store_is_served_and_not_written():
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "읽기 전용"
        add(Store(home))
        for path in (Path(folder), home, home / "releases"):
            path.chmod(0o555)
        try:
            assert child(home, GUEST + "print(store.current().number)") == "1"
            assert child(home, GUEST + "add(store)") == "StoreUnusable read_only"
        finally:
            for path in (Path(folder), home, home / "releases"):
                path.chmod(0o755)


def test_a_store_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "home").write_text("x")
    store = Store(tmp_path / "home")
    assert store.current() is None
    with pytest.raises(StoreUnusable):
        add(store)


@pytest.mark.parametrize("zone", ["Asia/Seoul", "UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_dates_and_bytes_do_not_depend_on_the_zone_of_the_machine(store, zone):
    add(store)
    here = store.root / "000001" / "observations.parquet"
    other = store.home / zone.replace("/", "-")
    body = "add(store); print(store.current().made_at[-6:], store.current().observations.window_end[0])"
    assert child(other, body, env=os.environ | {"TZ": zone}) == "+09:00 2021-12-31 00:00:00"
    assert (other / "releases" / "000001" / "observations.parquet").read_bytes() == here.read_bytes()


def test_the_manifest_vouches_for_every_file(store):
    add(store)
    folder = store.root / "000001"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {"observations.parquet", "fits.json", "checks.json"}
    for name, described in manifest["files"].items():
        assert described["bytes"] == (folder / name).stat().st_size
    assert not issubclass(ReleaseDamaged, OSError)
    assert issubclass(ReleaseDamaged, StoreError)
