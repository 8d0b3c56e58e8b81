"""One release: an immutable folder, its checksums verified before anything in it is believed."""

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from data import durable
from data.errors import ReleaseDamaged

if TYPE_CHECKING:
    import pandas as pd

OBSERVATIONS, MANIFEST, SEAL = "observations.parquet", "manifest.json", "manifest.sha256"


class Release:
    """One published state of all data.

    `instead_of` names the damaged current release for which this one stands in, else None.
    Raises ReleaseDamaged when a file is missing, foreign, cut short or altered.
    """

    def __init__(self, number: int, path: Path, instead_of: int | None = None):
        self.number, self.path, self.instead_of = number, path, instead_of
        self.manifest: dict = self._sealed()
        known = {MANIFEST, SEAL, *self.manifest["files"]}
        # A dot file is left by a file browser (.DS_Store), never by a publisher.
        for entry in sorted(path.iterdir()):
            if entry.name not in known and not entry.name.startswith("."):
                raise self._damaged(entry.name, "a foreign file")
        for name in self.manifest["files"]:
            self._checked(name)

    @property
    def synthetic(self) -> bool:
        return self.manifest["synthetic"]

    @property
    def made_at(self) -> str:
        return self.manifest["made_at"]

    @cached_property
    def observations(self) -> "pd.DataFrame":
        """All observations in COLUMNS, in a fixed order; shared, so do not alter it."""
        from data import parquet

        self._checked(OBSERVATIONS)
        return parquet.read(self.path / OBSERVATIONS)

    @cached_property
    def records(self) -> dict[str, list[dict]]:
        """The same observations by indicator as plain dicts, windows as dates; a screen asks for a few often.

        A filter on the frame costs 15 ms of pandas, and one page asks for dozens of rows.
        """
        from data import parquet

        self._checked(OBSERVATIONS)
        found: dict[str, list[dict]] = {}
        for record in parquet.records(self.path / OBSERVATIONS):
            found.setdefault(record["indicator_id"], []).append(record)
        return found

    @cached_property
    def fits(self) -> list[dict]:
        """The forecasts stored at publishing, or the refusal of each."""
        return self.table("fits")

    @cached_property
    def nowcasts(self) -> list[dict]:
        """What the last months have still to come, as stored at publishing; none in releases made before."""
        return self.table("nowcasts") if "nowcasts.json" in self.manifest["files"] else []

    def table(self, name: str):
        """A JSON part of the release by its name, such as fits or checks."""
        return json.loads(self._checked(f"{name}.json"))

    def _sealed(self) -> dict:
        seal, text = self._bytes(SEAL), self._bytes(MANIFEST)
        if seal != _seal(text):
            raise self._damaged(MANIFEST, "its checksum differs")
        return json.loads(text)

    def _checked(self, name: str) -> bytes:
        content = self._bytes(name)
        if hashlib.sha256(content).hexdigest() != self.manifest["files"][name]["sha256"]:
            raise self._damaged(name, "its checksum differs")
        return content

    def _bytes(self, name: str) -> bytes:
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise self._damaged(name, error.strerror or str(error)) from error

    def _damaged(self, file: str, reason: str) -> ReleaseDamaged:
        return ReleaseDamaged("damaged", number=self.number, file=file, reason=reason, folder=str(self.path))


def write(folder: Path, tables: dict, manifest: dict) -> None:
    """Write a release's files into a new folder, each durable when this returns. Raises OSError.

    `tables` holds `observations`, a frame in COLUMNS, and JSON parts by name; the manifest gains the number
    of rows of each, and size and SHA-256 of each file.
    """
    from data import parquet

    folder.mkdir()
    for name, table in tables.items():
        if name == "observations":
            parquet.write(table, folder / OBSERVATIONS)
            durable.sync_file(folder / OBSERVATIONS)
        else:
            durable.write(folder / f"{name}.json", _json(table))
    manifest = manifest | {
        "rows": {name: len(table) for name, table in tables.items()},
        "files": {path.name: _described(path) for path in sorted(folder.iterdir())},
    }
    text = _json(manifest)
    durable.write(folder / MANIFEST, text)
    durable.write(folder / SEAL, _seal(text))
    durable.sync_folder(folder)


def _seal(manifest: bytes) -> bytes:
    """The line that vouches for a manifest, in the form that `sha256sum --check` reads."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


def _json(table) -> bytes:
    return (json.dumps(table, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _described(path: Path) -> dict:
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
