"""Places of texts: worked by hand where that is short, and held by properties where it is not."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures import columns, theme
from dashboard.figures.labels import plain, safe, width, wrap
from dashboard.figures.place import crossings, lanes, spread
from dashboard.figures.ticks import date_ticks, log_steps, month_starts, round_steps
from dashboard.words import words
from tests.dashboard import rows as r
from tests.dashboard.test_figures import boxes

PX = st.floats(0, 600)


def test_texts_that_meet_hang_in_two_lanes_and_those_apart_in_one():
    assert lanes([(0, 50), (40, 90)], [0, 40]) == [1, 0]
    assert lanes([(0, 50), (60, 90)], [0, 60]) == [0, 0]


def test_the_stem_of_a_text_runs_past_the_texts_below():
    # Left of their stems: the one further right must hang higher, or its text lies on the other's stem.
    assert lanes([(0, 100), (20, 130)], [100, 130]) == [0, 1]
    assert crossings([(0, 100), (20, 130)], [100, 130], [0, 1]) == 0
    assert crossings([(0, 100), (20, 130)], [100, 130], [1, 0]) == 1


@given(st.lists(st.tuples(PX, st.floats(20, 150)), max_size=6))
def test_no_two_texts_of_a_lane_meet(places):
    spans = [(at, at + wide) for at, wide in places]
    chosen = lanes(spans, [at for at, _ in places])
    for i, (low, high) in enumerate(spans):
        for j in range(i):
            assert chosen[i] != chosen[j] or high + 8 <= spans[j][0] or spans[j][1] + 8 <= low


def test_labels_at_line_ends_move_apart_as_little_as_needed():
    assert spread([100, 104], [20, 20], 0, 300) == [92, 112]
    assert spread([100, 200], [20, 20], 0, 300) == [100, 200]
    assert spread([5, 0], [20, 20], 0, 300) == pytest.approx([20, 0])


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6))
def test_labels_keep_their_order_and_distance(places):
    moved = spread(places, [17] * len(places), 0, 300)
    order = sorted(range(len(places)), key=lambda i: places[i])
    assert all(moved[b] - moved[a] >= 17 - 1e-6 for a, b in pairwise(order))


def test_round_steps_are_round_and_reach_about_the_top():
    assert round_steps(1202, 4) == [0, 500, 1000]
    assert round_steps(180, 4) == [0, 50, 100, 150]
    assert round_steps(561, 4) == [0, 200, 400, 600]
    assert round_steps(0, 4) == [0, 1]


@given(st.floats(1e-3, 1e7), st.integers(3, 6))
def test_steps_stay_few_and_near_the_top(high, most):
    steps = round_steps(high, most)
    assert 2 <= len(steps) <= most + 2
    assert steps[-1] <= 1.1 * high * (1 + 1e-6)


def test_log_steps_lie_inside_and_thin_out():
    assert log_steps(0.8, 4, 7) == [1, 1.5, 2, 3]
    assert log_steps(0.1, 1000, 5) == [0.1, 1, 10, 100, 1000]


def test_date_ticks_name_the_year_once():
    year = date(2024, 1, 1), date(2025, 1, 1)
    assert month_starts(*year, 5) == [date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1)]
    assert list(date_ticks(*year, words("en"), 5).values()) == ["Jan<br>2024", "Apr", "Jul", "Oct"]
    years = date_ticks(date(2020, 1, 1), date(2026, 1, 1), words("ko"), 7)
    assert list(years.values()) == ["2020", "2021", "2022", "2023", "2024", "2025"]


def test_wrapping_keeps_dates_whole_and_lines_even():
    assert wrap("집중단속이 2024. 8. 28. 시작됨", 10, 80) == [
        "집중단속이",
        "2024.\u00a08.\u00a028.",
        "시작됨",
    ]
    assert wrap("one two three four", 10, 90) == ["one two", "three four"]


@given(st.text(alphabet="가나다 abc<>&$.()12", max_size=60), st.integers(40, 200))
def test_wrapped_text_loses_nothing_and_fits(text, limit):
    lines = wrap(text, 10, limit)
    assert "".join(lines).replace("\u00a0", "").replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 10) <= limit or len(line) == 1 for line in lines)


@given(st.text(max_size=40))
def test_a_safe_label_reads_as_the_text_without_dollars(text):
    label = safe(text)
    assert not set("<>$") & set(label.replace("&lt;", "").replace("&gt;", ""))
    if not any(mark in text for mark in ("&lt;", "&gt;", "&amp;", "<br>", "<b>", "</b>")):
        assert plain(label) == text.replace("$", "")


@settings(derandomize=True, max_examples=200)
@given(st.lists(st.one_of(st.integers(0, 2_000_000), st.none()), min_size=1, max_size=14), st.booleans())
def test_columns_of_any_counts_have_no_label_on_another(counts, narrow):
    years = [r.year("y", 2011 + i, n, status="M" if n is None else "A") for i, n in enumerate(counts)]
    found = list(boxes(columns.draw(years, words("en"), narrow=narrow), narrow))
    for i, one in enumerate(found):
        assert -2 <= one[1] <= one[2] <= theme.design(narrow) + 2
        for other in found[:i]:
            apart = (
                one[2] <= other[1] + 1
                or other[2] <= one[1] + 1
                or one[4] <= other[3] + 2
                or other[4] <= one[3] + 2
            )
            assert apart, (one[0], other[0])
