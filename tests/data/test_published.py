"""The bundled figures add up where their sources say so, and a broken file gives one report of all faults.

Sums below are written out from the figures as the police, the ministry and the centre announced them.
"""

import csv
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from data import catalogue, published
from data.derived import DERIVATIONS, derived
from data.observations import COLUMNS, KEYS
from data.published import FOLDER, PublishedError

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "published_figures.csv"
# Read in the headline of an article linked from the page, not in the page itself: see conflicts.toml.
LATER_THAN_PAGE = {"NPA-087", "NPA-088"}
TEN_YEARS = ("Y10S", "Y20T29", "Y30T39", "Y40T49", "Y_GE50")


@pytest.fixture(scope="module")
def frame():
    return published.load()


@pytest.fixture(scope="module")
def values(frame):
    return frame.set_index("ref")["value"]


def where(frame, indicator, **wanted):
    codes = dict.fromkeys(KEYS[1:], "_T") | {"geo": "KR"}
    chosen = frame[frame["indicator_id"] == indicator]
    for column, value in (codes | wanted).items():
        if value is not None:
            chosen = chosen[chosen[column] == value]
    return chosen


def test_frame_has_the_observation_columns_and_types(frame):
    assert tuple(frame.columns) == COLUMNS
    assert frame["window_start"].dtype.kind == "M"
    assert frame["value"].dtype == float
    assert frame["as_of"].dtype == "str"
    assert not frame.drop(columns=["value", "lower", "upper"]).isna().any().any()
    assert (frame["value"].isna() == (frame["obs_status"] == "M")).all()


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("NPA-035", ["NPA-001", "NPA-008", "NPA-018"]),  # 496 = 156 + 160 + 180
        ("NPA-025", ["NPA-035", "NPA-020"]),  # 793 = 496 + 297
        ("NPA-024", ["NPA-004", "NPA-011", "NPA-019"]),  # 257 = 79 + 78 + 100
        ("NPA-027", ["NPA-024", "NPA-021"]),  # 403 = 257 + 146
        ("NPA-028", ["NPA-023", "NPA-022"]),  # 16 = 12 + 4
        ("NPA-004", ["NPA-005", "NPA-006", "NPA-007"]),  # 79 = 4 + 62 + 13
        ("NPA-011", ["NPA-012", "NPA-013", "NPA-014"]),  # 78 = 4 + 65 + 9
        ("NPA-163", ["NPA-167", "NPA-168", "NPA-169"]),  # 315 = 53 + 81 + 181
        ("NPA-038", ["NPA-039", "NPA-040", "NPA-041", "NPA-042"]),  # 178 = 131 + 36 + 10 + 1
        ("NPA-058", ["NPA-059", "NPA-061", "NPA-062", "NPA-063"]),  # 318 = 251 + 57 + 9 + 1
        ("NPA-066", ["NPA-067", "NPA-069", "NPA-070", "NPA-071", "NPA-072"]),  # 387 = 324 + 50 + 9 + 2 + 2
        ("NPA-066", ["NPA-073", "NPA-074"]),  # 387 = 378 + 9
        ("NPA-077", ["NPA-078", "NPA-080", "NPA-081", "NPA-082", "NPA-083"]),  # 474
        ("NPA-087", ["NPA-089", "NPA-091", "NPA-092", "NPA-093", "NPA-094"]),  # 506
        ("NPA-102", ["NPA-103", "NPA-105", "NPA-106", "NPA-107", "NPA-108"]),  # 573
        ("NPA-110", ["NPA-112", "NPA-114", "NPA-115", "NPA-116", "NPA-117"]),  # 682
        ("NPA-119", ["NPA-121", "NPA-123", "NPA-124", "NPA-125", "NPA-126"]),  # 963, the 72 inside the 669
        ("NPA-064", ["NPA-048", "NPA-065"]),  # 812 = 445 + 367
        ("NPA-075", ["NPA-048", "NPA-076"]),  # 921 = 445 + 476
        ("NPA-084", ["NPA-048", "NPA-095"]),  # 964 = 445 + 519
        ("NPA-096", ["NPA-048", "NPA-097"]),  # 1,094 = 445 + 649
        ("MOE-028", ["MOE-011", "MOE-018", "MOE-019"]),  # 833 = 617 + 105 + 111
        ("MOE-029", ["MOE-012", "MOE-020", "MOE-021"]),  # 799 = 588 + 104 + 107
        ("MOE-032", ["MOE-009", "MOE-022", "MOE-023"]),  # 417 = 350 + 31 + 36
        ("MOE-002", ["MOE-005", "MOE-006", "MOE-007"]),  # 186 = 8 + 100 + 78
        ("SCH-014", ["SCH-015", "SCH-016"]),  # 61 = 37 + 24
        ("KCSC-010", ["KCSC-011", "KCSC-012"]),  # 963 = 954 + 9
    ],
)
def test_parts_add_up_to_the_whole(values, whole, parts):
    assert values[parts].sum() == values[whole]


