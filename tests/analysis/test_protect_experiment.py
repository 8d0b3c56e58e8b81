"""The experiment behind the rule: a threshold alone leaks once tables share cells."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis.protect import excluded, intervals, protect_counts, relations_from
from analysis.protect.tables import cell_ids
from tests.analysis.protect_cases import observations, ruled_out

SPLIT = ("geo", "age", "sex")
TABLES = [
    ((), "month"),
    *(((one,), "month") for one in SPLIT),
    (("geo", "age"), "month"),
    (("geo", "sex"), "month"),
    (("age", "sex"), "month"),
    (SPLIT, "month"),
]


@pytest.fixture(scope="module")
def counts():
    """500 made-up incidents by 5 regions, 3 ages and 2 sexes, as all one- to three-way tables."""
    draw = np.random.default_rng(1)
    shares = {
        "geo": {"KR-11": 0.4, "KR-26": 0.3, "KR-27": 0.15, "KR-49": 0.1, "KR-50": 0.05},
        "age": {"Y10S": 0.75, "Y20T29": 0.2, "Y30T39": 0.05},
        "sex": {"M": 0.9, "F": 0.1},
    }
    drawn = {
        column: draw.choice(list(codes), 500, p=list(codes.values())) for column, codes in shares.items()
    }
    return observations(pd.DataFrame({"month": 0} | drawn), TABLES)


@pytest.fixture(scope="module")
def safe(counts):
    return protect_counts(counts)


def exact(counts: pd.DataFrame, shown: pd.Series) -> int:
    published = pd.Series(counts["value"].where(shown).to_numpy(), index=cell_ids(counts))
    found = intervals(published, relations_from(counts), published.index)
    return int((found["lower"] == found["upper"]).sum())


def test_one_to_four_hidden_and_zeros_shown_gives_most_cells_back(counts):
    few = counts["value"].between(1, 4)

    assert exact(counts, ~few) > few.sum() / 2


def test_one_mark_for_zero_to_four_still_gives_cells_back(counts):
    assert exact(counts, counts["value"] >= 5) > 0


def test_protected_nothing_small_is_given_back(counts, safe):
    protected, report = safe

    published = pd.Series(protected["value"].to_numpy(), index=cell_ids(protected))
    truth = pd.Series(counts["value"].to_numpy(), index=cell_ids(counts))
    small = truth.index[truth < 5]
    sums = relations_from(protected)
    assert exact(protected, protected["conf_status"] != "C") == 0
    assert excluded(published, sums, dict.fromkeys(small.intersection(published.index), range(5))) == {}
    assert (published.dropna() == truth[published.dropna().index]).all()
    assert json.loads(json.dumps(report)) == report


def test_another_judge_agrees(counts, safe):
    protected, _ = safe

    published = pd.Series(protected["value"].to_numpy(), index=cell_ids(protected))
    truth = pd.Series(counts["value"].to_numpy(), index=cell_ids(counts))
    sums = relations_from(protected)
    for cell in published.index[published.isna() & (truth[published.index] < 5)]:
        assert ruled_out(published, sums, cell, (0, 4)) == [], cell
