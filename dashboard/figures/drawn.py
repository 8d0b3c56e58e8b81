"""Which rows of a chart's Result become which mark; each takes (result, words, narrow) and gives a figure."""

from dataclasses import replace
from datetime import date

from dashboard import describe
from dashboard.figures import (
    columns,
    dots,
    growing,
    lines,
    panels,
    steps,
    tiles,
)
from dashboard.figures import (
    fan as fans,
)
from dashboard.figures import (
    forest as forests,
)
from dashboard.figures import (
    stack as stacks,
)
from dashboard.figures import timeline as timelines
from dashboard.result import Comparison, Result, Row
from dashboard.words import Words
from data import catalogue

NOT_A_YEAR = ("partial",)
LATEST_FIRST = True


def labels(words: Words) -> dict[str, str]:
    """Words for every series, basis and reason that a mark may have to name."""
    book = catalogue.load()
    named = {code: c.label[words.lang] for d in book.dimensions.values() for code, c in d.codes.items()}
    named |= {name: indicator.short[words.lang] for name, indicator in book.indicators.items()}
    named |= {name: basis.label[words.lang] for name, basis in book.bases.items()}
    reasons = ("falling_cumulative", "rebased_cumulative", "missing_day", "ambiguous_day", "series_break")
    # The total of every dimension is one code; a chart splits by one dimension only.
    return named | {code: words.w(f"reasons.{code}") for code in reasons} | {"_T": words.w("options._T")}


def events(result: Result, words: Words) -> list[tuple[date, date | None, str]]:
    book = catalogue.load()
    found = [book.events[name] for name in result.events if name in book.events]
    return [(event.start, event.end, event.label[words.lang]) for event in found]


