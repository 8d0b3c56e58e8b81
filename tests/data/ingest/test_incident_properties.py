"""What may not matter does not: order of rows and columns, encoding, format; and no mutant breaks the reader."""

import datetime as dt
import random
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.ingest import incidents
from data.ingest.columns import KINDS
from data.ingest.incidents import Incidents
from data.ingest.problems import Refused
from tests.data.ingest.making import HEADER, ROWS, as_csv, as_xlsx

TODAY = dt.date(2025, 12, 31)
NAMES = {column.ko: (column.ko, column.en, column.id) for column in KINDS["police"]}
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31))
RECORDS = st.lists(
    st.tuples(
        DAYS,
        st.none() | DAYS,
        st.sampled_from(["서울", "Busan", "경기남부", "강원특별자치도경찰청", "미상"]),
        st.sampled_from(["제작", "소지·구입·저장·시청", "기타"]),
        st.none() | st.integers(1, 90) | st.sampled_from(["10대", "50대 이상", "미상"]),
        st.sampled_from(["남", "Female", "미상", ""]),
    ),
    min_size=1,
    max_size=8,
)


def table(records: list[tuple]) -> list[list[object]]:
    return [[f"2024-{number:03}", *record] for number, record in enumerate(records)]


def canonical(read: Incidents) -> pd.DataFrame:
    return read.rows.sort_values("incident_id").reset_index(drop=True)


def as_text(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records=RECORDS, data=st.data())
def test_order_encoding_and_format_do_not_change_the_incidents(records, data):
    rows = table(records)
    order = data.draw(st.permutations(range(len(HEADER))))
    shuffled = data.draw(st.permutations(rows))
    named = [data.draw(st.sampled_from(NAMES[name])) for name in HEADER]
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "cp949", "utf-16"]))
    turned = [[row[place] for place in order] for row in [named, *shuffled]]
    with tempfile.TemporaryDirectory() as folder:
        plain = as_csv(Path(folder) / "a.csv", [HEADER, *([as_text(value) for value in row] for row in rows)])
        texts = [[as_text(value) for value in row] for row in turned]
        first = incidents.read(plain, today=TODAY)
        for path in (
            as_csv(Path(folder) / "b.csv", texts, encoding),
            as_xlsx(Path(folder) / "c.xlsx", turned),
        ):
            again = incidents.read(path, today=TODAY)
            assert again.content_id == first.content_id
            pd.testing.assert_frame_equal(canonical(again), canonical(first))


def test_another_incident_is_another_content(tmp_path):
    first = incidents.read(as_csv(tmp_path / "a.csv", [HEADER, *ROWS]), today=TODAY)
    fewer = incidents.read(as_csv(tmp_path / "b.csv", [HEADER, *ROWS[:-1]]), today=TODAY)
    other = incidents.read(
        as_csv(tmp_path / "c.csv", [HEADER, ["SYN-9", *ROWS[0][1:]], *ROWS[1:]]), today=TODAY
    )
    assert len({first.content_id, fewer.content_id, other.content_id}) == 3


@pytest.mark.parametrize("zone", ["Asia/Seoul", "UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_time_zone_of_the_machine_does_not_move_a_day(zone, tmp_path, monkeypatch):
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(
        ["1", dt.datetime(2024, 12, 31, 23, 59, 59), dt.date(2024, 12, 31), "서울", "제작", 17, "남"]
    )
    book.save(tmp_path / "a.xlsx")
    read = incidents.read(tmp_path / "a.xlsx", today=TODAY).rows
    assert read["reported_date"].tolist() == read["occurred_date"].tolist() == [pd.Timestamp("2024-12-31")]
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("seed", range(40))
def test_a_mutant_is_read_or_refused_with_a_sentence(seed, tmp_path):
    chance = random.Random(seed)
    make = as_xlsx if seed % 2 else as_csv
    whole = bytearray(make(tmp_path / "whole", [HEADER, *ROWS]).read_bytes())
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(whole))
        change = chance.randrange(3)
        if change == 0:
            whole[at] = chance.randrange(256)
        elif change == 1:
            del whole[at : at + chance.randrange(1, 40)]
        else:
            whole[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
    path = tmp_path / "돌연변이.xlsx"
    path.write_bytes(whole)
    assert all(found.startswith(path.name) for found in sentences(path))


def sentences(path: Path) -> list[str]:
    try:
        problems = incidents.read(path, today=TODAY).problems
    except Refused as refused:
        problems = refused.problems
        assert problems
    return [found.sentence(lang) for found in problems for lang in ("ko", "en")]
