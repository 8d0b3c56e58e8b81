"""What a release keeps of its forecasts: the right series, the right events, plain data, reasons for refusals."""

import json

import numpy as np
import pandas as pd
import pytest

from data import catalogue, fits, published
from data import publish as publishing
from data.publish import publish
from data.releases import Store
from tests.data.small_release import figures


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return {
        (one["indicator"], one["kind"]): one for one in publish(Store(tmp_path_factory.mktemp("집"))).fits
    }


def test_police_cases_are_not_forecast_across_the_change_of_counting(stored):
    fit = stored["police_cases", "year"]
    assert [(one["start"], one["end"], one["value"]) for one in fit["observed"]] == [
        ("2021-01-01", "2021-12-31", 156),
        ("2022-01-01", "2022-12-31", 160),
        ("2023-01-01", "2023-12-31", 180),
        ("2024-01-01", "2024-12-31", 1202),
    ]
    assert fit["forecast"] is None
    assert fit["refusal"]["code"] == "not_comparable"
    assert fit["refusal"]["fields"]["event"] == "hand_compilation"
    assert fit["refusal"]["fields"]["found"] == 1


def test_two_years_of_committee_reports_are_too_few(stored):
    refusal = stored["school_committee_reports", "year"]["refusal"]
    assert (refusal["code"], refusal["fields"]["found"]) == ("too_few_periods", 2)


def test_a_short_history_gets_a_short_forecast_of_low_quality(stored):
    fit = stored["regulator_requests", "year"]["forecast"]
    assert (fit["quality"], len(fit["periods"])) == ("low", 2)
    assert [one["start"] for one in fit["periods"]] == ["2025-01-01", "2026-01-01"]
    for one in fit["periods"]:
        ends = [
            one[name]
            for name in ("lower_95", "lower_80", "lower_50", "median", "upper_50", "upper_80", "upper_95")
        ]
        assert ends == sorted(ends)
        assert ends[0] >= 0
    (row,) = fit["record"]["rows"]
    assert (row["origin"], row["period"], row["actual"], row["naive"]) == ("2023", "2024", 23107, 7187)


def test_a_series_a_code_with_its_holes_and_hidden_counts():
    quarters = pd.period_range("2023Q1", "2024Q4", freq="Q")
    rows = [
        figures(value).assign(
            indicator_id="incidents_police",
            window_kind="quarter",
            geo=geo,
            window_start=quarter.start_time.normalize(),
            window_end=quarter.end_time.normalize(),
        )
        for geo in ("KR", "KR-11", "KR-26")
        for quarter, value in zip(quarters, [9.0, 9, np.nan, 9, 9, 9, 9, 9], strict=True)
        if (geo, str(quarter)) != ("KR-26", "2023Q2")
    ]
    found = list(fits.histories(pd.concat(rows), catalogue.load()))
    assert [(one.wanted.split, one.codes) for one in found] == [
        ("", {}),
        ("geo", {"geo": "KR-11"}),
        ("geo", {"geo": "KR-26"}),
    ]
    assert found[2].values.isna().tolist() == [False, True, True, *[False] * 5]
    assert found[2].values.index.equals(quarters)
    entry = fits.stored(found[2])
    assert [one["value"] for one in entry["observed"][:3]] == [9.0, None, None]
    assert json.loads(json.dumps(entry, allow_nan=False)) == entry


def test_of_two_statements_about_one_year_the_later_counts():
    frame = published.load()
    old = frame[frame["ref"] == "NPA-018"].assign(as_of="2023", value=170.0, ref="old")
    values = next(fits.histories(pd.concat([old, frame, old]), catalogue.load())).values
    assert values.tolist() == [156, 160, 180, 1202]


def test_only_events_of_the_indicator_and_its_basis_touch_a_series():
    frame = published.load()
    by_hand = next(fits.histories(frame, catalogue.load()))
    assert "hand_compilation" in [event.id for event in by_hand.events]
    kics = next(fits.histories(frame[frame["basis"] == "kics"], catalogue.load()))
    assert "hand_compilation" not in [event.id for event in kics.events]


def family(total: list[float], parts: dict[str, list[float]], split: str = "geo") -> list[fits.History]:
    index = pd.period_range("2019Q1", periods=len(total), freq="Q")
    whole = fits.Wanted("incidents_police", "quarter")
    histories = [fits.History(whole, {}, pd.Series(total, index, name=whole.indicator), ())]
    part = fits.Wanted("incidents_police", "quarter", split)
    for code, values in parts.items():
        histories.append(
            fits.History(part, {split: code}, pd.Series(values, index, name=whole.indicator), ())
        )
    return histories


def test_a_family_is_a_total_and_its_parts_without_parts_of_parts():
    parts = dict.fromkeys(("KR-11", "KR-41", "KRP-41S", "KRP-41N"), [1.0] * 8)
    histories = family([2.0] * 8, parts) + family([5.0] * 8, {"Y10S": [5.0] * 8}, "age")[1:]
    parents = {"KRP-41S": "KR-41", "KRP-41N": "KR-41", "KR-11": "KR"}
    assert list(fits.families(histories, parents)) == [(0, [[1, 2], [5]])]


def test_stored_forecasts_of_regions_add_up_to_the_country_in_whole_cases():
    rng = np.random.default_rng(4)
    parts = {f"KR-{11 + i}": rng.poisson(8 + 5 * i, 24).astype(float) for i in range(4)}
    entries = publishing._fitted(family(sum(parts.values()), parts))
    assert {entry["forecast"]["adds_up"] for entry in entries} <= {"bottom_up", "least_variance"}
    for step in range(4):
        country, *regions = [entry["forecast"]["periods"][step]["median"] for entry in entries]
        assert country == sum(regions)
        assert all(region % 1 == 0 for region in regions)


def test_parts_that_leave_a_case_out_keep_their_own_forecasts():
    rng = np.random.default_rng(4)
    parts = {f"KR-{11 + i}": rng.poisson(8 + 5 * i, 24).astype(float) for i in range(3)}
    entries = publishing._fitted(family(sum(parts.values()) + 1, parts))
    assert {entry["forecast"]["adds_up"] for entry in entries} == {""}
