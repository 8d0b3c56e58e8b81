"""From a frame of counts to a frame that may be published, and what is left out on the way."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis.errors import BadCount
from analysis.protect import (
    CellDoubled,
    PartsDoNotAdd,
    Relation,
    ThresholdTooLow,
    protect_counts,
    relations_from,
)
from analysis.protect.tables import cell_ids
from tests.analysis.protect_cases import observations, ruled_out

TABLES = [((), "month"), ((), "quarter"), (("geo",), "month"), (("geo",), "quarter"), (("sex",), "quarter")]
SEOUL, BUSAN, DAEGU = "KR-11", "KR-26", "KR-27"


def counted(by_month: list[dict[str, int]], sex: str = "M", tables=TABLES) -> pd.DataFrame:
    """Tables of incidents given as counts by region for each month from January 2024."""
    rows = [
        {"month": month, "geo": region, "sex": sex}
        for month, regions in enumerate(by_month)
        for region, count in regions.items()
        for _ in range(count)
    ]
    return observations(pd.DataFrame(rows), tables)


@pytest.fixture
def quarter():
    return counted(
        [{SEOUL: 9, BUSAN: 8, DAEGU: 2}, {SEOUL: 12, BUSAN: 7, DAEGU: 6}, {SEOUL: 10, BUSAN: 9, DAEGU: 7}]
    )


def at(frame: pd.DataFrame, geo: str, kind: str, month: int = 1) -> pd.Series:
    chosen = (frame["geo"] == geo) & (frame["window_kind"] == kind) & (frame["sex"] == "_T")
    return frame[chosen & (frame["window_start"].dt.month == month)].squeeze()


def test_sums_of_codes_and_of_windows_are_found():
    frame = counted([{SEOUL: 1, BUSAN: 1}] * 3, tables=TABLES[:4])
    named = dict(zip(cell_ids(frame), frame.itertuples(), strict=True))
    readable = {
        (named[r.total].geo, named[r.total].window_kind, named[r.total].window_start.month): {
            (named[part].geo, named[part].window_kind, named[part].window_start.month) for part in r.parts
        }
        for r in relations_from(frame)
        if len({named[part].window_kind for part in r.parts} - {named[r.total].window_kind}) == 0
    }
    assert readable == {
        ("KR", "month", 1): {(SEOUL, "month", 1), (BUSAN, "month", 1)},
        ("KR", "month", 2): {(SEOUL, "month", 2), (BUSAN, "month", 2)},
        ("KR", "month", 3): {(SEOUL, "month", 3), (BUSAN, "month", 3)},
        ("KR", "quarter", 1): {(SEOUL, "quarter", 1), (BUSAN, "quarter", 1)},
    }
    quarters = [r for r in relations_from(frame) if len(r.parts) == 3]
    assert {(named[r.total].geo, named[r.total].window_kind) for r in quarters} == {
        ("KR", "quarter"),
        (SEOUL, "quarter"),
        (BUSAN, "quarter"),
    }


def test_a_code_sums_to_the_nearest_listed_code_above_it():
    frame = counted([{"KR-11": 5, "KRP-41N": 6, "KRP-41S": 7}], tables=[((), "month"), (("geo",), "month")])
    parents = {"geo": {"KRP-41N": "KR-41", "KRP-41S": "KR-41"}}
    police = {relation.total: set(relation.parts) for relation in relations_from(frame, parents)}
    assert [len(parts) for parts in police.values()] == [3]

    province = frame[frame["geo"] == "KRP-41N"].assign(geo="KR-41", value=13.0)
    both = relations_from(pd.concat([frame, province]), parents)
    assert sorted(len(relation.parts) for relation in both) == [2, 2]
    assert (
        Relation(
            "incidents_police|KR-41|_T|_T|_T|_T|_T|2024-01-01|2024-01-31",
            tuple(f"incidents_police|KRP-41{side}|_T|_T|_T|_T|_T|2024-01-01|2024-01-31" for side in "NS"),
        )
        in both
    )


def test_the_quarter_does_not_give_back_the_month(quarter):
    protected, report = protect_counts(quarter)

    assert at(protected, DAEGU, "month", 1)["conf_status"] == "C"
    assert (
        protected.loc[protected["geo"] == "KR", "conf_status"]
        .eq("F")
        .where(protected["sex"] == "_T", True)
        .all()
    )
    published = pd.Series(protected["value"].to_numpy(), index=cell_ids(protected))
    cell = cell_ids(quarter)[at(quarter, DAEGU, "month", 1).name]
    assert ruled_out(published, relations_from(protected), cell, range(5)) == []
    assert report["hidden"] == protected["value"].isna().sum()
    assert json.loads(json.dumps(report)) == report


def test_one_mark_that_tells_nothing_of_why(quarter):
    protected, report = protect_counts(quarter)

    marked = protected[protected["conf_status"] == "C"]
    truth = quarter.loc[marked.index, "value"]
    assert (truth < 5).any()
    assert (truth >= 5).any()
    assert marked["value"].isna().all()
    assert marked["obs_status"].eq("A").all()
    assert (marked["lower"] <= truth).all()
    assert (marked["upper"] >= truth).all()
    assert (marked["lower"] == 0)[truth < 5].all()
    assert (marked["upper"] >= 4)[truth < 5].all()
    assert set(report) == {
        "passed", "threshold", "earlier_releases", "cells", "hidden", "tables", "intervals",
        "given_up", "left_out", "facts_not_used",
    }  # fmt: skip


def test_the_order_of_the_rows_changes_nothing(quarter):
    protected, report = protect_counts(quarter)
    shuffled, again = protect_counts(quarter.sample(frac=1, random_state=1))

    assert again == report
    same = shuffled.assign(id=cell_ids(shuffled)).set_index("id").reindex(cell_ids(protected))
    assert same["value"].equals(protected.set_index(cell_ids(protected))["value"])


def test_the_input_is_left_as_it_was(quarter):
    before = quarter.copy()
    protect_counts(quarter)
    pd.testing.assert_frame_equal(quarter, before)


def test_nothing_small_leaves_everything_published():
    frame = counted([{SEOUL: 9, BUSAN: 8}], tables=TABLES[:1] + TABLES[2:3])
    protected, report = protect_counts(frame)
    assert report["hidden"] == 0
    pd.testing.assert_frame_equal(protected, frame)


def test_one_row_is_the_national_count_and_stays():
    protected, _ = protect_counts(counted([{SEOUL: 2}], tables=TABLES[:1]))
    assert protected["value"].tolist() == [2]


def test_everything_small_hides_all_but_the_nation():
    frame = counted([{SEOUL: 2, BUSAN: 1, DAEGU: 3}], tables=TABLES[:1] + TABLES[2:3])
    protected, report = protect_counts(frame)
    assert protected["value"].fillna(-1).tolist() == [6, -1, -1, -1]
    assert list(report["intervals"].values()) == [[0, 6]] * 3


def test_a_window_of_fewer_than_four_is_left_out_and_said_so():
    frame = counted([{SEOUL: 9, BUSAN: 6}, {SEOUL: 2, BUSAN: 1}, {SEOUL: 8, BUSAN: 7}], tables=TABLES[:4])
    protected, report = protect_counts(frame)

    assert report["left_out"] == ["incidents_police geo month 2024-02-01/2024-02-29"]
    kept = protected[(protected["geo"] != "KR") & (protected["window_kind"] == "month")]
    assert set(kept["window_start"].dt.month) == {1, 3}
    assert at(protected, "KR", "month", 2)["value"] == 3
    # February is still the rest of the quarter: 19 = 9 + x + 8 would tell that x = 2.
    published = pd.Series(protected["value"].to_numpy(), index=cell_ids(protected)).reindex(cell_ids(frame))
    february = cell_ids(frame)[(frame["geo"] == SEOUL) & (frame["window_start"] == "2024-02-01")].item()
    assert ruled_out(published, relations_from(frame), february, range(4)) == []


def test_all_zeros_publishes_the_nation_only():
    frame = counted([{SEOUL: 9, BUSAN: 6}], tables=TABLES[:1] + TABLES[2:3]).assign(value=0.0)
    protected, report = protect_counts(frame)
    assert protected["geo"].tolist() == ["KR"]
    assert report["left_out"] == ["incidents_police geo month 2024-01-01/2024-01-31"]


def test_out_of_time_gives_up_regions_by_month_first(quarter):
    """No second at all: only tables with nothing to hide stay."""
    protected, report = protect_counts(quarter, budget=0)
    assert report["given_up"] == ["incidents_police geo month"]
    assert set(protected["window_kind"][protected["geo"] != "KR"]) == {"quarter"}
    assert report["hidden"] == 0


def test_a_structural_zero_is_shown():
    frame = counted([{SEOUL: 9, BUSAN: 6, DAEGU: 1}], tables=TABLES[:1] + TABLES[2:3])
    frame["value"] = frame["value"].mask(frame["geo"] == DAEGU, 0).mask(frame["geo"] == "KR", 15)
    protected, _ = protect_counts(frame.assign(structural=frame["geo"] == DAEGU))
    assert at(protected, DAEGU, "month")["value"] == 0
    assert "structural" not in protected


def test_a_large_count_behind_which_too_few_schools_stand_is_hidden():
    frame = counted([{SEOUL: 9, BUSAN: 16, DAEGU: 30}], tables=TABLES[:1] + TABLES[2:3])
    protected, _ = protect_counts(frame.assign(sensitive=frame["geo"] == BUSAN))
    marked = at(protected, BUSAN, "month")
    assert marked["conf_status"] == "C"
    assert marked["lower"] <= 12
    assert marked["upper"] >= 20
    assert "sensitive" not in protected


def test_an_official_figure_is_no_partner():
    """15 in the nation, 2 in Daegu: Busan would be hidden beside it, had the police not published its 6."""
    frame = counted([{SEOUL: 7, BUSAN: 6, DAEGU: 2}], tables=TABLES[:1] + TABLES[2:3])
    alone, _ = protect_counts(frame)
    assert alone[alone["conf_status"] == "C"]["geo"].tolist() == [BUSAN, DAEGU]

    fact = frame[frame["geo"] == BUSAN]
    beside, report = protect_counts(frame, facts=fact)

    assert beside[beside["conf_status"] == "C"]["geo"].tolist() == [SEOUL, DAEGU]
    assert report["facts_not_used"] == []


def test_an_official_figure_of_another_window_is_known_by_its_sum():
    """January to February in Daegu: 8 = 2 + 6, so beside the 6 of February the 2 would be exact."""
    frame = counted(
        [{SEOUL: 9, BUSAN: 8, DAEGU: 2}, {SEOUL: 9, BUSAN: 8, DAEGU: 6}], tables=TABLES[:1] + TABLES[2:3]
    )
    fact = at(frame, DAEGU, "month", 2).to_frame().T.infer_objects()
    fact = fact.assign(window_start=pd.Timestamp("2024-01-01"), window_kind="ytd", value=8.0)

    protected, report = protect_counts(frame, facts=fact)

    assert report["facts_not_used"] == []
    assert at(protected, DAEGU, "month", 2)["conf_status"] == "C"


def test_an_official_figure_that_differs_is_about_something_else():
    frame = counted([{SEOUL: 7, BUSAN: 6, DAEGU: 2}], tables=TABLES[:1] + TABLES[2:3])
    fact = frame[frame["geo"] == BUSAN].assign(value=9.0)
    protected, report = protect_counts(frame, facts=fact)
    assert report["facts_not_used"] == list(cell_ids(fact))
    assert at(protected, BUSAN, "month")["conf_status"] == "C"


def test_the_release_before_is_read_from_its_published_frame(quarter):
    first, _ = protect_counts(quarter)
    other = first.assign(indicator_id="police_cases", value=1.0)

    second, report = protect_counts(quarter, history=[pd.concat([first, other])])

    assert report["earlier_releases"] == 1
    pd.testing.assert_frame_equal(second, first)


def test_refusals_name_the_cell(quarter):
    with pytest.raises(ThresholdTooLow, match="threshold of 4"):
        protect_counts(quarter, threshold=4)
    with pytest.raises(CellDoubled, match=r"KR-11\|_T"):
        protect_counts(pd.concat([quarter, quarter[quarter["geo"] == SEOUL].head(1)]))
    wrong = quarter.assign(value=quarter["value"] + (quarter["geo"] == SEOUL))
    with pytest.raises(
        PartsDoNotAdd, match=r"2024-01-01\|2024-01-31: the total is 19 but its parts sum to 20"
    ):
        protect_counts(wrong)
    broken = quarter[quarter["geo"] == "KR"].head(1).assign(value=np.nan)
    with pytest.raises(BadCount, match="whole number"):
        protect_counts(broken)
