"""What a file is by its content (runs in the child process)."""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree


class Rejected(Exception):
    """The file is refused: a code of problems.toml and its fields."""

    def __init__(self, code: str, **fields):
        super().__init__(code)
        self.code, self.fields = code, fields


# The first bytes of what people attach by mistake, and the problem to report: (code, kind).
MAGIC = {
    b"%PDF": ("pdf", ""),
    b"\x89PNG": ("image", ""),
    b"\xff\xd8\xff": ("image", ""),
    b"GIF8": ("image", ""),
    b"II*\0": ("image", ""),
    b"MM\0*": ("image", ""),
    b"MZ": ("executable", ""),
    b"\x7fELF": ("executable", ""),
    b"\xcf\xfa\xed\xfe": ("executable", ""),
    b"\xca\xfe\xba\xbe": ("executable", ""),
    b"Rar!": ("archive", "RAR"),
    b"7z\xbc\xaf": ("archive", "7-Zip"),
    b"\x1f\x8b": ("archive", "gzip"),
    b"EGGA": ("archive", "EGG"),
    b"{\\rtf": ("document", "RTF"),
    b"version https://git-lfs": ("lfs_pointer", ""),
    b"MIME-Version:": ("document", "MHTML"),
}
# What zipfile raises for a damaged archive; RuntimeError is its word for a password.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What may stand before the first element that tells what a document is.
_PROLOGUE = rb"(?>\s+|<\?[^>]*>|<!--.*?-->|<!doctype\b[^>\[]*>)*+"
_ELEMENTS = rb"html|head|body|meta|title|link|base|table|thead|tbody|tr|script|style|center|form|div|span|font|p|h[1-6]"
HTML = re.compile(_PROLOGUE + rb"<(?:" + _ELEMENTS + rb")[\s>/]", re.I | re.S)
OFFICE_2003 = re.compile(
    _PROLOGUE + rb"<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet", re.S
)
XML = re.compile(rb"\s*<(?:\?xml|!doctype|!--|[a-z][\w:.-]*[\s>])", re.I)
JSON = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{])')


def kind(data: bytes) -> str:
    """One of xlsx, xlsb, xls, ods, html, xml (of Excel 2003), csv, told by the bytes alone.

    Raises Rejected with what else it is.
    """
    if not data:
        raise Rejected("empty_file")
    for magic, (code, name) in MAGIC.items():
        if data.startswith(magic):
            raise Rejected(code, **({"kind": name} if name else {}))
    if data.startswith(OLE):
        return _ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if _is_lock(data):
        raise Rejected("lock_file")
    return _text(data)


def _is_lock(data: bytes) -> bool:
    # Excel's owner file: 165 bytes, the length of a user name, the name padded with blanks to byte 55.
    return len(data) == 165 and 0 < data[0] < 55 and not data[1 + data[0] : 55].strip(b" \0")


def _ole(data: bytes) -> str:
    def holds(stream: str) -> bool:
        # Directory entries of a compound file are 128 bytes long and start with the name in UTF-16.
        name, at = stream.encode("utf-16-le") + b"\0\0", -1
        while (at := data.find(name, at + 1)) >= 0:
            if at % 128 == 0:
                return True
        return False

    if holds("EncryptedPackage"):
        raise Rejected("password")
    if holds("Workbook") or holds("Book"):
        return "xls"
    for stream, name in (
        ("WordDocument", "Word"),
        ("PowerPoint Document", "PowerPoint"),
        ("BodyText", "HWP"),
    ):
        if holds(stream):
            raise Rejected("document", kind=name)
    raise Rejected("broken_file", reason="compound file without a workbook")


def _package(data: bytes) -> str:
    archive = open_zip(data)
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.lower() == "xl/workbook.xml" for name in names):
        return "xlsx"
    if b"opendocument.spreadsheet" in _mimetype(archive):
        return "ods"
    for member, name in (
        ("word/", "Word"),
        ("ppt/", "PowerPoint"),
        ("Contents/", "HWPX"),
        ("content.xml", "OpenDocument"),
    ):
        if any(entry.startswith(member) for entry in names):
            raise Rejected("document", kind=name)
    raise Rejected("archive", kind="ZIP")


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    if "mimetype" not in archive.namelist() or archive.getinfo("mimetype").file_size > 200:
        return b""
    try:
        return archive.read("mimetype")
    except BROKEN_ZIP as error:
        raise Rejected("broken_file", reason=f"mimetype: {error}"[:120]) from error


def _text(data: bytes) -> str:
    # Pages made by a server program may begin with thousands of blank lines.
    start = re.match(rb"(?:\xef\xbb\xbf)?\s*", data).end()
    head = data[start : start + 65_536]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[:65_536].decode("utf-16", "replace").lstrip().encode()
    elif b"\0" in head[:8192]:
        raise Rejected("unknown_content")
    if OFFICE_2003.match(head):
        return "xml"
    if HTML.match(head):
        return "html"
    for pattern, code in ((XML, "xml"), (JSON, "json")):
        if pattern.match(head):
            raise Rejected(code)
    return "csv"


def xml(content: bytes, name: str) -> ElementTree.Element:
    """The parsed inner file `name`."""
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Rejected("broken_file", reason=f"{name}: {error}"[:120]) from error


def open_zip(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except BROKEN_ZIP as error:
        raise Rejected("broken_file", reason=str(error)) from error
