"""The command line as its users meet it: real processes, both languages, exit codes, nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from data.releases import Store
from data.words import LANGUAGES
from tests.data.small_release import add

ROOT = Path(__file__).parents[2]


def run(*arguments, home: Path, env: dict | None = None) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "data", *map(str, arguments), "--home", str(home)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | (env or {}),
    )


def told(done: subprocess.CompletedProcess) -> tuple[int, str, str]:
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout.strip(), done.stderr.strip()


@pytest.fixture
def home(tmp_path):
    return tmp_path / "딥페이크 통계"


@pytest.fixture
def two(home):
    store = Store(home)
    parts = {"changelog": {name: {"rows": 0} for name in ("new", "revised", "withdrawn", "described")}}
    add(store, 156.0, vault=None, **parts), add(store, 160.0, vault=None, **parts)
    return home


def test_publish_then_nothing_new(home):
    code, said, _ = told(run("publish", "--json", "--note", "첫 발행", home=home))
    assert code == 0
    first = json.loads(said)
    assert (first["number"], first["nothing_new"], first["base"]) == (1, False, None)
    assert first["note"] == "첫 발행"
    assert first["new"] == first["rows"] == len(Store(home).current().observations)
    before = sorted(path.name for path in (home / "releases").iterdir())
    code, said, _ = told(run("publish", home=home))
    assert (code, said) == (0, "Nothing new: release 1 stays current.")
    assert sorted(path.name for path in (home / "releases").iterdir()) == before
    inputs = Store(home).current().manifest["inputs"]
    (described,) = [one for one in inputs if one["name"] == "data/published/kr_police_annual.csv"]
    assert described["bytes"] == (ROOT / described["name"]).stat().st_size


def test_releases_diff_and_rollback(two):
    assert told(run("releases", home=two))[1].splitlines()[1].startswith("1\t")
    listed = json.loads(told(run("releases", "--json", home=two))[1])
    assert [(one["number"], one["current"]) for one in listed] == [(1, False), (2, True)]
    code, said, _ = told(run("diff", home=two))
    assert code == 0
    assert said.splitlines()[1].split("\t")[-2:] == ["156", "160"]
    (change,) = json.loads(told(run("diff", 2, 1, "--json", home=two))[1])["changes"]
    assert (change["change"], change["old_value"], change["new_value"]) == ("revised", 160.0, 156.0)
    assert told(run("diff", 1, 1, home=two))[1] == "Nothing changed between releases 1 and 1."
    code, said, _ = told(run("rollback", "--note", "잘못된 수", home=two))
    assert code == 0
    assert said.startswith("Release 1 is now current (before: 2).")
    assert Store(two).moves()[-1]["note"] == "잘못된 수"
    assert told(run("rollback", 1, home=two))[1] == "Release 1 is current already."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("releases",), "holds no release yet"),
        (("diff",), "holds no release yet"),
        (("rollback",), "holds no release yet"),
        (("rollback", "x"), "invalid int value"),
        (("diff", "1"), "give two release numbers or none"),
        (("publish", "--lang", "fr"), "invalid choice"),
        (("unknown",), "invalid choice"),
        ((), "required: COMMAND"),
    ],
)
def test_misuse_is_refused_in_a_sentence(home, arguments, sentence):
    code, said, complaint = told(run(*arguments, home=home))
    assert (code, said) == (2, "")
    assert sentence in complaint
    assert not home.exists()


def test_a_refusal_is_spoken_in_the_language_asked_or_of_the_system(two):
    assert told(run("rollback", 7, home=two))[2].startswith("There is no release 7")
    assert told(run("rollback", 7, "--lang", "ko", home=two))[2].startswith("공개본 7: 없습니다")
    assert told(run("rollback", 7, home=two, env={"LC_ALL": "ko_KR.UTF-8"}))[2].startswith(
        "공개본 7: 없습니다"
    )
    assert "공개본을 나열합니다" in told(run("--help", "--lang", "ko", home=two))[1]


def test_a_console_that_knows_no_hangul_is_no_traceback(two):
    code, _, complaint = told(run("rollback", 7, "--lang", "ko", home=two, env={"PYTHONIOENCODING": "ascii"}))
    assert (code, "7" in complaint) == (2, True)


def test_a_damaged_release_is_named_and_the_stand_in_told(two):
    (two / "releases" / "000002" / "fits.json").write_text("[]")
    code, said, complaint = told(run("releases", home=two))
    assert code == 0
    assert "release 2 is damaged; the last good release 1 stands in" in complaint
    assert said.splitlines()[1].startswith("1 *\t")
    assert "its checksum differs" in said.splitlines()[2]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT to another process is POSIX")
@pytest.mark.parametrize("wait", ["releases/.lock", "releases/.new-"])
def test_ctrl_c_leaves_nothing_behind(home, wait):
    """Interrupted once it holds the store, and once it has begun to write."""
    command = [sys.executable, "-m", "data", "publish", "--home", str(home)]
    child = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=os.environ | {"LC_ALL": "C"}
    )
    while child.poll() is None and not any(
        str(path.relative_to(home)).startswith(wait) for path in home.rglob("*")
    ):
        time.sleep(0.0005)
    child.send_signal(signal.SIGINT)
    complaint = child.communicate(timeout=60)[1]
    if child.returncode == 0:
        assert Store(home).numbers() == [1]
        return
    assert (child.returncode, complaint.strip()) == (130, "Interrupted. Nothing was changed.")
    left = {path.name for path in (home / "releases").iterdir()}
    assert left <= {".lock", "current.jsonl"}
    assert Store(home).current() is None
    assert told(run("publish", home=home))[0] == 0


def test_two_publishers_at_once(home):
    command = [sys.executable, "-m", "data", "publish", "--home", str(home)]
    both = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in "ab"
    ]
    results = [(*child.communicate(timeout=120), child.returncode) for child in both]
    # Either the second came while the first was at work, or after it and found nothing new.
    assert sorted(code for _, _, code in results) in ([0, 2], [0, 0])
    assert all(
        "Another publisher" in complaint or "다른 발행" in complaint for _, complaint, code in results if code
    )
    assert Store(home).numbers() == [1]


def test_listing_the_releases_needs_no_table_library(two):
    code = (
        "import sys, runpy; sys.argv[1:] = sys.argv[1:]\ntry: runpy.run_module('data', run_name='__main__')\n"
    )
    code += "except SystemExit: print([m for m in ('pandas', 'duckdb', 'rich', 'scipy') if m in sys.modules])"
    command = [sys.executable, "-c", code, "releases", "--home", str(two)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_sentence_speaks_both_languages_and_fills_the_same_fields():
    words = tomllib.loads((ROOT / "data" / "words.toml").read_text(encoding="utf-8"))
    for key, said in words.items():
        assert list(said) == list(LANGUAGES), key
        ko, en = ({name for _, name, _, _ in Formatter().parse(said[lang]) if name} for lang in LANGUAGES)
        assert ko == en, key


def test_no_sentence_is_kept_that_nobody_says():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data").rglob("*.py"))
    families = {
        "check_": "checks.py",
        "help_": "__main__.py",
        "column_": "commands.py",
        "step_": "publish.py",
        "severity_": "judging/annotate.py",
    }
    for key in tomllib.loads((ROOT / "data" / "words.toml").read_text(encoding="utf-8")):
        family = next((name for name in families if key.startswith(name)), "")
        assert f'"{key.removeprefix(family)}"' in sources, key
