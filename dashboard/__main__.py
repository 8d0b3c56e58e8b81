"""`python -m dashboard`: build the first release if there is none, then serve until interrupted."""

import argparse
import errno
import logging
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from waitress import create_server

from dashboard import bundles
from dashboard.app import after_first_answer, create_app
from dashboard.view import LANGUAGES
from dashboard.words import words
from data import releases
from data.errors import StoreError

# Readers of one page ask for about ten files at once; each answer takes milliseconds.
THREADS = 8
# Waitress refuses a larger body itself, before our own limit and headers; nobody sends a megabyte here.
BODY_CEILING = 1024 * 1024


def main(arguments: list[str]) -> int:
    """Serve; 0 when stopped, 2 when the address cannot be had."""
    asked = _parser().parse_args(arguments)
    home = asked.home or releases.home()
    store = releases.Store(home)
    app = create_app(store)
    after_first_answer(app, lambda: warm(app))
    # The port before the data: who cannot listen need not wait for a release to be built.
    try:
        server = create_server(
            app.server,
            host=asked.host,
            port=asked.port,
            threads=THREADS,
            ident="",
            max_request_body_size=BODY_CEILING,
            # A reverse proxy on this computer says which host and scheme its readers used.
            trusted_proxy="127.0.0.1",
            trusted_proxy_headers={"x-forwarded-proto", "x-forwarded-host"},
            clear_untrusted_proxy_headers=True,
        )
    except (OSError, ValueError) as error:
        tell(refusal(error), sys.stderr, host=asked.host, port=asked.port, reason=error)
        return 2
    prepare(store)
    tell("ready", sys.stdout, address=f"http://{reachable(asked.host)}:{_port(server)}/")
    tell("place", sys.stdout, place=home)
    server.run()
    return 0


def prepare(store: releases.Store) -> None:
    """Build release 1 at the first start; without one the pages say that there is no data yet.

    Reading and fitting take libraries that the server never needs, so a process of its own does it.
    """
    try:
        if store.current() is not None:
            return
        tell("building", sys.stdout)
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
            child.submit(releases.ensure, store).result()
    except StoreError as error:
        print(" / ".join(error.sentence(lang) for lang in LANGUAGES), file=sys.stderr)
        tell("empty", sys.stderr)
    except BrokenProcessPool:
        tell("empty", sys.stderr)


def warm(app) -> None:
    """What the next readers will need: tables in memory, scripts at their smallest."""
    import pandas  # noqa: F401

    bundles.warm(app)


def tell(key: str, stream, **fields) -> None:
    """One message in both languages: at the start nobody has said which one they read."""
    for lang in LANGUAGES:
        print(words(lang).w(f"server.{key}", **fields), file=stream, flush=True)


def refusal(error: Exception) -> str:
    return "taken" if isinstance(error, OSError) and error.errno == errno.EADDRINUSE else "unusable"


def _parser() -> argparse.ArgumentParser:
    def both(key: str) -> str:
        return " / ".join(words(lang).w(f"server.{key}") for lang in LANGUAGES)

    parser = argparse.ArgumentParser("python -m dashboard", description=both("description"))
    parser.add_argument("--host", default="127.0.0.1", help=both("host"))
    parser.add_argument("--port", type=_port_number, default=8050, help=both("port"))
    parser.add_argument("--home", type=Path, metavar="DIR", help=both("home"))
    return parser


def _port_number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) <= 65535):
        both = (words(lang).w("server.port_range", value=value) for lang in LANGUAGES)
        raise argparse.ArgumentTypeError(" / ".join(both))
    return int(value)


def reachable(host: str) -> str:
    """The name under which this computer reaches itself, where it listens on every address."""
    if host in ("0.0.0.0", "::", "*", ""):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _port(server) -> int:
    """The port in use; a name with several addresses listens on each of them."""
    listening = getattr(server, "effective_listen", None)
    return listening[0][1] if listening else server.effective_port


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A console that knows no Hangul shows question marks in place of a traceback.
        stream.reconfigure(errors="replace")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # Waitress warns of each request that waits a moment for a thread; that is what the queue is for.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