def test_known_totals_are_what_the_sources_said(values):
    said = {"NPA-001": 156, "NPA-008": 160, "NPA-018": 180, "NPA-020": 297, "NPA-109": 1202, "NPA-119": 963}
    assert values[list(said)].to_dict() == said


def test_under_14s_lie_inside_the_teens(frame):
    columns = ["indicator_id", "window_start", "window_end", "basis"]
    teens = where(frame, "police_apprehended", age="Y10S").set_index(columns)["value"]
    under_14 = where(frame, "police_apprehended", age="Y10T13").set_index(columns)["value"]
    assert len(under_14) == 7
    assert (under_14 < teens.loc[under_14.index]).all()


@pytest.mark.parametrize(
    ("rate", "cases", "days"),
    [
        ("NPA-049", "NPA-048", 240),  # 445 cases from 1 January to 27 August 2024
        ("NPA-098", "NPA-065", 29),  # 28 August to 25 September
        ("NPA-099", "NPA-076", 48),
        ("NPA-100", "NPA-095", 59),
    ],
)
def test_published_daily_rates_follow_from_cases_and_days(values, rate, cases, days):
    assert values[cases] / days == pytest.approx(values[rate], abs=0.006)


def test_the_daily_rate_that_does_not_follow_carries_a_note(frame, values):
    assert values["NPA-097"] / 95 == pytest.approx(6.83, abs=0.005)
    odd = frame.set_index("ref").loc["NPA-101"]
    assert odd["value"] == 6.98
    assert "daily_698" in odd["note_ids"].split(";")


def test_kics_and_hand_compiled_cut_offs_of_2024_are_kept_apart(frame):
    since = where(frame, "police_cases")
    since = since[(since["window_start"] == "2024-01-01") & (since["basis"] != "local")]
    by_basis = since.groupby("basis")["value"].apply(sorted).to_dict()
    assert by_basis == {"kics": [190, 297, 513], "hand": [445, 812, 921, 964, 1094, 1202]}
    assert frame.set_index("ref").loc["NPA-057", "obs_status"] == "B"


@pytest.mark.parametrize(
    "indicator", ["school_reports", "school_victims", "school_referrals", "school_removal_support"]
)
def test_school_rounds_never_fall(frame, indicator):
    whole = pd.concat([frame, derived(frame)])
    rounds = whole[(whole["indicator_id"] == indicator) & (whole["basis"] == "school_rounds")]
    assert rounds["window_end"].nunique() > 7
    for _, group in rounds.groupby(list(KEYS)):
        assert group.sort_values("window_end")["value"].is_monotonic_increasing


def test_school_levels_sum_to_reports_and_roles_to_victims(frame):
    whole = pd.concat([frame, derived(frame)])
    for indicator, dimension, least in (("school_reports", "level", 9), ("school_victims", "role", 8)):
        rounds = where(whole, indicator, **{dimension: None})
        table = rounds.pivot(index="window_end", columns=dimension, values="value").dropna()
        assert len(table) >= least - 1
        assert (table.drop(columns="_T").sum(axis=1) == table["_T"]).all()


