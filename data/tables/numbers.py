"""Numbers written as text, read only where there is one way to read them."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from data.tables.text import clean

# Letters that statistical offices hang on a number: provisional, revised, estimated, break, unreliable, forecast.
_FLAGS = "prebuf"
_MARK = re.compile(
    rf"\s*(?:([*＊†‡^§#!]+)|([⁰¹²³⁴-⁹ᵃ-ᵪʰʳˢ]+)|\[(?:note\s*)?([a-z0-9]{{1,2}})\]|(?<=\d)\(([a-z])\)|\s\(([a-z])\)"
    rf"|(?<=[\d\s])([a-z])\)|(?<=\d\s)(\d{{1,2}})\)|(?<=[\d\s])([{_FLAGS}]))$"
)
_SIGN = re.compile(r"([-−+△])\s?(?=[\d.$€£₩¥])|–(?=[\d.])")
_CURRENCY = re.compile(r"(?:US|NT|A|C|NZ)?\$|[€£₩¥]")
_UNIT = re.compile(r"\s*(%[pP](?:oints?)?|%\s*포인트|%|pp|명|인|건|개|회|개교|원|人|件|名|校|元)$")
_BODY = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?|\d{1,3}(?:['’]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
    r"|\d(?:\.\d+)?[eE][+-]?\d{1,2}",
    re.ASCII,
)
# Beyond 15 digits a float loses the last; such a text is an identifier.
_DIGITS = 15


@dataclass(frozen=True)
class Number:
    """`unit` is what stood with it (`%`, `%p`, `명`, `$`); `marks` are notes and flags glued to it (`*`, `p`).

    `coded`: written as codes are, with leading zeros or too long for a count, so never a measure.
    """

    value: float
    unit: str = ""
    marks: tuple[str, ...] = ()
    coded: bool = False


def number(text: str, notes: Collection[str] = (), bracket_negative: bool = False) -> Number | None:
    """The number that a whole text writes, None when it is none or may be read in two ways.

    Thousands are parted by commas, blanks or apostrophes in full groups of three; `1.234,5` is not guessed.
    △ is the Korean and Japanese sign of a negative; ▲ means a rise or a fall by publisher and is not read.
    `(123)` is a negative only with `bracket_negative`, for a sheet that says so. `notes` are the marks that
    the sheet explains: `123 (1)` has note 1 only if 1 is among them.
    """
    rest, marks = _marked(clean(text), notes)
    rest, coded = _plain(rest)
    if bracket_negative and (match := re.fullmatch(r"\(\s*(.+?)\s*\)", rest)):
        inner = number(match[1])
        return inner and Number(-abs(inner.value), inner.unit, (*inner.marks, *marks), inner.coded)
    sign = _SIGN.match(rest)
    rest = rest[sign.end() :] if sign else rest
    rest, unit = _united(rest)
    if not _BODY.fullmatch(rest):
        return None
    value = float(re.sub(r"[, '’]", "", rest))
    negative = sign is not None and sign[0].strip() != "+"
    coded = coded or bool(re.match(r"0\d", rest)) or len(re.sub(r"\D", "", rest.split(".")[0])) > _DIGITS
    return Number(-value + 0.0 if negative else value, unit, marks, coded)


def _plain(text: str) -> tuple[str, bool]:
    """Digits as a keyboard has them, and whether a spreadsheet was told to keep them as text: `="0012"`."""
    text = unicodedata.normalize("NFKC", text)
    match = re.fullmatch(r'="(\d+)"|\'(\S+)', text)
    return (match[1] or match[2], bool(match[1])) if match else (text, False)


def _marked(text: str, notes: Collection[str]) -> tuple[str, tuple[str, ...]]:
    marks = []
    while match := _MARK.search(text):
        marks[:0] = [unicodedata.normalize("NFKC", next(filter(None, match.groups())))]
        text = text[: match.start()].rstrip()
    if (match := re.search(r"(?<=\d)\s*\((\d{1,2})\)$", text)) and match[1] in notes:
        return text[: match.start()], (match[1], *marks)
    return text, tuple(marks)


def _united(text: str) -> tuple[str, str]:
    money = _CURRENCY.match(text)
    if money:
        return text[money.end() :].strip(), money[0]
    match = _UNIT.search(text)
    if not match:
        return text, ""
    unit = re.sub(r"\s", "", match[1])
    return text[: match.start()], "%p" if re.fullmatch(r"%[pP].*|%포인트|pp", unit) else unit
