"""Which inner file of a workbook holds which sheet, its date system and links (in the child process)."""

import posixpath
import struct
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from data.ingest import binary
from data.ingest.gate import Rejected, xml

SHEET, PROPERTIES = 0x9C, 0x99
NO_TEXT = 0xFFFFFFFF


@dataclass(frozen=True)
class Parts:
    """`files` gives for each sheet name the inner file that holds it."""

    files: dict[str, str]
    date_1904: bool
    external_links: bool
    notes_unread: bool


def parts(archive: zipfile.ZipFile) -> Parts:
    """The parts of an .xlsx or .xlsb."""
    names = archive.namelist()
    book = next(name for name in names if name.lower() in ("xl/workbook.xml", "xl/workbook.bin"))
    links = _links(archive, f"{posixpath.dirname(book)}/_rels/{posixpath.basename(book)}.rels")
    binary_book = book.lower().endswith(".bin")
    sheets, date_1904 = _binary(archive.read(book)) if binary_book else _open(xml(archive.read(book), book))
    return Parts(
        {name: links.get(key, "") for name, key in sheets.items()},
        date_1904,
        any(name.startswith("xl/externalLinks/") for name in names),
        binary_book and any("comments" in name for name in names),
    )


def _links(archive: zipfile.ZipFile, relations: str) -> dict[str, str]:
    links = {}
    if relations in archive.namelist():
        for link in xml(archive.read(relations), relations):
            target = link.get("Target", "")
            inner = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            links[link.get("Id", "")] = posixpath.normpath(inner)
    return links


def _open(root: ElementTree.Element) -> tuple[dict[str, str], bool]:
    sheets, date_1904 = {}, False
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "sheet":
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            sheets[element.get("name", "")] = key
        elif tag == "workbookPr":
            date_1904 = element.get("date1904") in ("1", "true")
    return sheets, date_1904


def _binary(data: bytes) -> tuple[dict[str, str], bool]:
    sheets, date_1904 = {}, False
    try:
        for kind, at, _ in binary.records(data):
            if kind == PROPERTIES:
                date_1904 = bool(data[at] & 1)
            elif kind == SHEET:
                key, end = _text(data, at + 8)
                sheets[_text(data, end)[0]] = key
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Rejected("broken_file", reason=f"xl/workbook.bin: {error}"[:120]) from error
    return sheets, date_1904


def _text(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, at)
    if length == NO_TEXT:
        return "", at + 4
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le"), end
