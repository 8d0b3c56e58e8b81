"""A publisher of incident sheets that dies: run by test_kill_publish, never imported by the product.

`steps FOLDER SHEET` prepares release 2 from FOLDER/seed once, then writes it again and again, each time from
the seed and killed by SIGKILL before its next step on the disk, until one run reaches its end. What each run
left lies in FOLDER/left-1, FOLDER/left-2 … `named FOLDER SHEET STEP` dies as a step of publishing begins.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from data.publish import prepare, publish, write
from data.releases import Store
from tests.data.killed_writer import die_before


def steps(folder: Path, sheet: Path) -> None:
    home = folder / "집"
    shutil.copytree(folder / "seed", home)
    draft = prepare(Store(home), [sheet])
    for step in range(1, 500):
        shutil.rmtree(home)
        shutil.copytree(folder / "seed", home)
        child = os.fork()
        if not child:
            die_before(step, home)
            write(Store(home), draft)
            os._exit(0)
        ended = os.waitpid(child, 0)[1]
        shutil.copytree(home, folder / f"left-{step}")
        if ended == 0:
            return


def named(folder: Path, sheet: Path, name: str) -> None:
    def die(step: str) -> None:
        if step == name:
            os.kill(os.getpid(), signal.SIGKILL)

    publish(Store(folder), [sheet], progress=die)


if __name__ == "__main__":
    {"steps": steps, "named": named}[sys.argv[1]](*map(Path, sys.argv[2:4]), *sys.argv[4:])
