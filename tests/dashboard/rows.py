"""Rows as the charts get them, with figures published by police, ministry and support centre."""

from datetime import date

from analysis.windows import Window
from dashboard.result import Row

DAY = date.fromisoformat


def row(series, start, end, kind, value, unit="case", basis="kics", **more):
    given = {"indicator": "police_cases", "as_of": "2024-08"} | more
    return Row(
        series=series,
        window=Window(DAY(start), DAY(end)),
        kind=kind,
        value=value,
        unit=unit,
        basis=basis,
        **given,
    )


def year(series, number, value, **more):
    return row(series, f"{number}-01-01", f"{number}-12-31", "year", value, **more)


CASES = (
    year("cases", 2021, 156),
    year("cases", 2022, 160),
    year("cases", 2023, 180),
    row("cases", "2024-01-01", "2024-07-31", "ytd", 297, basis="hand"),
    year("cases", 2024, 1202, basis="hand", as_of="2025-01"),
)
LABELS = {
    "ko": {"cases": "경찰에 접수된 사건", "kics": "전산(KICS) 집계", "hand": "수기 집계"},
    "en": {"cases": "Cases reported to police", "kics": "KICS records", "hand": "compiled by hand"},
}
