"""`python -m dashboard` says where to go and what is wrong, in both languages and without a traceback."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from dashboard.__main__ import reachable
from data.publish import publish
from data.releases import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("자료 home")
    publish(Store(made))
    return made


def start(home: Path, *options: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "dashboard", "--home", str(home), *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def said(app: subprocess.Popen, until: str) -> str:
    """What the app printed up to the line that holds `until`."""
    lines = []
    for line in app.stdout:
        lines.append(line)
        if until in line:
            break
    return "".join(lines)


def test_it_prints_the_address_and_the_place_then_serves_and_stops_quietly(home):
    with start(home, "--port", "0") as app:
        told = said(app, "Data: ")
        address = re.search(r"Dashboard: (\S+)", told)[1]
        assert f"대시보드: {address}" in told
        assert f"데이터: {home}" in told
        with urlopen(f"{address}ko/", timeout=30) as answer:
            assert answer.status == 200
            assert "Server" not in answer.headers
        app.send_signal(signal.SIGINT)
        rest, errors = app.communicate(timeout=30)
    assert (app.returncode, rest, errors) == (0, "", "")


def test_a_port_in_use_is_one_sentence_in_each_language(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with start(home, "--port", str(port)) as app:
            out, errors = app.communicate(timeout=60)
    assert (app.returncode, out) == (2, "")
    assert errors.splitlines() == [
        f"포트 {port}은(는) 다른 프로그램이 쓰고 있습니다. 그 프로그램을 끝내거나 --port로 다른 번호를 고르십시오.",
        f"Port {port} is used by another program; end that program or choose another number with --port.",
    ]


def test_an_address_that_cannot_be_had_is_said(home):
    with start(home, "--host", "192.0.2.1", "--port", "0") as app:
        errors = app.communicate(timeout=60)[1]
    assert app.returncode == 2
    assert "Cannot listen on 192.0.2.1:0" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("port", ["-1", "65536", "http", "80.5", "٣"])
def test_a_port_that_is_none_is_said(home, port):
    with start(home, f"--port={port}") as app:
        errors = app.communicate(timeout=60)[1]
    assert app.returncode == 2
    assert "a port is a whole number from 0 to 65535" in errors


def test_a_home_that_is_no_folder_serves_pages_that_say_so(tmp_path):
    home = tmp_path / "home"
    home.write_text("not a folder")
    with start(home, "--port", "0") as app:
        address = re.search(r"Dashboard: (\S+)", said(app, "Data: "))[1]
        with urlopen(f"{address}en/", timeout=30) as answer:
            assert "No data yet" in answer.read().decode()
        app.send_signal(signal.SIGINT)
        errors = app.communicate(timeout=30)[1]
    assert "Starting without data" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "127.0.0.1"), ("::1", "[::1]")],
)
def test_the_address_printed_is_one_that_this_computer_reaches(host, address):
    assert reachable(host) == address
