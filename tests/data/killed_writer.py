"""A publisher that dies: run by test_kill, never imported by the product.

`steps FOLDER` publishes release 2 into a copy of FOLDER/seed again and again, killed by SIGKILL before its
first, second, third … step on the disk, until one run reaches its end. `loop HOME` publishes without end and
prints each number once it is acknowledged.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from data import parquet  # noqa: F401  (loaded before the fork, so that each child starts at once)
from data.releases import Store
from tests.data.small_release import add

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"}


def die_before(step: int, home: Path) -> None:
    """Count every step on the disk below `home`, and kill this process before the given one."""
    seen = 0
    fsync = os.fsync

    def count(what) -> None:
        nonlocal seen
        seen += 1
        if seen == step:
            (home.parent / f"{home.name}.step").write_text(str(what), encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event, arguments) -> None:
        if event in STEPS and str(arguments[0]).startswith(str(home)):
            count((event, *arguments))

    def counted_fsync(handle) -> None:
        count("fsync")
        fsync(handle)

    os.fsync = counted_fsync
    sys.addaudithook(hook)


def steps(folder: Path) -> None:
    for step in range(1, 500):
        home = folder / f"집 {step}"
        shutil.copytree(folder / "seed", home)
        child = os.fork()
        if not child:
            die_before(step, home)
            add(Store(home), 160.0)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return


def loop(home: Path) -> None:
    store = Store(home)
    for value in range(10_000):
        print(add(store, float(value), rows=200).number, flush=True)


if __name__ == "__main__":
    {"steps": steps, "loop": loop}[sys.argv[1]](Path(sys.argv[2]))
