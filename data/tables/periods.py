"""Reference periods as tables write them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """A period; `start` and `end` are both inside it and None while something is lacking.

    `kind`: year, half, quarter, month, day, straddle (twelve months over two calendar years), span.
    `lacks`: '' or what must come from elsewhere: year (a month without year), first_month (2022-23 of an
    unknown kind of year), choice (several readings, in `choices`). `bare`: only digits stand there, so it may
    as well be a count or a code. `stock`: a state on the last day, not a flow.
    """

    kind: str
    start: date | None = None
    end: date | None = None
    lacks: str = ""
    bare: bool = False
    stock: bool = False
    choices: tuple["Period", ...] = ()


@dataclass(frozen=True)
class Context:
    """What else the sheet says about its periods.

    `outer` is the period that a month or quarter without year lies in. `first_month` is the month in which a
    year named 2022-23 begins. `names` tells for FY2023 whether the year named is the one in which it starts
    or ends. `republic`: years count from 1911. `expects` is what bare numbers are: year, quarter, month, day.
    """

    outer: Period | None = None
    first_month: int | None = None
    names: str = ""
    republic: bool = False
    expects: str = ""
    date_1904: bool = False
    stock: bool = False


def context(texts: Iterable[str]) -> Context:
    """What titles, notes and headings of a sheet say about its periods."""
    return Context()


def expects(heading: str) -> str:
    """What the numbers below a heading are: year, quarter, month, day, '' when it does not say."""
    return ""


def period(text: str, context: Context = Context()) -> Period | None:
    """The period that a whole text names, None when it names none."""
    return None


def axis(texts: Sequence[str], context: Context = Context()) -> list[Period | None]:
    """The periods of one row or column of labels, each read in the light of the others."""
    return [period(text, context) for text in texts]


def within(part: Period, outer: Period) -> Period:
    """A month, quarter, half or day without year, placed in the period around it."""
    return part
