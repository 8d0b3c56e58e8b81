"""The sentences of the command line, in Korean and English, by their key in words.toml."""

import locale
import os
import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("ko", "en")


def say(lang: str, key: str, **fields) -> str:
    """The sentence of that key with its fields filled in."""
    return words()[key][lang].format(**fields)


def spoken() -> str:
    """The language of this person's system: Korean or, for every other, English."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ko" if (named or locale.getlocale()[0] or "").lower().startswith("ko") else "en"


@cache
def words() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        return tomllib.load(file)
