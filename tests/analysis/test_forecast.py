"""Forecasts: what is refused, what every answer keeps to, and small cases that can be worked by hand."""

import warnings
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from analysis.errors import BadCount, BadSeries, NotComparable, TooFewPeriods
from analysis.forecast import forecast
from analysis.windows import Event

LEVELS = ("50", "80", "95")


def series(values, frequency="Y", start="2001", name="police_cases") -> pd.Series:
    index = pd.period_range(start, periods=len(values), freq=frequency)
    return pd.Series(np.asarray(values, dtype=float), index, name=name)


def months(count: int, seed: int = 1, mean: float = 30, season: float = 0.5) -> pd.Series:
    wave = 1 + season * np.sin(2 * np.pi * np.arange(count) / 12)
    return series(np.random.default_rng(seed).poisson(mean * wave), "M", "2010-01")


def assert_holds_together(made) -> None:
    """What every forecast keeps to: finite, not negative, and each level inside the next."""
    frame = made.frame
    assert np.isfinite(frame.to_numpy()).all()
    assert (frame >= 0).all().all()
    ordered = [f"lower_{q}" for q in reversed(LEVELS)] + ["median"] + [f"upper_{q}" for q in LEVELS]
    assert (frame[ordered].diff(axis=1).iloc[:, 1:] >= 0).all().all()
    assert (frame["mean"] >= frame["median"] - 1e-9).all() or made.method == "poisson_level"


def test_a_straight_line_of_square_roots_goes_on_straight():
    """Square roots 1, 2, … 20 rise by 1 a year: drift says 21² and 22², and so does damped Holt but for damping.

    Theta halves the slope on top of a level that has already followed; the median is the drift or below it.
    """
    made = forecast(series(np.arange(1, 21) ** 2), 2)
    assert made.frame["median"].iloc[0] == pytest.approx(441, rel=0.03)
    assert made.frame.index[0] == pd.Period("2021", "Y")


def test_four_equal_years_stay_where_they_are_with_the_scatter_of_a_count():
    """No scatter in the data, so Poisson's alone: square root 4 ± 0.5 × 1.96, hence 3.02² = 9.1 to 4.98² = 24.8."""
    made = forecast(series([16, 16, 16, 16]), 1)
    assert made.frame["median"].tolist() == [16]
    assert made.frame[["lower_95", "upper_95"]].to_numpy().tolist() == [[9, 25]]
    assert (made.method, made.quality, made.reach) == ("level", "low", 2)


def test_rates_have_no_poisson_scatter_and_no_whole_limits():
    made = forecast(series([1.5, 1.7, 1.6, 1.9, 1.4]), 1)
    assert (made.frame.to_numpy() % 1 != 0).all()


def test_rare_events_are_a_level_with_its_own_uncertainty():
    """Two events in ten years: mean (2 + ½)/10 = 0.25, next count negative binomial of size 2.5, p = 10/11."""
    made = forecast(series([0, 1, 0, 0, 0, 0, 1, 0, 0, 0]), 2)
    assert made.method == "poisson_level"
    assert made.frame["mean"].tolist() == [0.25, 0.25]
    assert made.frame["upper_95"].tolist() == [nbinom.ppf(0.975, 2.5, 10 / 11)] * 2
    assert nbinom.cdf(1, 2.5, 10 / 11) == pytest.approx((10 / 11) ** 2.5 * (1 + 2.5 / 11))


def test_a_clear_season_is_carried_on_and_a_missing_one_not_invented():
    seasonal = forecast(months(72), 12)
    assert seasonal.method == "median_of_seasons"
    peaks = seasonal.frame["median"]
    assert peaks.iloc[2:5].min() > 1.5 * peaks.iloc[8:11].max()
    flat = forecast(months(72, season=0), 12)
    assert flat.method == "median_of_trends"


def test_no_season_before_three_full_years():
    assert forecast(months(35), 3).method == "median_of_trends"


@pytest.mark.parametrize("values", [[], [np.nan] * 5, [3, 4, 5], [np.nan, 1, 2, np.nan, 3]])
def test_fewer_than_four_values_are_refused(values):
    with pytest.raises(TooFewPeriods) as refusal:
        forecast(series(values), 1)
    assert refusal.value.fields["found"] == len([v for v in values if v == v])
    assert "at least 4" in str(refusal.value)


HAND = Event("hand_2024", date(2024, 1, 1), None, "blocked", ("police_cases",))


def test_the_published_police_series_is_refused_across_the_change_of_counting():
    """156, 160, 180 by the record system and 1,202 by hand: one year counted the new way is no history."""
    with pytest.raises(NotComparable, match="hand_2024 on 2024-01-01") as refusal:
        forecast(series([156, 160, 180, 1202], start="2021"), 1, events=[HAND])
    assert (refusal.value.fields["found"], refusal.value.fields["needed"]) == (1, 4)


