"""Dates whose year, month and day stand in columns of their own."""

import re
from dataclasses import dataclass

import numpy as np

from data.counting import days, headings
from data.counting.columns import Column
from data.counting.tokens import century, token
from data.ingest.dates import MONTHS
from data.tables.text import key


@dataclass(frozen=True)
class Pieces:
    """Columns that make up one date, the year first; `part` of each: year, month, day or monthday."""

    columns: tuple[Column, ...]
    parts: tuple[str, ...]


# A column of months, days or years has few values, and telling so is quick.
_MOST_VALUES = 2_000


def year(column: Column, heading: str) -> np.ndarray | None:
    """The year of each value of a column of years, NaN where it is none; None for another column."""
    if headings.part(heading) != "year" or len(column.texts) > _MOST_VALUES:
        return None
    said = [_year(text) for text in column.texts]
    found = np.array([one if one is not None else np.nan for one in said])
    # Below 200 only years of the republic are written with three figures, and then all of the column are.
    if (found[~np.isnan(found)] >= 100).any() and (found < 200).any():
        found = np.where(found < 200, found + 1911, found)
    elif (found < 100).any():
        found = np.where(found < 100, [np.nan if n != n else century(int(n) % 100) for n in found], found)
    good = (found >= 1900) & (found < 2100)
    return np.where(good, found, np.nan) if _most(column, good) else None


def found(columns: list[Column], names: dict[int, str]) -> list[Pieces]:
    """The dates in pieces of a list: a year with the month, the day or both that go with its heading."""
    years = [column for column in columns if year(column, names[column.position]) is not None]
    made = []
    for column in years:
        near = sorted(columns, key=lambda other: abs(other.position - column.position))
        near = [other for other in near if other is not column and _together(column, other, names)]
        month = next((other for other in near if _fits(other, names, "month")), None)
        day = next((other for other in near if _fits(other, names, "day")), None)
        joined = next((other for other in near if _fits(other, names, "monthday")), None)
        if month is not None:
            parts = [column, month, day] if day is not None else [column, month]
            made.append(Pieces(tuple(parts), ("year", "month", "day")[: len(parts)]))
        elif joined is not None:
            made.append(Pieces((column, joined), ("year", "monthday")))
    return made


def read(
    pieces: Pieces, names: dict[int, str], rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First day, last day and state of each of these rows; without a day, as in 1200, the month is meant."""
    worth = {}
    for column, part in zip(pieces.columns, pieces.parts, strict=True):
        values = year(column, names[column.position]) if part == "year" else _values(column, part)
        worth[part] = np.append(values, 0)[column.over(rows)]
    if "monthday" in worth:
        worth["month"], worth["day"] = np.divmod(worth.pop("monthday"), 100)
    day = worth.get("day", np.zeros(len(rows)))
    starts, ends = days.periods(worth["year"], np.where(worth["month"] == 0, np.nan, worth["month"]), day)
    unknown = (worth["year"] == 0) | (worth["month"] == 0)
    states = np.where(np.isnat(starts), np.where(unknown, days.UNKNOWN, days.UNREADABLE), days.DATED)
    return starts, ends, states


def kind(pieces: Pieces, names: dict[int, str]) -> str:
    """What happened on the date, as the first of its headings that says so has it."""
    return next(filter(None, (headings.kind(names[column.position]) for column in pieces.columns)), "")


def _together(column: Column, other: Column, names: dict[int, str]) -> bool:
    """Whether a year and another column are of one date; a year that says no more goes with any."""
    one, two = names[column.position], names[other.position]
    return headings.stem(one) == headings.stem(two) or headings.kind(one) in (headings.kind(two), "")


def _fits(column: Column, names: dict[int, str], part: str) -> bool:
    heading = names[column.position]
    if len(column.texts) > _MOST_VALUES:
        return False
    if part == "monthday":
        if not headings.speaks_of("date", heading) and "data" not in headings.words(heading):
            return False
    elif headings.part(heading) != part:
        return False
    values = _values(column, part)
    limits = {"month": (1, 12), "day": (1, 31), "monthday": (100, 1231)}[part]
    good = (values >= limits[0]) & (values <= limits[1])
    if part == "monthday":
        good &= (values % 100 <= 31) & (values // 100 <= 12)
    return _most(column, good)


def _most(column: Column, good: np.ndarray) -> bool:
    weights = column.weights
    known = np.array([not days.blank(text) for text in column.texts], bool)
    return weights[good & known].sum() > 0 and weights[good].sum() >= 0.9 * weights[known].sum()


def _values(column: Column, part: str) -> np.ndarray:
    return np.array([_value(text, part) for text in column.texts], float)


def _value(text: str, part: str) -> float:
    if key(text) in headings.UNKNOWN or days.blank(text):
        return 0
    if part == "monthday":
        found = token(text)
        if found is not None and found.form == "monthday":
            return found.numbers[0] * 100 + found.numbers[1]
    plain = text.strip().casefold().rstrip("월日일月.").strip()
    if part == "month" and plain[:3] in MONTHS:
        return MONTHS.index(plain[:3]) + 1
    plain = plain.removesuffix(".0")
    return float(plain) if plain.isdecimal() and len(plain) < 5 else np.nan


def _year(text: str) -> int | None:
    match = re.fullmatch(r"(?:民國|민국|')?\s*(\d{2,4})(?:\.0)?\s*(?:年度?|년도?|年份|y)?", text.strip())
    return int(match[1]) if match else None
