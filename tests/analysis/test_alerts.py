"""Which periods are assessed, when there is silence, and how often nothing is called unusual."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.alerts import alerts, many
from analysis.errors import BadCount, BadSeries
from analysis.windows import Event
from tests.benchmarks.alerts_bench import country, judged

STATUSES = {"quiet", "unusual", "too_short", "too_small", "incomplete"}


def steady(months: int = 73, freq: str = "M") -> pd.Series:
    """Ten and twelve in turn, to the end of January 2025 when monthly."""
    index = pd.period_range(end="2025-01", periods=months, freq=freq)
    return pd.Series(10.0 + 2 * (np.arange(months) % 2), index, name="police_cases")


def statuses(series, **options) -> list[str]:
    return alerts(series, **options).frame["status"].tolist()


def test_a_steady_series_is_quiet_and_a_tripled_month_is_not():
    series = steady()
    assert set(statuses(series)) == {"quiet"}
    series.iloc[-1] = 36
    row = alerts(series).frame.iloc[-1]
    assert row["status"] == "unusual"
    assert row["expected"] == pytest.approx(11, abs=1)
    assert row["count"] > row["threshold"] > row["expected"]
    assert row["p_value"] < 0.01


def test_a_past_outbreak_neither_hides_a_new_one_nor_counts_as_usual():
    series = steady()
    clean = alerts(series).frame["threshold"].iloc[-1]
    series.iloc[-13:-10] = 60
    after = alerts(series).frame["threshold"].iloc[-1]
    assert clean <= after < 30


def test_the_threshold_takes_no_notice_of_the_period_judged_nor_of_the_three_before():
    series = steady()
    changed = series.copy()
    changed.iloc[-4:] = 90
    one, other = (alerts(each, last=1).frame.iloc[0] for each in (series, changed))
    assert one["threshold"] == other["threshold"]


def test_a_season_is_expected():
    """Each July three times as high: the seventh July as high again is nothing new, a high January is."""
    index = pd.period_range("2018-01", "2024-07", freq="M")
    series = pd.Series(np.where(index.month == 7, 30.0, 10.0), index)
    assert statuses(series, last=1) == ["quiet"]
    january = series[:"2024-01"].copy()
    january.iloc[-1] = 30
    assert statuses(january, last=1) == ["unusual"]


def test_three_years_are_needed():
    series = steady(38)
    assert statuses(series, last=4) == ["too_short", "too_short", "quiet", "quiet"]


def test_a_blocking_event_begins_a_new_history_and_another_one_does_not():
    series = steady()
    counted_anew = Event("hand_count", date(2022, 1, 1), effect="blocked", indicators=("police_cases",))
    assert statuses(series, last=2, events=[counted_anew]) == ["too_short", "quiet"]
    elsewhere = Event("school_count", date(2022, 1, 1), effect="blocked", indicators=("school_reports",))
    caution = Event("law", date(2022, 1, 1))
    assert statuses(series, last=2, events=[elsewhere, caution]) == ["quiet", "quiet"]
    within = Event("mid", date(2024, 12, 10), effect="blocked")
    assert statuses(series, last=3, events=[within]) == ["quiet", "too_short", "too_short"]


def test_few_events_are_nobodys_outbreak():
    series = steady() * 0
    assert set(statuses(series)) == {"too_small"}
    series.iloc[-1] = 4
    assert statuses(series, last=1) == ["too_small"]
    series.iloc[-1] = 9
    row = alerts(series, last=1).frame.iloc[0]
    assert (row["status"], row["expected"] < 0.1) == ("unusual", True)


def test_missing_and_unfinished_periods_are_incomplete():
    series = steady()
    series.iloc[-1] = np.nan
    assert statuses(series, last=2) == ["quiet", "incomplete"]
    assert statuses(steady(), last=3, as_of=date(2025, 1, 30)) == ["quiet", "quiet", "incomplete"]
    assert statuses(steady(), last=3, as_of=date(2025, 1, 31)) == ["quiet", "quiet", "quiet"]


def test_gaps_in_the_baseline_are_left_out_until_too_little_is_left():
    series = steady()
    series.iloc[20:30] = np.nan
    assert statuses(series, last=1) == ["quiet"]
    series.iloc[10:60] = np.nan
    assert statuses(series, last=1) == ["too_short"]


def test_quarters_have_four_levels():
    index = pd.period_range("2019Q1", "2024Q4", freq="Q")
    series = pd.Series(np.where(index.quarter == 4, 90.0, 30.0), index)
    assert statuses(series, last=2) == ["quiet", "quiet"]
    series.iloc[-2] = 90
    assert statuses(series, last=2) == ["unusual", "quiet"]


def test_years_and_what_is_no_count_are_refused():
    with pytest.raises(BadSeries):
        alerts(steady(20, "Y"))
    with pytest.raises(BadCount):
        alerts(steady() + 0.5)
    for alpha in (0, 0.5, -1):
        with pytest.raises(BadCount):
            alerts(steady(), alpha)


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 3), st.integers(0, 500)), min_size=1, max_size=90),
    st.sampled_from(["M", "Q"]),
)
def test_any_counts_get_one_of_five_statuses_and_numbers_only_with_a_judgement(values, freq):
    index = pd.period_range("2010-01", periods=len(values), freq=freq)
    frame = alerts(pd.Series(values, index, dtype=float)).frame
    assert set(frame["status"]) <= STATUSES
    judged_rows = frame["status"].isin(["quiet", "unusual"])
    numbers = frame[["expected", "threshold", "p_value"]]
    assert numbers[judged_rows].notna().all(axis=None)
    assert numbers[~judged_rows].isna().all(axis=None)
    assert ((frame["status"] == "unusual") == (frame["p_value"] <= 0.01)).all()


@pytest.mark.parametrize("name", ["poisson", "negative_binomial", "seasonal", "zero_heavy", "autocorrelated"])
def test_false_alarms_are_as_few_as_asked(name):
    """240 series with nothing in them at 5 %: at most 5 % and 3 standard errors, 9.2 %."""
    assert judged(name, 240, 11, 0.05) <= 9.2


def test_planted_outbreaks_are_found():
    """A month of three times the mean 12, where 1 % of chance lies about 23: nearly always."""
    assert judged("poisson", 96, 12, 0.01, factor=3.0) >= 90


def test_many_series_are_tested_so_that_few_false_alarms_come_from_all_of_them():
    table = country(2, 4).iloc[:, ::4]
    made = many(table, last=2)
    assert made.alpha == pytest.approx(0.1 / 34)
    assert len(made.frame) == 68
    assert (made.expected["false_alarms"] <= 0.1 + 1e-12).all()
    assert made.expected["alone"].tolist() == pytest.approx((0.01 * made.expected["series"]).tolist())


def test_the_list_holds_what_is_above_the_chart_of_each_series_the_least_likely_first():
    table = pd.DataFrame({("KR-11", "_T"): steady(), ("KR-26", "_T"): steady(), ("KR-27", "_T"): steady()})
    table.iloc[-1, 0], table.iloc[-1, 2] = 40, 60
    found = many(table, 0.03, last=1)
    assert found.unusual["series"].tolist() == [("KR-27", "_T"), ("KR-11", "_T")]
    alone = alerts(table.iloc[:, 0], 0.01, last=1).frame.iloc[0]
    assert found.frame.loc[0, "threshold"] == alone["threshold"]


def test_q_values_by_hand():
    """Benjamini and Hochberg: smallest p times 3, second times 3/2, third as it is, never falling."""
    table = pd.DataFrame({name: steady() for name in "abc"})
    table.iloc[-1] = [30, 26, 12]
    frame = many(table, last=1).frame
    p = frame["p_value"].tolist()
    assert frame["q_value"].tolist() == pytest.approx([min(3 * p[0], 1.5 * p[1]), 1.5 * p[1], p[2]])


def test_a_frame_without_series_and_a_wrong_number_of_false_alarms_are_refused():
    with pytest.raises(BadSeries):
        many(pd.DataFrame(index=steady().index))
    with pytest.raises(BadCount):
        many(steady().to_frame(), 0)
