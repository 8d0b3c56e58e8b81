"""What the core does at its edges: whole counts, cells without a sum, large sensitive counts, progress."""

import pandas as pd

from analysis.protect import Relation, excluded, intervals, protect
from tests.analysis.protect_cases import hidden, ruled_out, two_way


def cells(**counts: int) -> pd.DataFrame:
    return pd.DataFrame({"value": pd.Series(counts, dtype=float)})


def test_a_count_known_to_be_even_is_not_protected():
    """u + z = v + z = 10 makes u = v, so p = u + v is even: broken counts would pass, whole ones do not."""
    table = cells(u=1, v=1, z=9, p=2, first=10, second=10)
    sums = [Relation("first", ("u", "z")), Relation("second", ("v", "z")), Relation("p", ("u", "v"))]
    naive = table["value"].drop(["u", "v", "z", "p"]).reindex(table.index)
    wanted = dict.fromkeys(("u", "v", "p"), range(5))
    assert excluded(naive, sums, wanted) == {"p": [1, 3]}

    protected = protect(table, sums)

    assert hidden(protected) & {"first", "second"}
    assert excluded(protected.frame["value"], sums, wanted) == {}


def test_a_small_count_in_no_sum_is_hidden_and_nothing_limits_it():
    protected = protect(cells(alone=3, other=7), [])
    assert hidden(protected) == {"alone"}
    assert protected.frame.loc["alone", "lower"] == 0
    assert pd.isna(protected.frame.loc["alone", "upper"])
    assert protected.report["intervals"] == {"alone": [0, None]}


def test_an_empty_table_passes():
    protected = protect(cells(), [])
    assert protected.frame.empty
    assert protected.report["passed"]


def test_a_large_sensitive_count_stays_open_by_the_mark_either_way():
    table = cells(a=20, b=6, c=5, total=31)
    table["sensitive"] = table.index == "a"
    table["fixed"] = table.index == "total"
    sums = [Relation("total", ("a", "b", "c"))]

    protected = protect(table, sums)

    assert hidden(protected) == {"a", "c"}
    assert ruled_out(protected.frame["value"], sums, "a", range(16, 25)) == []


def test_a_higher_threshold_widens_the_mark():
    table, sums = two_way({"r": {"m": 9, "f": 12}, "s": {"m": 30, "f": 40}})
    table["fixed"] = table.index == "**"
    assert hidden(protect(table, sums)) == set()

    protected = protect(table, sums, threshold=10)

    assert "rm" in hidden(protected)
    assert ruled_out(protected.frame["value"], sums, "rm", range(10)) == []


def test_blocks_that_no_sum_links_are_solved_one_by_one():
    one, one_sums = two_way({"r": {"m": 2, "f": 12}, "s": {"m": 30, "f": 40}})
    two = one.set_axis(["other " + cell for cell in one.index])
    two_sums = [Relation("other " + r.total, tuple("other " + part for part in r.parts)) for r in one_sums]
    told = []

    both = protect(pd.concat([one, two]), one_sums + two_sums, progress=lambda *step: told.append(step))

    assert told == [(1, 2), (2, 2)]
    alone = hidden(protect(one, one_sums))
    assert hidden(both) == alone | {"other " + cell for cell in alone}


def test_the_interval_comes_from_published_numbers_alone():
    table, sums = two_way({"r": {"m": 2, "f": 12}, "s": {"m": 30, "f": 40}})
    shown = protect(table, sums).frame
    again = intervals(shown["value"], sums, shown.index[shown["hidden"]])
    pd.testing.assert_frame_equal(shown.loc[again.index, ["lower", "upper"]], again)
