"""A publisher killed at any moment loses nothing that was acknowledged and shows nothing half-made."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.releases import Store
from tests.data.small_release import add

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX")


def writer(*arguments: str | Path, **options) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.data.killed_writer", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, **options)


def assert_whole(home: Path, acknowledged: int) -> None:
    """All acknowledged releases open, at most one more has become visible, and publishing goes on."""
    store = Store(home)
    numbers = store.numbers()
    assert numbers in (list(range(1, acknowledged + 1)), list(range(1, acknowledged + 2)))
    for number in numbers:
        assert len(store.open(number).observations) == store.open(number).manifest["rows"]["observations"]
    assert store.current().number == max(numbers)
    assert store.current().instead_of is None
    following = add(Store(home), 999.0).number
    assert following == max(numbers) + 1
    folders = [f"{number:06d}" for number in range(1, following + 1)]
    assert sorted(os.listdir(store.root)) == [".lock", *folders, "current.jsonl"]


def test_killed_before_every_step_on_the_disk(tmp_path):
    add(Store(tmp_path / "seed"), 156.0)
    assert writer("steps", tmp_path).wait(timeout=120) == 0
    homes = sorted(tmp_path.glob("집 *[0-9]"), key=lambda path: int(path.name.split()[1]))
    killed = [home for home in homes if home.with_name(f"{home.name}.step").exists()]
    told = "\n".join(home.with_name(f"{home.name}.step").read_text(encoding="utf-8") for home in killed)
    # The named steps of a publish: every part, the manifest, its seal, the rename, the pointer, the folders.
    for step in ("fits.json", "manifest.json", "manifest.sha256", "000002", "current.jsonl", "fsync"):
        assert step in told
    assert len(killed) == len(homes) - 1 >= 20
    outcomes = []
    for home in homes:
        outcomes.append(len(Store(home).numbers()))
        assert_whole(home, 1)
    # Not visible, not visible, …, visible: one step makes the release appear, and it stays.
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {1, 2}


@pytest.mark.slow
def test_killed_twenty_times_at_random(tmp_path):
    add(Store(tmp_path / "seed"))
    chance = random.Random(2024)
    for turn in range(20):
        home = shutil.copytree(tmp_path / "seed", tmp_path / str(turn))
        child = writer("loop", home, stdout=subprocess.PIPE)
        child.stdout.readline()
        time.sleep(chance.uniform(0, 0.2))
        child.send_signal(signal.SIGKILL)
        told = child.stdout.read().split()
        child.wait(timeout=10)
        assert_whole(home, int(told[-1]) if told else 2)


def test_readers_see_whole_releases_while_a_writer_publishes_without_end(tmp_path):
    """One reader keeps its store open, as the server does; each turn another one starts afresh."""
    add(Store(tmp_path), -1.0, rows=200)
    child, kept, seen = writer("loop", tmp_path, stdout=subprocess.PIPE), Store(tmp_path), []
    try:
        told = int(child.stdout.readline())
        while len(set(seen)) < 20:
            for store in (kept, Store(tmp_path)):
                release = store.current()
                assert release.number >= told
                # The writer gives all 200 rows of release n + 2 the value n.
                assert release.observations["value"].tolist() == [release.number - 2.0] * 200
                seen.append(release.number)
    finally:
        child.kill()
        child.communicate()
    assert seen == sorted(seen)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="names of open files are read from /proc")
def test_everything_is_on_the_disk_before_the_name_that_shows_it(tmp_path, monkeypatch):
    """What a kill cannot show: after a power cut only what was synced is there."""
    store, events, fsync, rename = Store(tmp_path), [], os.fsync, os.rename
    add(store)

    def recorded_fsync(handle):
        events.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)
        fsync(handle)

    def recorded(move):
        def call(old, new):
            events.append((Path(old).name, Path(new).name))
            move(old, new)

        return call

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(os, "rename", recorded(rename))
    monkeypatch.setattr(os, "replace", recorded(os.replace))
    add(store)
    (folder, shown), (pointer, current) = [event for event in events if isinstance(event, tuple)]
    assert (shown, current) == ("000002", "current.jsonl")
    files = {*store.open(2).manifest["files"], "manifest.json", "manifest.sha256"}
    before = events[: events.index((folder, shown))]
    assert set(before) == {*files, folder}
    assert before[-1] == folder
    assert events[len(before) + 1 :] == ["releases", pointer, (pointer, current), "releases"]
