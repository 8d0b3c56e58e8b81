"""How a number was made, as codes: the words for them belong to the screens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """Name of a method, what it assumes, and the numbers it was run with; `source` is author and year."""

    name: str
    assumptions: tuple[str, ...] = ()
    source: str = ""
    settings: tuple[tuple[str, float | int | str], ...] = ()
