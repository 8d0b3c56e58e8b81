"""Known answers of sdcTable and τ-ARGUS, at https://github.com/sdcTools (tests and test data of both)."""

import pandas as pd
import pytest

from analysis.protect import Relation, excluded, intervals, protect
from tests.analysis.protect_cases import hidden, two_way

LINKED = [
    Relation("county 1", ("A", "B", "I", "J")),
    Relation("county 2", ("K", "L", "M", "N")),
    Relation("total", ("county 1", "county 2")),
    Relation("big", ("L", "M")),
    Relation("small", ("A", "B", "I", "J", "K", "N")),
    Relation("total", ("big", "small")),
]


def test_region_by_gender_of_tau_argus():
    """checkTauArgus inst/tests/Batch/ex1: tabdata_ex1.tab, test_batch_ex1.R; A-female asks for 1 either way."""
    inner = {"A": (895, 137), "B": (753, 973), "C": (569, 486), "D": (540, 793)}
    cells, sums = two_way({region: {"m": m, "f": f} for region, (m, f) in inner.items()})
    cells.loc["Af", ["low", "high"]] = 136, 138

    secondary = hidden(protect(cells, sums)) - {"Af"}

    assert secondary == {"Am", "Cm", "Cf"}
    assert cells.loc[list(secondary), "value"].sum() == 1950


def test_small_region_by_gender_of_sdctable():
    """sdcTable data(microdata1) and tests/testthat/test-protectTable.r: three secondary suppressions."""
    inner = {"A": (18, 2), "B": (14, 19), "C": (12, 10), "D": (11, 14)}
    cells, sums = two_way({region: {"m": m, "f": f} for region, (m, f) in inner.items()})

    protected = protect(cells, sums)

    secondary = hidden(protected) - {"Af"}
    assert secondary == {"Am", "Cm", "Cf"}
    assert cells.loc[list(secondary), "value"].sum() == 40
    assert protected.frame.loc["Af", ["lower", "upper"]].tolist() == [0, 12]


@pytest.fixture
def four_by_four():
    """sdcTable problemdata(): nine sensitive cells, each asking for 1 either way."""
    inner = {"w": (30, 47, 64, 89), "x": (90, 124, 5, 31), "y": (92, 100, 59, 85), "z": (800, 991, 651, 685)}
    cells, sums = two_way({row: dict(zip("abcd", counts, strict=True)) for row, counts in inner.items()})
    sensitive = ["wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd"]
    cells.loc[sensitive, "low"] = cells["value"] - 1
    cells.loc[sensitive, "high"] = cells["value"] + 1
    return cells, sums, sensitive


def test_two_hidden_in_each_line_are_not_enough(four_by_four):
    cells, sums, sensitive = four_by_four
    published = cells["value"].drop(sensitive).reindex(cells.index)

    assert intervals(published, sums, ["wb"]).loc["wb"].tolist() == [47, 47]
    assert excluded(published, sums, {"wb": range(46, 49)}) == {"wb": [46, 48]}


def test_the_tenth_cell_of_sdctable(four_by_four):
    """The same file's attack on w|b after protection gives 0 to 78."""
    cells, sums, sensitive = four_by_four

    protected = protect(cells, sums)

    assert hidden(protected) - set(sensitive) == {"xd"}
    assert protected.frame.loc["wb", ["lower", "upper"]].tolist() == [0, 78]


@pytest.fixture
def linked():
    """sdcTable tests/testthat/test-linked-tables.r: counties and sizes over the same eight regions."""
    counts = {"A": 2, "B": 2, "I": 8, "J": 8, "K": 3, "L": 3, "M": 3, "N": 7}
    counts |= {"county 1": 20, "county 2": 16, "big": 6, "small": 30, "total": 36}
    return pd.DataFrame({"value": pd.Series(counts, dtype=float)})


def test_each_table_is_safe_alone_and_both_together_are_not(linked):
    published = linked["value"].where(linked["value"] > 3)
    wanted = {"K": range(4)}

    assert excluded(published, LINKED[:3], wanted) == {}
    assert excluded(published, LINKED[3:], wanted) == {}
    assert excluded(published, LINKED, wanted) == {"K": [0, 1, 2]}


def test_the_linked_tables_of_sdctable_hide_n(linked):
    assert hidden(protect(linked, LINKED)) == {"A", "B", "K", "L", "M", "N"}
