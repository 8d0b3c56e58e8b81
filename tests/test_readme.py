"""The README is run through: its commands, pages, files and ids must exist."""

import re
from pathlib import Path

import pytest

from dashboard.pages import PAGES
from dashboard.view import from_address

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_start_and_test_commands_stand_side_by_side_for_both_systems():
    rows = dict(re.findall(r"^\| (Start|Test) \| (.+) \|$", README, flags=re.M))
    unix, windows = zip(*(row.split(" | ") for row in rows.values()), strict=True)
    assert all(".venv/bin/pip install -r requirements.txt" in command for command in unix)
    assert all(r".venv\Scripts\pip install -r requirements.txt" in command for command in windows)
    assert "-m dashboard" in rows["Start"]
    assert rows["Test"].count("-m pytest") == 2


def test_ci_runs_the_test_command_of_the_readme():
    command = re.search(r"^\| Test \| `([^`]+)`", README, flags=re.M)[1]
    assert command.split("&& ")[-1] in (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", sorted(set(re.findall(r"`(/(?:ko|en)/[a-z/-]*)`", README))))
def test_each_address_is_a_page(address):
    view = from_address(address)
    assert view.page in PAGES
    exists = getattr(PAGES[view.page], "exists", None)
    assert exists(view) if exists else not view.chart


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_each_linked_file_exists(link):
    assert (ROOT / link).exists()


def test_each_data_command_exists():
    from data import commands

    named = set(re.findall(r"^python -m data (\w+)", README, flags=re.M))
    assert named
    assert named <= set(commands.NAMES)
