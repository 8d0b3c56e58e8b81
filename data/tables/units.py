"""Units and scales in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """`name`: case, person, percent, rate, …; a cell's value times `scale` is in that unit.

    `per` is the base of a rate (100000). `additive`: values of parts may be added.
    """

    name: str
    scale: float = 1
    per: float | None = None
    additive: bool = True


def unit(text: str) -> Unit | None:
    """The unit that a word or a heading names."""
    return None


def stated(text: str) -> tuple[Unit, ...]:
    """The units of a line such as `단위: 천명, 가임여자 1명당 명`, in its order; empty when it states none."""
    return ()


def split(text: str) -> tuple[str, Unit | None]:
    """A label without the unit in its brackets, and the unit: `총인구수 (명)`."""
    return text, None
