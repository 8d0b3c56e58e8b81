"""The form that goes out: complete, bilingual, harmless, and read back by the reader that made it necessary."""

import csv
import re
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from data.errors import FileRefused
from data.ingest import ages, codes, incidents, templates
from data.ingest.columns import KINDS, PERSONAL
from data.ingest.problems import Refused
from data.ingest.templates import CODES, ENTRY, GUIDE, HEADER_ROW, LAST_ROW, PERIOD_CELL

TODAY = date(2025, 1, 31)


@pytest.fixture(params=list(KINDS))
def kind(request):
    return request.param


@pytest.fixture
def form(kind, tmp_path):
    path = tmp_path / "양식.xlsx"
    templates.write(kind, path)
    return openpyxl.load_workbook(path)


def filled(kind: str, count: int) -> list[list]:
    """Rows as a person would choose them: each list from its first word to its last."""
    rows = []
    for number in range(count):
        row = []
        for column in KINDS[kind]:
            offered = [word.ko for word in codes.words(column.dimension)] if column.type == "code" else []
            answers = {
                "text": f"{number:04}",
                "date": date(2024, 7, 1) + timedelta(days=number),
                "code": offered and offered[number % len(offered)],
                "age": 10 + number,
                "band": "10대 중 14세 이상",
                "count": 1 + number,
            }
            row.append("신규" if column.id == "correction" else answers[column.type])
        rows.append(row)
    return rows


def test_the_sheets_are_open_to_see_and_explain_every_column(form, kind):
    assert form.sheetnames == [GUIDE, ENTRY, CODES]
    assert all(sheet.sheet_state == "visible" for sheet in form)
    assert not any(sheet.merged_cells.ranges for sheet in form)
    guide = {cell.value for row in form[GUIDE].iter_rows() for cell in row}
    for column in KINDS[kind]:
        star = " *" if column.required else ""
        assert {column.ko + star, column.en + star} <= guide
        assert {templates.words()["columns"]["text"][column.id][lang] for lang in ("ko", "en")} <= guide


def test_the_header_names_each_column_in_both_languages_and_asks_for_nothing_personal(form, kind):
    heads = [cell.value for cell in form[ENTRY][HEADER_ROW]]
    assert heads == [f"{c.ko}{' *' if c.required else ''}\n{c.en}" for c in KINDS[kind]]
    assert not any(codes.fold(word) in codes.fold(head) for word in PERSONAL for head in heads)
    assert form[ENTRY].freeze_panes == f"B{HEADER_ROW + 1}"


def test_every_list_offers_words_that_the_reader_takes_for_the_code_beside_them(form, kind):
    rules = {str(rule.sqref): rule for rule in form[ENTRY].data_validations.dataValidation}
    lists = 0
    for place, column in enumerate(KINDS[kind], start=1):
        letter = openpyxl.utils.get_column_letter(place)
        rule = rules.get(f"{letter}{HEADER_ROW + 1}:{letter}{LAST_ROW}")
        if column.type not in ("code", "band"):
            assert rule is None or rule.type != "list"
            continue
        sheet, _, area = rule.formula1.replace("$", "").partition("!")
        assert sheet == f"'{CODES}'"
        _, first, _, last = range_boundaries(area)
        for row in range(first, last + 1):
            _, ko, en, code = (cell.value for cell in form[CODES][row])
            read = (
                ages.band
                if column.type == "band"
                else lambda text, name=column.dimension: codes.code(name, text)
            )
            assert (read(ko), read(en)) == (code, code)
        if column.type == "code":
            assert last - first + 1 == len(codes.words(column.dimension))
        lists += 1
    assert lists == sum(column.type in ("code", "band") for column in KINDS[kind])
    quarters = rules[PERIOD_CELL].formula1
    assert (
        form[CODES][quarters.rpartition("$B$")[0].partition("$B$")[2].rstrip(":")][1].value == "2021년 1분기"
    )


