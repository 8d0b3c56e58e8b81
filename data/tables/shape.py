"""Words that tell the parts of a table: headings, codes, remarks, units, times, sheets that explain."""

import tomllib
from functools import cache
from pathlib import Path

from data.tables.text import key


@cache
def words(name: str) -> frozenset[str]:
    """The keys of one list of shape.toml."""
    with (Path(__file__).parent / "shape.toml").open("rb") as file:
        return frozenset(map(key, tomllib.load(file)[name].split()))