def test_after_a_blocking_event_only_what_follows_counts():
    whole = series([100, 120, 110, 130, 900, 950, 910, 930, 940], start="2020")
    made = forecast(whole, 1, events=[HAND])
    pd.testing.assert_frame_equal(made.frame, forecast(whole["2024":], 1).frame)
    assert ("cut_at_event", {"event": "hand_2024", "first": "2024", "periods": 5}) in made.notes


def test_a_period_cut_by_the_event_is_not_used_and_a_spell_counts_as_two_changes():
    monthly = months(60)
    law = Event("law", date(2013, 6, 16), None, "blocked")
    assert forecast(monthly, 1, events=[law]).past.series.index[0] == pd.Period("2013-07", "M")
    spell = Event("crackdown", date(2012, 2, 1), date(2013, 3, 31), "blocked")
    assert forecast(monthly, 1, events=[spell]).past.series.index[0] == pd.Period("2013-04", "M")


def test_an_event_inside_the_forecast_blocks_it_and_one_beyond_does_not():
    yearly = series(range(100, 120), start="2004")
    assert forecast(yearly, 1, events=[Event("later", date(2025, 1, 1), None, "blocked")]).notes == ()
    with pytest.raises(NotComparable):
        forecast(yearly, 2, events=[Event("soon", date(2025, 1, 1), None, "blocked")])


def test_cautions_are_noted_and_other_indicators_events_ignored():
    yearly = series(range(100, 120))
    caution = Event("campaign", date(2010, 5, 1), None, "caution")
    assert forecast(yearly, 1, events=[caution]).notes == (
        ("event", {"event": "campaign", "start": "2010-05-01"}),
    )
    other = Event("other", date(2010, 5, 1), None, "blocked", ("school_reports",))
    assert forecast(yearly, 1, events=[other]).notes == ()


@pytest.mark.parametrize(
    ("count", "frequency", "reach"),
    [
        (4, "Y", 2),
        (7, "Y", 2),
        (8, "Y", 3),
        (12, "Y", 3),
        (13, "Y", 6),
        (9, "Q", 2),
        (40, "Q", 8),
        (25, "M", 6),
        (60, "M", 24),
    ],
)
def test_the_reach_of_a_history_and_the_quality_within_and_beyond_it(count, frequency, reach):
    values = series(np.random.default_rng(2).poisson(50, count), frequency)
    within, beyond = forecast(values, reach), forecast(values, reach + 1)
    assert within.reach == reach
    assert (within.quality == "good") == (not within.past.is_short)
    assert beyond.quality == "low"
    assert ("beyond_reach", {"reach": reach}) in beyond.notes


def test_leading_and_trailing_gaps_are_left_out_and_inner_ones_widen():
    values = months(48, season=0)
    padded = pd.concat([series([np.nan] * 3, "M", "2009-10"), values, series([np.nan] * 2, "M", "2014-01")])
    assert padded.index.is_monotonic_increasing
    pd.testing.assert_frame_equal(forecast(padded, 3).frame, forecast(values, 3).frame)
    holed = values.copy()
    holed.iloc[[5, 6, 20, 33]] = np.nan
    made = forecast(holed, 3)
    assert_holds_together(made)
    assert ("gaps", {"missing": 4}) in made.notes


@pytest.mark.parametrize(
    "bad",
    [
        pd.Series([1.0, 2, 3, 4, 5]),
        pd.Series([1.0, 2, 3, 4, 5], pd.date_range("2020", periods=5, freq="YE")),
        pd.Series([1.0, 2, 3, 4], pd.PeriodIndex(["2020", "2021", "2023", "2024"], freq="Y")),
        pd.Series(list("abcd"), pd.period_range("2020", periods=4, freq="Y")),
        series([1, 2, -3, 4]),
        series([1, 2, np.inf, 4]),
        series([1, 2, 3, 4], "D"),
    ],
)
def test_what_is_no_series_of_ours_is_refused(bad):
    with pytest.raises(BadSeries):
        forecast(bad, 1)


@pytest.mark.parametrize(("horizon", "levels"), [(0, (0.5,)), (1.5, (0.5,)), (1, (0.0,)), (1, (1.0,))])
def test_impossible_requests_are_refused(horizon, levels):
    with pytest.raises(BadCount):
        forecast(series([1, 2, 3, 4]), horizon, levels)


def test_with_a_population_the_rate_is_forecast():
    """Cases that only follow the residents: 2 for each resident, who become 200 next year."""
    people = series([50, 60, 70, 80, 90, 100, 110, 120, 200])
    cases = 2 * people.iloc[:-1]
    assert forecast(cases, 1, population=people).frame["median"].tolist() == pytest.approx([400])
    with pytest.raises(BadCount, match="population"):
        forecast(cases, 1, population=people * 0)


