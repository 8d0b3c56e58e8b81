"""Real official files give back the cells that their keeper noted by hand; needs the samples beside the project."""

import re
from functools import cache
from pathlib import Path

import pytest

from data.ingest import grid
from data.ingest.worksheet import column_number

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
LINE = re.compile(r"\| `(?P<file>[^`]+)` \| (?P<sheet>[^|]*) \| (?P<cell>[A-Z]+\d+) \| (?P<text>[^|]*) \|")
NOTED = list(LINE.finditer((SAMPLES / "README.md").read_text(encoding="utf-8"))) if SAMPLES.is_dir() else []


@cache
def read(name: str) -> grid.Grid:
    (path,) = SAMPLES.glob(f"*/{name}")
    return grid.read(path)


@pytest.mark.skipif(not NOTED, reason="no samples beside this project")
def test_noted_cells_come_back():
    assert len(NOTED) > 40
    for noted in NOTED:
        sheets = read(noted["file"]).sheets
        (sheet,) = [each for each in sheets if each.name == noted["sheet"].strip()] or sheets
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", noted["cell"]).groups()
        cells = sheet.cells
        found = cells[(cells["row"] == int(row)) & (cells["col"] == column_number(letters))]
        told = re.sub(r"\s+", " ", noted["text"].replace("↵", " ")).strip()
        told = re.sub(r"^`([^`]*)`.*", r"\1", told).strip()
        if told == "(blank)":
            assert found.empty, noted[0]
            continue
        kind, number, text = found[["kind", "number", "text"]].iloc[0]
        if kind == "number":
            assert number == float(told.replace(",", "")), noted[0]
        else:
            assert " ".join(text.split()) == told, noted[0]
