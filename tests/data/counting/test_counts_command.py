"""`python -m data counts` as its users meet it: counts on one stream, what they were made from on the other."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.data.counting.lists import write

ROOT = Path(__file__).parents[3]
LIST = """
번호,발생일,신고일,유형
A-1,2024-01-05,2024-01-05,합성
A-2,2024-03-07,2024-04-01,유포
A-2,미상,2024-04-30,유포
"""


def run(*arguments) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "data", "counts", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_counts_and_what_they_were_made_from(tmp_path):
    code, out, told = run(write(tmp_path, LIST), "--by", "유형", "--freq", "quarter", "--lang", "en")
    assert code == 0
    assert list(csv.reader(io.StringIO(out))) == [
        ["period_start", "period_end", "유형", "count", "partial"],
        ["2024-01-01", "2024-03-31", "유포", "1", "true"],
        ["2024-01-01", "2024-03-31", "합성", "1", "true"],
    ]
    for said in (
        "Counted by ‘발생일’ (occurred)",
        "Other dates: 신고일 (reported)",
        "3 incidents: 2 with a date, 1 without one",
        "3 rows have 2 different numbers in ‘번호’",
        "true counts without protection",
    ):
        assert said in told


def test_json_and_korean(tmp_path):
    code, out, told = run(write(tmp_path, LIST), "--date", "신고일", "--format", "json", "--lang", "ko")
    assert code == 0
    assert [(row["period_start"], row["count"]) for row in json.loads(out)] == [
        ("2024-01-01", 1),
        ("2024-02-01", 0),
        ("2024-03-01", 0),
        ("2024-04-01", 2),
    ]
    assert "보호되지 않은 실제 건수" in told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--date", "유형"), "날짜 열: 발생일, 신고일"),
        (("--by", "유행"), "가장 가까운 이름: 유형"),
        (("--sheet", "없음"), "그런 시트가 없습니다"),
    ],
)
def test_misuse_is_refused_in_a_sentence(tmp_path, arguments, sentence):
    code, out, told = run(write(tmp_path, LIST), *arguments, "--lang", "ko")
    assert (code, out) == (2, "")
    assert sentence in told
