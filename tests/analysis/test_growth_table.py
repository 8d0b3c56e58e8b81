"""Every transformation of the table by hand calculation, its interval, its refusals, its coverage."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import BadCount, BadSeries, WrongUnit
from analysis.growth import TRANSFORMATIONS, change_on_previous, change_on_year, contributions, transform
from analysis.limits import poisson_interval, ratio_of_counts
from analysis.shares import wilson
from tests.series import simulate

MONTHS = pd.period_range("2023-01", periods=26, freq="M")
# 20, 21, ... 45 in one column; the other is twice that, without its 4th month.
FRAME = pd.DataFrame({"a": 20.0 + np.arange(26), "b": 40.0 + 2 * np.arange(26)}, MONTHS)
HOLED = FRAME.assign(b=FRAME["b"].mask(MONTHS == "2023-04"))


def cell(made, period, column="a"):
    return [part.loc[period, column] for part in (made.value, made.lower, made.upper)]


def test_counts_and_paces():
    assert cell(transform(FRAME, "count"), "2023-02") == pytest.approx([21, *poisson_interval(21)])
    per_day = cell(transform(FRAME, "per_day"), "2024-02")
    assert per_day == pytest.approx([33 / 29, *(end / 29 for end in poisson_interval(33))])


def test_rates_and_shares_and_what_they_are_of():
    people = FRAME * 0 + 50_000
    people.loc["2023-02", "a"] = np.nan
    made = transform(FRAME, "per_100k", population=people)
    assert cell(made, "2023-01") == pytest.approx([40, *(2 * end for end in poisson_interval(20))])
    assert (made.unit, made.refusal.loc["2023-02", "a"]) == ("per_100k", "no_population")
    made = transform(FRAME[["a"]], "share", whole_of=FRAME[["b"]].rename(columns={"b": "a"}))
    assert cell(made, "2023-03") == pytest.approx([50, *(100 * end for end in wilson(22, 44))])
    with pytest.raises(BadCount, match="at most its total"):
        transform(FRAME[["b"]], "share", whole_of=FRAME[["a"]].rename(columns={"a": "b"}))
    with pytest.raises(BadSeries, match="without population"):
        transform(FRAME, "per_100k")


def test_the_index_goes_by_day_and_is_100_at_its_base():
    """February 2023: 21 in 28 days against 20 in 31: 100 × 21 × 31 / (20 × 28) = 116.25."""
    made = transform(FRAME, "index")
    assert made.value.loc["2023-02", "a"] == pytest.approx(116.25)
    assert cell(made, "2023-01") == [100, 100, 100]
    later = transform(FRAME, "index", base="2024-01")
    assert later.value.loc["2023-01", "a"] == pytest.approx(100 * 20 / 32)


def test_changes_are_those_of_the_single_series():
    for name, single in (("change_on_previous", change_on_previous), ("change_on_year", change_on_year)):
        made = transform(FRAME, name)
        expected = single(FRAME["a"])
        np.testing.assert_allclose(made.value["a"], expected["percent"])
        np.testing.assert_allclose(made.lower["a"].dropna(), 100 * (expected["lower"].dropna() - 1))
    assert transform(FRAME, "change_on_year").refusal["a"].tolist() == ["no_earlier"] * 12 + [""] * 14


def test_year_to_date_and_its_change():
    """20 + 21 + 22 = 63 to March 2023 and 32 + 33 + 34 = 99 to March 2024: 57.142857 % more."""
    made = transform(HOLED, "year_to_date")
    assert cell(made, "2023-03") == pytest.approx([63, *poisson_interval(63)])
    assert made.refusal.loc["2023-03":"2024-01", "b"].tolist() == ["", *["missing"] * 9, ""]
    change = transform(FRAME, "year_to_date_change")
    ends = [100 * (end - 1) for end in ratio_of_counts(99, 63)]
    assert cell(change, "2024-03") == pytest.approx(ends)
    assert change.value.loc["2024-03", "a"] == pytest.approx(57.142857)
    begun = transform(FRAME.iloc[2:], "year_to_date")
    assert begun.value.loc["2023-12", "a"] != begun.value.loc["2023-12", "a"]
    assert begun.value.loc["2024-01", "a"] == 32


def test_the_sum_of_the_last_twelve_months():
    """20 + ... + 31 = 306; a missing month leaves the twelve sums without it."""
    made = transform(HOLED, "rolling_12")
    assert cell(made, "2023-12") == pytest.approx([306, *poisson_interval(306)])
    assert made.refusal["a"].tolist() == ["no_earlier"] * 11 + [""] * 15
    assert made.refusal.loc["2023-12":"2024-04", "b"].tolist() == ["missing"] * 4 + [""]


def test_contributions_add_up_to_the_change_of_the_total():
    """January 2024 on 2023: 32 + 64 against 20 + 40: 12/60 = 20 and 24/60 = 40 points, together 60 %."""
    made = transform(FRAME, "contribution")
    assert made.value.loc["2024-01"].tolist() == pytest.approx([20, 40])
    expected = contributions(FRAME.loc["2023-01"], FRAME.loc["2024-01"])
    assert made.value.loc["2024-01"].tolist() == pytest.approx(expected.tolist())
    assert transform(HOLED, "contribution").refusal.loc["2024-04"].tolist() == ["missing", "missing"]
    assert transform(FRAME // 10, "contribution").refusal.loc["2024-01"].tolist() == ["small_base"] * 2


def test_small_bases_and_missing_counts_have_a_reason_and_no_number():
    few = FRAME - 5
    made = transform(few.assign(b=HOLED["b"]), "change_on_previous")
    assert made.refusal["a"].tolist() == ["no_earlier"] + ["small_base"] * 5 + [""] * 20
    assert made.refusal.loc["2023-04":"2023-05", "b"].tolist() == ["missing", "missing"]
    for name in TRANSFORMATIONS:
        made = transform(HOLED, name, population=FRAME, whole_of=FRAME)
        for part in (made.value, made.lower, made.upper):
            assert (part.isna() == (made.refusal != "")).all(axis=None), name


def test_unit_and_frequency_rules():
    with pytest.raises(WrongUnit, match="percent"):
        transform(FRAME, "per_day", unit="percent")
    assert transform(FRAME / 3, "count", unit="percent").unit == "percent"
    years = FRAME.set_axis(pd.period_range("1990", periods=26, freq="Y"))
    with pytest.raises(BadSeries, match="months or quarters"):
        transform(years, "rolling_12")


@pytest.mark.parametrize("mean", [1, 2, 5, 10, 20, 30])
def test_intervals_of_overdispersed_counts_cover(mean):
    """Negative binomial counts of variance 3 × mean with that dispersion given: 95 % asked, 93 % at least."""
    rng = np.random.default_rng(mean)
    counts = rng.negative_binomial(mean / 2, 1 / 3, 20_000).astype(float)
    lower, upper = poisson_interval(counts, dispersion=3.0)
    assert np.mean((lower <= mean) & (mean <= upper)) >= 0.93
    ratio = ratio_of_counts(counts[:10_000], counts[10_000:], dispersion=3.0)
    assert np.nanmean((ratio.lower <= 1) & (ratio.upper >= 1)) >= 0.95


def test_columns_at_once_are_each_column_alone():
    frame = pd.DataFrame(simulate("poisson", 5, 1).T, pd.period_range("2020-01", periods=60, freq="M"))
    together = transform(frame, "change_on_year", dispersion=[1, 1, 2, 1, 1])
    alone = transform(frame[[2]], "change_on_year", dispersion=2)
    pd.testing.assert_series_equal(together.upper[2], alone.upper[2])
