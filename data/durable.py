"""Writing that survives a power cut: the file first, then its name, then the folder that holds the name."""

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EDQUOT, EFBIG, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import BinaryIO

from data.errors import Conflict, StoreUnusable

LEFTOVER = ".new-"
WINDOWS = sys.platform == "win32"


def temporary(folder: Path) -> Path:
    """A name no other process chooses, in the same folder, so that renaming it never copies."""
    return folder / f"{LEFTOVER}{os.getpid()}-{secrets.token_hex(6)}"


def write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable; Windows cannot open a folder and journals names by itself."""
    if WINDOWS:
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(path: Path, content: bytes) -> None:
    """Give `path` new content in one step: a reader sees the old bytes or the new ones."""
    new = temporary(path.parent)
    try:
        write(new, content)
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


@contextmanager
def locked(file: BinaryIO, store: Path, wait: float) -> Iterator[None]:
    """Hold an open file alone by the system's own lock, which ends with the process however it ends.

    Raises Conflict when another holder does not let go within `wait` seconds.
    """
    deadline = time.monotonic() + wait
    while not _take(file.fileno()):
        if time.monotonic() >= deadline:
            raise Conflict("busy", store=str(store))
        time.sleep(0.05)
    yield


def _take(handle: int) -> bool:
    try:
        if WINDOWS:
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def refusal(error: OSError, store: Path) -> StoreUnusable:
    """The typed reason why the store could not be written or read."""
    if error.errno in (ENOSPC, EFBIG, EDQUOT):
        code = "full"
    elif error.errno in (EACCES, EPERM, EROFS):
        code = "read_only"
    else:
        code = "unusable"
    return StoreUnusable(code, store=str(store), reason=error.strerror or str(error))
