"""The real app in a real browser: `python -m dashboard` on a free port, Chromium or Chrome, axe-core."""

import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# axe-core 4.14.1 (npm, MPL-2.0) is no Python package, so the file lies here with its licence.
AXE = (HERE / "axe/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The first start builds a release: pandas and statsmodels on a slow machine take their time.
START = 180
# A page takes a second; a machine that does ten other things may need this many.
PATIENCE = 60
left_out = pytest.StashKey[list[str]]()


def executable() -> str | None:
    """Chromium or a browser of its family: the one that CHROMIUM names, else an installed one."""
    if named := os.environ.get("CHROMIUM"):
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).exists()), None)


def required() -> bool:
    return os.environ.get("BROWSER_TESTS") == "required"


def pytest_collection_modifyitems(config, items):
    """Without a browser the tests that need one are deselected and named, unless they are required."""
    own = [item for item in items if HERE in item.path.parents]
    for item in own:
        item.add_marker("browser")
    if executable() or required() or not own:
        return
    config.hook.pytest_deselected(items=own)
    items[:] = [item for item in items if item not in own]
    config.stash[left_out] = sorted({item.originalname for item in own})


def pytest_terminal_summary(terminalreporter, config):
    if names := config.stash.get(left_out, []):
        terminalreporter.section("left out", yellow=True)
        terminalreporter.line(
            "No Chromium or Chrome was found, so these browser tests did not run; install one or set CHROMIUM "
            f"to its path: {', '.join(names)}"
        )


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> str:
    """The address of the app, started as a reader of the README starts it, with a home of its own."""
    home = tmp_path_factory.mktemp("home")
    environment = os.environ | {"DASHBOARD_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "dashboard", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as app:
        # The end of what it says is an empty line without an end.
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: [*map(lines.put, app.stdout), lines.put("")], daemon=True).start()
        try:
            found = ready(lines)
            with urlopen(f"{found}/api/v1/releases", timeout=30) as answer:
                assert json.load(answer)["releases"], "the app runs, but its store holds no release"
            yield found
        finally:
            app.terminate()


def ready(lines: "queue.Queue[str]") -> str:
    """The address that the app prints when it can be read."""
    said = []
    while True:
        try:
            said.append(lines.get(timeout=START))
        except queue.Empty:
            said.append("")
        if not said[-1]:
            pytest.fail(f"The app printed no address within {START} s; it said:\n{''.join(said)}")
        if found := re.search(r"Dashboard: (http://\S+)/", said[-1]):
            return found[1]


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    path = executable()
    if path is None:
        pytest.fail(
            "BROWSER_TESTS=required, but no Chromium or Chrome was found; install one or set CHROMIUM."
        )
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def bare_page(browser):
    """Makes a page of a width that nobody listens to, for what is meant to go wrong or must be prepared."""
    contexts = []

    def make(width: int):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}))
        contexts[-1].set_default_timeout(PATIENCE * 1000)
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(browser, address):
    """Opens pages and, at the end, fails if one of them complained: an error, a CSP violation, a stranger.

    `hold`: an address pattern and what to do with the requests for it; `alive` False does not wait for Dash.
    """
    contexts, complaints = [], []

    def visit(path, *, width=1440, height=900, status=200, scripts=True, alive=True, hold=None, **options):
        def complain(message) -> None:
            # The browser calls a page that is rightly a 404 an error.
            expected = status != 200 and message.location["url"].startswith(address + path)
            if message.type == "error" and not expected:
                complaints.append(message.text)

        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, **options
        )
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: strangers(request.url, address, complaints))
        if hold:
            page.route(*hold)
        answer = page.goto(address + path, wait_until="load" if alive else "commit")
        assert answer.status == status
        if scripts and alive and status == 200:
            live(page)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not complaints


def strangers(url: str, address: str, complaints: list[str]) -> None:
    if not url.startswith((address, "data:", "blob:")):
        complaints.append(f"asked a stranger: {url}")


def live(page) -> None:
    """Wait until Dash has taken the page over, or the next page is there."""
    page.wait_for_selector("#snap", state="detached")


def until(page, condition: str, argument=None) -> None:
    """Wait until a function of the page returns true; Playwright's own wait needs eval, which the CSP forbids."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(condition, argument):
        if time.monotonic() > end:
            pytest.fail(f"not within {PATIENCE} s: {condition} ({argument}) at {page.url}")
        page.wait_for_timeout(50)


@pytest.fixture
def axe():
    """What axe-core calls serious or critical on a page, one line a fault; assert that it is empty."""

    def check(page) -> list[str]:
        page.evaluate(AXE)
        found = page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )
        return [
            f"{fault['id']}: {fault['help']} — {node['html'][:160]}"
            for fault in found["violations"]
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]

    return check
