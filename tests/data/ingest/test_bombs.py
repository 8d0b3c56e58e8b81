"""Files made to exhaust a reader are read or refused in bounded time, and cost the parent next to nothing."""

import time

import pytest

from data.ingest import grid
from data.ingest.limits import Limits
from data.ingest.problems import Refused
from tests.data.ingest import binary_making as binary
from tests.data.ingest.making import (
    GIGABYTE,
    MAIN,
    RELATIONS,
    ROWS,
    as_csv,
    as_ods,
    as_zip,
    cell,
    members,
)
from tests.data.ingest.test_gate import FAR, LAUGHS, MANY_MERGES, ONE, peak_of_memory

MIB = 2**20
READ = ""
URN = "urn:schemas-microsoft-com:office:spreadsheet"
# Some of these take the square of their length; they must end by the bound, here a low one to save time.
LIMITS = Limits(cpu_seconds=4, wall_seconds=30)
BOOK = members(ONE)


def workbook(inner: str) -> dict[str, str]:
    content = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{inner}</workbook>'
    return BOOK | {"xl/workbook.xml": content}


def sheet_names(count: int) -> str:
    return "".join(
        f'<sheet name="s{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, count + 1)
    )


NAMES = "".join(f'<definedName name="n{number}">사건!$A$1:$A$9</definedName>' for number in range(200_000))
PACKAGES = {
    "two cells": (members(FAR.format(cell("A1", "x"), cell("XFD1048576", "y"))), {"too_many_cells"}),
    "a gigabyte of styles": (members(ONE, **{"xl/styles.xml": GIGABYTE}), {"zip_inflated"}),
    "laughs": (members(ONE, **{"xl/sharedStrings.xml": LAUGHS}), {"doctype"}),
    "laughs in UTF-16": (
        members(ONE, **{"xl/sharedStrings.xml": LAUGHS.encode("utf-16")}),
        {"doctype"},
    ),
    "200,000 merges": (members(f"{ONE}<mergeCells>{MANY_MERGES}</mergeCells>"), {"too_many_merges"}),
    "100,000 sheets": (
        workbook(f"<sheets>{sheet_names(100_000)}</sheets>"),
        {"too_many_sheets", "zip_ratio"},
    ),
    "names": (workbook(f"<sheets>{sheet_names(1)}</sheets><definedNames>{NAMES}</definedNames>"), {READ}),
    "hidden columns": (
        members("<cols>" + '<col min="1" max="9999999" hidden="1"/>' * 9_000 + f"</cols>{ONE}"),
        {READ},
    ),
    "deep XML": (members(ONE, **{"xl/styles.xml": "<a>" * 300_000 + "strike"}), {"broken_file"}),
}
TEXTS = {
    "one line of 100 MB": (b"a" * (100 * MIB - 1), {"bad_csv"}),
    "one text of 100 MB": (b'"' + b"a" * (100 * MIB - 3) + b'"', {"bad_csv"}),
    "a million columns": (b"1," * 1_000_000, {"too_many_columns"}),
    "quotes": (b'a,b\n"' + b'""' * 2_000_000, {"bad_csv"}),
    "delimiters": (b",;\t|" * 2_000_000, {READ, "too_many_columns"}),
    "blank lines": (b"\r\n" * 1_000_000 + b"a,b\r\n", {READ}),
    "open tables": (b"<table><tr><td>" * 200_000, {"deep_nesting"}),
    "open spans": (b"<table><tr><td>" + b"<span>" * 200_000 + b"x", {READ}),
    "hidden spans": (b"<table><tr><td>1" + b"<b style=display:none>" * 100_000 + b"x", {READ}),
    "open tags": (b"<table><tr><td>x" + b"<a " * 200_000, {READ, "reader_time"}),
    "open comments": (b"<table><tr><td>x" + b"<!--" * 200_000, {READ, "reader_time"}),
    "comments first": (b"<!---->" * 9_000 + b"<x", {"xml"}),
    "attributes": (b"<table><tr><td " + b"a=1 " * 200_000 + b">x", {READ, "reader_time"}),
    "blanks in a style": (b"<table><tr><td style='" + b"display " * 500_000 + b"'>x", {READ}),
    "entities": (b"<table><tr><td>" + b"&amp" * 1_000_000, {"too_much_text"}),
    "wide spans": (b"<table>" + b"<tr>" + b"<td colspan=1000>x" * 100, {"too_many_columns"}),
    "laughs in XML": (f'<?xml version="1.0"?>{LAUGHS}<Workbook xmlns="{URN}"/>'.encode(), {"xml", "doctype"}),
    "laughs beside a workbook": (f'<Workbook xmlns="{URN}"><!DOCTYPE a></Workbook>'.encode(), {"doctype"}),
    "laughs in UTF-16": (
        f'<Workbook xmlns="{URN}"><!DOCTYPE a></Workbook>'.encode("utf-16"),
        {"doctype"},
    ),
    "deep XML of Excel 2003": (f'<Workbook xmlns="{URN}">'.encode() + b"<a>" * 300_000, {"broken_file"}),
}


def outcome(path) -> str:
    """The code of the refusal, or that of a file that was read; the parent's memory and time are held to bounds."""
    before, began = peak_of_memory(anew=True), time.monotonic()
    try:
        grid.read(path, LIMITS)
        code = READ
    except Refused as refused:
        code = refused.code
    assert peak_of_memory() - before < 50 * MIB
    assert time.monotonic() - began < LIMITS.wall_seconds + 5
    return code


@pytest.fixture(autouse=True)
def _warm(tmp_path):
    grid.read(as_csv(tmp_path / "first.csv", ROWS))


@pytest.mark.parametrize("name", PACKAGES)
def test_packages(name, tmp_path):
    content, codes = PACKAGES[name]
    assert outcome(as_zip(tmp_path / "폭탄.xlsx", content)) in codes


@pytest.mark.parametrize("name", TEXTS)
def test_texts_and_pages(name, tmp_path):
    content, codes = TEXTS[name]
    path = tmp_path / "폭탄.xls"
    path.write_bytes(content)
    assert outcome(path) in codes


def test_two_cells_in_a_binary_workbook(tmp_path):
    content = binary.sheet({1: binary.cell(1, 1.0), 1_048_576: binary.cell(16_384, 2.0)})
    assert outcome(binary.as_xlsb(tmp_path / "폭탄.xlsb", content)) == "too_many_cells"


def test_a_binary_sheet_that_announces_more_than_it_holds(tmp_path):
    content = bytearray(binary.sheet({1: binary.cell(1, 1.0)}))
    at = content.index(binary.record(binary.DIMENSION, bytes(16))[:3])
    content[at + 3 : at + 19] = b"\0\0\0\0\xff\xff\x0f\0\0\0\0\0\xff\x3f\0\0"
    assert outcome(binary.as_xlsb(tmp_path / "폭탄.xlsb", bytes(content))) in {READ, "reader_died"}


def test_laughs_in_open_document(tmp_path):
    path = as_ods(tmp_path / "폭탄.ods", "")
    content = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": LAUGHS}
    assert outcome(as_zip(path, content)) == "doctype"


@pytest.mark.parametrize(
    ("attribute", "code"), [("table:number-columns-repeated", "too_many_cells"), ("table:other", READ)]
)
def test_repeats_in_open_document(attribute, code, tmp_path):
    text = '<text:p>x<text:s text:c="999999999"/></text:p>'
    cells = f'<table:table-cell office:value-type="string" {attribute}="999999999">{text}</table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="99999">{cells}</table:table-row>'
    assert outcome(as_ods(tmp_path / "폭탄.ods", row)) == code
