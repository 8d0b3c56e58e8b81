"""Observations to Parquet and back, by DuckDB."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from data.observations import COLUMNS, KEYS

if TYPE_CHECKING:
    import pandas as pd

DATES, NUMBERS = ("window_start", "window_end"), ("value", "lower", "upper")
# A fixed order of rows makes equal content equal bytes.
ORDER = (*KEYS, *DATES, "as_of", "basis", "set_id", "source_id", "ref")


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows in the order in which every release keeps them."""
    return frame[list(COLUMNS)].sort_values(list(ORDER), kind="stable", ignore_index=True)


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write observations; text as text, windows as dates. Raises OSError when the disk refuses."""
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{name}"::{_type(name)} as "{name}"' for name in COLUMNS)
        try:
            connection.from_df(in_order(frame)).project(columns).write_parquet(str(path), compression="zstd")
        except duckdb.IOException as error:
            # DuckDB keeps the system's error number only inside its message.
            number = re.search(r'"errno":"(\d+)"', str(error))
            raise OSError(int(number[1]) if number else errno.EIO, str(error), str(path)) from error


def read(path: Path) -> pd.DataFrame:
    """Observations as written, windows as datetime64."""
    with duckdb.connect() as connection:
        return connection.read_parquet(str(path)).df()


def records(path: Path) -> list[dict]:
    """Observations as plain dicts in the order of the file, windows as dates, a missing number as None."""
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(path))
        return [dict(zip(found.columns, values, strict=True)) for values in found.fetchall()]


def _type(column: str) -> str:
    return "date" if column in DATES else "double" if column in NUMBERS else "varchar"
