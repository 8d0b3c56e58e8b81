"""Brings the columns of a wide, nearly empty worksheet together (runs in the child process).

The fast reader lays out the whole rectangle from the first to the last value, 16,384 columns for one stray cell
in XFD; with the columns in use side by side it lays out no more than the data.
"""

import io
import re
import zipfile

from data.ingest.worksheet import Facts, column_letters

# A rectangle of so many cells costs the fast reader a few hundredths of a second.
BEARABLE = 100_000
_CELL = re.compile(rb"(<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*[\"'])([A-Z]{1,3})(?=[0-9]{1,7}[\"'])")


def columns(facts: dict[str, Facts]) -> dict[str, list[int]]:
    """For each worksheet that is mostly empty columns, the columns in use."""
    return {
        part: sorted(fact.columns)
        for part, fact in facts.items()
        if fact.span > BEARABLE and fact.span > 4 * fact.dense
    }


def narrowed(archive: zipfile.ZipFile, wanted: dict[str, list[int]]) -> bytes:
    """The same workbook, its cells in the columns 1, 2, 3 … in place of the `wanted` ones."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as target:
        for member in archive.infolist():
            content = archive.read(member)
            if member.filename in wanted:
                content = _renamed(content, wanted[member.filename])
            target.writestr(member.filename, content)
    return made.getvalue()


def _renamed(sheet: bytes, used: list[int]) -> bytes:
    names = {
        column_letters(column).encode(): column_letters(number).encode()
        for number, column in enumerate(used, start=1)
    }

    def renamed(found: re.Match) -> bytes:
        # A cell of another column is empty but for its format, and the reader passes over it.
        return found[1] + names.get(found[2], b"A")

    return _CELL.sub(renamed, sheet)
