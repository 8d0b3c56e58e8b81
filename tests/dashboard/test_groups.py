"""Small panels and ages beside residents; the expected numbers are published ones, worked by hand."""

import pytest

from dashboard import describe
from dashboard.charts import CHARTS, result
from dashboard.compose import multiples, related
from dashboard.exports import table
from dashboard.view import View
from dashboard.words import words
from data import catalogue


@pytest.fixture
def show(release):
    def shown(name, **options):
        return result(name, View("ko", "chart", name, options=tuple(sorted(options.items()))), release)

    return shown


def by_age(rows):
    return {row.code("age"): row for row in rows}


def test_shares_of_those_apprehended_and_of_residents_of_the_same_ages(show):
    """107 of 682 against (2,642,155 + 3,297,762) of 50,983,646: 15.69 % and 11.65 %; 107 a rate of 1.80."""
    shown = show("ages-residents")
    left = by_age(row for row in shown.rows if row.series == "offenders")
    right = by_age(row for row in shown.rows if row.series == "residents" and row.unit == "percent")
    assert left["Y20T29"].value == pytest.approx(100 * 107 / 682)
    assert right["Y20T29"].value == pytest.approx(11.6506, abs=1e-3)
    assert set(right) == {"Y20T29", "Y30T39", "Y40T49"}
    rate = by_age(row for row in shown.rows if row.unit == "per_100k")
    # Exact limits of 107 are 87.69 and 129.30; 4 people in their 40s make no rate.
    assert rate["Y20T29"].value == pytest.approx(1.8014, abs=1e-4)
    assert (rate["Y20T29"].lower, rate["Y20T29"].upper) == pytest.approx((1.476, 2.177), abs=2e-3)
    assert set(rate) == {"Y20T29", "Y30T39"}


def test_bands_that_do_not_match_have_a_reason_and_no_bar(show):
    shown = show("ages-residents")
    assert {part.code("age"): why for part, why in shown.gaps} == {
        "Y10T13": "no_matching_band",
        "Y14S": "unknown_limits",
        "Y_GE50": "no_matching_band",
    }
    figure = CHARTS["ages-residents"].draw(shown, words("ko"))
    assert [len(trace["x"]) for trace in figure["data"][:2]] == [6, 3]
    texts = [note["text"].replace("<br>", " ") for note in figure["layout"]["annotations"]]
    assert texts.count(words("ko").w("reasons.no_matching_band")) == 2


@pytest.mark.parametrize("offence", related.OFFENDERS)
def test_the_bands_of_the_related_table_match_none_of_the_population(offence, show):
    shown = show("related-residents", offence=offence)
    assert {why for _, why in shown.gaps} == {"no_matching_band"}
    assert len(shown.gaps) == 7
    assert not [row for row in shown.rows if row.series == "residents"]
    assert "21–30" in describe.sentence(shown, words("en"))


def test_each_age_has_a_panel_with_every_cut_off_in_order(show):
    shown = show("ages-multiples")
    shares = [row for row in shown.rows if row.unit == "percent"]
    bands = list(dict.fromkeys(row.code("age") for row in shares))
    assert bands == ["Y10T13", "Y14S", "Y20T29", "Y30T39", "Y40T49", "Y_GE50"]
    panel = [row for row in shares if row.code("age") == "Y10T13"]
    assert [row.window.end for row in panel] == sorted(row.window.end for row in panel)
    # 104 of 682, Wilson 12.75 to 18.14.
    assert (panel[-1].value, panel[-1].lower, panel[-1].upper) == pytest.approx(
        (15.25, 12.75, 18.14), abs=0.01
    )


@pytest.mark.parametrize("name", ["ages-multiples", "regions-multiples"])
@pytest.mark.parametrize("narrow", [False, True])
def test_all_panels_have_one_scale_and_name_their_windows(name, narrow, show):
    layout = CHARTS[name].draw(show(name), words("en"), narrow=narrow)["layout"]
    scales = {tuple(axis["range"]) for key, axis in layout.items() if key.startswith("yaxis")}
    assert len(scales) == 1
    names = [axis["ticktext"] for key, axis in layout.items() if key.startswith("xaxis")]
    assert len(names) == (6 if name == "ages-multiples" else 18)
    assert all(len(texts) >= 2 for texts in names)
    if name == "regions-multiples":
        assert {len(texts) for texts in names} == {4}


def test_regions_that_were_not_published_are_missing_and_not_zero(show):
    shown = show("regions-multiples")
    known = [row for row in shown.rows if row.value is not None]
    assert len(shown.rows) == 18 * 4
    assert [row.code("geo") for row in shown.rows][::4] == list(multiples.REGIONS)
    order = [code for code in catalogue.load().dimensions["geo"].codes if code in multiples.REGIONS]
    assert list(multiples.REGIONS) == order
    assert sum(row.value for row in known if row.kind == "ytd") == 230
    daegu = [row.value for row in shown.rows if row.code("geo") == "KR-27"]
    assert daegu == [18, 6, 7, 11]
    assert {(row.status, row.value) for row in shown.rows if row not in known} == {("M", None)}
    empty = [row for row in table.records(shown) if row["obs_status"] == "M"]
    assert len(empty) == 18 * 4 - len(known)
    assert all(row["value"] is None for row in empty)


def test_a_part_year_is_hollow_beside_whole_years(show):
    figure = CHARTS["regions-multiples"].draw(show("regions-multiples"), words("ko"))
    assert {tuple(trace["marker"]["pattern"]["shape"]) for trace in figure["data"]} == {("", "", "", "/")}
