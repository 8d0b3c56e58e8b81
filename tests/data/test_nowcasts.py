"""What a release keeps of its nowcasts: whole months nationwide, sums and percents, reasons for refusals."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.nowcast import nowcast
from data import nowcasts

LAG = (0, 40, 75)


def vault_rows(months: int, a_month: int, kind: str = "police", first: str = "2023-01") -> pd.DataFrame:
    """In every month as many incidents, a third reported on the day, a third after 40 and after 75 days."""
    index = pd.period_range(first, periods=months, freq="M")
    occurred = [month.start_time + pd.Timedelta(days=5) for month in index for _ in range(a_month)]
    reported = [day + pd.Timedelta(days=LAG[i % 3]) for i, day in enumerate(occurred)]
    end = index[-1].end_time
    return pd.DataFrame(
        [
            {"kind": kind, "occurred_date": a, "reported_date": b}
            for a, b in zip(occurred, reported, strict=True)
            if b <= end
        ]
    ).astype({"occurred_date": "datetime64[us]", "reported_date": "datetime64[us]"})


def covered(first: str, months: int) -> dict:
    none = pd.DatetimeIndex([])
    return {"police": pd.date_range(first, periods=months, freq="MS"), "school": none}


def made(rows, months) -> dict:
    (reports,) = nowcasts.reports(rows, months)
    if reports.refusal:
        return nowcasts.stored(reports)
    return nowcasts.stored(reports, nowcast(reports.days, "M", reports.as_of))


def test_what_is_to_come_is_counted_from_the_last_day_covered_whole():
    """30 a month, 10 known at once, 20 after a month, 30 after two: 20 and 10 are to come in the last two months."""
    told = made(vault_rows(36, 30), covered("2023-01-01", 36))
    assert told["as_of"] == "2025-12-31"
    last, before = told["periods"][-1], told["periods"][-2]
    assert (last["start"], before["start"]) == ("2025-12-01", "2025-11-01")
    assert last["more"] == pytest.approx(20, abs=3)
    assert before["more"] == pytest.approx(10, abs=2)
    assert last["weak"]
    assert not before["weak"]
    for period in told["periods"]:
        assert 0 <= period["lower_95"] <= period["lower_50"] <= period["more"] <= period["upper_50"]
        assert period["upper_50"] <= period["upper_95"]


def test_no_cell_of_the_triangle_is_stored():
    told = made(vault_rows(48, 30), covered("2023-01-01", 48))
    assert set(told["periods"][0]) == {"start", "more", "weak"} | {
        f"{end}_{level}" for end in ("lower", "upper") for level in (50, 80, 95)
    }
    assert [set(one) for one in told["record"]] == [{"age", "tried", "held", "error", "plain_error"}] * 3
    # A plain count of a third or two thirds is wrong by two thirds or one third.
    assert [one["plain_error"] for one in told["record"]] == [67, 33, 0]
    assert all(one["tried"] >= nowcasts.LEAST_TRIED for one in told["record"])


def test_a_month_under_the_threshold_is_a_reason_not_to():
    told = made(vault_rows(36, 4), covered("2023-01-01", 36))
    assert told["periods"] == told["record"] == []
    assert told["refusal"] == {"code": "too_small", "fields": {"months": "24", "least": "5"}}


def test_a_hole_in_what_was_handed_in_begins_anew():
    """Without the sheets of June 2023 its reports would look as if they had come with another delay."""
    rows = vault_rows(36, 30)
    months = covered("2023-01-01", 36)
    months["police"] = months["police"].delete(5)
    (reports,) = nowcasts.reports(rows, months)
    assert reports.days["reported"].min() >= pd.Timestamp("2023-07-01")
    assert reports.as_of == date(2025, 12, 31)


def test_too_short_a_history_is_refused_with_its_reason():
    rows = vault_rows(4, 30)
    (reports,) = nowcasts.reports(rows, covered("2023-01-01", 4))
    with pytest.raises(Exception, match="nowcast") as refused:
        nowcast(reports.days, "M", reports.as_of)
    told = nowcasts.stored(reports, refusal=refused.value)
    assert told["refusal"]["code"] == "too_few_periods"


def test_without_a_whole_month_there_is_nothing_to_say():
    (reports,) = nowcasts.reports(
        vault_rows(4, 30), {"police": pd.DatetimeIndex([]), "school": pd.DatetimeIndex([])}
    )
    assert nowcasts.stored(reports)["refusal"]["code"] == "no_whole_month"


def test_incidents_without_a_day_of_occurrence_make_no_nowcast():
    rows = vault_rows(36, 30).assign(occurred_date=np.datetime64("NaT", "us"))
    assert made(rows, covered("2023-01-01", 36))["refusal"]["code"] == "too_small"
