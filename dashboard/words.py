"""Words, numbers and dates as a reader of Korean or of English expects them; nothing else formats."""

import calendar
import math
import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from analysis.windows import Window

TEXT = Path(__file__).parent / "text"
# What a measured or computed value is worth; counts have none.
DECIMALS = {
    "percent": 1,
    "percent_per_year": 1,
    "points": 1,
    "ratio": 2,
    "per_day": 2,
    "per_month": 2,
    "per_100k": 1,
}


class MissingWord(LookupError):
    """A text is not as asked for; `code` is `missing_word`, `missing_field` or `double_word`."""

    def __init__(self, code: str, key: str, lang: str, detail: str):
        super().__init__(f"{key} ({lang}): {detail}")
        self.code, self.key, self.lang = code, key, lang


@dataclass(frozen=True, eq=False)
class Words:
    """The texts of one language and its ways of writing numbers, dates and windows."""

    lang: str
    texts: dict = field(repr=False)

    def w(self, key: str, **fields) -> str:
        """The text under a dotted key with its fields filled in. Raises MissingWord."""
        text = self.texts.get(key)
        if not isinstance(text, str):
            raise MissingWord(
                "missing_word", key, self.lang, "no such text in the folder of the language; add it."
            )
        try:
            return text.format(**fields)
        except KeyError as error:
            raise MissingWord("missing_field", key, self.lang, f"the text needs the field {error}.") from None

    def has(self, key: str) -> bool:
        return key in self.texts

    def number(self, value: float, decimals: int = 0, sign: bool = False) -> str:
        """Thousands commas, rounded half up, a real minus sign; `sign` also writes a plus."""
        if math.isinf(value):
            return self.w("format.infinite")
        rounded = half_up(value, decimals)
        mark = self.w("format.minus") if rounded < 0 else "+" if sign and rounded > 0 else ""
        return f"{mark}{abs(rounded):,.{decimals}f}"

    def count(self, value: float, unit: str) -> str:
        form = "one" if half_up(value, 0) == 1 else "other"
        return self.w(f"count.{unit}.{form}", number=self.number(value))

    def percent(self, value: float, sign: bool = False) -> str:
        """`value` is in percent: 73.6 means 73.6 %."""
        return self.w("format.percent", number=self.number(value, 1, sign))

    def points(self, value: float) -> str:
        """A difference of two shares, always signed."""
        form = "point" if abs(half_up(value, 1)) == 1 else "points"
        return self.w(f"format.{form}", number=self.number(value, 1, sign=True))

    def ratio(self, value: float) -> str:
        return self.w("format.ratio", number=self.number(value, 2))

    def times(self, value: float, decimals: int | None = None) -> str:
        """A factor beside a mark (×1.25); as many decimals as it has, unless given."""
        number = f"{value:g}" if decimals is None else self.number(value, decimals)
        return self.w("format.times", number=number)

    def rate(self, value: float, unit: str = "") -> str:
        """Events a day; with the word of the unit counted where `unit` names it."""
        number = self.number(value, 2)
        return self.w("format.rate", number=self.w(f"count.{unit}.other", number=number) if unit else number)

    def value(self, value: float, unit: str) -> str:
        """A value in its unit, the word of the unit with it."""
        special = {
            "percent": self.percent,
            "percent_per_year": lambda v: self.w(
                "format.percent_per_year", number=self.number(v, 1, sign=True)
            ),
            "points": self.points,
            "ratio": self.ratio,
            "per_day": self.rate,
            "per_100k": lambda v: self.w("format.per_100k", number=self.number(v, 1)),
            "per_month": lambda v: self.w("format.per_month", number=self.number(v, 2)),
        }
        return special[unit](value) if unit in special else self.count(value, unit)

    def bare(self, value: float, unit: str) -> str:
        """A value without the word of its unit (a percent sign stays), where the axis names the unit."""
        number = self.number(value, DECIMALS.get(unit, 0))
        return self.w("format.percent", number=number) if unit.startswith(("percent", "point")) else number

    def on_axis(self, value: float, unit: str) -> str:
        """A round value at a tick."""
        number = self.number(value, 0 if value == int(value) else 2 if value < 0.1 else 1)
        return self.w("format.percent", number=number) if unit == "percent" else number

    def range(self, lower: float, upper: float, unit: str) -> str:
        return self.w("format.range", lower=self.bare(lower, unit), upper=self.bare(upper, unit))

    def interval(self, lower: float, upper: float, unit: str) -> str:
        """The interval beside its value, in brackets and without the sign of the unit."""
        lower, upper = (self.number(bound, DECIMALS.get(unit, 0)) for bound in (lower, upper))
        return self.w("format.interval", lower=lower, upper=upper)

    def interval_spoken(self, lower: float, upper: float, unit: str) -> str:
        return self.w("format.interval_spoken", lower=self.bare(lower, unit), upper=self.bare(upper, unit))

    def date(self, day: date) -> str:
        return self.w("format.day", **self._day(day))

    def partial(self, text: str) -> str:
        """An ISO date of any precision: 2024, 2024-08 or 2024-09-11; "" stays ""."""
        if not text:
            return ""
        year, month, day = (*text[:10].split("-"), "", "")[:3]
        precision = "day" if day else "month" if month else "year"
        day = date(int(year), int(month or 1), int(day or 1))
        return self.w(f"format.{precision}", **self._day(day))

    def window(self, window: Window, kind: str = "") -> str:
        """The usual name of a window that has one (a year, a quarter, whole months), else its days."""
        if window.start == window.end:
            day = self.date(window.end)
            return self.w("format.on_day", date=day) if kind == "point" else day
        name = named(window)
        if name != "days":
            return self.w(f"format.{name}", **self._ends(window, "long"))
        start, end = self.date(window.start), self.date(window.end)
        if window.start.year != window.end.year:
            return self.w("format.days_apart", first=start, last=end)
        # The year is written once, where the language puts it: before the first day or after the last.
        if self.lang == "ko":
            end = self.w("format.day_in_year", **self._day(window.end))
        else:
            start = self.w("format.day_in_year", **self._day(window.start))
        return self.w("format.days", first=start, last=end)

    def tick(self, window: Window, kind: str = "") -> str:
        """The window on an axis: one or two short lines parted by <br>, the year on a line of its own."""
        name = named(window)
        if name in ("year", "years", "months_apart"):
            return self.w(f"tick.{name}", **self._ends(window, "short"))
        year = self.w("tick.year", year=window.end.year)
        if name != "days":
            own = self.w(f"tick.{name}", **self._ends(window, "short"))
            # Months and quarters come in rows, under which the year is written once.
            return f"{own}<br>{year}" if name in ("month", "quarter") else f"{year}<br>{own}"
        day = self.tick_day(window.end)
        if kind == "point" or window.start == window.end:
            return f"{year}<br>{day}"
        if window.start == date(window.end.year, 1, 1):
            return f"{year}<br>{self.w('tick.until', day=day)}"
        return self.w("tick.days", first=self.tick_date(window.start), last=self.tick_date(window.end))

    def tick_date(self, day: date) -> str:
        return self.w("tick.date", **self._day(day, "short"))

    def tick_day(self, day: date) -> str:
        return self.w("tick.day", **self._day(day, "short"))

    def tick_month(self, day: date) -> str:
        return self.w("tick.month", **self._day(day, "short"))

    def _day(self, day: date, form: str = "long") -> dict:
        month = self.texts[f"month.{form}"][day.month - 1]
        return {"year": day.year, "month": month, "month_number": day.month, "day": day.day}

    def _ends(self, window: Window, form: str) -> dict:
        first, last = self._day(window.start, form), self._day(window.end, form)
        pairs = {f"first_{key}": part for key, part in first.items()}
        pairs |= {f"last_{key}": part for key, part in last.items()}
        return last | pairs | {"quarter": quarter(window.end)}


