"""The rooms know each other in one direction only: data never draws, analysis never reads files."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCREEN = {"dash", "plotly", "flask"}
FORBIDDEN = {
    "data": {"analysis", "dashboard"} | SCREEN,
    "analysis": {"data", "dashboard", "pathlib", "io", "os"} | SCREEN,
    "dashboard": {"openpyxl", "deltalake"},
}
DOORS = {"data/publish.py": {"analysis"}}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").split(".")[0])
    return names


FILES = [p for room in FORBIDDEN for p in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path):
    place = path.relative_to(ROOT).as_posix()
    forbidden = FORBIDDEN[place.split("/")[0]] - DOORS.get(place, set())
    assert not imported(path) & forbidden
