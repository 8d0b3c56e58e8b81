"""Two rows side by side: the verdict on doing so, and the change where one may be stated."""

from functools import cache

from analysis import windows
from dashboard.result import Comparison, Row
from data import catalogue


@cache
def events_of(regional: bool) -> tuple[windows.Event, ...]:
    """The catalogue's events; a moved boundary concerns regions, never the country."""
    return tuple(
        windows.Event(event.id, event.start, event.end, event.effect, event.indicators, event.bases)
        for event in catalogue.load().events.values()
        if regional or event.kind != "boundary"
    )


def _statement(row: Row) -> windows.Statement:
    return windows.Statement(
        window=row.window,
        indicator=row.indicator,
        basis=row.basis,
        unit=row.unit,
        status=row.status,
        codes=row.codes,
    )


def compare(earlier: Row, later: Row) -> Comparison:
    """The later row against the earlier one; a blocked pair carries its reasons and no number."""
    verdict = windows.comparability(
        _statement(earlier), _statement(later), events_of(later.code("geo") != "_T")
    )
    reasons = tuple(dict.fromkeys(code for code, _ in verdict.reasons))
    made = Comparison(earlier, later, verdict.mode, verdict.level, reasons)
    if verdict.level == "blocked" or earlier.value is None or later.value is None:
        return made
    # scipy, which the server's start need not wait for.
    from analysis import growth

    days = (later.window.days, earlier.window.days) if verdict.mode == "pace" else (1, 1)
    change = growth.change(later.value, earlier.value, *days)
    return Comparison(
        earlier,
        later,
        verdict.mode,
        verdict.level,
        reasons,
        ratio=change.ratio,
        lower=change.lower,
        upper=change.upper,
        # A pace carries no percentage: it would be read as yearly growth.
        percent=None if verdict.mode == "pace" else change.percent,
        word=change.word,
    )
