"""Comments and struck-through cells of an .xlsx, from its own parts (runs in the child process)."""

import posixpath
import zipfile
from xml.etree import ElementTree

from data.ingest.gate import Rejected, xml
from data.ingest.worksheet import Facts, place


def struck_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell formats whose font is struck through."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    content = archive.read("xl/styles.xml")
    if b"strike" not in content:
        return frozenset()
    root = xml(content, "xl/styles.xml")
    fonts = [_struck(font) for font in _children(root, "fonts")]
    return frozenset(
        number
        for number, format_ in enumerate(_children(root, "cellXfs"))
        if format_.get("fontId", "0") in {str(place) for place, struck in enumerate(fonts) if struck}
    )


def _children(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [child for group in root if _local(group) == name for child in group]


def _struck(font: ElementTree.Element) -> bool:
    return any(_local(mark) == "strike" and mark.get("val", "1") not in ("0", "false") for mark in font)


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def add_comments(archive: zipfile.ZipFile, facts: dict[str, Facts]) -> None:
    """Put the comments of each worksheet among its facts; a comment outranks strike-through."""
    names = set(archive.namelist())
    for part, fact in facts.items():
        folder, name = posixpath.split(part)
        relations = f"{folder}/_rels/{name}.rels"
        if relations not in names:
            continue
        for link in xml(archive.read(relations), relations):
            target = posixpath.normpath(posixpath.join(folder, link.get("Target", ""))).lstrip("/")
            if link.get("Type", "").endswith("/comments") and target in names:
                fact.notes |= _comments(xml(archive.read(target), target), target)


def _comments(root: ElementTree.Element, name: str) -> dict[tuple[int, int], str]:
    found = {}
    for element in root.iter():
        if _local(element) == "comment":
            at = place(element.get("ref", ""))
            if at is None:
                raise Rejected("broken_file", reason=f"{name}: {element.get('ref')}"[:120])
            found[at] = "".join(text for part in element for text in part.itertext()).strip()
    return found
