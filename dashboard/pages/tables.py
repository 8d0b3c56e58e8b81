"""The table behind a chart: every row of its Result, and every comparison with its verdict."""

from dash import html

from dashboard import describe
from dashboard.result import Comparison, Result, Row
from dashboard.words import Words
from data import catalogue


def what(row: Row, words: Words) -> str:
    """The row's indicator and codes in words."""
    book = catalogue.load()
    codes = [book.label(dimension, code, words.lang) for dimension, code in row.codes]
    name = book.indicators[row.indicator].short[words.lang]
    formula = (
        [words.w(f"formula.{row.formula}")] if row.formula and words.has(f"formula.{row.formula}") else []
    )
    return ", ".join([name, *codes, *formula])


def value(row: Row, words: Words) -> str:
    if row.conf == "C":
        return words.w("card.suppressed")
    if row.value is None:
        # Of an estimate that is too weak for a middle the limits stand in the column of intervals.
        return words.w("card.missing") if row.lower is None else words.w("card.limits_only")
    return describe.value(row, words)


def interval(row: Row, words: Words) -> str:
    known = row.conf != "C" and row.lower is not None and row.upper is not None
    return words.interval(row.lower, row.upper, row.unit) if known else ""


def of_rows(result: Result, words: Words) -> html.Div:
    """One line a number, with window, interval, as-of, status, basis and source."""
    book = catalogue.load()
    heads = ("what", "window", "value", "interval", "as_of", "status", "basis", "source")
    lines = [
        html.Tr(
            [
                html.Th(what(row, words), scope="row"),
                html.Td(words.window(row.window, row.kind)),
                html.Td(value(row, words), className="number"),
                html.Td(interval(row, words), className="number"),
                html.Td(words.partial(row.as_of)),
                html.Td(words.w(f"status.{'C' if row.conf == 'C' else row.status}")),
                html.Td(book.bases[row.basis].label[words.lang] if row.basis in book.bases else ""),
                html.Td("; ".join(book.sources[s].publisher[words.lang] for s in row.sources)),
            ]
        )
        for row in result.stated
    ]
    return _table(describe.title(result, words), heads, lines, words)


def of_comparisons(result: Result, words: Words) -> html.Div | None:
    """One line a pair: what is compared, whether it may be, and the change or the reason."""
    if not result.comparisons:
        return None
    heads = ("compared", "verdict", "reason")
    several = len({pair.later.indicator for pair in result.comparisons}) > 1
    lines = [
        html.Tr(
            [
                html.Th(pair_name(pair, words, several), scope="row"),
                html.Td(words.w(f"level.{pair.verdict}")),
                html.Td(describe.verdict(pair, words)),
            ],
            className=pair.verdict,
        )
        for pair in result.comparisons
    ]
    return _table(words.w("table.compared"), heads, lines, words)


def pair_name(pair: Comparison, words: Words, several: bool = False) -> str:
    """The two windows, and what was counted where a chart compares several things."""
    windows = [words.window(row.window, row.kind) for row in (pair.earlier, pair.later)]
    name = f"{what(pair.later, words)}: " if several else ""
    return f"{name}{windows[0]} → {windows[1]}"


def _table(caption: str, heads, lines, words: Words) -> html.Div:
    head = html.Tr([html.Th(words.w(f"table.{name}"), scope="col") for name in heads])
    table = html.Table([html.Caption(caption), html.Thead(head), html.Tbody(lines)], className="data")
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": caption})
