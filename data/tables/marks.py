"""What a cell without a number says: zero, or why there is no value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """`reason` is '' for zero (value 0), else why there is no value; `lower`, `upper` bound a hidden one."""

    reason: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None


def mark(text: str, legend: Mapping[str, Mark] | None = None) -> Mark | None:
    """What a cell text says in place of a number, None when it is no such mark."""
    return Mark("not_collected") if not text.strip() else None


def legend(texts: Iterable[str]) -> dict[str, Mark]:
    """The marks that the notes of a sheet explain."""
    return {}
