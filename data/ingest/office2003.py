"""The sheets of an XML spreadsheet of Excel 2002/2003, mostly named .xls (runs in the child process)."""

import datetime as dt
import re
from xml.etree import ElementTree

from data.ingest import delimited
from data.ingest.gate import Rejected
from data.ingest.limits import WIDEST, Limits
from data.ingest.worksheet import Facts, RawSheet

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_CHARSET = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']euc-kr[\"']", re.I)
TALLEST = 1_048_576


def sheets(data: bytes, limits: Limits) -> list[RawSheet]:
    """Every worksheet; raises Rejected for broken XML, entities of its own and too many cells."""
    # Without the zeros of UTF-16 the word looks the same in every encoding that expat knows.
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise Rejected("doctype", name="<?xml")
    if _CHARSET.match(data[:300]):
        # expat knows no Korean encoding.
        data = _DECLARATION.sub("", delimited.decode(data)[0], count=1).encode()
    book = _Book(limits)
    parser = ElementTree.XMLParser(target=book)
    try:
        parser.feed(data)
        parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Rejected("broken_file", reason=str(error)[:120]) from error
    return book.sheets


def value(kind: str, text: str) -> object:
    """What a cell of that ss:Type holds."""
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    if kind == "Boolean":
        return text == "1"
    return ValueError(text) if kind == "Error" else text


class _Book:
    """Takes the elements as they are parsed; attributes are known by their name without namespace."""

    def __init__(self, limits: Limits):
        self.limits, self.sheets, self.cells, self.facts = limits, [], [], Facts()
        self.row = self.column = self.next_column = 0
        self.wide, self.kind, self.formula = 0, "", False
        self.text: list[str] | None = None
        self.remark: list[str] | None = None
        self.visible = True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        begin = getattr(self, "_begin_" + tag.rpartition("}")[2].lower(), None)
        if begin:
            begin({key.rpartition("}")[2]: held for key, held in attributes.items()})

    def end(self, tag: str) -> None:
        finish = getattr(self, "_end_" + tag.rpartition("}")[2].lower(), None)
        if finish:
            finish()

    def data(self, text: str) -> None:
        held = self.text if self.remark is None else self.remark
        if held is not None:
            held.append(text)

    def close(self) -> None:
        pass

    def _begin_worksheet(self, attributes: dict) -> None:
        self.cells, self.facts, self.row, self.next_column = [], Facts(), 0, 0
        self.name, self.visible = attributes.get("Name", ""), True

    def _end_visible(self) -> None:
        # <x:Visible>SheetHidden</x:Visible> among the options of the sheet.
        self.visible = "".join(self.text or []) not in ("SheetHidden", "SheetVeryHidden")
        self.text = None

    def _begin_visible(self, attributes: dict) -> None:
        self.text = []

    def _end_worksheet(self) -> None:
        self.sheets.append(RawSheet(self.name, self.visible, self.cells, self.facts))
        if len(self.sheets) > self.limits.sheets:
            raise Rejected("too_many_sheets", limit=f"{self.limits.sheets:,}")

    def _begin_column(self, attributes: dict) -> None:
        first = _whole(attributes.get("Index"), self.next_column + 1, WIDEST)
        self.next_column = first + _whole(attributes.get("Span"), 0, WIDEST)
        if attributes.get("Hidden") == "1":
            self.facts.hide_columns(first, self.next_column)

    def _begin_row(self, attributes: dict) -> None:
        self.row, self.column = _whole(attributes.get("Index"), self.row + 1, TALLEST), 0
        if attributes.get("Hidden") == "1":
            self.facts.hidden_rows.append(self.row)
        self.more_rows = _whole(attributes.get("Span"), 0, TALLEST)

    def _end_row(self) -> None:
        self.row += self.more_rows

    def _begin_cell(self, attributes: dict) -> None:
        self.column = _whole(attributes.get("Index"), self.column + 1, WIDEST)
        self.wide = _whole(attributes.get("MergeAcross"), 0, WIDEST)
        high = _whole(attributes.get("MergeDown"), 0, TALLEST)
        self.formula = bool(attributes.get("Formula"))
        if self.formula:
            self.facts.formulas[self.row, self.column] = False
        if self.wide or high:
            self.facts.merged.append((self.row, self.column, self.row + high, self.column + self.wide))
            if len(self.facts.merged) > self.limits.merges:
                raise Rejected("too_many_merges", limit=f"{self.limits.merges:,}")

    def _end_cell(self) -> None:
        self.column += self.wide

    def _begin_comment(self, attributes: dict) -> None:
        self.remark = []

    def _end_comment(self) -> None:
        self.facts.notes[self.row, self.column] = "".join(self.remark or []).strip()
        self.remark = None

    def _begin_data(self, attributes: dict) -> None:
        if self.remark is None:
            self.text, self.kind = [], attributes.get("Type", "String")

    def _end_data(self) -> None:
        if self.remark is not None or self.text is None:
            return
        self.cells.append((self.row, self.column, value(self.kind, "".join(self.text))))
        self.text = None
        if self.formula:
            self.facts.formulas[self.row, self.column] = True
        if len(self.cells) > self.limits.cells:
            raise Rejected("too_many_cells", found=f"{len(self.cells):,}", limit=f"{self.limits.cells:,}")


def _whole(told: str | None, otherwise: int, most: int) -> int:
    told = told or ""
    return min(int(told), most) if told.isdecimal() and len(told) < 10 else otherwise
