"""The analyst's command line; `python -m data --help` names its commands."""

import argparse
import os
import sys
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

from data import commands
from data.commands.bar import reading_bar
from data.errors import StoreError
from data.ingest.problems import Refused
from data.words import LANGUAGES, say, spoken


def main(arguments: list[str]) -> int:
    """Run one command; 0 done, 1 a reader went away, 2 refused or misused, 130 interrupted."""
    lang = _language(arguments)
    parser = _parser(lang)
    asked = parser.parse_args(arguments, argparse.Namespace(home=None, lang=lang))
    if asked.command == "diff" and len(asked.numbers) not in (0, 2):
        parser.error(say(lang, "diff_usage"))
    # Publishing tells its steps on the same line.
    bar = nullcontext() if asked.command == "publish" else reading_bar(lang)
    try:
        with bar:
            return import_module(f"data.commands.{asked.command}").run(asked)
    except StoreError as error:
        print(error.sentence(lang), file=sys.stderr)
        return 2
    except Refused as refusal:
        for problem in refusal.problems:
            print(problem.sentence(lang), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(say(lang, "interrupted"), file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of a pipe, such as head, has seen enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _language(arguments: list[str]) -> str:
    """The language must be known before the parser is built, since its help is spoken too."""
    first = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    first.add_argument("--lang", choices=LANGUAGES, default=spoken())
    try:
        return first.parse_known_args(arguments)[0].lang
    except argparse.ArgumentError:
        return spoken()


def _parser(lang: str) -> argparse.ArgumentParser:
    def word(key: str) -> str:
        return say(lang, f"help_{key}")

    # Absent options stay absent, so that one given before the command is not overwritten after it.
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--home", type=Path, metavar="DIR", help=word("home"))
    common.add_argument("--lang", choices=LANGUAGES, help=word("lang"))
    parser = argparse.ArgumentParser("python -m data", description=word("data"), parents=[common])
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    for name in commands.NAMES:
        made = subparsers.add_parser(name, help=word(name), description=word(name), parents=[common])
        if name not in commands.WITHOUT_JSON:
            made.add_argument("--json", action="store_true", help=word("json"))
        import_module(f"data.commands.{name}").arguments(made, word)
    return parser


if __name__ == "__main__":
    # Set before numpy loads: the small fits of a publish are several times slower on many BLAS threads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        # A console that knows no Hangul shows question marks in place of a traceback.
        stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