def test_prompts_fit_into_what_excel_shows(form):
    # Excel repairs a workbook whose titles are over 32 or whose messages are over 225 characters.
    for rule in form[ENTRY].data_validations.dataValidation:
        assert len(rule.promptTitle) <= 32
        assert len(rule.errorTitle) <= 32
        assert len(rule.prompt) <= 225
        assert len(rule.error) <= 225
        assert rule.errorStyle == "warning"


def test_an_empty_form_is_told_to_be_empty_and_its_examples_are_passed_over(kind, tmp_path):
    path = tmp_path / "빈 양식.xlsx"
    templates.write(kind, path)
    with pytest.raises(Refused) as refused:
        incidents.read(path, today=TODAY)
    found = [(problem.code, problem.severity) for problem in refused.value.problems]
    assert found[0] == ("no_rows", "error")
    assert found.count(("example_row", "notice")) == 3
    assert {code for code, _ in found} == {"no_rows", "no_period", "example_row"}


def test_examples_would_be_read_without_complaint_if_they_were_incidents(form, kind, tmp_path):
    sheet = form[ENTRY]
    sheet[PERIOD_CELL] = "2024년 3분기"
    for number, row in enumerate(sheet.iter_rows(min_row=HEADER_ROW + 1, max_row=HEADER_ROW + 3)):
        assert row[0].value.startswith("예시")
        row[0].value = f"{number:03}"
    form.save(tmp_path / "예시.xlsx")
    assert incidents.read(tmp_path / "예시.xlsx", today=TODAY).problems == ()


def test_a_filled_form_and_the_same_rows_as_csv_are_the_same_incidents(form, kind, tmp_path):
    rows = filled(kind, 20)
    sheet = form[ENTRY]
    sheet[PERIOD_CELL] = "2024년 3분기"
    for row in rows:
        sheet.append(row)
    form.save(tmp_path / "3분기.xlsx")
    read = incidents.read(tmp_path / "3분기.xlsx", today=TODAY)
    assert (read.kind, read.synthetic, read.period) == (kind, False, (date(2024, 7, 1), date(2024, 9, 30)))
    assert {problem.code for problem in read.problems} == {"example_row"}
    assert len(read.rows) == 20
    with (tmp_path / "3분기.csv").open("w", newline="", encoding="cp949") as file:
        csv.writer(file).writerows([[column.en for column in KINDS[kind]], *reversed(rows)])
    assert incidents.read(tmp_path / "3분기.csv", today=TODAY).content_id == read.content_id


def test_the_same_form_has_the_same_bytes_whenever_it_is_made(kind, tmp_path):
    templates.write(kind, tmp_path / "1.xlsx")
    with zipfile.ZipFile(tmp_path / "1.xlsx") as parts:
        assert {part.date_time for part in parts.infolist()} == {templates.EPOCH}
        days = re.findall(rb">(\d{4}-\d\d-\d\d)T", parts.read("docProps/core.xml"))
    assert days == [str(templates.ISSUED).encode()] * 2
    templates.write(kind, tmp_path / "2.xlsx")
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_properties_carry_the_version(form, kind):
    properties = {each.name: each.value for each in form.custom_doc_props.props}
    assert properties == {"FormVersion": templates.VERSION, "FormKind": kind}
    assert templates.VERSION in form[GUIDE]["A2"].value


def test_nothing_that_exists_is_overwritten_and_refusals_say_what_to_do(tmp_path):
    path = tmp_path / "있음.xlsx"
    path.write_text("나의 것", encoding="utf-8")
    for target, code in (
        (path, "file_exists"),
        (tmp_path / "a.csv", "not_xlsx"),
        (path / "b.xlsx", "file_unwritable"),
    ):
        with pytest.raises(FileRefused) as refused:
            templates.write("police", target)
        assert refused.value.code == code
        assert all(str(target) in refused.value.sentence(lang) for lang in ("ko", "en"))
    assert path.read_text(encoding="utf-8") == "나의 것"
