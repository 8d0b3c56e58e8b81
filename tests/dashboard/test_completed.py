"""What is still to come, on the screen: added to what is published, with its limits, and never a value of its own."""

import pytest

from dashboard import describe
from dashboard.charts import CHARTS, result
from dashboard.compose.pick import observations
from dashboard.exports import csv, table
from dashboard.pages import past, tables
from dashboard.static import to_html
from dashboard.view import View
from dashboard.words import words
from tests.dashboard import months


def shown(release, **options):
    return result("completed", View("ko", "chart", "completed", options=tuple(options.items())), release)


@pytest.fixture(scope="module")
def monthly(tmp_path_factory):
    return months.release(tmp_path_factory.mktemp("달"))


def made(card):
    return [row for row in card.rows if row.formula == "nowcast"]


def test_the_addition_stands_on_the_published_count(monthly):
    """November: 30 counted, 8 to come (3 to 15). December: 12 counted, less than half, so limits only."""
    before, newest = made(shown(monthly))
    assert (before.value, before.lower, before.upper) == (38, 33, 45)
    assert (newest.value, newest.lower, newest.upper) == (None, 26, 52)
    assert {row.status for row in (before, newest)} == {"E"}
    counted = [row.value for row in shown(monthly).rows if row.series == "counted"]
    assert counted == [*months.COUNTRY[36:57], 35, 30, 12]


def test_hatched_on_top_of_solid_with_a_whisker(monthly):
    figure = CHARTS["completed"].draw(shown(monthly), words("en"))
    solid, addition, whisker = figure["data"]
    assert (addition["base"], addition["y"]) == ([30, 12], [8, 14])
    assert addition["marker"]["pattern"]["shape"] == ["/", "/"]
    assert set(solid["marker"]["pattern"]["shape"]) == {""}
    assert whisker["y"] == [33, 45, None, 26, 52, None]
    assert addition["x"] == solid["x"][-2:]


def test_nothing_of_it_is_an_observation(monthly):
    assert all(row.status == "P" for row in observations(monthly, "incidents_police_occurred"))
    assert {row["obs_status"] for row in table.records(shown(monthly)) if row["value"] is None} == {"E"}
    lines = csv.to_csv(shown(monthly), bom=False).splitlines()
    assert sum(",E,F," in line for line in lines) == 2


@pytest.mark.parametrize(
    ("lang", "limits", "held"), [("ko", "26~52", "48개 달 가운데 45개"), ("en", "26 and 52", "45 of 48")]
)
def test_the_sentence_gives_limits_and_how_past_ones_did(lang, limits, held, monthly):
    told = describe.sentence(shown(monthly), words(lang))
    assert limits in told
    assert held in told


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_past_nowcasts_are_in_the_details(lang, monthly):
    page = to_html(past.details(shown(monthly), words(lang)))
    for number in (">24<", ">22<", ">23<", "14.0%", "55.0%"):
        assert number in page


def test_a_poor_record_is_said_first(tmp_path):
    """20 of 48 inside limits that should hold 19 of 20."""
    poor = [one | {"held": 10} for one in months.RECORD]
    release = months.release(tmp_path, nowcasts=[months.NOWCAST | {"record": poor}])
    assert describe.sentence(shown(release), words("en")).startswith("Do not rely on this nowcast")


@pytest.mark.parametrize(
    ("code", "fields", "told"),
    [
        ("too_small", {"months": "3", "least": "5"}, "3 of the newest months have fewer than 5"),
        ("too_few_periods", {"found": "4", "first": "2025-09", "needed": "6"}, "only 4 months"),
        ("bad_series", {"series": "x"}, "cannot be told"),
    ],
)
def test_a_refusal_keeps_the_counts_and_says_why(code, fields, told, tmp_path):
    refused = months.nowcast([], [], {"code": code, "fields": fields})
    card = shown(months.release(tmp_path, nowcasts=[refused]))
    assert told in describe.sentence(card, words("en"))
    assert len(card.rows) == 24
    assert len(CHARTS["completed"].draw(card, words("ko"))["data"]) == 1


def test_a_release_from_before_there_were_nowcasts_still_opens(release):
    assert shown(release).refusal == ("no_nowcast", {})
    assert not past.details(shown(release), words("ko"))


def test_a_weak_month_shows_limits_in_the_table_and_no_value(monthly):
    newest = made(shown(monthly))[-1]
    assert tables.value(newest, words("en")) == "limits only"
    assert tables.interval(newest, words("en")) == "(26–52)"
