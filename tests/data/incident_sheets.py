"""Incidents as the reader would return them, written down row by row."""

from datetime import date

import pandas as pd

from data.ingest.columns import KINDS
from data.ingest.incidents import Incidents, content_id
from data.observations import UNKNOWN

SHEET = "입력"
Q3 = (date(2024, 7, 1), date(2024, 9, 30))
Q4 = (date(2024, 10, 1), date(2024, 12, 31))
BLANK = {"agency": "", "correction": "new", "reported_date": "2024-07-15", "region": "KR-11"}
FILES = iter(range(10**6))


def rows(kind: str, *entries: dict) -> pd.DataFrame:
    """One row an entry, what is not given unknown; dates as ISO text."""
    names = [column.id for column in KINDS[kind]] + (["offender_age_band"] if kind == "police" else [])
    made = pd.DataFrame([dict.fromkeys(names, UNKNOWN) | BLANK | entry for entry in entries], columns=names)
    for column in KINDS[kind]:
        if column.type == "date":
            made[column.id] = pd.to_datetime(made[column.id].replace(UNKNOWN, None)).astype("datetime64[us]")
        elif column.type in ("age", "count"):
            made[column.id] = made[column.id].replace(UNKNOWN, None).astype("Int64")
        else:
            made[column.id] = made[column.id].astype("str")
    made.index = pd.MultiIndex.from_product([[SHEET], range(5, 5 + len(made))], names=["sheet", "row"])
    return made


def sheet(kind: str, *entries: dict, period=Q3, synthetic: bool = False, file: str = "") -> Incidents:
    """A file of these incidents."""
    made = rows(kind, *entries)
    name = file or f"{kind}-{next(FILES)}.xlsx"
    return Incidents(made, (), kind, synthetic, "0" * 64, content_id(made), name, (SHEET,), period)
