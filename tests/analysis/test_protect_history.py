"""Earlier releases: what they said stays known, and what they hid stays protected."""

import numpy as np
import pandas as pd
import pytest

from analysis.protect import NeedsCoarsening, PartsDoNotAdd, Past, Relation, excluded, intervals, protect
from tests.analysis.protect_cases import hidden, ruled_out

ROW = [Relation("total", ("a", "b", "c"))]


def row(a: int, b: int, c: int, cost: dict | None = None) -> pd.DataFrame:
    """Three counts under a total that is never hidden; `cost` where it is not the count itself."""
    counts = {"a": a, "b": b, "c": c, "total": a + b + c}
    cells = pd.DataFrame({"value": pd.Series(counts, dtype=float)})
    cells["fixed"] = cells.index == "total"
    cells["cost"] = pd.Series(counts | (cost or {}), dtype=float)
    return cells


def past(protected) -> Past:
    return Past(protected.frame["value"], ROW)


def test_another_partner_in_the_next_release_would_give_the_count_away():
    first = protect(row(3, 8, 10), ROW)
    assert hidden(first) == {"a", "b"}
    careless = protect(row(3, 8, 10, {"c": 1}), ROW)
    assert hidden(careless) == {"a", "c"}
    union = first.frame["value"].fillna(careless.frame["value"])
    assert intervals(union, ROW, ["a"]).loc["a"].tolist() == [3, 3]

    careful = protect(row(3, 8, 10, {"c": 1}), ROW, history=[past(first)])

    assert hidden(careful) == {"a", "b"}


def test_a_revised_partner_does_not_help_either():
    """Then 21 = a + b + 10, now 22 = a + b + 11: with b shown, 21 - 10 - 8 gives a."""
    first = protect(row(3, 8, 10), ROW)

    second = protect(row(3, 8, 11, {"c": 1}), ROW, history=[past(first)])

    assert hidden(second) >= {"a", "b"}


def test_a_count_revised_inside_the_hidden_ones_may_be_any_of_them():
    """The total went from 21 to 22 and c stayed at 10: a or b grew, and neither can be told to be above 0."""
    first = protect(row(3, 8, 10), ROW)

    second = protect(row(4, 8, 10), ROW, history=[past(first)])

    assert hidden(second) == {"a", "b"}
    assert second.frame.loc["a", "lower"] == 0


def test_a_partner_shown_after_a_revision_is_weighed_with_the_old_sum():
    """a + b was 11 and is 12: with b = 8 shown and at most one incident revised, a would be 3 or 4."""
    first = protect(row(3, 8, 10), ROW)

    second = protect(row(4, 8, 10, {"b": 100, "c": 1}), ROW, history=[past(first)])

    assert "b" in hidden(second)


def test_what_is_already_public_stays_published():
    """Under a higher threshold 8 would be small, but an earlier release has said it."""
    before = Past(pd.Series({"a": np.nan, "b": np.nan, "c": 8.0, "d": 20.0, "total": 40.0}), [])
    cells = pd.DataFrame({"value": pd.Series({"a": 3, "b": 9, "c": 8, "d": 20, "total": 40}, dtype=float)})
    cells["fixed"] = cells.index == "total"

    protected = protect(cells, [Relation("total", ("a", "b", "c", "d"))], threshold=10, history=[before])

    assert hidden(protected) == {"a", "b"}


def test_a_count_that_history_has_given_away_cannot_be_listed():
    told = Past(pd.Series({"b": 8.0, "c": 10.0}), [])

    with pytest.raises(NeedsCoarsening) as refusal:
        protect(row(3, 8, 10), ROW, history=[told])

    assert refusal.value.fields["reason"] == "exposed"
    assert refusal.value.fields["ids"] == ("a",)


def test_a_hidden_count_of_an_earlier_release_is_protected_though_it_is_listed_no_more():
    first = protect(row(3, 8, 10), ROW)
    cells = row(3, 8, 10)
    cells["listed"] = cells.index != "a"

    second = protect(cells, ROW, history=[past(first)])

    union = first.frame["value"].fillna(second.frame["value"])
    assert excluded(union, ROW, {"a": range(5)}) == {}


def test_each_further_release_leaves_the_union_of_all_safe():
    """A count of 2 that is never revised beside two that are, in six releases with changing preferences."""
    draw = np.random.default_rng(3)
    releases: list[Past] = []
    union, sums = pd.Series({"a": np.nan}), []
    for number in range(6):
        b, c = draw.integers(5, 12, 2)
        cost = {"b": draw.integers(1, 20), "c": draw.integers(1, 20)}
        protected = protect(row(2, b, c, cost), ROW, history=releases)

        assert "a" in hidden(protected)
        releases.append(past(protected))
        shown = protected.frame["value"].drop("a").add_suffix(f" {number}")
        union = pd.concat([union, shown])
        sums.append(Relation(f"total {number}", ("a", f"b {number}", f"c {number}")))
        assert ruled_out(union, sums, "a", range(5)) == []


def test_a_release_whose_sums_do_not_hold_is_refused():
    with pytest.raises(PartsDoNotAdd):
        protect(row(3, 8, 10), ROW, history=[Past(pd.Series({"a": 9.0, "b": 9, "c": 9, "total": 21}), ROW)])
