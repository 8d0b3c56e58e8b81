"""What an .xlsx holds beside its cells: sheet files, date system, links, comments (in the child process)."""

import io
import posixpath
import warnings
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from data.ingest.gate import Rejected

# openpyxl reads 12,000 rows a second; beyond this size comments and strike-through are left unread.
SMALL = 20_000


@dataclass(frozen=True)
class Parts:
    """`files` gives for each sheet name the inner file that holds it."""

    files: dict[str, str]
    date_1904: bool
    external_links: bool
    noted: bool


def parts(data: bytes) -> Parts:
    archive = zipfile.ZipFile(io.BytesIO(data))
    names = archive.namelist()
    book = next(name for name in names if name.lower() == "xl/workbook.xml")
    root = _xml(archive, book)
    links = {}
    relations = f"{posixpath.dirname(book)}/_rels/workbook.xml.rels"
    if relations in names:
        for link in _xml(archive, relations):
            target = link.get("Target", "")
            inner = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            links[link.get("Id")] = posixpath.normpath(inner)
    files, date_1904 = {}, False
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "sheet":
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), None)
            files[element.get("name", "")] = links.get(key, "")
        elif tag == "workbookPr":
            date_1904 = element.get("date1904") in ("1", "true")
    struck = "xl/styles.xml" in names and b"<strike" in archive.read("xl/styles.xml")
    return Parts(
        files,
        date_1904,
        any(name.startswith("xl/externalLinks/") for name in names),
        struck or any("comments" in name for name in names),
    )


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(archive.read(name))
    except ElementTree.ParseError as error:
        raise Rejected("broken_file", reason=f"{name}: {error}") from error


def notes(data: bytes) -> dict[str, dict[tuple[int, int], str]] | None:
    """For each sheet the cells with a comment or struck through: its text, or "strike".

    None when openpyxl cannot read the workbook; the fast reader may well be able to, so this refuses nothing.
    """
    import openpyxl

    found = {}
    with warnings.catch_warnings():
        # It warns of styles and extensions it drops; only cells are wanted here.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, zipfile.BadZipFile):
            return None
    for sheet in book.worksheets:
        cells = found[sheet.title] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None:
                    cells[cell.row, cell.column] = cell.comment.text
                elif cell.value is not None and cell.font is not None and cell.font.strike:
                    cells[cell.row, cell.column] = "strike"
    return found
