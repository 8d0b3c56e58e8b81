"""Faults planted in the bundled figures; each must be found, named by its rows, and stop the publishing."""

import numpy as np
import pandas as pd
import pytest

from data import catalogue, published
from data.checks import check
from data.words import LANGUAGES


@pytest.fixture(scope="module")
def bundled():
    frame = published.load()
    return pd.concat([frame, published.derived(frame)], ignore_index=True)


def errors(frame):
    return [(f["code"], f["rows"]) for f in check(frame, catalogue.load()) if f["severity"] == "error"]


def changed(frame, chosen, /, **values):
    frame, rows = frame.copy(), frame["ref"] == chosen
    for column, value in values.items():
        frame.loc[rows, column] = value
    return frame


def test_the_bundled_figures_hold_and_their_known_contradiction_is_told(bundled):
    findings = check(bundled, catalogue.load())
    # The ministry's fourth round: 12 + 181 + 223 = 416 referrals by level, 417 in all.
    assert [(f["code"], f["severity"]) for f in findings] == [("sum", "notice")]
    assert "MOE-032" in findings[0]["rows"]
    assert "416" in findings[0]["what"]["en"]
    assert findings[0]["what"].keys() == set(LANGUAGES)


def test_parts_that_do_not_add_up_where_the_set_is_complete(bundled):
    # To 30 November 2024: 463 teens + 87 + 17 + 3 + 3 = 573 apprehended.
    for wrong in (462.0, 464.0):
        ((code, rows),) = errors(changed(bundled, "NPA-103", value=wrong))
        assert code == "sum"
        assert rows == ["NPA-102", "NPA-103", "NPA-105", "NPA-106", "NPA-107", "NPA-108"]


def test_parts_beyond_their_total_even_where_most_are_not_published(bundled):
    # January to July 2024: eight of 18 police regions have 230 of the 297 cases.
    regions = bundled["set_id"].eq("kr_police_region_2024") & bundled["window_end"].eq("2024-07-31")
    same = bundled[regions & bundled["geo"].eq("KR-11")].iloc[0]
    total = changed(
        bundled, "NPA-020", set_id="kr_police_region_2024", as_of=same["as_of"], source_id=same["source_id"]
    )
    assert errors(total) == []
    assert ("sum", "NPA-020") in [
        (c, r) for c, rows in errors(changed(total, "NPA-020", value=100.0)) for r in rows
    ]


def test_hidden_parts_count_with_their_range(bundled):
    hidden = changed(bundled, "NPA-108", value=np.nan, lower=1.0, upper=4.0, conf_status="C")
    assert errors(hidden) == []
    assert errors(changed(hidden, "NPA-108", lower=0.0, upper=np.nan)) == []
    impossible = changed(hidden, "NPA-108", lower=0.0, upper=2.0)
    assert [code for code, _ in errors(impossible)] == ["sum"]


def test_a_running_count_that_falls_within_one_basis(bundled):
    october = bundled[bundled["value"].eq(964) & bundled["indicator_id"].eq("police_cases")]["ref"].item()
    assert [code for code, _ in errors(changed(bundled, october, value=900.0))] == ["fall"]
    # On another basis the same number is no fall: 513 (KICS) stands between 445 and 812 (by hand).
    assert errors(changed(bundled, october, value=900.0, basis="kics")) == []


def test_a_published_share_that_its_counts_deny(bundled):
    # 93 of 180 cases cleared in 2023 is 51.7 %.
    findings = check(changed(bundled, "NPA-031", value=53.0), catalogue.load())
    assert [(f["code"], f["severity"]) for f in findings if f["code"] == "share"] == [("share", "warning")]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("window", {"window_end": pd.Timestamp("2021-12-30")}),
        ("window", {"window_start": pd.Timestamp("2021-02-01")}),
        ("window", {"window_kind": "quarter"}),
        ("foretold", {"as_of": "2021-12-30"}),
        ("count", {"value": 156.5}),
        ("count", {"value": -1.0}),
        ("range", {"lower": 157.0, "upper": 160.0}),
        ("gap", {"value": np.nan}),
        ("gap", {"conf_status": "C"}),
        ("gap", {"value": np.nan, "conf_status": "C"}),
        ("gap", {"value": np.nan, "conf_status": "C", "lower": 9.0, "upper": 0.0}),
        ("unknown", {"basis": "guess"}),
        ("unknown", {"note_ids": "kics_series;guess"}),
        ("unknown", {"indicator_id": "guess"}),
        ("doubled", {"ref": "NPA-002"}),
    ],
)
def test_a_row_that_cannot_be_is_named(bundled, code, values):
    found = errors(changed(bundled, "NPA-001", **values))
    assert (code, True) in [(found_code, values.get("ref", "NPA-001") in rows) for found_code, rows in found]


def test_one_source_saying_one_thing_twice(bundled):
    twice = pd.concat([bundled, bundled[bundled["ref"] == "NPA-001"].assign(ref="NPA-001b")])
    assert errors(twice) == [("doubled", ["NPA-001", "NPA-001b"])]
