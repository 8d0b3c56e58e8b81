"""Tables of a web page that was saved as a workbook, read without a browser (runs in the child process)."""

import codecs
import math
import re
from html.parser import HTMLParser

from data.ingest import delimited
from data.ingest.gate import Rejected
from data.ingest.limits import WIDEST, Limits
from data.ingest.worksheet import Facts, RawSheet

# Declared names of an encoding and the codec that holds all its letters, as browsers take them.
CHARSETS = {"euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "iso-8859-1": "cp1252"}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,20})", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,60})</x:Name>")
# What these hold is never shown.
UNSHOWN = ("script", "style", "title", "xml")
# These begin and end a line of their own; a vertical tab stands for such a border until the text is folded.
BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "center",
        "form",
        "caption",
        "option",
    ]
)
VOID = frozenset(["br", "img", "input", "hr", "meta", "link", "wbr"])
# No page nests its layout deeper; a parser of tables within tables must end somewhere.
DEEPEST = 50
# As far as a browser lets one cell reach.
MOST_COLUMNS, MOST_ROWS = 1_000, 65_534


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding: the declared one if all bytes fit it, else as for CSV."""
    declared = _CHARSET.search(data[:65_536])
    if declared and not data.startswith(tuple(delimited.BOMS)):
        name = declared[1].decode().lower()
        try:
            name = CHARSETS.get(name) or codecs.lookup(name).name
            return data.decode(name), name
        except (LookupError, UnicodeError):
            pass  # a page that declares what it is not, as portals do after a change of server
    return delimited.decode(data)


def sheets(text: str, limits: Limits) -> list[RawSheet]:
    """One sheet for each table with anything in it, in the order in which the tables begin.

    Text above a table becomes rows above it, text below the last table rows below, as in a spreadsheet
    program. Raises Rejected("html") for a page without a table.
    """
    page = _Page(limits)
    page.feed(text)
    page.close()
    page.finish()
    found = [table for table in page.found if table.cells]
    if not found:
        raise Rejected("html")
    names = page.names if len(page.names) == len(found) else []
    names = names or ([""] if len(found) == 1 else [str(number) for number in range(1, len(found) + 1)])
    return [
        RawSheet(name, table.visible, table.cells, table.facts)
        for name, table in zip(names, found, strict=True)
    ]


def _folded(pieces: list[str]) -> str:
    """White space as a browser shows it: one blank for many, a line break where the page asks for one."""
    blocks = []
    for block in "".join(pieces).split("\v"):
        lines = [" ".join(filter(None, line.split(" "))) for line in block.split("\n")]
        blocks.append("\n".join(lines).strip("\n"))
    return "\n".join(filter(None, blocks))


class _Table:
    """One table while it is read: the cell in hand, and columns still covered by cells from above."""

    def __init__(self, limits: Limits, visible: bool):
        self.limits, self.visible, self.cells, self.facts = limits, visible, [], Facts()
        self.row, self.column, self.columns_told, self.in_row = 0, 0, 0, False
        self.covered: dict[int, int] = {}
        # Pieces of text of the cell in hand, None between cells; and those that a style hides.
        self.pieces: list[str] | None = None
        self.unseen: list[str] = []
        self.number: float | None = None

    def write(self, lines: list[str]) -> None:
        for line in lines:
            self.row += 1
            self.cells.append((self.row, 1, line))

    def begin_row(self, hidden: bool) -> None:
        self.end_cell()
        self.row, self.column, self.in_row = self.row + 1, 0, True
        self.covered = {column: last for column, last in self.covered.items() if last >= self.row}
        if hidden:
            self.facts.hidden_rows.append(self.row)

    def end_row(self) -> None:
        self.end_cell()
        self.in_row = False

    def begin_cell(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        self.column += 1
        while self.column in self.covered:
            self.column += 1
        self.pieces, self.number, self.begun = [], _number(attributes), (self.row, self.column)
        wide = _whole(attributes.get("colspan"), MOST_COLUMNS)
        high = _whole(attributes.get("rowspan"), MOST_ROWS)
        if wide > 1 or high > 1:
            self._span(wide, high)
        self.column += wide - 1
        if self.column > WIDEST:
            raise Rejected("too_many_columns", limit=f"{WIDEST:,}")

    def begin_hidden_cell(self) -> None:
        """A hidden cell takes no place in its row; what it says is noted at the cell before."""
        self.end_cell()
        self.pieces, self.number, self.begun = [], None, (self.row, max(self.column, 1))

    def _span(self, wide: int, high: int) -> None:
        self.facts.merged.append((self.row, self.column, self.row + high - 1, self.column + wide - 1))
        if len(self.facts.merged) > self.limits.merges:
            raise Rejected("too_many_merges", limit=f"{self.limits.merges:,}")
        if high > 1:
            self.covered |= dict.fromkeys(range(self.column, self.column + wide), self.row + high - 1)

    def end_cell(self) -> None:
        if self.pieces is None:
            return
        text, unseen = _folded(self.pieces), _folded(self.unseen)
        if text:
            self.cells.append((*self.begun, text if self.number is None else self.number))
            if len(self.cells) > self.limits.cells:
                raise Rejected("too_many_cells", found=f"{len(self.cells):,}", limit=f"{self.limits.cells:,}")
        if unseen:
            before = self.facts.notes.get(self.begun)
            self.facts.notes[self.begun] = f"{before}\n{unseen}" if before else unseen
        self.pieces, self.unseen = None, []

    def told_column(self, span: int, hidden: bool) -> None:
        if hidden:
            self.facts.hide_columns(self.columns_told + 1, self.columns_told + span)
        self.columns_told += span

    def end(self) -> None:
        self.end_cell()
        # A span cannot reach below the last row of its table.
        self.facts.merged = [
            (top, left, min(bottom, self.row), right)
            for top, left, bottom, right in self.facts.merged
            if right > left or min(bottom, self.row) > top
        ]


def _whole(value: str | None, most: int) -> int:
    value = (value or "").strip()
    return min(max(int(value), 1), most) if value.isdecimal() and len(value) < 9 else 1


def _number(attributes: dict[str, str | None]) -> float | None:
    """The number that a spreadsheet program wrote beside the text it shows."""
    try:
        number = float(attributes.get("x:num") or attributes.get("sdval") or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


class _Page(HTMLParser):
    """Keeps the tables open at the moment, innermost last, and the text that stands in none of them."""

    def __init__(self, limits: Limits):
        super().__init__(convert_charrefs=True)
        self.limits, self.found, self.open = limits, [], []
        self.loose: list[str] = []
        self.names: list[str] = []
        # The open element of UNSHOWN, and inside a cell the open elements from the first hidden one on.
        self.unshown, self.hidden = "", []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        hidden = "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))
        table = self.open[-1] if self.open else None
        if tag == "table":
            self._begin_table(not hidden)
        elif tag in UNSHOWN:
            self.unshown = self.unshown or tag
        elif table and tag == "tr":
            self._begin_row(table, hidden)
        elif table and tag in ("td", "th"):
            self._begin_cell(table, attributes, hidden)
        elif table and tag == "col":
            table.told_column(_whole(attributes.get("span"), MOST_COLUMNS), hidden)
        else:
            self._inside(tag, hidden)

    def handle_endtag(self, tag: str) -> None:
        table = self.open[-1] if self.open else None
        if tag == self.unshown:
            self.unshown = ""
        elif table and tag in ("td", "th"):
            table.end_cell()
        elif table and tag == "tr":
            table.end_row()
        elif table and tag == "table":
            self.open.pop().end()
        else:
            if tag in BLOCKS:
                self._text("\v")
            if tag in self.hidden:
                del self.hidden[len(self.hidden) - 1 - self.hidden[::-1].index(tag) :]
            return
        self.hidden = []

    def handle_data(self, data: str) -> None:
        self._text(_SPACE.sub(" ", data))

    def handle_comment(self, data: str) -> None:
        self.names += _SHEET_NAME.findall(data)

    def finish(self) -> None:
        while self.open:
            self.open.pop().end()
        if self.found:
            self.found[-1].write(self._lines())

    def _begin_table(self, visible: bool) -> None:
        if len(self.open) >= DEEPEST:
            raise Rejected("deep_nesting", limit=DEEPEST)
        self.open.append(_Table(self.limits, visible))
        self.found.append(self.open[-1])
        self.unshown, self.hidden = "", []

    def _begin_row(self, table: _Table, hidden: bool) -> None:
        if not table.row:
            table.write(self._lines())
        table.begin_row(hidden)
        self.hidden = []

    def _begin_cell(self, table: _Table, attributes: dict, hidden: bool) -> None:
        if not table.in_row:
            self._begin_row(table, False)
        if hidden:
            table.begin_hidden_cell()
        else:
            table.begin_cell(attributes)
        self.hidden = ["td"] if hidden else []

    def _inside(self, tag: str, hidden: bool) -> None:
        if tag == "br":
            self._text("\n")
        elif tag in BLOCKS:
            self._text("\v")
        in_cell = self.open and self.open[-1].pieces is not None
        if in_cell and (hidden or self.hidden) and tag not in VOID and len(self.hidden) < DEEPEST:
            self.hidden.append(tag)

    def _lines(self) -> list[str]:
        lines, self.loose = _folded(self.loose).split("\n"), []
        return [line for line in lines if line]

    def _text(self, text: str) -> None:
        if self.unshown:
            return
        table = self.open[-1] if self.open else None
        if table is None or table.pieces is None:
            self.loose.append(text)
        else:
            (table.unseen if self.hidden else table.pieces).append(text)
