"""What the tests say of a series of rows: trend, shifts of the level, season; each in words only if it passes.

What tests is imported where it is called: pandas and scipy take a second that the server's start need not.
"""

from dataclasses import replace
from functools import lru_cache

from analysis.windows import Event, Window
from dashboard.compose.compare import events_of
from dashboard.result import Finding, Row

FREQUENCY = {"year": "Y", "quarter": "Q", "month": "M"}


def findings(rows, *kinds: str) -> tuple[Finding, ...]:
    """The findings of one series of years, quarters or months; kinds as in Finding, all of them by default.

    A season is only asked of three full years, and a shift of the level never of fewer than it takes; a
    refusal is a finding of the trend alone, so that it is said once.
    """
    series = tuple(row for row in rows if row.kind in FREQUENCY)
    if not series:
        return ()
    asked = kinds or ("trend", "shift", "season")
    return tuple(found for kind in asked if (found := TESTS[kind](series)) is not None)


def _values(rows: tuple[Row, ...]):
    """The counts on their periods, holes and withheld counts missing; the newest statement of each period."""
    import pandas as pd

    by_period = {
        pd.Period(row.window.start, FREQUENCY[row.kind]): float("nan") if row.value is None else row.value
        for row in rows
    }
    values = pd.Series(by_period, dtype=float, name=rows[0].indicator).sort_index()
    return values.reindex(pd.period_range(values.index[0], values.index[-1]))


def _events(rows: tuple[Row, ...]) -> tuple[Event, ...]:
    """Events that touch the counting of any of the rows."""
    bases = {row.basis for row in rows}
    return tuple(
        event
        for event in events_of(rows[0].code("geo") != "_T")
        if event.effect != "none"
        and rows[0].indicator in event.indicators
        and (not event.bases or bases & {*event.bases})
    )


def _inside(events, rows) -> tuple[str, ...]:
    """Those in force on a day of the series that did not begin before it."""
    first, last = rows[0].window.start, rows[-1].window.end
    return tuple(event.id for event in events if first < event.start <= last)


def _window(first, last) -> Window:
    return Window(first.start_time.date(), last.end_time.date())


def _about(rows: tuple[Row, ...], kind: str, values) -> dict:
    return {
        "kind": kind,
        "indicator": rows[0].indicator,
        "step": rows[0].kind,
        "inputs": tuple(row.ref for row in rows),
        "known": int(values.notna().sum()),
        "events": _inside(_events(rows), rows),
    }


def _estimate(rows, formula: str, window: Window, unit: str, value, lower, upper) -> Row:
    first, last = rows[0].ref, rows[-1].ref
    return replace(
        rows[-1],
        series=formula,
        window=window,
        kind="custom",
        as_of=max(row.as_of for row in rows),
        value=value,
        lower=lower,
        upper=upper,
        unit=unit,
        status="E",
        conf="F",
        sources=tuple(dict.fromkeys(source for row in rows for source in row.sources)),
        notes=(),
        ref=f"{formula}({first}..{last},{window.start})",
        formula=formula,
        inputs=tuple(row.ref for row in rows),
    )


@lru_cache(maxsize=256)
def trend(rows: tuple[Row, ...]) -> Finding:
    """The trend at the end of the series in per cent a year, or why there is none."""
    from analysis.trend import percent
    from analysis.trend import trend as tested

    values, events = _values(rows), _events(rows)
    made = tested(values, events=events)
    estimates, window = (), None
    if made.first is not None:
        window = _window(made.first, made.last)
    if made.slope is not None:
        ends = (percent(end) for end in (made.slope.value, made.slope.lower, made.slope.upper))
        # A search for bends takes its part of the level, and the column of the table must say so.
        formula = "trend" if made.level == 0.95 else f"trend_{100 * made.level:.0f}"
        estimates = (_estimate(rows, formula, window, "percent_per_year", *ends),)
    cut = next((fields["event"] for code, fields in made.notes if code == "cut_at_event"), "")
    return Finding(
        word=made.word,
        periods=made.periods,
        needed=made.needed,
        window=window,
        estimates=estimates,
        p=made.slope and made.slope.p,
        level=made.level,
        dispersion=made.dispersion,
        cut=cut,
        method=made.method.name,
        assumptions=made.method.assumptions,
        **_about(rows, "trend", values),
    )


@lru_cache(maxsize=256)
def shift(rows: tuple[Row, ...]) -> Finding | None:
    """Steps of the level besides trend and season and those of known events; None for a series too short."""
    from analysis.breaks import breaks

    values, events = _values(rows), _events(rows)
    made = breaks(values, events=events)
    if made.p is None:
        return None
    estimates = tuple(
        _estimate(rows, "shift", _window(one.at, one.at), "ratio", one.ratio, one.lower, one.upper)
        for one in made.found
    )
    return Finding(
        word=made.word,
        periods=made.periods,
        needed=made.needed,
        window=_window(values.index[0], values.index[-1]),
        estimates=estimates,
        spans=tuple(_window(one.earliest, one.latest) for one in made.found),
        p=made.p,
        method=made.method.name,
        assumptions=made.method.assumptions,
        **_about(rows, "shift", values),
    )


@lru_cache(maxsize=256)
def season(rows: tuple[Row, ...]) -> Finding | None:
    """Whether months or quarters of the year differ; None for years and for fewer than three of them."""
    from analysis import designs
    from analysis.seasonal import seasonal

    values = _values(rows)
    if not designs.has_room_for_season(values.index):
        return None
    made = seasonal(values, components=False)
    if made.p is None:
        return None
    return Finding(
        word=made.word,
        periods=int(values.notna().sum()),
        needed=designs.YEARS_FOR_SEASON * len(made.effects),
        window=_window(values.index[0], values.index[-1]),
        estimates=_extremes(rows, values, made) if made.word == "seasonal" else (),
        p=made.p,
        method=made.method.name,
        assumptions=made.method.assumptions,
        **_about(rows, "season", values),
    )


def _extremes(rows, values, made) -> tuple[Row, ...]:
    """The highest and the lowest month against the yearly mean, each at its last occurrence."""
    place = values.index.month if rows[0].kind == "month" else values.index.quarter
    found = []
    for at in (made.effects["ratio"].idxmax(), made.effects["ratio"].idxmin()):
        period = values.index[place == at][-1]
        effect = made.effects.loc[at]
        ends = (float(effect[name]) for name in ("ratio", "lower", "upper"))
        found.append(_estimate(rows, "season", _window(period, period), "ratio", *ends))
    return tuple(found)


TESTS = {"trend": trend, "shift": shift, "season": season}
