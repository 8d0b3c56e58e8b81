"""The labels of a table's rows or columns, read as one axis: names, periods, units, totals, footnote marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.tables import ages, measures, places, units
from data.tables.named_periods import Context, period
from data.tables.parts import parts
from data.tables.periods import axis as period_axis
from data.tables.periods import expects
from data.tables.spans import Period
from data.tables.text import key, labels, undoubled
from data.tables.units import Unit

# The administrative code that population tables hang on a region: `서울특별시  (1100000000)`.
_OFFICIAL = re.compile(r"\s*\(\d{10}\)$")
# A year that is provisional, revised or estimated: `2024p`, `2023r)`.
_STATUS = re.compile(r"(?:19|20)\d\d\s*([pre])\)?$")
_FINANCIAL = re.compile(r"financial|fiscal|회계", re.I)
_FINANCIAL = re.compile(r"financial|fiscal|회계", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
# The base of a rate in brackets: `犯罪率 (件/十萬人口)`.
_EACH = re.compile(r"^[^/]*/")
_PER = re.compile(r".+[(（]\s*([^()（）]*/[^()（）]*)[)）]")
# A longer label is a sentence and ends in no unit.
_LONGEST = 300
# Beyond so many labels only the different ones are read; an axis so long repeats its periods.
_LONG = 2_000


@dataclass(frozen=True)
class Item:
    """What one label says; `labels` are its names without period and unit, joined ones apart; `said` is it all."""

    labels: tuple[str, ...] = ()
    period: Period | None = None
    unit: Unit | None = None
    total: bool = False
    marks: tuple[str, ...] = ()
    said: str = ""


NOTHING = Item()


@dataclass(frozen=True)
class Says:
    """What stands around an axis: the sheet's calendar, its explained footnote marks, the axis's heading."""

    context: Context
    notes: frozenset[str] = frozenset()
    heading: str = ""
    # Below or beside a heading that can only be that of periods, bare numbers are periods.
    periods: bool = False


def read_axis(texts: Sequence[str], says: Says) -> list[Item]:
    """One Item for each text, each read in the light of the others; blanks say nothing."""
    distinct = list(dict.fromkeys(undoubled(texts) if len(texts) <= _LONG else texts))
    plain = [text for text in distinct if text]
    split = [_unit_apart(text, says.notes) for text in plain]
    named = labels([name for name, _ in split], says.notes)
    named_as = expects(says.heading)
    years = named_as in ("day", "month", "quarter") and all(_YEAR.fullmatch(one.text) for one in named)
    context = replace(says.context, expects="year" if years else named_as)
    about_ages = _about_ages([one.text for one in named], says.heading)
    found = (
        [None] * len(plain) if about_ages else _periods([one.text for one in named], context, says.periods)
    )
    if _FINANCIAL.search(says.heading):
        found = [one and replace(one, own=one.kind == "quarter") for one in found]
    total = measures.totals([one.text for one in named])
    items = {
        text: _item(one, when, unit, sums, context, about_ages)
        for text, one, when, (_, unit), sums in zip(plain, named, found, split, total, strict=True)
    }
    made = [items.get(text, NOTHING) for text in (undoubled(texts) if len(texts) <= _LONG else texts)]
    return _in_order(texts, made, context, says.periods) if len(texts) <= _LONG and not about_ages else made


def _unit_apart(text: str, notes: frozenset[str]) -> tuple[str, Unit | None]:
    """A label and its unit; the base of a rate stays in the label, where it is read."""
    if len(text) > _LONGEST:
        return text, None
    text = _OFFICIAL.sub("", text)
    if (hung := re.fullmatch(r"(.*\d)\((\w)\)", text)) and hung[2] in notes:
        text = hung[1]
    if (base := _PER.fullmatch(text)) and (
        rate := units.unit(base[1]) or units.unit(_EACH.sub("每", base[1]))
    ):
        return text, rate
    name, unit = units.split(text)
    return (text, unit) if unit and unit.per else (name, unit)


def _about_ages(texts: list[str], heading: str) -> bool:
    if expects(heading):
        return False
    if ages.heading(heading):
        return not all((one := period(text)) and not one.bare for text in texts)
    found = [one for one in ages.axis(texts) if one]
    sure = [one for one in found if one.kind == "band" and not one.bare]
    return len(sure) > 1 and len(found) * 2 >= len(texts)


def _periods(texts: list[str], context: Context, sure: bool) -> list[Period | None]:
    found = period_axis([_once(text, context) for text in texts], context) if texts else []
    return [one if one is None or not one.bare or sure else None for one in found]


def _once(text: str, context: Context) -> str:
    """A year written twice, in two countries' counts: `民國104年 2015`."""
    before, _, after = text.rpartition(" ")
    one, other = (period(part, context) for part in (before, after))
    return (
        before
        if one and other and not one.bare and one.start == other.start and one.end == other.end
        else text
    )