def test_the_record_compares_past_forecasts_with_what_came_and_with_naive():
    values = series([100, 110, 121, 130, 139, 152, 160, 171, 180, 188, 201, 209])
    record = forecast(values, 2).record
    table = record.table
    assert set(table["origin"]) == set(values.index[7:11])
    first = table.iloc[0]
    assert (first["origin"], first["period"], first["actual"], first["naive"]) == (
        values.index[7],
        values.index[8],
        180,
        171,
    )
    before = forecast(values.iloc[:8], 2).frame
    assert first["median"] == before["median"].iloc[0]
    inside = (table["lower_80"] <= table["actual"]) & (table["actual"] <= table["upper_80"])
    assert record.coverage[0.8] == pytest.approx(inside.mean())
    assert record.errors["naive"] == pytest.approx((table["actual"] - table["naive"]).abs().mean())
    assert record.beats_naive


def test_the_record_knows_the_same_season_and_leaves_missing_values_out():
    values = months(60)
    values.iloc[57] = np.nan
    table = forecast(values, 3).record.table
    assert values.index[57] not in set(table["period"])
    row = table[(table["period"] == values.index[59]) & (table["step"] == 1)].iloc[0]
    assert row["seasonal_naive"] == values.iloc[47]


def test_four_values_leave_no_record():
    record = forecast(series([10, 12, 11, 13]), 1).record
    assert (record.errors, record.coverage, record.beats_naive) == ({}, {}, None)


@pytest.mark.parametrize("frequency", ["Y-MAR", "Y-JUN", "Q-JAN", "Q-MAR"])
def test_years_that_end_in_other_months_are_carried_on(frequency):
    """School and fiscal years: the same numbers as for calendar ones, on the series' own periods."""
    values = np.random.default_rng(6).poisson(60, 24)
    made = forecast(series(values, frequency), 3)
    assert made.frame.index.freqstr == frequency
    assert made.frame.index[0] == pd.period_range("2001", periods=25, freq=frequency)[-1]
    calendar = forecast(series(values, frequency[0]), 3)
    assert made.frame.to_numpy().tolist() == calendar.frame.to_numpy().tolist()


def test_counts_may_come_as_whole_numbers_with_holes():
    values = [31, 28, None, 35, 30, 27, 33, 30, 29]
    index = pd.period_range("2001", periods=9, freq="Y")
    nullable = forecast(pd.Series(values, index, dtype="Int64"), 2).frame
    pd.testing.assert_frame_equal(nullable, forecast(pd.Series(values, index, dtype=float), 2).frame)


ODD = {
    "all zero": np.zeros(12),
    "constant": np.full(40, 5.0),
    "constant rate": np.full(40, 5.5),
    "one huge outlier": np.r_[np.random.default_rng(3).poisson(9, 40), 9_000_000],
    "outlier long ago": np.r_[9_000_000, np.random.default_rng(3).poisson(9, 40)],
    "mostly zero": np.r_[np.zeros(30), 3, np.zeros(9)],
    "exploding": 2.0 ** np.arange(30),
    "tiny rates": np.random.default_rng(4).uniform(1e-9, 2e-9, 30),
    "huge": np.random.default_rng(4).uniform(1e11, 2e11, 30),
    "two thousand": np.random.default_rng(5).poisson(20, 2000),
    "alternating": np.tile([0.0, 100.0], 25),
}


@pytest.mark.parametrize("frequency", ["Y", "Q", "M"])
@pytest.mark.parametrize("name", ODD)
def test_odd_series_give_no_warning_and_hold_together(name, frequency):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = forecast(series(ODD[name], frequency, "1600-01"), 8)
    assert_holds_together(made)
    assert (made.frame["median"] <= 20 * ODD[name].max() + 10).all()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(0, 400), min_size=4, max_size=60),
    st.sampled_from("YQM"),
    st.integers(1, 9),
    st.sampled_from([1.0, 0.37]),
)
def test_every_forecast_holds_together_and_repeats_itself(values, frequency, horizon, scale):
    one = series(np.array(values) * scale, frequency)
    made = forecast(one, horizon)
    assert_holds_together(made)
    assert len(made.frame) == horizon
    pd.testing.assert_frame_equal(made.frame, forecast(one, horizon, seed=1).frame)
    if scale == 1.0:
        limits = made.frame.filter(regex="lower|upper").to_numpy()
        assert (limits == np.floor(limits)).all()


@pytest.mark.slow
@pytest.mark.parametrize(("count", "frequency"), [(6, "Y"), (10, "Y"), (20, "Y"), (40, "Q"), (60, "M")])
def test_limits_hold_on_simulated_counts(count, frequency):
    """Negative binomial counts around a drifting level, 60 series: between 90 and 100 % inside 95 % limits."""
    rng = np.random.default_rng(7)
    inside = []
    for _ in range(60):
        means = 40 * np.exp(np.cumsum(rng.normal(0, 0.08, count + 2)))
        values = rng.negative_binomial(20, 20 / (20 + means)).astype(float)
        frame = forecast(series(values[:-2], frequency), 2).frame
        inside += list(
            (frame["lower_95"].to_numpy() <= values[-2:]) & (values[-2:] <= frame["upper_95"].to_numpy())
        )
    assert 0.90 <= np.mean(inside) <= 1
