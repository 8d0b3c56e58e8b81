"""Every problem says in both languages where it is, what was found and what to do."""

import string

import pytest

from data.ingest.columns import KINDS
from data.ingest.problems import LANGUAGES, SEVERITIES, Refused, codes, problem


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", codes())
def test_both_languages_say_the_same_things(code):
    entry = codes()[code]
    assert entry["severity"] in SEVERITIES
    for part in ("what", "do"):
        assert set(entry[part]) == set(LANGUAGES)
        assert all(text.endswith(".") for text in entry[part].values())
        ko, en = fields(entry[part]["ko"]) - {"ko"}, fields(entry[part]["en"]) - {"en"}
        assert ko == en


def test_a_sentence_names_file_sheet_cell_finding_and_remedy():
    found = problem(
        "bad_date", "3분기.xlsx", "사건", "B7", ko="접수일", en="Date reported", found="2024-13-05"
    )
    assert found.sentence("ko") == (
        "3분기.xlsx, 시트 ‘사건’, 셀 B7: ‘접수일’의 ‘2024-13-05’은(는) 날짜로 읽을 수 없습니다. "
        "2024-03-05와 같은 형식이어야 합니다. 날짜를 고치십시오."
    )
    assert found.sentence("en") == (
        "3분기.xlsx, sheet ‘사건’, cell B7: ‘2024-13-05’ in ‘Date reported’ is not a calendar day; "
        "the form 2024-03-05 is expected. Correct the date."
    )


def test_cells_that_share_a_finding_are_counted():
    found = problem("formula_cell", "a.xlsx", "사건", "C2", cells=1200)
    assert found.place("en") == "a.xlsx, sheet ‘사건’, cell C2 and 1,199 more"


def test_a_refusal_puts_errors_first():
    refused = Refused([problem("dates_1904", "a.xlsx"), problem("password", "a.xlsx")])
    assert [p.code for p in refused.problems] == ["password", "dates_1904"]
    assert refused.code == "password"


@pytest.mark.parametrize("kind", KINDS)
def test_no_header_stands_for_two_columns(kind):
    meaning = {}
    for column in KINDS[kind]:
        for name in column.headers:
            folded = "".join(name.split()).casefold()
            assert meaning.setdefault(folded, column.id) == column.id, name


def test_words_from_a_file_cannot_steer_the_screen():
    found = problem("zip_name", "a\x1b[31m.xlsx", "\u202e시트", name="x\r\n\x07y")
    assert found.sentence("en").startswith("a[31m.xlsx, sheet ‘시트’: ")
    assert "‘xy’" in found.sentence("en")
