"""The near end of a reading: starts the child, keeps its clock and takes in what it sends, within bounds."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import numpy as np

from data.ingest.gate import Rejected
from data.ingest.limits import Limits
from data.ingest.wire import BLANK, LAYOUT, LONGEST_BLOCK

ROOT = Path(__file__).parents[2]
# One line holds the new texts of one block or the facts of one sheet; no honest one comes near.
LONGEST_LINE = 256 * 2**20


@contextmanager
def answer(file: BinaryIO, limits: Limits) -> Iterator["Stream"]:
    """What a child process of its own folder and an empty environment says about the open file."""
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from data.ingest.child import main; main()"
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", start, json.dumps(asdict(limits))],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
        )
        clock = _Clock(process, limits.wall_seconds)
        try:
            yield Stream(process, clock, limits)
        finally:
            clock.stop()
            process.kill()
            process.stdout.close()
            process.wait()


def _environment(folder: str) -> dict[str, str]:
    # Windows cannot start Python without SYSTEMROOT.
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return kept | {"TMPDIR": folder, "TEMP": folder}


class _Clock:
    """Kills the child when its time is up, and remembers having done so."""

    def __init__(self, process: subprocess.Popen, seconds: float):
        self.process, self.rang = process, False
        self.timer = threading.Timer(seconds, self._ring)
        self.timer.daemon = True
        self.timer.start()

    def _ring(self) -> None:
        self.rang = True
        self.process.kill()

    def stop(self) -> None:
        self.timer.cancel()


class Stream:
    """The child's answer; raises Rejected when it ends early, is too long or makes no sense."""

    def __init__(self, process: subprocess.Popen, clock: _Clock, limits: Limits):
        self.process, self.clock, self.limits, self.cells = process, clock, limits, 0

    def messages(self) -> Iterator[dict]:
        while True:
            line = self.process.stdout.readline(LONGEST_LINE)
            if not line.endswith(b"\n"):
                raise self._death()
            try:
                message = json.loads(line)
            except ValueError:
                raise self._death() from None
            if "end" in message:
                return
            yield message

    def block(self, count: int) -> list[np.ndarray]:
        """The columns of the next `count` cells without the blank ones, in the order of wire.LAYOUT."""
        if count > LONGEST_BLOCK:
            raise self._death()
        columns = []
        for letter in LAYOUT.values():
            wanted = np.dtype(letter).itemsize * count
            raw = self.process.stdout.read(wanted)
            if len(raw) < wanted:
                raise self._death()
            columns.append(np.frombuffer(raw, letter))
        seen = columns[-1] != BLANK
        if not seen.all():
            columns = [column[seen] for column in columns]
        self.cells += len(columns[0])
        if self.cells > self.limits.cells:
            raise self._death()
        return columns

    def _death(self) -> Rejected:
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        if self.clock.rang:
            return Rejected("reader_time", seconds=self.limits.wall_seconds)
        if code == -getattr(signal, "SIGXCPU", 0):
            return Rejected("reader_time", seconds=self.limits.cpu_seconds)
        return Rejected("reader_died", memory=f"{self.limits.memory_mib:,}")
