"""The sheets of an .ods from its content.xml, read as a stream (runs in the child process).

calamine drops merged ranges, hidden lines and formulas of this format, and reads comments as part of the text.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from data.ingest.gate import Rejected
from data.ingest.limits import WIDEST, Limits
from data.ingest.worksheet import Facts, RawSheet

_DURATION = re.compile(r"-?PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,9}))?S)?")
# Rows of a sheet; programs repeat empty rows up to here.
TALLEST = 1_048_576
# More blanks in a row than this are layout.
MOST_BLANKS = 100


def sheets(data: bytes, limits: Limits) -> list[RawSheet]:
    """Every table of the document; raises Rejected for broken XML and for too many cells."""
    content = _Content(limits)
    parser = ElementTree.XMLParser(target=content)
    try:
        with zipfile.ZipFile(io.BytesIO(data)).open("content.xml") as stream:
            while chunk := stream.read(2**20):
                parser.feed(chunk)
        parser.close()
    except (ElementTree.ParseError, KeyError) as error:
        raise Rejected("broken_file", reason=f"content.xml: {error}"[:120]) from error
    return content.sheets


def value(attributes: dict[str, str], text: str) -> object:
    """What a cell holds: number, day, time, truth, or its text; None when it is empty."""
    kind = attributes.get("value-type", "")
    try:
        if kind in ("float", "percentage", "currency"):
            return float(attributes["value"])
        if kind == "date":
            return dt.datetime.fromisoformat(attributes["date-value"])
        if kind == "time":
            return _duration(attributes["time-value"])
        if kind == "boolean":
            return attributes["boolean-value"] == "true"
    except (KeyError, ValueError, OverflowError):
        return text or None  # the program that wrote it says less than its type; the text is what was shown
    if kind == "error":
        return ValueError(text)
    return attributes.get("string-value") or text or None


def _duration(text: str) -> dt.timedelta:
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)


class _Content:
    """Takes the elements as they are parsed; attributes are known by their name without namespace."""

    def __init__(self, limits: Limits):
        self.limits, self.sheets, self.count, self.merges = limits, [], 0, 0
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.cells, self.facts = [], Facts()
        self.row = self.column = self.next_column = 1
        self.line: list[tuple[int, int, object, bool]] = []
        self.row_attributes: dict[str, str] = {}
        # The cell in hand, None between cells; its paragraphs, and those of a comment on it.
        self.attributes: dict[str, str] | None = None
        self.paragraphs, self.remark = [], []
        self.in_paragraph, self.in_remark = 0, False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        begin = getattr(self, "_begin_" + name.replace("-", "_"), None)
        if begin:
            begin({key.rpartition("}")[2]: held for key, held in attributes.items()})

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        finish = getattr(self, "_end_" + name.replace("-", "_"), None)
        if finish:
            finish()

    def data(self, text: str) -> None:
        if self.in_paragraph and self.attributes is not None:
            (self.remark if self.in_remark else self.paragraphs)[-1].append(text)

    def close(self) -> None:
        pass

    def _begin_style(self, attributes: dict) -> None:
        self.style = attributes.get("name", "")

    def _begin_table_properties(self, attributes: dict) -> None:
        if attributes.get("display") == "false":
            self.hidden_styles.add(self.style)

    def _begin_table(self, attributes: dict) -> None:
        self.cells, self.facts, self.row, self.next_column = [], Facts(), 1, 1
        visible = attributes.get("style-name") not in self.hidden_styles
        self.sheets.append(RawSheet(attributes.get("name", ""), visible, self.cells, self.facts))
        if len(self.sheets) > self.limits.sheets:
            raise Rejected("too_many_sheets", limit=f"{self.limits.sheets:,}")

    def _begin_table_column(self, attributes: dict) -> None:
        count = _repeats(attributes, "number-columns-repeated", WIDEST)
        if attributes.get("visibility") in ("collapse", "filter"):
            self.facts.hide_columns(self.next_column, self.next_column + count - 1)
        self.next_column += count

    def _begin_table_row(self, attributes: dict) -> None:
        self.line, self.column, self.row_attributes = [], 1, attributes

    def _end_table_row(self) -> None:
        count = _repeats(self.row_attributes, "number-rows-repeated", TALLEST)
        if self.line:
            self._bound(count * sum(last - first + 1 for first, last, _, _ in self.line))
            hidden = self.row_attributes.get("visibility") in ("collapse", "filter")
            for row in range(self.row, self.row + count):
                self.cells.extend(self._copies(row))
                if hidden:
                    self.facts.hidden_rows.append(row)
        self.row += count

    def _copies(self, row: int) -> Iterator[tuple[int, int, object]]:
        for first, last, held, formula in self.line:
            for column in range(first, last + 1):
                if formula:
                    self.facts.formulas[row, column] = held is not None
                if held is not None:
                    yield row, column, held

    def _bound(self, more: int) -> None:
        self.count += more
        if self.count > self.limits.cells:
            raise Rejected("too_many_cells", found=f"{self.count:,}", limit=f"{self.limits.cells:,}")

    def _begin_table_cell(self, attributes: dict) -> None:
        self.attributes, self.paragraphs, self.remark = attributes, [], []
        self.in_paragraph, self.in_remark = 0, False

    def _end_table_cell(self) -> None:
        attributes, self.attributes = self.attributes or {}, None
        last = self.column + _repeats(attributes, "number-columns-repeated", WIDEST) - 1
        held = value(attributes, "\n".join("".join(parts) for parts in self.paragraphs))
        formula = bool(attributes.get("formula"))
        if held is not None or formula:
            if last > WIDEST:
                raise Rejected("too_many_columns", limit=f"{WIDEST:,}")
            self.line.append((self.column, last, held, formula))
        high = _repeats(attributes, "number-rows-spanned", TALLEST)
        wide = _repeats(attributes, "number-columns-spanned", WIDEST)
        if high > 1 or wide > 1:
            self.facts.merged.append((self.row, self.column, self.row + high - 1, self.column + wide - 1))
            self.merges += 1
            if self.merges > self.limits.merges:
                raise Rejected("too_many_merges", limit=f"{self.limits.merges:,}")
        if self.remark:
            self.facts.notes[self.row, self.column] = "\n".join("".join(parts) for parts in self.remark)
        self.column = last + 1

    _begin_covered_table_cell, _end_covered_table_cell = _begin_table_cell, _end_table_cell

    def _begin_annotation(self, attributes: dict) -> None:
        self.in_remark = True

    def _end_annotation(self) -> None:
        self.in_remark = False

    def _begin_p(self, attributes: dict) -> None:
        self.in_paragraph += 1
        (self.remark if self.in_remark else self.paragraphs).append([])

    def _end_p(self) -> None:
        self.in_paragraph -= 1

    def _begin_s(self, attributes: dict) -> None:
        self.data(" " * _repeats(attributes, "c", MOST_BLANKS))

    def _begin_tab(self, attributes: dict) -> None:
        self.data("\t")

    def _begin_line_break(self, attributes: dict) -> None:
        self.data("\n")


def _repeats(attributes: dict[str, str], name: str, most: int) -> int:
    told = attributes.get(name, "1")
    return min(max(int(told), 1), most) if told.isdecimal() and len(told) < 10 else 1
