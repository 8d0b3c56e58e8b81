"""CSV and TSV: which characters the bytes are, which sign parts the fields (runs in the child process)."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from data.ingest.gate import Rejected

BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DELIMITERS = ",\t;|"
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]+")
# Wrong codecs do not fail: most CP949 files decode as Big5 or CP1252 too. A legacy encoding is taken only if
# most of its letters are what a writer of it would use; the first pattern holds those, the second all.
LEGACY = {
    # KS X 1001 Hangul, 2,350 syllables: nearly all of written Korean.
    "cp949": (re.compile(rb"[\xb0-\xc8][\xa1-\xfe]"), re.compile(rb"[\x81-\xfe].", re.S), 0.5),
    # Big5 level 1, the 5,401 frequent characters, and its punctuation.
    "big5": (re.compile(rb"[\xa1\xa4-\xc6][\x40-\x7e\xa1-\xfe]"), re.compile(rb"[\x81-\xfe].", re.S), 0.9),
    # Western letters and signs stand alone between ASCII ones.
    "cp1252": (
        re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])"),
        re.compile(rb"[\x80-\xff]"),
        0.9,
    ),
}


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding; raises Rejected("encoding") with the first line that fits none."""
    for bom, name in BOMS.items():
        if data.startswith(bom):
            return _strict(data, name), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        first = error.start
    for name, (usual, any_letter, share) in LEGACY.items():
        letters = len(any_letter.findall(data))
        if letters and len(usual.findall(data)) >= share * letters:
            try:
                return data.decode(name), name
            except UnicodeDecodeError as error:
                first = max(first, error.start)
    raise Rejected("encoding", line=data.count(b"\n", 0, first) + 1)


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise Rejected("encoding", line=data.count(b"\n", 0, error.start) + 1) from error


def delimiter(text: str) -> str:
    """The sign that parts most of the first lines into the same number of fields."""

    def agreement(sign: str) -> tuple[int, int]:
        try:
            widths = Counter(
                len(record) for record in csv.reader(io.StringIO(head, newline=""), delimiter=sign)
            )
        except csv.Error:
            return 0, 0
        width, records = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
        return (records, width) if width > 1 else (0, 0)

    head = text[:20_000]
    head = head[: head.rfind("\n") + 1] or head
    return max(DELIMITERS, key=agreement)


def records(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    """(line in the file, fields) of each record; a broken quotation raises Rejected("bad_csv")."""
    # A StringIO would hold the text once more, with four bytes for each letter.
    lines = (found[0] for found in _LINE.finditer(text))
    reader, line = csv.reader(lines, delimiter=sign, strict=True), 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise Rejected("bad_csv", line=line, reason=str(error)) from error
