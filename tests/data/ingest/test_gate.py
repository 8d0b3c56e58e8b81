"""What must never reach a parser is refused with its own sentence, and costs the parent nothing."""

import os
import re
from pathlib import Path

import pytest

from data.ingest import grid
from data.ingest.limits import LARGE, Limits
from data.ingest.problems import Refused
from tests.data.ingest.making import GIGABYTE, ROWS, as_csv, as_ods, as_xlsx, as_zip, cell, members

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOCK = bytes([5]) + b"owner".ljust(54) + bytes([5, 0]) + "owner".encode("utf-16-le").ljust(108, b" ")
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
PAGE = b"\r\n\r\n\r\n<html><head><title>x</title></head><body><form>\xb7\xce\xb1\xd7\xc0\xce</form></body></html>"

BYTES = {
    "pdf": ("보고서.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    "image": ("그림.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    "executable": ("표.xlsx", b"MZ\x90\0\x03" + bytes(100)),
    "empty_file": ("빈 파일.xlsx", b""),
    "lock_file": ("잠금.xlsx", LOCK[:165]),
    "lfs_pointer": ("자료.csv", LFS),
    "html": ("통계.xls", PAGE),
    "xml": ("표.xls", b'<?xml version="1.0"?><Workbook/>'),
    "json": ("표.csv", b'[{"a": 1}]'),
    "password": ("암호.xlsx", OLE + "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")),
    "document": ("보고.xls", OLE + "WordDocument".encode("utf-16-le").ljust(128, b"\0")),
    "archive": ("묶음.xlsx", b"Rar!\x1a\x07\0" + bytes(60)),
    "unknown_content": ("자료.csv", b"a,b\0\0\0c"),
    "encoding": ("자료.csv", "가,나\n다,라\n".encode() + b"\xff\xfe\xfd\n"),
    "bad_csv": ("자료.csv", b'a,b\n1,"never closed\n2,3\n'),
    "broken_file": ("반쪽.xls", OLE + bytes(600)),
}
FAR = '<sheetData><row r="1">{}</row><row r="1048576">{}</row></sheetData>'
MANY_MERGES = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 200_001))
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>'
ONE = f'<sheetData><row r="1">{cell("A1", "x")}</row></sheetData>'
TWICE = f'<sheetData><row r="1">{cell("A1", "x")}{cell("A1", "y")}</row></sheetData>'
PACKAGES = {
    "too_many_cells": members(FAR.format(cell("A1", "x"), cell("XFD1048576", "y"))),
    "too_many_merges": members(f"{ONE}<mergeCells>{MANY_MERGES}</mergeCells>"),
    "zip_inflated": members(ONE, **{"xl/media/image1.png": GIGABYTE}),
    "zip_ratio": members(ONE, **{"xl/media/image1.png": bytes(2 * 10**7)}),
    "doctype": members(ONE, **{"xl/sharedStrings.xml": LAUGHS}),
    "zip_members": members(ONE, **{f"xl/{number}.xml": "<a/>" for number in range(2_000)}),
    "zip_name": members(ONE, **{"../../evil": "x"}),
    "repeated_cell": members(TWICE),
    "too_much_text": members(f'<sheetData><row r="1">{cell("A1", "가" * 32_768)}</row></sheetData>'),
    "document": {"word/document.xml": "<a/>"},
    "archive": {"a.csv": "1,2"},
}


def peak_of_memory(anew: bool = False) -> int:
    """Most bytes of memory this process has held, since it began or since the last call with `anew`."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return 1024 * int(re.search(r"VmHWM:\s*(\d+) kB", status)[1])


def refusal(path, limits=None) -> Refused:
    with pytest.raises(Refused) as caught:
        grid.read(path, limits)
    first = caught.value.problems[0]
    for lang in ("ko", "en"):
        assert first.sentence(lang).startswith(path.name)
    return caught.value


@pytest.mark.parametrize("code", BYTES)
def test_content_decides_what_a_file_is(code, tmp_path):
    name, content = BYTES[code]
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path).code == code


@pytest.mark.parametrize("code", PACKAGES)
def test_hostile_workbooks_are_refused_and_cost_the_parent_nothing(code, tmp_path):
    path = as_zip(tmp_path / "폭탄.xlsx", PACKAGES[code])
    grid.read(as_csv(tmp_path / "first.csv", ROWS))
    before = peak_of_memory(anew=True)
    assert refusal(path).code == code
    assert peak_of_memory() - before < 50 * 2**20


@pytest.mark.parametrize("code", ["too_many_cells", "too_many_merges", "zip_ratio", "doctype", "zip_members"])
def test_raised_limits_do_not_let_hostile_shapes_in(code, tmp_path):
    assert refusal(as_zip(tmp_path / "폭탄.xlsx", PACKAGES[code]), LARGE).code == code


def test_a_folder_a_missing_file_and_a_pipe_are_told_apart(tmp_path):
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert refusal(tmp_path).code == "folder"
    assert refusal(tmp_path / "없음.xlsx").code == "missing_file"
    assert refusal(tmp_path / "pipe.xlsx").code == "not_a_file"
    assert refusal(tmp_path / ("가" * 300)).code == "unreadable_file"


def test_a_file_that_may_not_be_opened_says_so(tmp_path, monkeypatch):
    path = as_csv(tmp_path / "잠긴 파일.csv", ROWS)
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything, so the refusal of the system is put in its place
        monkeypatch.setattr(
            "pathlib.Path.open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "denied"))
        )
    assert refusal(path).code == "unreadable_file"


def test_the_lock_file_beside_an_open_workbook_is_known_by_its_name_too(tmp_path):
    path = tmp_path / "~$2024년 3분기.xlsx"
    path.write_bytes(b"\x09" + b"x" * 50)
    assert refusal(path).code == "lock_file"


def test_a_cut_workbook_is_broken(tmp_path):
    whole = as_xlsx(tmp_path / "whole.xlsx", ROWS).read_bytes()
    for length in (len(whole) // 2, len(whole) - 30):
        path = tmp_path / f"cut{length}.xlsx"
        path.write_bytes(whole[:length])
        assert refusal(path).code == "broken_file"


def test_sizes_are_counted_while_inflating(tmp_path):
    path = as_zip(tmp_path / "wide.xlsx", members(ONE, **{"xl/media/noise": os.urandom(3 * 2**20)}))
    assert refusal(path, Limits(inflated_mib=2)).code == "zip_inflated"
    assert refusal(path, Limits(file_mib=1)).code == "too_large_file"


def test_a_repeated_sheet_in_open_document_stays_within_bounds(tmp_path):
    cells = '<table:table-cell table:number-columns-repeated="16384" {}/>'
    row = '<table:table-row table:number-rows-repeated="1048576">{}</table:table-row>'
    filled = cells.format('office:value-type="float" office:value="1"')
    assert refusal(as_ods(tmp_path / "bomb.ods", row.format(filled))).code == "too_many_cells"
