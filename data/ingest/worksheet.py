"""What the XML of a worksheet says and the fast reader leaves out: reach, formulas, errors, hidden lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from data.ingest.limits import WIDEST

# Producers differ in prefix, quotes and order of attributes; the shapes below accept all that were met.
_ADDRESS = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_USUAL_ADDRESS = re.compile(
    rb' r="([A-Z]{1,3}[0-9]{1,7})"'
)  # its fixed beginning is found four times as fast
_CELL = rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']([^>]*?)"
_FILLED = re.compile(_CELL + rb"(?<!/)>(?!</)")
# A cell of format alone; whole columns of them are common, and they say nothing.
_EMPTY = re.compile(rb"<c\s[^<>]*/>")
_FORMULA = re.compile(
    _CELL + rb">\s*<(?:\w+:)?f\b(?:[^>]*/>|.*?</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:/>|>([^<]*)<))?", re.S
)
_ERROR = re.compile(_CELL + rb">(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<", re.S)
_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d{1,6})[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COL = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_DIGITS, _LETTERS = bytes(range(48, 58)), bytes(range(65, 91))
# A block is cut at the end of a row; a row longer than this is no row of a table.
_LONGEST_ROW = 16 * 2**20
# Cells that carry only a format count in the cheap look; beyond this column the exact one is taken.
_USUAL_WIDTH = 256


@dataclass
class Facts:
    """Rows and columns are counted from 1; `formulas` tells for each formula whether a result is stored."""

    first: tuple[int, int] = (0, 0)
    last: tuple[int, int] = (0, 0)
    columns: set[int] = field(default_factory=set)
    merges: int = 0
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    repeated: tuple[int, int] | None = None

    def hide_columns(self, first: int, last: int) -> None:
        if len(self.hidden_columns) < WIDEST:
            self.hidden_columns.update(range(first, min(last, WIDEST) + 1))

    def reach(self, low: tuple[int, int], high: tuple[int, int]) -> None:
        self.first = (min(self.first[0], low[0]), min(self.first[1], low[1])) if self.last[0] else low
        self.last = (max(self.last[0], high[0]), max(self.last[1], high[1]))

    @property
    def span(self) -> int:
        """Cells of the rectangle from the first to the last value."""
        return (self.last[0] - self.first[0] + 1) * (self.last[1] - self.first[1] + 1) if self.last[0] else 0

    @property
    def dense(self) -> int:
        """Cells of the same rows in the columns that hold a value."""
        return (self.last[0] - self.first[0] + 1) * len(self.columns) if self.last[0] else 0


@dataclass(frozen=True)
class RawSheet:
    """What a reader found on one sheet; `facts` are whole only after the last of the `cells` was taken.

    A cell is (row, column, value), counted from 1; an exception stands for an error value. With `columns`,
    `cells` are rows, (row, values), whose values stand in these columns and are '' where there is none.
    """

    name: str
    visible: bool
    cells: Iterable[tuple[int, int, object]] | Iterable[tuple[int, list]]
    facts: Facts
    columns: Sequence[int] = ()


@cache
def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27, XFD → 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def place(text: str) -> tuple[int, int] | None:
    """B7 → (7, 2); None for anything else."""
    found = re.fullmatch("([A-Z]{1,3})([0-9]{1,7})", text)
    return (int(found[2]), column_number(found[1])) if found else None


def survey(chunks: Iterable[bytes], struck: frozenset[int] = frozenset()) -> Facts:
    """Facts of one worksheet from its XML, read as a stream; `struck` are the formats of struck-through cells."""
    facts, rows = Facts(), set()
    for block in _blocks(chunks):
        if b"/><c " in block:
            block = _EMPTY.sub(b"", block)
        _reach(block, facts, rows)
        facts.merges += block.count(b"mergeCell ")
        if b"f>" in block or b"<f" in block or b":f" in block:
            _formulas(block, facts)
        if b"hidden" in block:
            _hidden(block, facts)
        if b't="e"' in block or b"t='e'" in block:
            _errors(block, facts)
        if struck:
            _strikes(block, facts, struck)
    return facts


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        buffer = rest + chunk
        cut = buffer.rfind(b"row>") + 4
        if cut < 4:
            cut = buffer.rfind(b"<") if len(buffer) > _LONGEST_ROW else 0
        if cut:
            yield buffer[:cut]
        rest = buffer[cut:]
    yield rest


def _reach(block: bytes, facts: Facts, seen_rows: set[int]) -> None:
    cells = (_USUAL_ADDRESS if b' r="' in block else _ADDRESS).findall(block)
    if not cells:
        return
    rows, columns = _lines(cells)
    if facts.repeated is None and (len(set(cells)) < len(cells) or not seen_rows.isdisjoint(rows)):
        facts.repeated = _first_repeat(cells, seen_rows)
    seen_rows |= rows
    if max(columns) > _USUAL_WIDTH or max(rows) - max(facts.last[0], min(rows)) > len(cells):
        filled = [letters + digits for letters, digits, _ in _FILLED.findall(block)]
        if not filled:
            return
        rows, columns = _lines(filled)
    facts.columns |= columns
    facts.reach((min(rows), min(columns)), (max(rows), max(columns)))


def _lines(cells: list[bytes]) -> tuple[set[int], set[int]]:
    joined = b" ".join(cells)
    rows = {int(digits) for digits in set(joined.translate(None, _LETTERS).split())}
    return rows, {column_number(name.decode()) for name in set(joined.translate(None, _DIGITS).split())}


def _first_repeat(cells: list[bytes], seen_rows: set[int]) -> tuple[int, int]:
    seen = set()
    for cell in cells:
        row = int(cell.lstrip(_LETTERS))
        if cell in seen or row in seen_rows:
            return row, column_number(cell.rstrip(_DIGITS).decode())
        seen.add(cell)
    raise AssertionError("called without a repeated cell")


def _formulas(block: bytes, facts: Facts) -> None:
    for letters, digits, attributes, value in _FORMULA.findall(block):
        # An empty text is a result (t="str"); an empty number is none.
        stored = bool(value) or b't="str"' in attributes
        facts.formulas[int(digits), column_number(letters.decode())] = stored


def _errors(block: bytes, facts: Facts) -> None:
    for letters, digits, attributes, value in _ERROR.findall(block):
        if re.search(rb"\bt\s*=\s*[\"']e[\"']", attributes):
            facts.errors[int(digits), column_number(letters.decode())] = value.decode(
                "utf-8", "backslashreplace"
            )


def _strikes(block: bytes, facts: Facts, struck: frozenset[int]) -> None:
    for letters, digits, attributes in _FILLED.findall(block):
        style = _STYLE.search(attributes)
        if style and int(style[1]) in struck:
            facts.notes[int(digits), column_number(letters.decode())] = "strike"


def _hidden(block: bytes, facts: Facts) -> None:
    def number(name: bytes, attributes: bytes) -> int:
        found = re.search(rb"\b" + name + rb"\s*=\s*[\"'](\d{1,7})[\"']", attributes)
        return int(found[1]) if found else 0

    for attributes in filter(_HIDDEN.search, _ROW.findall(block)):
        facts.hidden_rows.append(number(b"r", attributes))
    for attributes in filter(_HIDDEN.search, _COL.findall(block)):
        facts.hide_columns(max(number(b"min", attributes), 1), number(b"max", attributes))
