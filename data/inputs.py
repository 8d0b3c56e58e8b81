"""What a release is made from: the bundled files and the sources of the program, each with its digest."""

import hashlib
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUNDLED = ("data/published/*.csv", "data/catalogue/*.toml")
CODE = ("data/**/*.py", "analysis/**/*.py")


def bundled() -> list[dict]:
    """Name, SHA-256 and size of every bundled table and catalogue file."""
    described = []
    for path in _found(BUNDLED):
        content = path.read_bytes()
        name = path.relative_to(ROOT).as_posix()
        described.append({"name": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)})
    return described


def code() -> dict:
    """The version of the program and one digest of all sources that make numbers."""
    digest = hashlib.sha256()
    for path in _found(CODE):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"version": project["version"], "sha256": digest.hexdigest()}


def _found(patterns: tuple[str, ...]) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))
