"""TOML tables into the catalogue's dataclasses, collecting every fault in place of stopping at the first."""

import tomllib
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from datetime import date
from functools import cache
from pathlib import Path

LANGUAGES = {"ko": "Korean", "en": "English"}
EMPTY = {
    "str": "",
    "bool": False,
    "date": date.min,
    "Text": dict.fromkeys(LANGUAGES, ""),
    "tuple[str, ...]": (),
    "dict[str, Code]": {},
}


def table(folder: Path, name: str, problems: list[str]) -> dict:
    """The TOML file `name` of `folder` as a dict, empty when it cannot be read."""
    try:
        return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        problems.append(f"{name}.toml: cannot be read: {error}")
        return {}


def entry(kind: type, id: str, values: object, place: str, problems: list[str], nested: dict[str, type]):
    """One dataclass from one TOML table, checked against the annotations of `kind`.

    A faulty field is reported and stands empty, so that later checks still find the entry under its id.
    """
    if not isinstance(values, dict):
        problems.append(f"{place}: expected a table")
        values = {}
    made = {}
    known = _fields(kind)
    if "id" in kind.__dataclass_fields__:
        made["id"] = id
    strangers = sorted(values.keys() - known.keys())
    problems += [f"{place}: {name} is not a field of {kind.__name__}" for name in strangers]
    for name, field in known.items():
        if name not in values:
            if field.default is MISSING and field.default_factory is MISSING:
                problems.append(f"{place}: {name} is missing")
                made[name] = EMPTY[field.type]
            continue
        made[name] = _value(field.type, values[name], f"{place} {name}", problems, nested)
    return kind(**made)


@cache
def _fields(kind: type) -> dict[str, Field]:
    return {field.name: field for field in fields(kind) if field.name != "id"}


def _value(wanted: str, value: object, place: str, problems: list[str], nested: dict[str, type]):
    if wanted.startswith("dict[str, ") and (inner := nested.get(wanted[10:-1])):
        if isinstance(value, dict):
            return {
                id: entry(inner, id, each, f"{place}.{id}", problems, nested) for id, each in value.items()
            }
        problems.append(f"{place}: expected a table of entries")
        return {}
    if wanted.startswith("tuple[") and (inner := nested.get(wanted[6:-6])):
        if isinstance(value, list):
            return tuple(entry(inner, "", each, place, problems, nested) for each in value)
        problems.append(f"{place}: expected a list of entries")
        return ()
    plain = wanted.removesuffix(" | None")
    try:
        return READERS[plain](value)
    except ValueError as error:
        problems.append(f"{place}: {error}")
        return EMPTY.get(plain)


def text(value: object) -> dict[str, str]:
    """Words in both languages; raises ValueError naming the language that is missing."""
    if not isinstance(value, dict):
        raise ValueError("expected a table with ko and en")
    missing = [LANGUAGES[lang] for lang in LANGUAGES if not str(value.get(lang, "")).strip()]
    if missing:
        raise ValueError(f"has no {' and no '.join(missing)}")
    if others := sorted(value.keys() - LANGUAGES):
        raise ValueError(f"has languages that the dashboard does not speak: {', '.join(others)}")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise ValueError("expected a list of words")
    repeated = sorted({each for each in value if value.count(each) > 1})
    if repeated:
        raise ValueError(f"names twice: {', '.join(repeated)}")
    return tuple(value)


def _pairs(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise ValueError("expected a table of words")
    return value


def _exactly(kind: type, words: str) -> Callable[[object], object]:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise ValueError(f"expected {words}, found {value!r}")
        return value

    return read


READERS = {
    "str": _exactly(str, "text"),
    "int": _exactly(int, "a whole number"),
    "bool": _exactly(bool, "true or false"),
    "date": _exactly(date, "a date without quotes (2024-08-28)"),
    "Text": text,
    "tuple[str, ...]": _strings,
    "dict[str, str]": _pairs,
}
