"""Numbers written as text, read only where there is one way to read them."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """`unit` is what stood with it (`%`, `%p`, 명, …); `marks` are notes glued to it (`*`, `p`, `r`).

    `coded`: written with leading zeros, so rather a code than a measure.
    """

    value: float
    unit: str = ""
    marks: tuple[str, ...] = ()
    coded: bool = False


def number(text: str, notes: Collection[str] = (), bracket_negative: bool = False) -> Number | None:
    """The number that a whole text writes, None when it is none or may be read in two ways."""
    return None
