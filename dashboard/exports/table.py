"""The columns in which rows leave the house, one record an observation; CSV and JSON share them."""

import math

from dashboard.result import Result, Row
from data import catalogue

DIMENSIONS = ("age", "sex", "role", "level", "action")
COLUMNS = (
    "indicator_id",
    "indicator_ko",
    "indicator_en",
    "source_id",
    "geo_code",
    "geo_ko",
    *(f"dim_{name}" for name in DIMENSIONS),
    "window_start",
    "window_end",
    "window_kind",
    "as_of",
    "unit",
    "value",
    "lower",
    "upper",
    "obs_status",
    "conf_status",
    "denominator_id",
    "note_ids",
    "basis",
    "release",
)
TOTAL, COUNTRY = "_T", "KR"


def record(row: Row, release: int) -> dict:
    """One row in the columns; None where there is no value, "" where there is no word.

    A withheld row has no value but the range in which it lies. `denominator_id` is the ref of the denominator
    of a figure computed here, else the indicator that the catalogue names as denominator.
    """
    book = catalogue.load()
    indicator = book.indicators[row.indicator]
    geo = dict(row.codes).get("geo", COUNTRY)
    place = book.dimensions["geo"].codes.get(geo)
    return {
        "indicator_id": row.indicator,
        "indicator_ko": indicator.label["ko"],
        "indicator_en": indicator.label["en"],
        "source_id": ";".join(row.sources),
        "geo_code": geo,
        "geo_ko": place.label["ko"] if place else "",
        **{f"dim_{name}": dict(row.codes).get(name, TOTAL) for name in DIMENSIONS},
        "window_start": row.window.start.isoformat(),
        "window_end": row.window.end.isoformat(),
        "window_kind": row.kind,
        "as_of": row.as_of,
        "unit": row.unit,
        "value": None if row.conf == "C" else number(row.value),
        "lower": number(row.lower),
        "upper": number(row.upper),
        "obs_status": row.status,
        "conf_status": row.conf,
        "denominator_id": row.inputs[1] if len(row.inputs) == 2 else indicator.denominator,
        "note_ids": ";".join(row.notes),
        "basis": row.basis,
        "release": release,
    }


def records(result: Result) -> list[dict]:
    return [record(row, result.release) for row in result.stated]


def number(value: float | None) -> float | int | None:
    """A finite number, whole ones as integers; ten digits say more than any count here carries."""
    if value is None or not math.isfinite(value):
        return None
    rounded = float(f"{value:.10g}")
    return int(rounded) if rounded.is_integer() else rounded
