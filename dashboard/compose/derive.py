"""Numbers made from published rows by one step of arithmetic; each names its formula and its inputs.

What reckons is imported where it is called: pandas and scipy take a second that the server's start need not.
"""

from dataclasses import replace

from analysis.windows import Window, kind
from dashboard.result import Row


def _merged(rows: tuple[Row, ...], attribute: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for row in rows for value in getattr(row, attribute)))


def _made(base: Row, inputs: tuple[Row, ...], formula: str, **changes) -> Row:
    refs = tuple(row.ref for row in inputs)
    return replace(
        base,
        status="E",
        sources=_merged(inputs, "sources"),
        notes=_merged(inputs, "notes"),
        as_of=max(row.as_of for row in inputs),
        ref=f"{formula}({','.join(refs)})",
        formula=formula,
        inputs=refs,
        **changes,
    )


def share(part: Row, whole: Row, series: str = "") -> Row:
    """Per cent of a whole that a part makes up, with Wilson's interval."""
    from analysis import shares

    low, high = shares.wilson(part.value, whole.value)
    value = 100 * part.value / whole.value
    return _made(
        part,
        (part, whole),
        "share",
        series=series or part.series,
        value=value,
        lower=100 * float(low),
        upper=100 * float(high),
        unit="percent",
    )


def per_day(row: Row, series: str = "") -> Row:
    """Events a day over the row's own window, with the exact Poisson interval of its count."""
    low, high = _interval(row)
    days = row.window.days
    return _made(
        row,
        (row,),
        "per_day",
        series=series or row.series,
        value=row.value / days,
        lower=float(low) / days,
        upper=float(high) / days,
        unit="per_day",
    )


def per_100k(row: Row, denominator: Row, series: str = "") -> Row:
    """Events per 100,000 of the denominator's people, with the exact or Byar interval of the count."""
    low, high = _interval(row)
    scale = 100_000 / denominator.value
    return _made(
        row,
        (row, denominator),
        "per_100k",
        series=series or row.series,
        value=row.value * scale,
        lower=float(low) * scale,
        upper=float(high) * scale,
        unit="per_100k",
    )


def _interval(row: Row) -> tuple:
    from analysis import rates

    return rates.poisson_interval(row.value)


def total(rows: tuple[Row, ...], series: str) -> Row:
    """The sum of rows that split one whole."""
    base = rows[0]
    return _made(base, rows, "sum", series=series, value=sum(row.value for row in rows), codes=())


def increments(statements: list[Row]) -> tuple[list[Row], list[tuple[Window, str]]]:
    """What happened between cumulative statements, and where that may not be derived, with the reason."""
    if not statements:
        return [], []
    import pandas as pd

    from analysis.cumulative import increments_and_refusals

    frame = pd.DataFrame(
        {
            "window_start": [pd.Timestamp(row.window.start) for row in statements],
            "window_end": [pd.Timestamp(row.window.end) for row in statements],
            "as_of": [row.as_of for row in statements],
            "value": [row.value for row in statements],
            "basis": [row.basis for row in statements],
        }
    )
    made, refused = [], []
    for piece in increments_and_refusals(frame, statements[0].indicator).to_dict("records"):
        window = Window(piece["window_start"].date(), piece["window_end"].date())
        if piece["refusal"] is not None:
            refused.append((window, piece["refusal"].code))
            continue
        later = statements[piece["later"]]
        if piece["earlier"] is None:
            made.append(later)
            continue
        inputs = (later, statements[piece["earlier"]])
        made.append(_made(later, inputs, "increment", window=window, kind=kind(window), value=piece["value"]))
    return made, refused
