"""What a list of incidents leaves open or unread, as problems for the person who reads it."""

from collections.abc import Iterator

import numpy as np

from data.counting import days
from data.counting.incidents import IncidentSheet
from data.ingest.problems import Problem, problem
from data.ingest.worksheet import address

OF_DATES = ("day_order_open", "day_order_mixed", "dates_unreadable", "midnight_before")


def remarks(found: IncidentSheet, file: str, others: list[int], numbers: list[int]) -> Iterator[Problem]:
    """Problems of the dates, of `others` (rows that are no incidents) and of `numbers` (columns not added up)."""

    def told(code: str, cell: str = "", cells: int = 1, **fields) -> Problem:
        return problem(code, file, found.sheet, cell, cells=cells, **fields)

    titles = {field.position: field.title for field in found.fields}
    for dating in found.dates:
        if dating.reading is None:
            continue
        column, reading = found.columns[dating.fields[0].position], dating.reading
        for state, code in ((days.OPEN, "day_order_open"), (days.UNREADABLE, "dates_unreadable")):
            cells = (reading.states == state)[column.which]
            if cells.any():
                first = int(np.argmax(cells))
                where = address(int(column.rows[first]), column.position)
                text = column.texts[column.which[first]]
                mixed = state == days.OPEN and reading.orders == ("mixed",)
                code = "day_order_mixed" if mixed else code
                yield told(code, where, int(cells.sum()), heading=dating.heading, found=text)
        if reading.midnight == "before":
            cell = address(int(column.rows[0]), column.position)
            yield told("midnight_before", cell, len(column.rows), heading=dating.heading)
    if others:
        yield told("rows_left_out", f"A{others[0]}", len(others), count=f"{len(others):,}")
    for position in numbers:
        yield told("numbers_not_added", heading=titles[position])
