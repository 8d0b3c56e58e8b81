"""How much one file may cost to read."""

from dataclasses import dataclass

# Columns of a sheet in every spreadsheet program (A to XFD).
WIDEST = 16_384


@dataclass(frozen=True)
class Limits:
    """Bounds of one reading; the defaults hold the largest official workbooks seen with room to spare.

    `ratio` counts for inner files over 1 MiB: real worksheets shrink 5 to 40 times, bombs 1,000 times.
    `cells` is the rectangle from the first to the last value without its empty columns, since the fast reader
    lays that rectangle out in memory; `span` is the whole rectangle: 61,000 rows with a stray value in XFD.
    """

    file_mib: int = 100
    members: int = 2_000
    inflated_mib: int = 200
    ratio: int = 100
    cells: int = 5_000_000
    span: int = 1_000_000_000
    merges: int = 10_000
    sheets: int = 1_000
    text_mib: int = 64
    memory_mib: int = 1_024
    cpu_seconds: int = 30
    wall_seconds: int = 60


# For incident files of a million rows; what only a hostile file needs (members, ratio, merges) stays.
LARGE = Limits(
    file_mib=1_000,
    inflated_mib=8_000,
    cells=100_000_000,
    span=10_000_000_000,
    text_mib=1_000,
    memory_mib=8_192,
    cpu_seconds=600,
    wall_seconds=900,
)
