"""What can be wrong though every cell can be read: numbers used twice, dates that contradict one another."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from data.ingest.columns import KINDS, SYNTHETIC_ID
from data.ingest.header import Header
from data.ingest.problems import Problem, problem
from data.ingest.worksheet import address

# Neither the apps nor the sheets are older; an earlier year is a slip or a wrong date system.
EARLIEST = date(2000, 1, 1)


def check(file: str, rows: pd.DataFrame, tops: dict[str, Header], today: date) -> list[Problem]:
    """Problems of all incidents of a file together; `rows` is indexed by sheet and row, `tops` by sheet."""
    found = [*_numbers(file, rows, tops), *_order(file, rows, tops)]
    for column in KINDS[next(iter(tops.values())).kind]:
        if column.type == "date":
            found += _span(file, rows, tops, column, today)
    return found + list(_periods(file, rows, tops))


def _cell(tops: dict[str, Header], at: tuple[str, int], column: str) -> str:
    return address(at[1], tops[at[0]].columns.get(column, 1))


def _numbers(file: str, rows: pd.DataFrame, tops: dict[str, Header]) -> Iterator[Problem]:
    numbers = rows["incident_id"]
    given = numbers[numbers != ""]
    twice = given[given.duplicated(keep=False)]
    first = {number: at for at, number in twice[::-1].items()}
    for at, number in twice[twice.duplicated()].items():
        other = _cell(tops, first[number], "incident_id")
        other = other if first[number][0] == at[0] else f"{first[number][0]}!{other}"
        cell = _cell(tops, at, "incident_id")
        yield problem("repeated_id", file, at[0], cell, found=number[:60], other=other)
    made_up = given.str.startswith(SYNTHETIC_ID)
    if made_up.any() and not made_up.all():
        at = given.index[made_up.argmax()]
        cell = _cell(tops, at, "incident_id")
        yield problem("mixed_synthetic", file, at[0], cell, count=f"{made_up.sum():,}")


def _order(file: str, rows: pd.DataFrame, tops: dict[str, Header]) -> Iterator[Problem]:
    late = rows[rows["reported_date"] < rows["occurred_date"]]
    for at, reported, occurred in zip(late.index, late["reported_date"], late["occurred_date"], strict=True):
        cell = _cell(tops, at, "reported_date")
        days = {"reported": reported.date().isoformat(), "occurred": occurred.date().isoformat()}
        yield problem("reported_before_occurred", file, at[0], cell, **days)


def _span(file: str, rows: pd.DataFrame, tops: dict[str, Header], column, today: date) -> Iterator[Problem]:
    days, names = rows[column.id], {"ko": column.ko, "en": column.en}
    for code, wrong, limit in (
        ("early_date", days < pd.Timestamp(EARLIEST), {"limit": EARLIEST.isoformat()}),
        ("future_date", days > pd.Timestamp(today), {"today": today.isoformat()}),
    ):
        for at, day in days[wrong].items():
            cell, found = _cell(tops, at, column.id), day.date().isoformat()
            yield problem(code, file, at[0], cell, found=found, **limit, **names)


def _periods(file: str, rows: pd.DataFrame, tops: dict[str, Header]) -> Iterator[Problem]:
    for sheet, top in tops.items():
        if top.period is None or sheet not in rows.index.get_level_values("sheet"):
            continue
        start, end = top.period
        # A correction or withdrawal belongs to an earlier period by its nature.
        stated = rows.loc[[sheet]]
        days = stated["reported_date"][stated["correction"] == "new"]
        for at, day in days[(days < pd.Timestamp(start)) | (days > pd.Timestamp(end))].items():
            cell, found = _cell(tops, at, "reported_date"), day.date().isoformat()
            period = {"start": start.isoformat(), "end": end.isoformat()}
            yield problem("outside_period", file, sheet, cell, found=found, **period)