def years(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """Columns in order of the window's end; a part-year hollow before the whole year it belongs to."""
    rows = sorted(
        (r for r in result.rows if r.value is not None), key=lambda r: (r.window.end, r.window.start)
    )
    rows = [row for row in rows if row.series in ("year", *NOT_A_YEAR)]
    marks = [
        (place, text)
        for start, _, text in events(result, words)
        for place, row in enumerate(rows)
        if row.kind == "year" and row.window.start <= start <= row.window.end
    ]
    return columns.draw(
        rows,
        words,
        labels=labels(words),
        break_label=words.w("charts.break"),
        events=marks,
        whole=("year",),
        narrow=narrow,
    )


def related(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """A panel of columns for each series but the sum of all, which would dwarf the others."""
    book = catalogue.load()
    shown = [row for row in result.rows if not row.indicator.startswith("related_cyber_all")]
    groups = {name: [row for row in shown if row.indicator == name] for name in _indicators(shown)}
    named = [(book.indicators[name].short[words.lang], rows) for name, rows in groups.items()]
    return panels.draw(named, words, labels=labels(words), narrow=narrow)


def _indicators(rows) -> list[str]:
    return list(dict.fromkeys(row.indicator for row in rows))


def by_age(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """A bar for each age, men and women stacked, the sum of both after it."""
    both = {row.code("age"): row for row in result.rows if row.series == "both"}
    book = catalogue.load()
    groups = [
        (
            book.label("age", age, words.lang),
            [row for row in result.rows if row.series in ("M", "F") and row.code("age") == age],
            f"n = {words.number(total.value)}",
        )
        for age, total in both.items()
    ]
    return stacks.draw(groups, words, labels=labels(words), narrow=narrow)


def monthly(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """Columns, and over the last of them the threshold above which a count is unusually high."""
    rows = [row for row in result.rows if row.formula != "expected"]
    limits = {row.window: row.upper for row in result.rows if row.formula == "expected"}
    over = {place: limits[row.window] for place, row in enumerate(rows) if row.window in limits}
    return columns.draw(rows, words, labels=labels(words), limits=over, narrow=narrow)


def completed(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """Months as counted, and over the newest what is still to come."""
    counted = [row for row in result.rows if row.series == "counted"]
    made = [row for row in result.rows if row.series == "nowcast"]
    named = {"counted": words.w("figure.counted"), "nowcast": words.w("figure.to_come")}
    return growing.draw(counted, made, words, labels=labels(words) | named, narrow=narrow)


def pace(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """Steps of a daily rate; the same statements as lines where the cumulative view was chosen."""
    shown = {"labels": labels(words), "events": events(result, words), "narrow": narrow}
    if dict(result.options).get("show") == "cumulative":
        return lines.draw(result.rows, words, **shown)
    return steps.draw(result.rows, words, gaps=result.gaps, **shown)


def rounds(result: Result, words: Words, *, narrow: bool = False) -> dict:
    return lines.draw(result.rows, words, labels=labels(words), events=events(result, words), narrow=narrow)


def stack(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """A bar for each cut-off, the newest on top, its total as n."""
    share = dict(result.options)["show"] == "share"
    totals = {row.window: row for row in result.rows if row.series == "total"}
    newest = max(totals.values(), key=lambda row: row.window.end)
    groups = [
        (
            words.tick_date(window.end)
            + ("" if total.basis == newest.basis else f" · {words.w('charts.other_basis')}"),
            [row for row in result.rows if row.window == window and row.series != "total"],
            f"n = {words.number(total.value)}",
        )
        for window, total in sorted(totals.items(), key=lambda item: item[0].end, reverse=LATEST_FIRST)
    ]
    return stacks.draw(groups, words, labels=labels(words), whole=100 if share else 0, narrow=narrow)


def shares(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """A dot for each group's share, its count beside the name."""
    counts = {row.series: row for row in result.rows if row.unit == "person"}
    rows = [row for row in result.rows if row.unit == "percent"]
    named = labels(words)
    heads = [f"{named[row.series]} · n = {words.number(counts[row.series].value)}" for row in rows]
    return dots.draw(rows, words, labels=named, heads=heads, narrow=narrow)


def teens(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """A dot for each window; hollow where only a percentage was published."""
    rows = [row for row in result.rows if row.unit == "percent"]
    book = catalogue.load()
    steps_of = [book.indicators[row.indicator].short[words.lang] for row in rows]
    heads = [f"{words.window(row.window)} · {step}" for row, step in zip(rows, steps_of, strict=True)]
    hollow = [place for place, row in enumerate(rows) if row.lower is None]
    return dots.draw(rows, words, labels=labels(words), heads=heads, caution=hollow, narrow=narrow)


def per_people(result: Result, words: Words, *, narrow: bool = False) -> dict:
    rows = [row for row in result.rows if row.unit == "per_100k"]
    return dots.draw(rows, words, labels=labels(words), narrow=narrow)


def forest(result: Result, words: Words, *, narrow: bool = False) -> dict:
    pairs = [(_pair(pair, words), pair, _why(pair, words)) for pair in result.comparisons]
    return forests.draw(pairs, words, narrow=narrow)


def _pair(pair: Comparison, words: Words) -> str:
    """The two windows; a pace is called one beside its mark too."""
    name = f"{words.window(pair.earlier.window)} → {words.window(pair.later.window)}"
    return f"{name} ({words.w('mode.pace')})" if pair.mode == "pace" else name


def _why(pair: Comparison, words: Words) -> str:
    """The first reason, which is the weightiest; the table has them all."""
    return describe.reason(pair.reasons[0], words) if pair.reasons else ""


def regions(result: Result, words: Words, *, narrow: bool = False) -> dict:
    return tiles.draw(result.rows, words, labels=labels(words), narrow=narrow)


def collections(result: Result, words: Words, *, narrow: bool = False) -> dict:
    heads = [_collected(row, words) for row in result.rows]
    return timelines.draw(result.rows, words, labels=labels(words), heads=heads, narrow=narrow)


def _collected(row: Row, words: Words) -> str:
    """What was counted, and the crackdown whose days the window has."""
    book = catalogue.load()
    named = [
        e.label[words.lang]
        for e in book.events.values()
        if (e.start, e.end) == (row.window.start, row.window.end)
    ]
    # Two counts of one crackdown differ in what they include; the basis says in what.
    wider = [book.bases[row.basis].label[words.lang]] if row.basis == "crackdown_with_child" else []
    return " · ".join([book.indicators[row.indicator].short[words.lang], *(wider or named[:1])])


def fan(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """The fan; where it was refused, the observed values as columns beside the reason."""
    if result.refusal:
        seen = [replace(row, series="year") for row in result.rows]
        return years(replace(result, rows=tuple(seen)), words, narrow=narrow)
    return fans.draw(result.rows, words, labels=labels(words), narrow=narrow)
