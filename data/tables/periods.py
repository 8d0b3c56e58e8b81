"""Reference periods as tables write them: of one text, of a row or column of labels, of a whole sheet."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from data.tables.calendars import context, expects, mentioned
from data.tables.named_periods import PLAIN, Context, period
from data.tables.numbers import number
from data.tables.spans import Period, months, serial, within

__all__ = ["Context", "Period", "axis", "context", "expects", "mentioned", "period", "serial", "within"]


def axis(texts: Sequence[str], context: Context = PLAIN) -> list[Period | None]:
    """The periods of one row or column of labels, in its order, each read in the light of the others.

    `2011-12` is a year if `2012-13` stands beside it, a month if `2011-10` does. Bare numbers are years once
    they run on or repeat and no other number stands among them. A month without year follows the one before.
    Days that are all the first of their month, and step by months or years, are those months or years.
    """
    found = _chosen(_ordered(texts, [period(text, context) for text in texts]))
    return _coarser(_followed(_trusted(texts, found)))


def _ordered(texts: Sequence[str], found: list[Period | None]) -> list[Period | None]:
    """Days such as 3/4/2024 read in the order that the others show: after 4/30/2024 the month comes first."""
    numbers = [re.match(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}", text) for text in texts]
    places = {
        1 if int(match[2]) > 12 else 2
        for match in numbers
        if match and max(int(match[1]), int(match[2])) > 12
    }
    if len(places) != 1:
        return found
    place = places.pop()
    return [
        next(day for day in one.choices if day.start.month == int(match[place]))
        if one and match and one.choices
        else one
        for one, match in zip(found, numbers, strict=True)
    ]


def _chosen(found: list[Period | None]) -> list[Period | None]:
    open_ones = {one.year for one in found if one and one.lacks == "choice" and not one.kind}
    known = {one.kind for one in found if one and one.lacks != "choice"}
    if "straddle" in known or (len(open_ones) > 1 and "month" not in known):
        place = 1
    elif "month" in known:
        place = 0
    else:
        return found
    return [
        replace(one.choices[place], bare=one.bare, stock=one.stock)
        if one and one.lacks == "choice" and not one.kind and one.year
        else one
        for one in found
    ]


def _trusted(texts: Sequence[str], found: list[Period | None]) -> list[Period | None]:
    """The same with bare numbers believed where they cannot well be counts."""
    if any(one is None and number(text) for text, one in zip(texts, found, strict=True)):
        return found
    bare = [one for one in found if one and one.bare]
    years = [one.year or 0 for one in bare]
    gaps = {later - earlier for earlier, later in pairwise(sorted(set(years)))}
    runs = gaps <= {1} or years in (sorted(years), sorted(years, reverse=True)) or bare[0].kind == "straddle"
    sure = any(one and not one.bare for one in found)
    believed = sure or (len(bare) > 1 and len({one.kind for one in bare}) == 1 and runs)
    return [one and replace(one, bare=one.bare and not believed) for one in found]


def _followed(found: list[Period | None]) -> list[Period | None]:
    last, made = None, []
    for one in found:
        if one and one.lacks == "year" and one.months and last and last.kind == one.kind:
            year = last.start.year + (one.first <= last.start.month)
            one = replace(months(year, one.first, one.months), stock=one.stock)
        if one and one.start:
            last = one
        made.append(one)
    return made


def _coarser(found: list[Period | None]) -> list[Period | None]:
    days = [one.start for one in found if one and one.kind == "day" and one.start]
    starts = sorted(set(days))
    if len(starts) < 2 or any(day.day != 1 for day in starts):
        return found
    places = [day.year * 12 + day.month for day in starts]
    steps = {later - earlier for earlier, later in pairwise(places)}
    count = steps.pop() if len(steps) == 1 else 0
    if count == 12 and starts[0].month != 1:
        count = 1
    if count not in (1, 3, 12) or (count > 1 and starts[0].month % count != 1):
        return found
    return [
        replace(months(one.start.year, one.start.month, count), stock=one.stock)
        if one and one.kind == "day" and one.start
        else one
        for one in found
    ]