def test_referrals_by_level_sum_but_for_the_round_known_to_be_one_short(frame):
    rounds = where(frame, "school_referrals", level=None)
    table = rounds.pivot(index="window_end", columns="level", values="value").dropna()
    short = table["_T"] - table.drop(columns="_T").sum(axis=1)
    assert short[short != 0].to_dict() == {pd.Timestamp("2024-09-27"): 1}
    printed = rounds[rounds["window_end"] == "2024-09-27"]
    assert printed["note_ids"].str.contains("levels_one_short").all()


def test_the_first_school_round_is_on_a_basis_of_its_own(frame):
    first = frame[(frame["set_id"] == "kr_school_rounds") & (frame["window_end"] == "2024-08-27")]
    assert len(first) == 7
    assert set(first["basis"]) == {"school_first_round"}


def test_men_and_women_make_up_each_five_year_band(frame):
    bands = where(frame, "residents", age=None, sex=None)
    table = bands.pivot(index=["window_end", "age"], columns="sex", values="value").drop(
        index="_T", level="age"
    )
    assert len(table) == 3 * 13
    assert (table["M"] + table["F"] == table["_T"]).all()


def test_provinces_sum_to_the_nation_for_all_ages_and_for_10_to_19(frame):
    provinces = where(frame, "residents", geo=None, age=None)
    provinces = provinces[provinces["geo"] != "KR"]
    assert (provinces.groupby("window_end")["geo"].nunique() == 17).all()
    sums = provinces.pivot_table(index="window_end", columns="age", values="value", aggfunc="sum")
    nation = where(frame, "residents", age=None).pivot(index="window_end", columns="age", values="value")
    assert (sums["_T"] == nation["_T"]).all()
    assert (sums["Y10T19"] == nation["Y10T14"] + nation["Y15T19"]).all()


def test_residents_summed_by_hand_are_marked_as_computed(frame):
    bands = where(frame, "residents", age="Y10T14")
    assert set(bands["obs_status"]) == {"E"}
    assert bands["note_ids"].str.contains("sum_of_provinces").all()


def test_only_eight_police_regions_have_january_to_july_2024_and_none_is_zero(frame):
    regions = where(frame, "police_cases", geo=None, basis="kics")
    regions = regions[(regions["window_end"] == "2024-07-31") & (regions["window_start"] == "2024-01-01")]
    regions = regions[regions["geo"] != "KR"].set_index("geo")["value"]
    assert regions.to_dict() == {
        "KR-11": 58,
        "KRP-41S": 58,
        "KRP-41N": 37,
        "KR-45": 21,
        "KR-47": 17,
        "KR-48": 17,
        "KR-27": 11,
        "KR-46": 11,
    }


def test_figures_known_to_be_wrong_or_repeated_are_not_shipped(frame):
    absent = {"MOE-085", "NPA-130", "KHED-001", "SCH-019", "KHED-007", "DSCC-027", "NPA-045", "INT-016"}
    assert not absent & set(frame["ref"])


def test_conflicts_between_sources_are_named(frame):
    conflicts = catalogue.load().conflicts
    assert {"NPA-087", "NPA-088"} <= set(conflicts["date_before_cutoff"].refs)
    assert "MOE-085" in conflicts["round_nine_middle"].refs
    assert "NPA-057" in conflicts["kics_and_hand_2024"].refs
    at = frame.set_index("ref")
    assert (at.loc[["NPA-087", "NPA-088"], "as_of"] == "2024-10-30").all()


def test_year_end_figures_belong_to_the_cumulative_table_too(frame):
    cumulative = published.members(frame, "kr_police_2024_cumulative")
    cases = cumulative[cumulative["indicator_id"] == "police_cases"].sort_values("window_end")["value"]
    assert cases.to_list() == [190, 297, 445, 513, 812, 921, 964, 1094, 1202]


