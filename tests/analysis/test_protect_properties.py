"""What must hold for every table: drawn ones, judged by a program that shares no code with the protection."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.protect import NeedsCoarsening, Past, Relation, protect
from tests.analysis.protect_cases import ruled_out, two_way

# Small counts often, large ones now and then, as in monthly incidents by region.
COUNT = st.one_of(st.integers(0, 6), st.integers(0, 40))
MARK = range(5)


@st.composite
def tables(draw):
    """Regions by sex, and on every second draw the same regions by half-year; only the total is fixed."""
    rows = draw(st.integers(2, 4))
    inner = {f"r{number}": {"m": draw(COUNT), "f": draw(COUNT)} for number in range(rows)}
    cells, sums = two_way(inner)
    cells["fixed"] = cells.index == "**"
    if draw(st.booleans()):
        cells, sums = _with_halves(draw, cells, sums, list(inner))
    return cells, sums


def _with_halves(draw, cells, sums, rows):
    counts = cells["value"].to_dict()
    for row in rows:
        first = draw(st.integers(0, int(counts[row + "*"])))
        counts |= {f"{row}1": first, f"{row}2": counts[row + "*"] - first}
        sums = [*sums, Relation(row + "*", (f"{row}1", f"{row}2"))]
    for half in "12":
        counts[f"*{half}"] = sum(counts[f"{row}{half}"] for row in rows)
        sums = [*sums, Relation(f"*{half}", tuple(f"{row}{half}" for row in rows))]
    linked = pd.DataFrame({"value": pd.Series(counts, dtype=float)})
    linked["fixed"] = linked.index == "**"
    return linked, sums


def protected(cells, sums, **keywords):
    """The result, or None where the fixed total is below 4, so that every part of it is."""
    if cells.loc["**", "value"] < 4:
        with pytest.raises(NeedsCoarsening) as refusal:
            protect(cells, sums, **keywords)
        assert refusal.value.fields["reason"] == "exposed"
        return None
    return protect(cells, sums, **keywords)


@settings(max_examples=25, deadline=None)
@given(tables())
def test_no_value_of_the_mark_is_ruled_out(table):
    cells, sums = table
    if not (found := protected(cells, sums)):
        return
    shown = found.frame["value"]
    for cell in cells.index[(cells["value"] < 5) & ~cells["fixed"]]:
        assert ruled_out(shown, sums, cell, MARK) == [], cell


@settings(max_examples=25, deadline=None)
@given(tables())
def test_what_is_published_is_true_and_what_is_fixed_is_published(table):
    cells, sums = table
    if not (found := protected(cells, sums)):
        return
    frame = found.frame
    open_ = ~frame["hidden"]
    assert open_[cells["fixed"]].all()
    assert (frame["value"][open_] == cells["value"][open_]).all()
    assert (frame["lower"][~open_] <= cells["value"][~open_]).all()
    assert (frame["upper"].fillna(10**9)[~open_] >= cells["value"][~open_]).all()
    assert (cells["value"][open_ & ~cells["fixed"]] >= 5).all()


@settings(max_examples=15, deadline=None)
@given(tables(), st.data())
def test_a_second_release_never_exposes_what_the_first_has_hidden(table, data):
    """The second prefers other cells: its costs are drawn anew."""
    cells, sums = table
    first = protected(cells, sums)
    if not first:
        return
    other = cells.assign(cost=[data.draw(st.integers(1, 50)) for _ in cells.index])
    second = protect(other, sums, history=[Past(first.frame["value"], sums)])
    union = first.frame["value"].fillna(second.frame["value"])
    for cell in cells.index[(cells["value"] < 5) & ~cells["fixed"]]:
        assert ruled_out(union, sums, cell, MARK) == [], cell


@settings(max_examples=10, deadline=None)
@given(tables())
def test_the_same_input_gives_the_same_pattern(table):
    cells, sums = table
    found = protected(cells, sums)
    again = protected(cells, sums)
    assert (found is None) == (again is None)
    if found:
        pd.testing.assert_frame_equal(found.frame, again.frame)
        assert found.report == again.report