def half_up(value: float, decimals: int) -> Decimal:
    """Round half away from zero, after taking off the binary noise of a float (6.249999999999 is 6.25)."""
    clean = Decimal(repr(float(value))).quantize(Decimal("1e-9"), ROUND_HALF_UP)
    rounded = clean.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def quarter(day: date) -> int:
    return (day.month + 2) // 3


def named(window: Window) -> str:
    """Which name a window has: year, years, quarter, month, months, months_apart, or days."""
    start, end = window.start, window.end
    if start.day != 1 or end.day != calendar.monthrange(end.year, end.month)[1]:
        return "days"
    if (start.month, end.month) == (1, 12):
        return "year" if start.year == end.year else "years"
    if start.year != end.year:
        return "months_apart"
    if start.month == end.month:
        return "month"
    return "quarter" if end.month == start.month + 2 and start.month % 3 == 1 else "months"


def flatten(tree: dict, prefix: str = "") -> dict:
    flat = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        flat |= flatten(value, f"{name}.") if isinstance(value, dict) else {name: value}
    return flat


@cache
def words(lang: str) -> Words:
    """The words of a language, from every file of its folder. Raises MissingWord for a key given twice."""
    texts = {}
    for path in sorted((TEXT / lang).glob("*.toml")):
        found = flatten(tomllib.loads(path.read_text(encoding="utf-8")))
        for key in found.keys() & texts.keys():
            raise MissingWord("double_word", key, lang, f"given again in {path.name}; keep one.")
        texts |= found
    return Words(lang, texts)
