"""The store of releases: numbered immutable folders, and one pointer that says which is current.

<home>/releases/000001/    observations.parquet, fits.json, checks.json (audit.json), manifest.json, its seal
<home>/releases/current.jsonl    every publish and rollback, one line each; the last line is the pointer
<home>/vault/    the incidents (data.vault); a release's manifest names the version it was counted from
"""

import logging
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path

from data import durable
from data.errors import Conflict, ReleaseDamaged, ReleaseMissing, StoreError
from data.pointer import Pointer, State
from data.release import Release, write

# Korea has kept +09:00 without summer time since 1988, so the machine's own zone never matters.
KST = timezone(timedelta(hours=9), "KST")
LOG = logging.getLogger(__name__)


def home() -> Path:
    """The folder of this installation: DASHBOARD_HOME, or the system's place for a user's data."""
    chosen = os.environ.get("DASHBOARD_HOME", "")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return platformdirs.user_data_path("deepfake-crime-statistics", appauthor=False)


class Store:
    """The releases of one home; readers need no lock, writers hold one."""

    def __init__(self, home: Path):
        self.home = Path(home)
        self.root = self.home / "releases"
        self._pointer = Pointer(self.root / "current.jsonl")
        self._opened: dict[int, Release] = {}
        self._served: tuple[State | None, Release | None] = (None, None)
        self._writer: int | None = None

    def numbers(self) -> list[int]:
        """The acknowledged releases, oldest first."""
        state = self._state()
        return [n for n in self._folders() if n <= state.latest or not state.whole]

    def moves(self) -> tuple[dict, ...]:
        """Every publish and rollback of this store, oldest first."""
        return self._state().moves

    def open(self, number: int) -> Release:
        """A release by its number, verified once. Raises ReleaseMissing, ReleaseDamaged."""
        if number not in self._opened:
            if number not in self.numbers():
                raise ReleaseMissing("missing", number=number, available=_list(self.numbers()))
            self._opened[number] = Release(number, self._folder(number))
        return self._opened[number]

    def current(self) -> Release | None:
        """The release pointed to; None when nothing was ever published.

        If it is damaged, the nearest earlier good one stands in and names it in `instead_of`. A later one
        never does, for someone rolled back from it. Raises ReleaseDamaged when no good one is left.
        """
        state = self._state()
        if state is not self._served[0]:
            self._served = (state, self._good(state))
        return self._served[1]

    def base(self) -> Release | None:
        """What the next release builds on: the current one, or nothing when no good one is left."""
        try:
            return self.current()
        except ReleaseDamaged:
            return None

    def expect(self, base: int | None) -> None:
        """Raise Conflict when another release than `base` is what the next one builds on."""
        current = self._number(self.base())
        if base != current:
            raise Conflict("overtaken", base=base or "–", current=current or "–")

    @contextmanager
    def lock(self, wait: float = 0) -> Iterator[None]:
        """Be the only writer of this store. Raises Conflict after `wait` seconds, StoreUnusable."""
        if self._writer == threading.get_ident():
            yield
            return
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            file = (self.root / ".lock").open("a+b")
        except OSError as error:
            raise durable.refusal(error, self.home) from error
        with file, durable.locked(file, self.home, wait):
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = None

    def write(self, tables: dict, manifest: dict) -> Release:
        """Add a release and point to it: invisible until this returns, durable after.

        `tables`: `observations`, a frame in COLUMNS, and JSON parts by name. `manifest`: what the caller
        knows, with `synthetic`; its `base`, if given, is the number that must still be current.
        Raises Conflict or StoreUnusable, and then nothing has changed.
        """
        with self.lock():
            current = self._number(self.base())
            self.expect(manifest.get("base", current))
            number = max([self._state().latest, *self.numbers()]) + 1
            try:
                self._repair(current)
                self._sweep()
                self._build(number, tables, {"base": current} | manifest)
                self._move("publish", number, number, manifest.get("note", ""))
            except BaseException as error:
                # On a full or read-only disk the sweep may fail too; then the next publish sweeps.
                with suppress(OSError, StoreError):
                    self._sweep()
                if isinstance(error, OSError):
                    raise durable.refusal(error, self.home) from error
                raise
        return self.open(number)

    def point_to(self, number: int, note: str = "") -> Release:
        """Make another acknowledged release current, and record who went from which to which.

        Raises what `open` and `write` raise.
        """
        with self.lock():
            release = self.open(number)
            current = self._number(self.base())
            if number != self._state().current:
                try:
                    self._repair(current)
                    self._move("rollback", number, self._state().latest, note)
                except OSError as error:
                    raise durable.refusal(error, self.home) from error
        return release

    def _state(self) -> State:
        try:
            return self._pointer.read()
        except OSError as error:
            raise durable.refusal(error, self.home) from error

    def _good(self, state: State) -> Release | None:
        held = self.numbers()
        wanted = state.current if state.whole else max(held, default=None)
        if wanted is None:
            return None
        if not state.whole:
            LOG.error("%s cannot be read; release %s is taken as current", self._pointer.path, wanted)
        try:
            return self.open(wanted)
        except (ReleaseDamaged, ReleaseMissing) as error:
            LOG.error("%s", error)
            for number in reversed([n for n in held if n < wanted]):
                try:
                    return Release(number, self._folder(number), instead_of=wanted)
                except ReleaseDamaged as worse:
                    LOG.error("%s", worse)
            raise

    def _build(self, number: int, tables: dict, manifest: dict) -> None:
        new = durable.temporary(self.root)
        write(new, tables, {"number": number, "made_at": _now(), **manifest})
        new.rename(self._folder(number))
        durable.sync_folder(self.root)
        # The pointer moves only to what opens.
        Release(number, self._folder(number))

    def _move(self, action: str, release: int | None, latest: int, note: str) -> None:
        state = self._state()
        self._pointer.move(
            state, at=_now(), action=action, release=release, previous=state.current, latest=latest, note=note
        )

    def _repair(self, current: int | None) -> None:
        """Before the first release, or after the pointer was lost: say which numbers are acknowledged.

        Without it a folder left by a broken first publish and a release whose pointer was lost look alike.
        """
        if not self._state().whole:
            self._move("repair" if self.numbers() else "begin", current, max(self.numbers(), default=0), "")

    def _sweep(self) -> None:
        """Remove what a broken publish left: temporary names, and folders never acknowledged."""
        state = self._state()
        for path in self.root.glob(f"{durable.LEFTOVER}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for number in self._folders():
            if state.whole and number > state.latest:
                shutil.rmtree(self._folder(number))

    def _folders(self) -> list[int]:
        try:
            names = os.listdir(self.root)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise durable.refusal(error, self.home) from error
        return sorted(int(name) for name in names if re.fullmatch(r"\d{6,}", name))

    def _folder(self, number: int) -> Path:
        return self.root / f"{number:06d}"

    @staticmethod
    def _number(release: Release | None) -> int | None:
        return release.number if release else None


def ensure(store: Store) -> Release:
    """The current release; on the first start one is built from the bundled figures.

    Two processes may start at once: the second waits for the first. Raises StoreError.
    """
    release = store.current()
    if release is None:
        from data.publish import publish

        # Reading and fitting the bundled figures takes seconds; a minute covers a slow machine twice over.
        with store.lock(wait=60):
            release = store.current() or publish(store)
    return release


def _now() -> str:
    return datetime.now(KST).isoformat(timespec="seconds")


def _list(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers)) or "–"
