"""`python -m data check`, as its users meet it."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl

from data.ingest import templates

ROOT = Path(__file__).parents[3]


def check(*arguments, home):
    done = subprocess.run(
        [sys.executable, "-m", "data", "check", *map(str, arguments), "--home", str(home), "--lang", "en"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        cwd=ROOT,
    )
    assert "Traceback" not in done.stderr
    return done


def table(path, wrong=0):
    rows = ["죄종,2021,2022,2023,2024", f"합계,300,402,515,{640 + wrong}"]
    rows += ["제작,100,151,202,240", "유포,120,130,141,150", "협박,80,121,172,250"]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_sound_table(tmp_path):
    done = check(table(tmp_path / "good.csv"), home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "good.csv: tables checked: 1, lists of incidents: 0; errors: 0, warnings: 0, notices: 0.\n"
    )


def test_all_files_are_judged_in_one_pass_though_one_is_refused(tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 no workbook")
    done = check("--json", bad, table(tmp_path / "wrong.csv", 5), home=tmp_path)
    assert done.returncode == 2
    said = json.loads(done.stdout)
    assert said["accepted"] is False
    assert [(one["file"], one["kind"], one["warning"]) for one in said["files"]] == [
        ("wrong.csv", "table", 1),
        ("bad.xlsx", "refused", 0),
    ]
    (found,) = [one for one in said["problems"] if one["file"] == "wrong.csv"]
    assert (found["code"], found["severity"], found["cell"]) == ("sum_differs", "warning", "E2")
    assert "is 645, but its 3 parts (제작 … 협박) add up to 640 (difference +5)" in found["sentence"]


def test_a_form_and_a_table_together(tmp_path):
    form = tmp_path / "form.xlsx"
    templates.write("police", form)
    done = check("--json", form, table(tmp_path / "good.csv"), home=tmp_path / "home")
    said = json.loads(done.stdout)
    # An empty form is refused as publishing would refuse it; the table is judged all the same.
    assert done.returncode == 2
    assert [(one["file"], one["kind"]) for one in said["files"]] == [
        ("good.csv", "table"),
        ("form.xlsx", "refused"),
    ]
    assert "no_rows" in {one["code"] for one in said["problems"]}


def test_an_annotated_copy(tmp_path):
    wrong = table(tmp_path / "wrong.csv", 5)
    done = check(wrong, "--annotate", tmp_path / "back", home=tmp_path)
    assert done.returncode == 0
    (made,) = (tmp_path / "back").iterdir()
    assert made.name == "wrong.csv-checked.xlsx"
    book = openpyxl.load_workbook(made)
    assert book.sheetnames == ["Findings", "wrong"]
    assert "add up to 640" in book["wrong"]["E2"].comment.text
    again = check(wrong, "--annotate", tmp_path / "back", home=tmp_path)
    assert again.returncode == 2
    assert "exists already and is never overwritten" in again.stderr