@pytest.mark.parametrize(
    ("ref", "value"),
    [
        (
            "E:police_cleared:2023",
            93,
        ),  # 51.7 % of 180; also 1,737 cleared less 257, 918 and 469 of other types
        ("E:police_cleared:2024-07", 147),  # 389 − 74 − 75 − 93
        ("E:police_detained:2023", 4),  # 12 − 4 − 4
        ("E:police_victims:2021", 82),  # 53 are 64.6 %
        ("E:police_victims:2022", 153),  # 81 are 52.9 %
        ("E:police_victims:2023", 292),  # 181 are 62.0 %
        ("E:police_apprehended:Y14S:2024-12-31", 444),  # 548 − 104
        ("E:police_apprehended:Y14S:2025-03-31", 597),  # 669 − 72
        ("E:school_victims:round3", 722),  # 617 + 105
        ("E:school_victims:round3:student", 692),  # 588 + 104
        ("E:school_referrals:round3", 381),  # 350 + 31
        ("E:school_reports:round9", 552),  # 561 − 9
        ("E:school_reports:round9:middle", 238),  # 552 − 17 − 297, not the 235 printed
    ],
)
def test_figures_that_follow_by_arithmetic(frame, ref, value):
    row = derived(frame).set_index("ref").loc[ref]
    assert row["value"] == value
    assert (row["obs_status"], row["source_id"], row["set_id"]) == ("E", "own_calculation", "derived")
    assert row["note_ids"].split(";")[0] == "computed"


def test_victims_by_year_sum_to_the_published_total(frame, values):
    made = derived(frame)
    years = made[made["indicator_id"] == "police_victims"]
    assert years["window_kind"].to_list() == ["year"] * 3
    assert years["value"].sum() == values["NPA-162"] == 527


def test_93_and_147_fit_the_rates_and_totals_published_beside_them(frame, values):
    made = derived(frame).set_index("ref")["value"]
    assert round(made["E:police_cleared:2023"] / values["NPA-018"] * 100, 1) == values["NPA-031"]
    assert made["E:police_cleared:2024-07"] < values["NPA-020"]


def test_derived_rows_keep_the_keys_windows_and_basis_of_their_inputs(frame):
    made = derived(frame).set_index("ref")
    teens = made.loc["E:police_apprehended:Y14S:2024-10-25"]
    assert (teens["age"], teens["basis"], str(teens["window_end"].date())) == ("Y14S", "hand", "2024-10-25")
    july = made.loc["E:police_cleared:2024-07"]
    assert (str(july["window_start"].date()), str(july["window_end"].date())) == ("2024-01-01", "2024-07-31")
    ninth = made.loc["E:school_reports:round9:middle"]
    assert (ninth["level"], str(ninth["window_end"].date()), ninth["as_of"]) == (
        "middle",
        "2024-11-01",
        "2024-11-11",
    )
    assert (made.dtypes == frame.set_index("ref").dtypes).all()


def test_every_derived_figure_names_inputs_that_exist_and_repeats_no_published_one(frame):
    made = derived(frame)
    known = set(frame["ref"]) | set(made["ref"])
    assert set(made["ref"]) == set(DERIVATIONS)
    assert all(set(inputs) <= known for _, inputs in DERIVATIONS.values())
    key = [*KEYS, "window_start", "window_end", "basis"]
    both = pd.concat([frame, made])
    assert not both[both.duplicated(key, keep=False) & both["ref"].isin(made["ref"])].size


def test_no_text_of_others_is_shipped():
    for path in FOLDER.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            cells = [cell for row in csv.reader(lines) for cell in row]
        assert all(re.fullmatch(r"[A-Za-z0-9_.:;+-]*", cell) for cell in cells), path.name


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "published")


