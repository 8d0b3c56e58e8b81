"""The characters of a label: layout blanks, unseen characters, and the footnote marks glued to it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

HAN = "\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff々"
HANGUL = "가-힣"
# Blank to the eye, yet letters or symbols to Unicode: the fillers of Hangul and the empty Braille cell.
_FILLERS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u2800"), " ")
_BREAK = re.compile(r"\s*(?:_x000D_|[\r\n\v\f\x85\u2028\u2029])+\s*")
_DOTS = "·ㆍ・‧∙•⋅｡･"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-") | dict.fromkeys(map(ord, "～∼〜˜"), "~")
_SAME_KEY = str.maketrans("台", "臺", "_'\"`‘’“”" + _DOTS)

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
# Words that are counted: `Wave1`, `Year7` and the like are names, never a word with a note.
_COUNTED = {
    "age", "area", "band", "beat", "block", "case", "category", "cell", "class", "code", "cohort", "column",
    "covid", "decile", "district", "division", "field", "figure", "form", "grade", "group", "item", "key",
    "level", "line", "month", "note", "number", "option", "page", "part", "phase", "point", "precinct",
    "question", "quarter", "quartile", "quintile", "region", "round", "route", "row", "schedule", "section",
    "sector", "series", "sheet", "size", "stage", "standard", "step", "table", "team", "term", "test", "tier",
    "type", "unit", "value", "variable", "version", "volume", "ward", "wave", "week", "year", "zone",
}  # fmt: skip
# Cities whose name ends in 주, the word for a note: `전주1)` is the city with note 1.
_CITIES = "공광경나무상성양여영완울원전제진청충파"
# A blank may stand before each; what is not wholly one of these stays in the label.
_TRAILING = (
    re.compile(rf"(?<!10)(?<![ckm]m)(?<!\bm)\s*([{_RAISED}](?:[{_RAISED},]*[{_RAISED}])?)$"),
    re.compile(r"\s*([*＊∗†‡^]+|※+)$|(?<=\S)([#§¶]+)$"),
    re.compile(r"\s*[(\[]\s*(?:see )?(?:foot)?notes?\.?\s*(\w{1,3}(?:(?:\s*,\s*|\s*&\s*|\s+and\s+)\w{1,3})*)\s*[)\]]$",
               re.I),
    re.compile(r"\s*[(\[]\s*[주註注]\s*:?\s*(\d{1,2}(?:\s*,\s*\d{1,2})*)\s*\)?\s*[)\]]$|\s*[(\[]\s*([註注])\s*[)\]]$"),
    re.compile(r"\s*\[\s*(\d{1,2}|[a-z]{1,2})\s*\]$"),
    re.compile(r"(?:(?<=\s)|(?<=[^\W\d])|(?<=\([a-z]\))|(?<=\b(?:19|20)\d\d))\s*\(([a-z](?:\s*,\s*[a-z])*)\)$"),
    re.compile(r"(?<![별\d])\s*\((\d(?:\s*,\s*\d)*)\)$"),
)  # fmt: skip
# These close a bracket that was never opened, so a `)` with its `(` in the label is no mark.
_UNOPENED = (
    re.compile(
        rf"(?:\s+|(?<=[^\W\d{_CITIES}]))(?:[주註注]\s*(\d{{1,2}}(?:\s*,\s*\d{{1,2}})*)|([주註注]))\s*\)$"
    ),
    re.compile(
        r"(?:(?<=\b(?:19|20)\d\d)|(?<=[^\d,.])|(?<=\s)|(?<=\),))\s*(\d{1,2}(?:\s*,\s*\d{1,2})*)\)\s*,?$"
    ),
    re.compile(rf"(?:\s+|(?<=[\d{HANGUL}{HAN}]))([a-z])\)$"),
)
_GLUED = re.compile(r"(?:(?<=\))|(?<![^\W\d_])([^\W\d_]{4,}))(\d{1,2}(?:,\d{1,2})*)$")
# No label carries more or longer ones; a text that seems to is hostile or no label.
_MOST_MARKS, _LONGEST_MARK = 8, 60
_LEADING = re.compile(r"([*＊∗†‡^]+)\s*(?=[^\W\d])")

_NOTE_WORDS = (
    "note", "notes", "source", "sources", "footnote", "footnotes", "주", "주석", "주의", "비고", "자료", "출처",
    "자료출처", "說明", "附註", "備註", "註", "資料來源", "注", "notice", "remark", "remarks", "explanation",
)  # fmt: skip
_NOTE = (
    re.compile(rf"([*＊∗†‡§¶^#]+|※+|[{_RAISED}]+)[:.)]?\s*(\S.*)", re.S),
    re.compile(
        r"[(\[]\s*(?:note\s*|[주註注]\s*)?(\d{1,2}|[a-z]{1,2})\s*[)\]]\s*[:.=-]?\s*(\S.*)", re.S | re.I
    ),
    re.compile(r"(?:note|[주註注])\s*(\d{1,2})\s*[).:：]+\s*(\S.*)", re.S | re.I),
    re.compile(r"(\d{1,2}|[a-z])\s*[).]\s*([^\d\s].*)", re.S),
    re.compile(
        rf"()(?:{'|'.join(sorted(_NOTE_WORDS, key=len, reverse=True))})\s*[):：]+\s*(\S.*)", re.S | re.I
    ),
    re.compile(r"()[○●◦▪■□▶▷•]\s*(\S.*)", re.S),
)


@dataclass(frozen=True)
class Label:
    """A label as a reader would say it, and the footnote marks that hung on it: `1` for `1)`, `¹` or `(1)`."""

    text: str
    marks: tuple[str, ...] = ()


@lru_cache(8192)
def clean(text: str) -> str:
    """A text without its layout: unseen characters, line breaks, wide signs, and blanks between spaced letters."""
    text = _visible(text)
    text = re.sub(rf"(?<=[{HAN}]){_BREAK.pattern}(?=[{HAN}])", "", text)
    text = re.sub(rf"(?<=[{HAN}{HANGUL}]){_BREAK.pattern}(?=\()", "", text)
    text = re.sub(rf"(?<=[^\W\d]-){_BREAK.pattern}(?=[a-z])", "", text)
    text = re.sub(rf"(?<![^\s(])(?:[{HAN}]\s+)+[{HAN}](?![^\s)(])", lambda run: "".join(run[0].split()), text)
    words = text.split()
    if len(words) > 1 and all(re.fullmatch(f"[{HANGUL}]", word) for word in words):
        return "".join(words)
    return " ".join(words)


@lru_cache(8192)
def key(text: str) -> str:
    """A text as compared: spellings of one name that differ in blanks, case, width, dots or 台/臺 have one key."""
    text = unicodedata.normalize("NFKC", clean(text).translate(_SAME_KEY)).translate(_DASHES).casefold()
    return re.sub(r"\s+|(?<!\d)[,/]|[,/](?!\d)", "", text)


def label(text: str, notes: Collection[str] = ()) -> Label:
    """One label and its footnote marks.

    `notes` are the marks that the sheet explains, when known; then digits come off a word only if they are
    one of them. Without it they come off plain words (`Victims1`), never off codes (`X994`, `H1`, `Year7`).
    """
    rest, marks = clean(text), []
    while len(marks) < _MOST_MARKS and (found := _last(rest, notes)):
        rest, more = found
        marks[:0] = more
    if match := _LEADING.match(rest):
        rest, marks = rest[match.end() :], [match[1], *marks]
    return Label(rest, tuple(marks))


def labels(texts: Sequence[str], notes: Collection[str] = ()) -> list[Label]:
    """The labels of one axis, read together.

    Digits stay on labels that would fall together without them (`Wave1`, `Wave2`; `죄종별(1)`, `죄종별(2)`).
    Where the others are codes of one shape, a longer one ends in a note that the sheet explains: `X994`.
    """
    found = [label(text, notes) for text in texts]
    if any(
        re.search(r"\(\d{2,3}\)$", one.text) for one in found
    ):  # `Rouge (131)`: so `Elms (5)` is a code too.
        found = [
            one if notes or not re.search(r"\(\d\)\s*$", text) else Label(clean(text))
            for text, one in zip(texts, found, strict=True)
        ]
    kept = {(one.text, clean(text)) for text, one in zip(texts, found, strict=True) if _numbered(one)}
    several = Counter(rest for rest, _ in kept)
    found = [
        Label(clean(text)) if _numbered(one) and several[one.text] > 1 else one
        for text, one in zip(texts, found, strict=True)
    ]
    return _codes(found, notes)


def undoubled(texts: Sequence[str]) -> list[str]:
    """Headings without the `.1`, `.2` that a program hung on repeated ones: `2020`, `2020.1` → `2020` twice.

    Taken off only where the bare heading stands before and the numbers run from 1. Twelve of them beside a
    year are left, as they may be its months.
    """
    found = [re.fullmatch(r"(.*\S)\.(\d{1,3})", text) for text in texts]
    runs: dict[str, list[str]] = {}
    for match in filter(None, found):
        runs.setdefault(match[1], []).append(match[2])
    doubled = {
        base
        for base, numbers in runs.items()
        if base in texts and numbers == [str(n) for n in range(1, len(numbers) + 1)] and len(numbers) != 12
    }
    return [
        match[1] if match and match[1] in doubled else text for text, match in zip(texts, found, strict=True)
    ]


def note(text: str) -> tuple[str, str] | None:
    """The mark and the words of a footnote line, None for another line.

    The mark is written as in Label; it is '' for a note to the whole table (`Source: …`, `주: …`, `○ 단위 …`).
    """
    line = re.sub(r"\s+", " ", _visible(text)).strip()
    match = next(filter(None, (pattern.fullmatch(line) for pattern in _NOTE)), None)
    return (_lowered(match[1]), match[2]) if match else None


def _visible(text: str) -> str:
    text = "".join(
        unicodedata.normalize("NFKC", sign) if "！" <= sign <= "￮" else sign
        for sign in text.translate(_FILLERS)
        if unicodedata.category(sign) != "Cf"
    )
    text = unicodedata.normalize("NFC", text).replace("_x000D_", "\n")
    return "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) != "Cc")


def _last(text: str, notes: Collection[str]) -> tuple[str, list[str]] | None:
    """The text without its last mark, and the marks that this one stands for."""
    patterns = _TRAILING if text.count("(") >= text.count(")") else _TRAILING + _UNOPENED
    begin = max(0, len(text) - _LONGEST_MARK)
    for pattern in patterns:
        match = pattern.search(text, begin)
        if match and _sayable(text[: match.start()]) and not _plural(text, match):
            return text[: match.start()].rstrip(), list(_each(next(filter(None, match.groups()), "")))
    match = _GLUED.search(text, begin)
    if match and text[: match.start(2)] and _is_note(match, notes):
        return text[: match.start(2)], list(_each(match[2]))
    return None


def _is_note(match: re.Match, notes: Collection[str]) -> bool:
    word = match[1] or ""
    if notes:
        return set(match[2].split(",")) <= set(notes) and word.casefold() not in _COUNTED
    return not word or (
        word[1:].islower() and word.isascii() and not _COUNTED & {word.casefold(), word.casefold()[:-1]}
    )


def _plural(text: str, match: re.Match) -> bool:
    return match[0] == "(s)" and text[match.start() - 1].isalpha()


def _sayable(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _each(marks: str) -> Iterator[str]:
    for mark in re.split(r"\s*(?:,|&|\band\b)\s*", marks):
        yield _lowered(mark)


def _lowered(mark: str) -> str:
    return unicodedata.normalize("NFKC", mark).strip("()")


def _numbered(label: Label) -> bool:
    return any(mark.isdecimal() for mark in label.marks)


def _codes(found: list[Label], notes: Collection[str]) -> list[Label]:
    shapes = Counter(re.sub(r"\d", "0", one.text) for one in found if re.fullmatch(r"[A-Z]+\d+", one.text))
    usual = {shape for shape, count in shapes.items() if count > 1}
    return [
        Label(one.text[:-1], (one.text[-1], *one.marks))
        if one.text[-1:] in notes and re.sub(r"\d", "0", one.text)[:-1] in usual and shapes[_shape(one)] == 1
        else one
        for one in found
    ]


def _shape(label: Label) -> str:
    return re.sub(r"\d", "0", label.text)
