"""Increments of the published cut-offs of 2024, and the sequences that must not be subtracted."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cumulative import increments, increments_and_refusals
from analysis.errors import AmbiguousDay, FallingCumulative, MissingDay, RebasedCumulative


def statements(*rows, start="2024-01-01", basis="hand") -> pd.DataFrame:
    """Rows of (end, value) or (end, value, changed columns)."""
    made = []
    for end, value, *changes in rows:
        row = {
            "window_start": start,
            "window_end": end,
            "as_of": "2025-01-10",
            "value": value,
            "basis": basis,
        }
        made.append(row | (changes[0] if changes else {}))
    frame = pd.DataFrame(made)
    for column in ("window_start", "window_end"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.astype({"value": float})


def test_the_crackdown_part_of_2024_is_757_cases_in_126_days():
    """445 to 27 August and 1,202 to 31 December; the police say 6.01 a day."""
    made = increments(statements(("2024-12-31", 1202), ("2024-08-27", 445)))
    assert made["value"].tolist() == [445, 757]
    assert made["days"].tolist() == [240, 126]
    assert made["per_day"].round(2).tolist() == [1.85, 6.01]
    assert made["window_start"].dt.date.astype(str).tolist() == ["2024-01-01", "2024-08-28"]
    assert made["earlier"].tolist() == [None, 1]
    assert made["later"].tolist() == [1, 0]


def test_the_autumn_cut_offs_give_the_daily_rates_worked_by_hand():
    """812, 921, 964, 1,094, 1,202: 109 in 19 days, 43 in 11, 130 in 36, 108 in 31."""
    made = increments(
        statements(
            ("2024-09-25", 812),
            ("2024-10-14", 921),
            ("2024-10-25", 964),
            ("2024-11-30", 1094),
            ("2024-12-31", 1202),
        )
    )
    assert made["value"].tolist() == [812, 109, 43, 130, 108]
    assert made["days"].tolist() == [269, 19, 11, 36, 31]
    assert made["per_day"].round(1).tolist()[1:] == [5.7, 3.9, 3.6, 3.5]


def test_a_fall_is_refused():
    with pytest.raises(FallingCumulative, match="445 on 2024-08-27 to 440 on 2024-09-10") as refusal:
        increments(statements(("2024-08-27", 445), ("2024-09-10", 440)), "police_cases")
    assert refusal.value.fields["series"] == "police_cases"


@pytest.mark.parametrize(
    ("what", "change"), [("basis", {"basis": "kics"}), ("start", {"window_start": "2024-08-28"})]
)
def test_a_changed_basis_or_start_is_refused(what, change):
    with pytest.raises(RebasedCumulative) as refusal:
        increments(statements(("2024-08-27", 445), ("2024-09-10", 513, change)))
    assert refusal.value.fields["what"] == what


@pytest.mark.parametrize("change", [{"window_end": None}, {"window_start": None}])
def test_a_statement_without_its_dates_is_refused(change):
    with pytest.raises(MissingDay) as refusal:
        increments(statements(("2024-08-27", 445), ("2024-09-10", 513, change)))
    assert (refusal.value.fields["what"], refusal.value.fields["position"]) == ("date", 1)


def test_a_statement_without_a_value_is_refused():
    with pytest.raises(MissingDay, match="2024-09-10") as refusal:
        increments(statements(("2024-08-27", 445), ("2024-09-10", None)))
    assert refusal.value.fields["what"] == "value"


def test_of_two_statements_for_one_day_the_later_said_counts():
    first, second = {"as_of": "2024-09-01"}, {"as_of": "2024-10"}
    made = increments(
        statements(("2024-08-27", 450, second), ("2024-08-27", 445, first), ("2024-12-31", 1202))
    )
    assert made["value"].tolist() == [450, 752]


@pytest.mark.parametrize("as_of", ["2024-09", "2024-09-11", ""])
def test_two_values_for_one_day_with_no_order_between_them_are_refused(as_of):
    with pytest.raises(AmbiguousDay, match="513"):
        increments(
            statements(("2024-09-10", 513, {"as_of": as_of}), ("2024-09-10", 520, {"as_of": "2024-09-11"}))
        )


def test_the_same_value_said_twice_is_one_statement():
    assert increments(statements(("2024-09-10", 513), ("2024-09-10", 513)))["value"].tolist() == [513]


def test_a_re_based_statement_leaves_a_gap_with_its_reason_and_keeps_the_rest():
    """513 to 10 September was counted on another basis than its neighbours."""
    other = {"basis": "other"}
    made = increments_and_refusals(
        statements(("2024-08-27", 445), ("2024-09-10", 513, other), ("2024-09-25", 812), ("2024-10-14", 921))
    )
    assert made["value"].tolist()[::3] == [445, 109]
    assert made["value"].isna().tolist() == [False, True, True, False]
    assert [refusal and refusal.code for refusal in made["refusal"]] == [
        None,
        "rebased_cumulative",
        "rebased_cumulative",
        None,
    ]
    assert made["days"].tolist() == [240, 14, 15, 19]


def test_missing_values_leave_gaps_and_undated_statements_come_last_without_a_window():
    made = increments_and_refusals(
        statements(("2024-08-27", None), ("2024-09-25", 812), (None, 900), ("2024-10-14", 921))
    )
    assert made["value"].isna().tolist() == [True, True, False, True]
    assert made["window_end"].isna().tolist() == [False, False, False, True]
    assert made["refusal"].iloc[-1].fields["position"] == 2


def test_no_statement_gives_no_increment():
    assert increments(statements(("2024-08-27", 445)).iloc[:0]).empty


RISES = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 500)), min_size=1, max_size=12)


@given(RISES, st.randoms())
def test_increments_tile_the_days_and_sum_to_the_last_statement(rises, random):
    table = pd.DataFrame(rises, columns=["days", "value"]).cumsum()
    ends = pd.Timestamp("2023-12-31") + pd.to_timedelta(table["days"], unit="D")
    rows = list(zip(ends, table["value"], strict=True))
    random.shuffle(rows)
    made = increments(statements(*rows))
    assert made["value"].sum() == table["value"].iloc[-1]
    assert made["days"].tolist() == [days for days, _ in rises]
    gaps = made["window_start"].iloc[1:].reset_index(drop=True) - made["window_end"].iloc[:-1].reset_index(
        drop=True
    )
    assert (gaps == pd.Timedelta(days=1)).all()
