"""Real official files: incidents are counted as their keeper noted, tables of counts are told from them."""

from pathlib import Path

import pandas as pd
import pytest

from data.counting.counts import counts, delays
from data.counting.layout import cells, find
from data.ingest import grid
from data.ingest.worksheet import column_number

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside this project")
LISTS = {"112年度犯罪資料全.csv", "hate_crime_raw.csv"}


def sample(name: str) -> Path:
    (path,) = SAMPLES.glob(f"*/{name}")
    return path


def in_year(counted, year: int) -> int:
    starts = counted.frame["period_start"]
    return int(counted.frame.loc[starts == pd.Timestamp(year, 1, 1), "count"].sum())


def test_toronto_by_day_of_occurrence_and_of_the_report():
    counted = counts(sample("hate_crime_raw.csv"), freq="year")
    assert (counted.rows, counted.undated, in_year(counted, 2024)) == (2041, 0, 447)
    assert (counted.date.kind, counted.others[0].kind) == ("occurred", "reported")
    assert in_year(counts(sample("hate_crime_raw.csv"), "REPORTED_DATE", freq="year"), 2024) == 443
    late = delays(counted.date, counted.others[0])
    assert [(late == 0).sum(), (late > 30).sum(), (late > 365).sum(), late.max()] == [1241, 71, 4, 2099]
    places = counts(sample("hate_crime_raw.csv"), by=("LOCATION_TYPE",), freq="year").frame
    assert places.loc[places["LOCATION_TYPE"] == "NA", "count"].sum() == 68


def test_taiwan_with_two_headers_and_dates_in_pieces():
    path = sample("112年度犯罪資料全.csv")
    counted = counts(path, by=("type",))
    assert (counted.sheet.headers, counted.rows, counted.undated) == ((1, 2), 25_347, 0)
    sums = counted.frame.groupby("period_start")["count"].sum()
    assert (sums.sum(), sums[pd.Timestamp(2023, 1, 1)]) == (25_347, 2511)
    assert counted.frame.groupby("type")["count"].sum()["強制性交"] == 130
    book = grid.read(path)
    table = cells(find(book.sheets[0], book), book.sheets[0], book)
    (first,) = table[(table["row"] == 3) & (table["col"] == column_number("C"))].itertuples()
    assert (first.text, f"{first.period_start:%F}", f"{first.period_end:%F}") == (
        "101",
        "2023-01-01",
        "2023-01-01",
    )


def test_tables_of_counts_are_no_lists():
    paths = [path for path in sorted(SAMPLES.glob("s*/*")) if path.name not in LISTS]
    assert len(paths) >= 11
    for path in paths:
        book = grid.read(path)
        assert [sheet.name for sheet in book.sheets if find(sheet, book)] == [], path.name
