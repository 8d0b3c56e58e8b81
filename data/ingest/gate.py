"""What a file is by its content, and whether a parser may have it at all (runs in the child process)."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from data.ingest.limits import Limits
from data.ingest.worksheet import Facts, survey

MIB = 2**20
CHUNK = MIB


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
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|script|style)\b", re.I | re.S
)
XML = re.compile(rb"\s*<(?:\?xml|!doctype|!--|[a-z][\w:.-]*[\s>])", re.I)
JSON = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{])')


def kind(data: bytes) -> str:
    """One of xlsx, xls, ods, csv, told by the bytes alone; raises Rejected with what else it is."""
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
    archive = _open(data)
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise Rejected("binary_workbook")
    if any(name.lower() == "xl/workbook.xml" for name in names):
        return "xlsx"
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        named = archive.read("mimetype")
        if b"opendocument.spreadsheet" in named:
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


def _text(data: bytes) -> str:
    head = data[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    if b"\0" in head:
        raise Rejected("unknown_content")
    head = head.removeprefix(b"\xef\xbb\xbf")
    for pattern, code in ((HTML, "html"), (XML, "xml"), (JSON, "json")):
        if pattern.match(head):
            raise Rejected(code)
    return "csv"


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise Rejected("broken_file", reason=str(error)) from error


def inspect(data: bytes, limits: Limits) -> dict[str, Facts]:
    """Inflate every inner file of an .xlsx or .ods while counting; what the worksheets hold, by inner name.

    Raises Rejected for anything that only a hostile or broken file has. What a header of the archive claims
    about sizes is not believed.
    """
    archive = _open(data)
    members = archive.infolist()
    _names(members, limits)
    total, facts = 0, {}
    for member in members:
        counted = _Counted(archive, member, limits, total)
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename):
            facts[member.filename] = survey(counted.chunks())
            _shape(facts[member.filename], limits)
        else:
            for _ in counted.chunks():
                pass
        total += counted.size
    return facts


def _names(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise Rejected("zip_members", found=f"{len(members):,}", limit=f"{limits.members:,}")
    seen = set()
    for member in members:
        name = member.filename.replace("\\", "/")
        if name in seen or name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise Rejected("zip_name", name=name[:80])
        seen.add(name)
        if member.flag_bits & 1:
            raise Rejected("password")


class _Counted:
    """The bytes of one inner file as they inflate; stops the reading as soon as a bound is passed."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits, before: int):
        self.archive, self.member, self.limits, self.before, self.size = archive, member, limits, before, 0

    def chunks(self) -> Iterator[bytes]:
        name, tail = self.member.filename[:80], b""
        try:
            with self.archive.open(self.member) as stream:
                while chunk := stream.read(CHUNK):
                    self.size += len(chunk)
                    if self.before + self.size > self.limits.inflated_mib * MIB:
                        raise Rejected("zip_inflated", limit=self.limits.inflated_mib)
                    if self.size > MIB and self.size > self.limits.ratio * max(self.member.compress_size, 1):
                        raise Rejected("zip_ratio", name=name, limit=self.limits.ratio)
                    seen = (tail + chunk).replace(b"\0", b"")
                    if b"<!DOCTYPE" in seen:
                        raise Rejected("doctype", name=name)
                    tail = chunk[-20:]
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise Rejected("broken_file", reason=f"{name}: {error}"[:120]) from error


def _shape(facts: Facts, limits: Limits) -> None:
    if facts.span > limits.cells:
        raise Rejected("too_many_cells", found=f"{facts.span:,}", limit=f"{limits.cells:,}")
    if facts.merges > limits.merges:
        raise Rejected("too_many_merges", limit=f"{limits.merges:,}")
