"""Sums that must come out over whole published files: the parts of every total, as far as the file gives them."""

from pathlib import Path

import pytest

from data.tables import reading

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the published files are not here")


def body(folder: str):
    """Values by row and column as they stand in the sheet, the reading, and its cells."""
    path = next(one for one in sorted(next(SAMPLES.glob(f"{folder}_*")).iterdir()) if one.suffix != ".md")
    cells = reading.read(path).cells
    return cells.pivot(index="row", columns="col", values="value"), cells


def test_s01_the_categories_of_2020_add_up_and_blanks_are_no_zeros():
    wide, cells = body("s01")
    assert wide.shape == (14, 33)
    assert wide.loc[2].sum() == 234_095
    blank = cells["reason"] == "not_collected"
    # Two kinds of crime are counted from 2019 on: recorded and cleared of five years stand blank.
    assert blank.sum() == 20
    assert cells.loc[blank, "value"].isna().all()
    assert set(cells.loc[blank, "period_start"].dt.year) == set(range(2014, 2019))
    assert (cells.loc[~blank, "value"].notna()).all()


def test_s03_every_total_is_the_sum_of_its_parts():
    wide, cells = body("s03")
    # Both sexes; men and women over their eight ages.
    assert (wide[3] == wide[4] + wide[13]).all()
    assert (wide[4] == wide[range(5, 13)].sum(axis=1)).all()
    assert (wide[13] == wide[range(14, 22)].sum(axis=1)).all()
    groups = cells.drop_duplicates("row").set_index("row")["row_labels"]
    sub = [row for row, names in groups.items() if names[-1] == "소계" and row != 4]
    parts = {
        row: [one for one in groups.index if one not in (4, row) and groups[one][0] == groups[row][0]]
        for row in sub
    }
    for row in sub:
        assert not parts[row] or (wide.loc[parts[row]].sum() == wide.loc[row]).all(), groups[row]
    assert sum(map(bool, parts.values())) == 4
    alone = set(groups.index) - {4, *sub} - {one for own in parts.values() for one in own}
    assert (wide.loc[[*sub, *alone]].sum() == wide.loc[4]).all()
    marked = {
        (row, col) for row in groups.index for col in wide.columns if row in (4, *sub) or col in (3, 4, 13)
    }
    assert {
        (row, col) for row, col in cells.loc[cells["is_total"], ["row", "col"]].to_numpy().tolist()
    } == marked


def test_s04_every_total_is_the_sum_of_its_parts():
    wide, cells = body("s04")
    assert wide.shape == (26, 12)
    assert (wide.loc[range(6, 31)].sum() == wide.loc[5]).all()
    for measure in (3, 4):
        assert (wide[range(measure + 2, 15, 2)].sum(axis=1) == wide[measure]).all()
    totals = cells[cells["is_total"]]
    assert set(map(tuple, totals[["row", "col"]].to_numpy().tolist())) == {
        (row, col) for row in wide.index for col in wide.columns if row == 5 or col in (3, 4)
    }
    assert set(cells["period_start"].dt.year) == {2019}


def test_s05_all_states_of_one_offence_add_up():
    wide, cells = body("s05")
    assert wide.loc[11].sum() == 3_083
    assert not cells["is_total"].any()


def test_s06_87_areas_add_up():
    wide, cells = body("s06")
    assert wide.shape == (38, 87)
    assert wide.loc[5, range(3, 90)].sum() == 5_467
    assert not cells["is_total"].any()


def test_s08_districts_add_up_to_the_city():
    wide, cells = body("s08")
    counts = [3, *range(4, 13), 14]
    assert wide.index.tolist() == list(range(4, 30))
    assert (wide.loc[range(5, 30), counts].sum() == wide.loc[4, counts]).all()
    assert (wide[4] == wide[7] + wide[10]).all()
    assert (wide[4] == wide[5] + wide[6]).all()
    assert set(cells.loc[cells["row"] == 4, "is_total"]) == {True}
