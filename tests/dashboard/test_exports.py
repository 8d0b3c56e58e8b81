"""What leaves the house says the same as the Result, harms no spreadsheet, and bears a name that never lies."""

import csv
import io
import json
import math
import re

import pytest

from dashboard.exports import citation
from dashboard.exports.csv import to_csv
from dashboard.exports.json import to_json
from dashboard.exports.table import COLUMNS
from dashboard.result import Comparison, Result
from dashboard.words import words
from tests.dashboard import rows as r

SOURCE = {"sources": ("koreaherald_202408",)}
PUBLISHED = tuple(
    r.year("year", n, v, ref=f"T-{n}", notes=("first", "second"), **SOURCE)
    for n, v in ((2021, 156), (2022, 160))
)
WITHHELD = r.row(
    "region",
    "2024-01-01",
    "2024-07-31",
    "ytd",
    3,
    conf="C",
    lower=1,
    upper=4,
    codes=(("geo", "KR-49"),),
    **SOURCE,
)
SHARE = r.row(
    "share",
    "2024-01-01",
    "2024-12-31",
    "year",
    104 / 682 * 100,
    "percent",
    "hand",
    status="E",
    lower=12.75,
    upper=18.14,
    formula="share",
    inputs=("T-104", "T-682"),
    codes=(("age", "Y10T13"),),
    **SOURCE,
)


def made(*rows, **more):
    given = {
        "chart": "police-cases",
        "release": 3,
        "released_at": "2026-11-22T10:00:00+09:00",
        "synthetic": False,
    }
    return Result(rows=tuple(rows), **given | more)


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_the_promised_columns_in_their_order():
    header = to_csv(made(*PUBLISHED)).split("\r\n")[0]
    assert header == (
        "indicator_id,indicator_ko,indicator_en,source_id,geo_code,geo_ko,dim_age,dim_sex,dim_role,dim_level,dim_action,"
        "window_start,window_end,window_kind,as_of,unit,value,lower,upper,obs_status,conf_status,denominator_id,"
        "note_ids,basis,release"
    )


def test_csv_writes_one_observation_a_row():
    first, second = read(to_csv(made(*PUBLISHED)))
    assert (first["value"], second["value"]) == ("156", "160")
    assert (first["window_start"], first["window_end"]) == ("2021-01-01", "2021-12-31")
    assert (first["geo_code"], first["dim_age"], first["note_ids"], first["release"]) == (
        "KR",
        "_T",
        "first;second",
        "3",
    )
    assert (first["lower"], first["upper"]) == ("", "")


def test_a_withheld_value_leaves_as_its_range_and_never_as_itself():
    (row,) = read(to_csv(made(WITHHELD)))
    assert (row["value"], row["lower"], row["upper"], row["conf_status"]) == ("", "1", "4", "C")
    assert row["geo_code"] == "KR-49"
    assert to_json(made(WITHHELD))["rows"][0]["value"] is None


def test_a_computed_share_names_its_denominator():
    (row,) = read(to_csv(made(SHARE)))
    # 104 / 682 = 15.2492668622 %
    assert (row["value"], row["denominator_id"], row["dim_age"]) == ("15.24926686", "T-682", "Y10T13")


def test_the_button_adds_a_byte_order_mark_and_the_api_does_not():
    assert to_csv(made(*PUBLISHED), bom=True).encode("utf-8")[:3] == b"\xef\xbb\xbf"
    assert to_csv(made(*PUBLISHED))[:9] == "indicator"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "－1"])
def test_a_text_that_a_spreadsheet_would_run_is_disarmed(text):
    row = r.year("year", 2021, -5, ref="T", notes=(text,), **SOURCE)
    (found,) = read(to_csv(made(row)))
    assert found["note_ids"] == f"'{text}"
    assert found["value"] == "-5"


def test_json_is_strict_and_holds_the_same_rows_as_the_csv():
    pair = Comparison(*PUBLISHED, "whole_years", "ok", (), 1.03, 0.8, math.inf, 2.6)
    body = to_json(made(*PUBLISHED, comparisons=(pair,), gaps=((r.REFUSED[0][0], "rebased_cumulative"),)))
    again = json.loads(json.dumps(body, allow_nan=False))
    assert [row["value"] for row in again["rows"]] == [156, 160]
    assert set(COLUMNS) <= set(again["rows"][0])
    assert again["comparisons"][0]["upper"] is None
    assert again["gaps"] == [
        {"window_start": "2024-08-28", "window_end": "2024-09-10", "reason": "rebased_cumulative"}
    ]


def test_file_names_are_plain_and_say_what_is_inside():
    name = citation.file_name(made(*PUBLISHED, options=(("show", "Y10T13"),)), "ko")
    assert name == "police-cases_kr_20210101-20221231_police-cases-show-y10t13_r3_ko"
    assert re.fullmatch(r"[a-z0-9_-]+", name)


def test_two_views_never_share_a_name():
    names = {
        citation.file_name(made(*PUBLISHED, options=(("show", v),)), lang)
        for v in "ab"
        for lang in ("ko", "en")
    }
    assert len(names) == 4


def test_a_citation_says_who_what_when_which_release_and_where():
    cited = citation.long(
        made(*PUBLISHED), words("en"), "Cases", "https://x.kr/en/chart/police-cases?release=3"
    )
    assert cited == (
        "Korea Herald editorial, citing the National Police Agency. “Cases”, 2021–2022, as of August 2024. "
        "Compiled by Deepfake sexual crime statistics, release 3 (22 November 2026). "
        "https://x.kr/en/chart/police-cases?release=3"
    )
    assert "공개본 3" in citation.short(made(*PUBLISHED), words("ko"))


def test_a_synthetic_release_is_cited_as_such():
    assert citation.long(made(*PUBLISHED, synthetic=True), words("ko"), "사건", "/").startswith(
        "[가상 자료 · SYNTHETIC]"
    )
