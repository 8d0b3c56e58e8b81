"""Puts a release together: read everything, judge everything, and only then write."""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from data import catalogue, checks, parquet, published
from data.diff import counted, diff
from data.errors import PublishRefused
from data.observations import COLUMNS
from data.release import Release
from data.releases import Store

ROOT = Path(__file__).parents[1]
STEPS = ("read", "count", "fit", "check", "write")
BUNDLED = ("data/published/*.csv", "data/catalogue/*.toml")
CODE = ("data/**/*.py", "analysis/**/*.py")


def publish(
    store: Store,
    incident_files: Iterable[Path] = (),
    *,
    note: str = "",
    large: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> Release:
    """A new release from the bundled figures and incident sheets, or the current one when nothing is new.

    `progress` is told each of STEPS as it begins. Raises StoreError; then nothing has changed.
    """
    with store.lock():
        base = store.base()
        progress("read")
        bundled = published.load()
        frame = parquet.in_order(pd.concat([bundled, published.derived(bundled)]))
        progress("check")
        tables = {"observations": frame, "fits": [], "checks": _checked(frame)}
        if base and _same(base, tables):
            return base
        progress("write")
        before = base.observations if base else pd.DataFrame(columns=list(COLUMNS))
        manifest = {
            "base": base.number if base else None,
            "synthetic": False,
            "vault": None,
            "note": note,
            "code": _code(),
            "inputs": _inputs(),
            "changelog": counted(diff(before, frame)),
        }
        return store.write(tables, manifest)


def _checked(frame: pd.DataFrame) -> list[dict]:
    """The findings on the whole; raises PublishRefused when one of them is an error."""
    findings = checks.check(frame, catalogue.load())
    errors = [finding["what"] for finding in findings if finding["severity"] == "error"]
    if errors:
        found = {lang: "\n".join(what[lang] for what in errors) for lang in errors[0]}
        raise PublishRefused("unsound", found=found)
    return findings


def _same(base: Release, tables: dict) -> bool:
    parts = {name: json.loads(json.dumps(part)) for name, part in tables.items() if name != "observations"}
    return base.observations.equals(tables["observations"]) and all(
        base.table(name) == part for name, part in parts.items()
    )


def _inputs() -> list[dict]:
    paths = sorted(path for pattern in BUNDLED for path in ROOT.glob(pattern))
    return [_described(path, path.relative_to(ROOT).as_posix()) for path in paths]


def _described(path: Path, name: str) -> dict:
    content = path.read_bytes()
    return {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def _code() -> dict:
    """The version of the program and a digest of the sources that made the numbers."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in CODE for path in ROOT.glob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"version": project["version"], "sha256": digest.hexdigest()}
