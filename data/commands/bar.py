"""How far a long reading is, on a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from data.ingest.watching import watcher
from data.words import say

# Most files are read before anybody could read a bar.
PATIENCE = 1.0


@contextmanager
def reading_bar(lang: str) -> Iterator[None]:
    """Shows below what is printed the rows read so far of a file that takes long; without a terminal nothing."""
    if not sys.stderr.isatty():
        yield
        return
    bar = _Bar(lang)
    before = watcher.set(bar.tell)
    try:
        yield
    finally:
        watcher.reset(before)
        bar.close()


class _Bar:
    def __init__(self, lang: str):
        self.lang, self.shown, self.task, self.words = lang, None, None, ""
        self.timer: Timer | None = None

    def tell(self, file: str, rows: int) -> None:
        self.words = say(self.lang, "reading_rows", file=file, rows=f"{rows:,}")
        if self.timer is None:
            self.timer = Timer(PATIENCE, self._show)
            self.timer.daemon = True
            self.timer.start()
        elif self.shown is not None:
            self.shown.update(self.task, description=self.words)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        shown = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        shown.start()
        self.task = shown.add_task(self.words, total=None)
        self.shown = shown

    def close(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer.join()
        if self.shown is not None:
            self.shown.stop()
