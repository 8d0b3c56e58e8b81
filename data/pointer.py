"""The pointer file of a store: one line a move, replaced whole; the last line says what is current."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from data import durable


@dataclass(frozen=True)
class State:
    """What the pointer says. `whole` is False when the file is absent or a line of it does not verify."""

    moves: tuple[dict, ...] = ()
    whole: bool = False

    @property
    def current(self) -> int | None:
        return self.moves[-1]["release"] if self.moves else None

    @property
    def latest(self) -> int:
        """The highest number ever acknowledged; a folder above it is the remains of a broken publish."""
        return self.moves[-1]["latest"] if self.moves else 0


ABSENT = State()


class Pointer:
    """Log and pointer are one file, so that neither can tell another story than the other."""

    def __init__(self, path: Path):
        self.path = path
        self._seen: tuple | None = None
        self._state = ABSENT

    def read(self) -> State:
        """The state as it stands; the same object until the file changes."""
        try:
            stat = self.path.stat()
            mark = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
            if mark != self._seen:
                self._state, self._seen = _parse(self.path.read_bytes()), mark
        except (FileNotFoundError, NotADirectoryError):
            self._state, self._seen = ABSENT, None
        return self._state

    def move(self, state: State, **move) -> State:
        """Add one move to those of `state`; durable when this returns. Raises OSError."""
        lines = [*state.moves, move]
        text, check = "", ""
        for line in lines:
            check = _check(check, line)
            text += json.dumps(line | {"check": check}, ensure_ascii=False) + "\n"
        durable.replace(self.path, text.encode())
        return self.read()


def _check(previous: str, move: dict) -> str:
    """Each line vouches for all before it: a lost, altered or swapped line breaks the chain."""
    text = previous + json.dumps(move, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _parse(content: bytes) -> State:
    moves, check = [], ""
    for line in content.split(b"\n")[:-1]:
        try:
            move = json.loads(line)
            found = move.pop("check")
        except (ValueError, AttributeError, KeyError, TypeError):
            return State(tuple(moves))
        check = _check(check, move)
        if check != found:
            return State(tuple(moves))
        moves.append(move)
    return State(tuple(moves), whole=content.endswith(b"\n"))
