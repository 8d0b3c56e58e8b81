"""Publishing as a whole: from bundled figures and incident sheets to one sound release, or to nothing."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data import published
from data.errors import Conflict, PublishRefused
from data.publish import publish
from data.releases import Store, ensure

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("집"))
    publish(store)
    return store


def test_the_first_release_holds_every_bundled_figure(bundled):
    release = bundled.current()
    cases = release.observations.set_index("ref")["value"]
    # Korea Herald, August 2024, and the police: 156, 160 and 180 in whole years, 297 to July, 1,202 by hand.
    assert cases[["NPA-001", "NPA-008", "NPA-018", "NPA-020", "NPA-109"]].tolist() == [
        156,
        160,
        180,
        297,
        1202,
    ]
    assert cases["E:police_cleared:2023"] == 93
    figures = published.load()
    assert len(release.observations) == len(figures) + len(published.derived(figures))
    assert not release.synthetic
    assert release.made_at.endswith("+09:00")
    assert release.manifest["changelog"]["new"]["rows"] == len(release.observations)
    names = {entry["name"] for entry in release.manifest["inputs"]}
    assert {"data/published/kr_police_annual.csv", "data/catalogue/events.toml"} <= names


def test_the_same_bytes_again_make_no_release(bundled):
    assert publish(bundled) is bundled.current()
    assert bundled.numbers() == [1]


def test_a_revised_figure_makes_a_release_that_tells_it(tmp_path):
    """In a copy of the project, whose table is corrected between two publishings."""
    for part in ("data", "analysis"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    table = tmp_path / "data" / "published" / "kr_police_annual.csv"
    sound = table.read_text(encoding="utf-8")

    def published_as(text: str) -> dict:
        table.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "data", "publish", "--json", "--home", "home"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        return json.loads(done.stdout)

    assert sound.count(",1202,") == 1
    assert published_as(sound.replace(",1202,", ",1200,"))["number"] == 1
    second = published_as(sound)
    assert [second[name] for name in ("number", "new", "revised", "withdrawn")] == [2, 0, 1, 0]
    third = published_as(sound.replace("hand_compiled,NPA-109", ",NPA-109"))
    assert [third[name] for name in ("number", "revised", "described")] == [3, 0, 1]


def test_a_release_that_contradicts_itself_is_not_published(tmp_path, monkeypatch):
    figures = published.load()
    figures.loc[figures["ref"] == "NPA-103", "value"] = 464.0
    monkeypatch.setattr(published, "load", lambda: figures)
    with pytest.raises(PublishRefused) as refused:
        publish(Store(tmp_path))
    assert "the parts by age come to 574, their total is 573" in refused.value.sentence("en")
    assert "574인데 합계는 573" in refused.value.sentence("ko")
    assert Store(tmp_path).numbers() == []


def test_publishing_waits_for_nobody(tmp_path):
    with Store(tmp_path).lock(), pytest.raises(Conflict, match="Another publisher"):
        publish(Store(tmp_path))


def test_two_first_starts_at_once_make_one_release(tmp_path):
    code = "import sys; from pathlib import Path; from data.releases import Store, ensure\n"
    code += "print(ensure(Store(Path(sys.argv[1]))).number)"
    command = [sys.executable, "-c", code, str(tmp_path / "새 집")]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in "ab"]
    assert [child.communicate(timeout=120)[0].strip() for child in both] == ["1", "1"]
    assert Store(tmp_path / "새 집").numbers() == [1]


def test_a_start_with_data_changes_nothing(bundled):
    before = bundled.moves()
    assert ensure(bundled) is bundled.current()
    assert bundled.moves() == before
