"""What is counted, for whom, and whether a label means a total."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A code found in a label and what remains of the label without it."""

    code: str
    rest: str = ""


def measure(text: str) -> Part | None:
    """recorded, cleared, apprehended … named by a label or by its last word or bracket: `살인(발생)`."""
    return None


def sex(text: str) -> Part | None:
    """M, F, _T or _U named by a label or by its last part: `정상_남`."""
    return None


def total(text: str) -> str | None:
    """What remains of a label that means a total: '' for `계`, `2012-13` for `2012-13 Total`; None: no total."""
    return None


def remainder(text: str) -> bool:
    """Whether a label means the rest (기타도시), which belongs to the sum and is no total."""
    return False


def totals(texts: Sequence[str]) -> list[str | None]:
    """total() for one axis, where neighbours tell more: `남 인구수` beside ages, `Aust` beside its states."""
    return [total(text) for text in texts]
