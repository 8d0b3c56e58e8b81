"""Ages and age bands as tables write them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Age:
    """An age or a group of ages. `kind`: band, total, unknown, word (소년: the source does not say its limits).

    `lower` and `upper` are completed years, both inside, upper None when open. `word` is what is written
    beside the limits. `bare`: digits without 세, years, or an age word, so it is one only below an age heading.
    """

    kind: str
    lower: int | None = None
    upper: int | None = None
    word: str = ""
    bare: bool = False


def age(text: str, below_ages: bool = False) -> Age | None:
    """The age group that a whole text names; `below_ages`: its heading speaks of ages, so `14` is one."""
    return None


def axis(texts: Sequence[str], below_ages: bool = False) -> list[Age | None]:
    """The age groups of one row or column of labels; tells `71` after `61 70` to be 71 and over."""
    return [age(text, below_ages) for text in texts]


def heading(text: str) -> bool:
    """Whether a heading says that ages stand below it."""
    return False
