"""Triangles from single events and from vintages, small counts, and limits that hold."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import AnalysisError, BadSeries, TooFewPeriods
from analysis.nowcast import METHODS, nowcast
from analysis.windows import Window
from tests.benchmarks.nowcast_bench import CASES, END, judged, on_file, simulated, toronto

LIMITS = ["lower_95", "lower_80", "lower_50", "estimate", "upper_50", "upper_80", "upper_95"]
SAMPLE = Path(__file__).parents[2] / "../shared/samples/s11_incidents_reported_late/hate_crime_raw.csv"


def events(*pairs: tuple[str, str], times: int = 1) -> pd.DataFrame:
    days = pd.DataFrame(list(pairs) * times, columns=["occurred", "reported"])
    return days.apply(pd.to_datetime)


def half_late(months: int = 24, each: int = 10) -> pd.DataFrame:
    """Every month `each` events on the 1st, half of them reported that day and half on the 20th of the next."""
    firsts = pd.date_range("2022-01-01", periods=months, freq="MS")
    pairs = [(day, day) for day in firsts] + [(day, day + pd.DateOffset(months=1, days=19)) for day in firsts]
    return events(*pairs, times=each // 2)


def test_a_month_end_gives_half_of_the_newest_month():
    made = nowcast(half_late(), "M", date(2023, 12, 31))
    assert list(made.triangle.added[-2]) == [5, 5] + [pytest.approx(np.nan, nan_ok=True)] * 22
    assert made.frame["known"].iloc[-2:].tolist() == [10, 5]
    assert made.frame["share_complete"].iloc[-1] == pytest.approx(0.5)
    assert made.frame["estimate"].iloc[-2:].tolist() == [10, 10]
    assert made.frame["status"].iloc[[0, -1]].tolist() == ["complete", "estimated"]


def test_on_the_17th_every_month_is_looked_at_on_its_17th():
    """On 17 December the late half of November is still out, as on every 17th the half of the month before."""
    made = nowcast(half_late(), "M", date(2023, 12, 17))
    assert made.frame.index[-1] == pd.Period("2023-11", "M")
    assert made.frame["known"].iloc[-2:].tolist() == [10, 5]
    assert made.frame["share_complete"].iloc[-1] == pytest.approx(0.5)
    assert ("period_not_over", {"events": 5}) in made.notes


def test_on_the_25th_the_month_before_is_complete():
    made = nowcast(half_late(), "M", date(2023, 12, 25))
    assert made.frame["known"].iloc[-1] == 10
    assert made.frame["share_complete"].iloc[-1] == pytest.approx(1, abs=0.01)


def test_what_was_reported_later_is_not_looked_at():
    early = half_late()
    early = early[early["reported"] <= "2023-06-30"]
    pd.testing.assert_frame_equal(
        nowcast(half_late(), "M", date(2023, 6, 30)).frame, nowcast(early, "M", date(2023, 6, 30)).frame
    )


def test_a_vintage_table_gives_the_triangle_of_its_events():
    single = nowcast(half_late(), "M", date(2023, 12, 31))
    cumulative = single.triangle.added.cumsum(axis=1)
    n = len(cumulative)
    table = np.full((n, n), np.nan)
    for row in range(n):
        table[row, row:] = cumulative[row, : n - row]
    months = single.triangle.index
    made = nowcast(pd.DataFrame(table, months, months))
    np.testing.assert_array_equal(made.triangle.added, single.triangle.added)
    pd.testing.assert_frame_equal(made.frame, single.frame)


def test_a_last_vintage_inside_a_month_is_known_but_no_delay():
    months = pd.period_range("2023-01", periods=12, freq="M")
    ends = months.end_time.normalize()
    table = pd.DataFrame(np.nan, months, [*ends, pd.Timestamp("2024-01-10")])
    for row in range(12):
        table.iloc[row, row] = 8.0
        table.iloc[row, row + 1 :] = 12.0
    table.iloc[-1, -1] = 9.0
    made = nowcast(table)
    assert made.notes[0] == ("partial_vintage", {"day": "2024-01-10 00:00:00"})
    assert made.frame["known"].iloc[-1] == 9
    assert made.frame["share_complete"].iloc[-1] == pytest.approx(2 / 3)
    assert made.frame["lower_95"].iloc[-1] >= 9


def test_a_vintage_table_that_was_begun_late_still_tells_the_later_delays():
    """Eight vintages of 24 months: 8 at first and 12 a month later, whatever was before the first vintage."""
    months = pd.period_range("2022-01", periods=24, freq="M")
    vintages = months[-8:]
    table = pd.DataFrame(np.nan, months, vintages)
    for row, month in enumerate(months):
        for column, vintage in enumerate(vintages):
            if vintage >= month:
                table.iloc[row, column] = 8.0 if vintage == month else 12.0
    made = nowcast(table)
    assert made.frame["share_complete"].iloc[-1] == pytest.approx(2 / 3)
    assert made.frame["known"].iloc[:-1].tolist() == [12] * 23


def test_withdrawn_records_are_noted_and_break_nothing():
    months = pd.period_range("2022-01", periods=12, freq="M")
    table = pd.DataFrame(np.where(np.triu(np.ones((12, 12))), 10.0, np.nan), months, months)
    table.iloc[3, 4:] = 8.0
    made = nowcast(table)
    assert ("withdrawn", {"cells": 1}) in made.notes
    assert made.frame["known"].iloc[3] == 8
    assert made.frame[LIMITS].notna().all(axis=None)


def test_a_crackdown_cut_out_no_longer_speaks_for_other_months():
    """In June 2023 everything late was brought in at once; without it the newest month is half complete."""
    reports = half_late()
    crackdown = events(("2023-04-01", "2023-06-15"), ("2023-05-01", "2023-06-15"), times=200)
    mixed = pd.concat([reports, crackdown])
    plain, cut = (
        nowcast(mixed, "M", date(2023, 12, 31), method="poisson", cut=windows)
        for windows in ((), [Window(date(2023, 6, 1), date(2023, 6, 30))])
    )
    assert plain.frame["share_complete"].iloc[-1] < 0.4
    assert cut.frame["share_complete"].iloc[-1] == pytest.approx(0.5, abs=0.05)


def test_a_delay_of_which_nothing_can_be_told_is_not_taken_for_none():
    everything = Window(date(2021, 12, 1), date(2024, 12, 31))
    with pytest.raises(BadSeries, match="delay 1"):
        nowcast(half_late(), "M", date(2023, 12, 31), cut=[everything])
    months = pd.period_range("2022-01", periods=24, freq="M")
    table = pd.DataFrame(np.where(np.triu(np.ones((24, 24))), 10.0, np.nan), months, months)
    with pytest.raises(BadSeries, match="one period apart"):
        nowcast(table.iloc[:, 2::3])


@pytest.mark.parametrize("method", METHODS)
def test_zero_so_far_is_not_zero_for_certain(method):
    reports = half_late()
    reports = reports[reports["occurred"] < "2023-12-01"]
    newest = nowcast(reports, "M", date(2023, 12, 31), method=method).frame.iloc[-1]
    assert newest["known"] == 0
    assert newest["upper_95"] >= 1


def test_nothing_at_all_after_the_first_report_is_nothing_known_with_room_above():
    made = nowcast(events(("2022-01-03", "2022-01-03")), "M", date(2022, 12, 31)).frame
    assert made["known"].sum() == 1
    assert made[LIMITS].notna().all(axis=None)


def test_the_same_seed_gives_the_same_limits():
    reports = simulated(CASES["slow"], np.random.default_rng(1))
    one, same, other = (nowcast(reports, "M", END, seed=seed).frame for seed in (0, 0, 1))
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)


def test_quarters_are_nowcast_too():
    made = nowcast(half_late(), "Q", date(2023, 12, 31))
    assert made.frame["known"].tolist() == [30] * 7 + [25]
    assert made.frame["share_complete"].iloc[-1] == pytest.approx(25 / 30)
    assert ("short_history", {"periods": 8, "delays": 4}) in made.notes


def test_too_few_periods_are_refused_and_so_is_what_is_no_triangle():
    with pytest.raises(TooFewPeriods) as refusal:
        nowcast(half_late(5), "M", date(2022, 5, 31))
    assert refusal.value.fields["found"] == 5
    backwards = events(("2022-02-01", "2022-01-01"))
    for wrong, freq in ((backwards, "M"), (half_late(), "Y"), (pd.DataFrame({"day": []}), "M")):
        with pytest.raises(BadSeries):
            nowcast(wrong, freq)


@given(
    st.lists(st.tuples(st.integers(0, 800), st.integers(0, 300)), max_size=40),
    st.sampled_from(METHODS),
    st.sampled_from(["M", "Q"]),
)
def test_any_events_give_ordered_whole_limits_above_what_is_known_or_a_refusal(pairs, method, freq):
    start = pd.Timestamp("2021-01-01")
    reports = pd.DataFrame(
        {
            "occurred": [start + pd.Timedelta(days=day) for day, _ in pairs],
            "reported": [start + pd.Timedelta(days=day + later) for day, later in pairs],
        },
        dtype="datetime64[us]",
    )
    try:
        frame = nowcast(reports, freq, date(2023, 3, 20), method=method).frame
    except AnalysisError:
        return
    limits = frame[LIMITS].to_numpy()
    assert (np.diff(limits, axis=1) >= 0).all()
    assert (limits[:, 0] >= frame["known"]).all()
    assert (limits == np.floor(limits)).all()
    assert frame["share_complete"].between(0, 1).all()


@pytest.mark.parametrize("case", ["slow", "few", "uneven"])
def test_the_limits_hold_and_the_estimate_beats_the_plain_count(case):
    """50 simulated triangles, three months each: asked less 3 standard errors of 150, 0.90 and 0.70."""
    rng, rows = np.random.default_rng(3), []
    for _ in range(50):
        reports = simulated(CASES[case], rng)
        truth = reports["occurred"].dt.to_period("M").value_counts()
        rows.append(judged(nowcast(reports, "M", END).frame, truth))
    rows = pd.concat(rows)
    assert rows["actual"].between(rows["lower_95"], rows["upper_95"]).mean() >= 0.90
    assert rows["actual"].between(rows["lower_80"], rows["upper_80"]).mean() >= 0.70
    assert (rows["estimate"] - rows["actual"]).abs().mean() < 0.7 * (
        rows["known"] - rows["actual"]
    ).abs().mean()


def test_the_record_is_made_of_what_was_known_then():
    made = nowcast(half_late(40), "M", date(2025, 4, 30))
    record = made.record
    assert record.table["made"].nunique() == 24
    assert record.table["made"].max() == pd.Period("2024-05", "M")
    assert record.errors.loc[1].to_dict() == {"estimate": 0, "known": 5}
    then = nowcast(half_late(40), "M", date(2024, 5, 31)).frame.iloc[-1]
    row = record.table.iloc[-1]
    assert row[["known", *LIMITS]].tolist() == then[["known", *LIMITS]].tolist()


def test_a_short_history_has_an_empty_record():
    assert nowcast(half_late(8), "M", date(2022, 8, 31)).record.table.empty


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the Toronto incidents lie outside the project")
def test_toronto_blind_at_24_month_ends_is_nearer_than_the_plain_count():
    """Reports of 2023 and 2024, not looked at when the settings were chosen."""
    found = on_file(toronto(SAMPLE), "2023-01", "2024-12", "negative_binomial")
    assert found.loc[1, "estimate MAE"] < found.loc[1, "known MAE"]
    assert (found["in 95"] >= 85).all()
