"""Tables of a web page that was saved as a workbook, read without a browser (runs in the child process)."""

import codecs
import re
from html.parser import HTMLParser

from data.ingest import delimited
from data.ingest.gate import Rejected
from data.ingest.limits import Limits
from data.ingest.page_table import MOST_COLUMNS, Table, folded, whole
from data.ingest.worksheet import RawSheet

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
            table.told_column(whole(attributes.get("span"), MOST_COLUMNS), hidden)
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
        self.open.append(Table(self.limits, visible))
        self.found.append(self.open[-1])
        self.unshown, self.hidden = "", []

    def _begin_row(self, table: Table, hidden: bool) -> None:
        if not table.row:
            table.write(self._lines())
        table.begin_row(hidden)
        self.hidden = []

    def _begin_cell(self, table: Table, attributes: dict, hidden: bool) -> None:
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
        lines, self.loose = folded(self.loose).split("\n"), []
        return [line for line in lines if line]

    def _text(self, text: str) -> None:
        if self.unshown:
            return
        table = self.open[-1] if self.open else None
        if table is None or table.pieces is None:
            self.loose.append(text)
        else:
            (table.unseen if self.hidden else table.pieces).append(text)
