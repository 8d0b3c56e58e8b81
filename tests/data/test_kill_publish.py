"""A publisher of incident sheets killed at any step: vault and releases agree, and the next publish goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from data import vault
from data.ingest import incidents
from data.publish import STEPS, prepare, publish, write
from data.releases import Store
from tests.data.test_publish_incidents import sheet

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX")


def child(*arguments, module="tests.data.killed_publisher", **options) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", module, *map(str, arguments)], cwd=ROOT, **options)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    return sheet(tmp_path_factory.mktemp("사건") / "가상.csv", "SYN-", 3, incidents=60)


@pytest.fixture(scope="module")
def seed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("죽는 집")
    publish(Store(folder / "seed"))
    return folder


@pytest.mark.slow
def test_killed_before_every_step_of_writing(seed, made_up):
    assert child("steps", seed, made_up).wait(timeout=300) == 0
    homes = sorted(seed.glob("left-*"), key=lambda path: int(path.name[5:]))
    assert len(homes) > 25
    draft = prepare(Store(homes[0]), [made_up])
    read = [incidents.read(made_up)]
    current, grown = [], False
    for home in homes:
        store = Store(home)
        current.append(store.current().number)
        assert store.current().instead_of is None
        again = vault.plan(home, read, store.current().manifest["vault"])
        if current[-1] == 1:
            # Whatever the vault holds beyond what release 1 names does not count.
            assert again.base.version is None
            grown = grown or vault.version(home) is not None
            release = write(store, replace(draft, incidents=again))
            assert (release.number, release.synthetic) == (2, True)
        else:
            assert again.after is again.base
        held = vault.files(home, store.current().manifest["vault"])
        assert held["receipt"].tolist() == [one["receipt"] for one in again.receipts]
        assert not [name for name in os.listdir(store.root) if name.startswith(".new-")]
    # It died with the vault written and the release not, too; and once visible, the release stays.
    assert grown
    assert current == sorted(current)
    assert set(current) == {1, 2}


@pytest.mark.parametrize("step", STEPS)
def test_killed_as_a_named_step_begins(tmp_path, made_up, step):
    home = tmp_path / "집"
    publish(Store(home))
    ended = child("named", home, made_up, step).wait(timeout=120)
    assert ended == -signal.SIGKILL
    assert Store(home).numbers() == [1]
    assert vault.version(home) is None
    with Store(home).lock():
        assert sorted(os.listdir(home / "releases")) == [".lock", "000001", "current.jsonl"]


@pytest.mark.slow
def test_the_command_killed_twenty_times_at_random(tmp_path, made_up):
    home, chance = tmp_path / "집", random.Random(7)
    publish(Store(home))
    started = time.monotonic()
    assert child("publish", made_up, "--home", tmp_path / "measured", module="data").wait(timeout=300) == 0
    lasts, whole = time.monotonic() - started, [1]
    for _ in range(20):
        killed = child("publish", made_up, "--home", home, module="data", stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, lasts))
        killed.send_signal(signal.SIGKILL)
        killed.wait(timeout=30)
        store = Store(home)
        assert store.numbers() in (whole, [*whole, len(whole) + 1])
        assert all(store.open(number).observations.shape[0] for number in store.numbers())
        assert store.current().number == (1 if store.numbers() == whole else len(whole) + 1)
        whole = store.numbers()
        store.point_to(1)
    assert child("publish", made_up, "--home", home, module="data").wait(timeout=300) == 0
    assert Store(home).current().synthetic