def _in_order(texts: Sequence[str], items: list[Item], context: Context, sure: bool) -> list[Item]:
    """Months without a year, which only the labels before them place, read once more in their order."""
    if not any(one.period and one.period.start is None for one in items):
        return items
    names = [units.split(text)[0] for text in texts]
    again = _periods(names, context, sure)
    return [
        replace(item, period=when) if item.period and when and when.start else item
        for item, when in zip(items, again, strict=True)
    ]


def _item(one, when: Period | None, unit, sums: str | None, context: Context, about_ages: bool) -> Item:
    name = one.text
    if when is not None:
        status = _STATUS.search(name)
        return Item((), when, unit, False, (*one.marks, *(status[1] if status else ())), name)
    if sums:
        rest = None if about_ages else period(sums, context)
        if rest and not (rest.bare and rest.kind != "year"):
            label = name.replace(sums, "").strip(" _-,:") or name
            return Item((label,), rest, unit, True, one.marks, name)
    pieces = [piece for part in (_dated(name, context) or parts(name)) for piece in _measured(part)]
    if name.isascii() and measures.total(pieces[0]) == "":
        pieces = [name]
    said = [None if about_ages else period(piece, context) for piece in pieces] if len(pieces) > 1 else [None]
    named = tuple(
        piece
        for piece, when in zip(pieces, said, strict=True)
        if when is None or (when.bare and when.kind != "year")
    )
    when = next((one for one in said if one and not (one.bare and one.kind != "year")), None)
    summed = sums is not None or any(
        measures.total(piece.split(",")[0].split(" ")[0]) == "" for piece in pieces
    )
    age = ages.age(name, below_ages=True) if about_ages else None
    summed = summed or bool(age and age.kind == "total")
    found = (found for piece in (name, *reversed(pieces)) if (found := _heading_unit(piece)))
    return Item(named, when, unit or next(found, None), summed, one.marks, name)


def _dated(name: str, context: Context) -> tuple[str, str] | None:
    """A label that begins or ends with its year: `2024p) 구성비`, `피해자 2023년`."""
    for before, after in (name.split(" ", 1), name.rsplit(" ", 1)) if " " in name else ():
        for year in (before, after):
            found = period(year, context) if re.match(r"'?\d{2,4}", year) else None
            if found and found.kind == "year" and (not found.bare or re.match(r"(?:19|20)\d\d(?!\d)", year)):
                return before, after
    return None


def _measured(name: str) -> tuple[str, ...]:
    """A label parted from the measure that ends or begins it: `카메라 등 이용촬영 발생`, `살인(발생)`."""
    found = measures.measure(name)
    if found is None or not found.rest or found.rest not in name:
        return (name,)
    before, after = (side.strip(" _-/:()[]") for side in name.split(found.rest, 1))
    return tuple(filter(None, (before, found.rest, after)))


def _heading_unit(name: str) -> Unit | None:
    """The unit that a heading names by itself, not the one that 일, n, 10대 or 인천 seem to name."""
    if len(key(name)) < 2 and name not in ("%", "명", "건"):
        return None
    found = units.unit(name)
    other = re.fullmatch(r"\d+\s*\S{0,2}", name) or places.place(name) or ages.age(name) or name.isdecimal()
    return None if found is None or (other and found.per is None) else found
