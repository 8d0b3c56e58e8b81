"""Whether a parser may have the inner files of a workbook at all (runs in the child process)."""

import re
import zipfile
from collections.abc import Iterator

from data.ingest import binary, remarks, worksheet
from data.ingest.gate import BROKEN_ZIP, Rejected, open_zip
from data.ingest.limits import Limits
from data.ingest.worksheet import Facts

MIB = 2**20
CHUNK = MIB
SHEET = re.compile(r"xl/worksheets/[^/]+\.(xml|bin)")


def inspect(data: bytes, limits: Limits) -> dict[str, Facts]:
    """Inflate every inner file of a workbook while counting; what the worksheets hold, by inner name.

    Raises Rejected for anything that only a hostile or broken file has. What a header of the archive claims
    about sizes is not believed.
    """
    archive = open_zip(data)
    members = sorted(archive.infolist(), key=lambda member: bool(SHEET.fullmatch(member.filename)))
    _names(members, limits)
    total, facts, struck = 0, {}, None
    for member in members:
        counted = _Counted(archive, member, limits, total)
        sheet = SHEET.fullmatch(member.filename)
        if sheet is None:
            for _ in counted.chunks():
                pass
        elif sheet[1] == "bin":
            facts[member.filename] = binary.survey(b"".join(counted.chunks()))
        else:
            # The worksheets come last, so that the styles are counted before they are read.
            struck = remarks.struck_styles(archive) if struck is None else struck
            facts[member.filename] = worksheet.survey(counted.chunks(), struck)
        total += counted.size
    for fact in facts.values():
        _shape(fact, limits)
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
        except BROKEN_ZIP as error:
            raise Rejected("broken_file", reason=f"{name}: {error}"[:120]) from error


def _shape(facts: Facts, limits: Limits) -> None:
    if facts.span > limits.span or facts.dense > limits.cells:
        raise Rejected("too_many_cells", found=f"{facts.span:,}", limit=f"{limits.cells:,}")
    if facts.merges > limits.merges:
        raise Rejected("too_many_merges", limit=f"{limits.merges:,}")
