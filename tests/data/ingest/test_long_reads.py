"""A long reading tells how far it is, and an interrupted one leaves nothing behind."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.ingest import grid
from tests.data.ingest.making import HEADER, as_csv

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals are those of POSIX")


def long_file(folder: Path, rows: int) -> Path:
    row = ["SYN-{}", "2024-03-05", "2024-03-01", "서울", "제작", "17", "남"]
    made = ([f"SYN-{number}", *row[1:]] for number in range(rows))
    return as_csv(folder / "긴 파일.csv", [HEADER, *made])


def command(path: Path, home: Path) -> tuple[list[str], dict[str, str]]:
    words = [sys.executable, "-m", "data", "check", "--large", "--home", str(home / "store"), str(path)]
    return words, os.environ | {
        "LC_ALL": "C",
        "TMPDIR": str(home),
        "OPENBLAS_NUM_THREADS": "1",
        "TERM": "xterm",
    }


def test_rows_are_told_as_they_are_read(tmp_path):
    path, told = long_file(tmp_path, 20_000), []
    read = grid.read(path, progress=lambda file, rows: told.append((file, rows)))
    assert told[0] == ("긴 파일.csv", 0)
    assert told[-1] == ("긴 파일.csv", 20_001)
    assert [rows for _, rows in told] == sorted(rows for _, rows in told)
    # 140,007 cells come in blocks of 50,000.
    assert len(told) == 4
    assert len(read.sheets[0].cells) == 140_007


def test_rows_of_all_sheets_are_counted(tmp_path):
    page = "".join(f"<table>{'<tr><td>x</td></tr>' * rows}</table>" for rows in (3, 5))
    path, told = tmp_path / "a.xls", []
    path.write_text(page, encoding="utf-8")
    grid.read(path, progress=lambda file, rows: told.append(rows))
    assert told == [0, 3, 8]


def children(process: subprocess.Popen) -> list[int]:
    held = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    return [int(number) for number in held.split()]


def alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux to see the child of a process")
def test_ctrl_c_kills_the_child_and_leaves_nothing_behind(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    words, environment = command(long_file(tmp_path, 400_000), home)
    process = subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    while not (found := children(process)):
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.005)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    complaint = process.communicate(timeout=30)[1]
    assert (process.returncode, complaint.strip()) == (130, "Interrupted. Nothing was changed.")
    assert not any(alive(number) for number in found)
    assert list(home.iterdir()) == []


def test_a_terminal_shows_the_rows_read(tmp_path):
    words, environment = command(long_file(tmp_path, 300_000), tmp_path)
    near, far = pty.openpty()
    process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=far)
    os.close(far)
    shown = b""
    while b"rows read" not in shown:
        try:
            shown += os.read(near, 4096)
        except OSError:  # Linux says so when the other end is closed
            break
    process.kill()
    process.wait()
    os.close(near)
    assert "긴 파일.csv: " in shown.decode(errors="replace")
    assert b"rows read" in shown