def change(folder, file, ref, /, **cells):
    path = folder / file
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if row["ref"] == ref:
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_every_fault_of_every_file_stands_in_one_report_with_its_line(copy):
    annual, rounds = "kr_police_annual.csv", "kr_school_rounds.csv"
    change(copy, annual, "NPA-001", value="-1")
    change(copy, annual, "NPA-002", value="74.5")
    change(copy, annual, "NPA-004", source_id="hearsay")
    change(copy, annual, "NPA-008", window_end="2021-12-31")
    change(copy, annual, "NPA-018", window_kind="ytd")
    change(copy, annual, "NPA-029", value="147.4")
    change(copy, annual, "NPA-109", as_of="2024-11")
    change(copy, annual, "NPA-110", basis="guess", age="Y_TEEN")
    change(copy, annual, "NPA-112", note_ids="hand_compiled;gossip")
    change(copy, rounds, "MOE-008", ref="MOE-009")
    change(copy, rounds, "MOE-011", basis="kics")
    change(copy, rounds, "MOE-012", value="")
    with pytest.raises(PublishedError) as caught:
        published.read(copy, catalogue.load())
    report = "\n".join(caught.value.problems)
    for fault in (
        "kr_police_annual.csv:2: value '-1' is not a number of 0 or more",
        "kr_police_annual.csv:3: value 74.5 is not a whole number of case",
        "kr_police_annual.csv:4: unknown source_id 'hearsay'",
        "window ends on 2021-12-31, before it starts on 2022-01-01",
        "window 2023-01-01..2023-12-31 is of kind year, not ytd",
        "value 147.4 is more than 100 per cent of police_cases",
        "as_of 2024-11 lies before the window ends on 2024-12-31",
        "unknown basis 'guess'",
        "unknown age 'Y_TEEN'",
        "unknown note 'gossip'",
        "ref MOE-009 stands already in kr_school_rounds.csv:",
        "basis kics is not one that school_victims is counted on",
        "value is empty, but the figure is neither missing (M) nor suppressed (C)",
    ):
        assert fault in report
    assert str(caught.value).startswith(f"{len(caught.value.problems)} faults")


def test_two_figures_for_one_key_window_day_and_basis_are_refused(copy):
    change(copy, "kr_police_annual.csv", "NPA-008", window_start="2021-01-01", window_end="2021-12-31")
    with pytest.raises(PublishedError, match=r"stands already in kr_police_annual\.csv:2"):
        published.read(copy, catalogue.load())


def test_a_figure_that_was_left_out_may_not_come_back_and_a_named_one_may_not_go(copy):
    change(copy, "kr_police_annual.csv", "NPA-001", ref="KHED-001")
    with pytest.raises(PublishedError) as caught:
        published.read(copy, catalogue.load())
    assert caught.value.problems == (
        "omitted.toml: KHED-001 is left out, yet a file holds it",
        "omitted.toml: no file holds NPA-001",
    )


def test_torn_lines_and_foreign_columns_are_refused(copy):
    path = copy / "kr_students.csv"
    path.write_text(path.read_text(encoding="utf-8") + "kr_students,pupils\n", encoding="utf-8")
    (copy / "extra.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(PublishedError) as caught:
        published.read(copy, catalogue.load())
    assert "extra.csv:1: the columns must be" in caught.value.problems[0]
    assert caught.value.problems[1] == "kr_students.csv:17: expected 21 cells"


@pytest.mark.skipif(not FACTS.is_file(), reason="the collected facts lie outside the project")
def test_each_figure_equals_the_fact_it_was_keyed_from_and_none_is_forgotten(frame):
    facts = {}
    with FACTS.open(encoding="utf-8-sig", newline="") as lines:
        facts = {row["id"]: row for row in csv.DictReader(lines)}
    keyed = frame[frame["ref"].isin(facts)]
    # The related offences are keyed from official tables: see test_related.py.
    of_tables = {ref for ref in frame["ref"] if ref.startswith("REL-")}
    assert set(frame["ref"]) - set(facts) - of_tables == {"MOE-090A"}
    for row in keyed.itertuples():
        fact = facts[row.ref]
        assert row.value == float(fact["value"]), row.ref
        assert row.ref in LATER_THAN_PAGE or row.as_of == fact["as_of_date"], row.ref
        for ours, theirs in ((row.window_start, "period_start"), (row.window_end, "period_end")):
            assert str(ours.date()).startswith(fact[theirs][:4]), row.ref
            assert len(fact[theirs]) < 10 or str(ours.date()) == fact[theirs], row.ref
    left_out = {ref for entry in catalogue.load().omitted.values() for ref in (*entry.refs, *entry.same_as)}
    assert set(facts) == set(keyed["ref"]) | left_out
    quotes = {fact["quote"] for fact in facts.values() if len(fact["quote"]) > 40}
    shipped = "".join(path.read_text(encoding="utf-8") for path in catalogue.FOLDER.glob("*.toml"))
    assert not [quote for quote in quotes if quote in shipped]
