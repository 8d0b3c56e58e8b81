"""Changes between two releases, on the revision the regulator really made: 7,178 became 7,187."""

import numpy as np
import pandas as pd

from data.diff import counted, diff
from tests.data.small_release import figures


def statement(value, **changed) -> pd.DataFrame:
    return figures(value).assign(**{"ref": "R-1", "source_id": "press"} | changed)


def told(a, b):
    return diff(a, b)[["change", "as_of", "old_value", "new_value"]].values.tolist()


def test_equal_observations_have_no_changes_whatever_their_order():
    a = pd.concat([statement(7178.0), statement(473.0, geo="KR-11"), statement(np.nan, geo="KR-26")])
    assert diff(a, a.iloc[::-1]).empty
    assert counted(diff(a, a))["new"] == {"rows": 0, "by_indicator": {}}


def test_new_revised_withdrawn():
    a = pd.concat([statement(7178.0), statement(5.0, geo="KR-11")])
    b = pd.concat([statement(7187.0), statement(9.0, geo="KR-26")])
    changes = diff(a, b)
    assert changes[["change", "geo"]].values.tolist() == [
        ["revised", "KR"],
        ["withdrawn", "KR-11"],
        ["new", "KR-26"],
    ]
    assert changes[["old_value", "new_value"]].values[0].tolist() == [7178.0, 7187.0]
    assert np.isnan(changes["new_value"][1])
    assert np.isnan(changes["old_value"][2])
    assert counted(changes)["revised"] == {"rows": 1, "by_indicator": {"police_cases": 1}}


def test_a_later_statement_is_a_revision_whether_it_joins_or_replaces_the_earlier():
    early, late = statement(7178.0), statement(7187.0, as_of="2025-02", ref="R-2")
    expected = [["revised", "2025-02", 7178.0, 7187.0]]
    assert told(early, pd.concat([early, late])) == expected
    assert told(early, late) == expected
    back = diff(pd.concat([early, late]), early)
    assert back[["change", "as_of", "old_value"]].values.tolist() == [["withdrawn", "2025-02", 7187.0]]


def test_another_basis_is_another_figure_and_never_a_revision():
    kics, hand = statement(297.0, basis="kics"), statement(297.0, basis="hand")
    assert sorted(diff(kics, hand)["change"]) == ["new", "withdrawn"]


def test_the_same_figure_with_other_notes_is_only_described_anew():
    a = statement(7187.0)
    assert told(a, a.assign(note_ids="misprint")) == [["described", "2024-08", 7187.0, 7187.0]]
    hidden = a.assign(value=np.nan, lower=1.0, upper=4.0, conf_status="C")
    assert diff(a, hidden)["change"].tolist() == ["revised"]
    assert diff(hidden, hidden).empty
