"""Who wants to hear how far a long reading is; apart, so that listening costs no import of pandas."""

from collections.abc import Callable
from contextvars import ContextVar

# Called with the name of the file and the rows read so far, 0 when the reading begins.
Watcher = Callable[[str, int], None]
watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)
