"""What a table says over time that no one way of counting could: falling totals, categories that come and go."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.ingest.problems import Problem, problem
from data.judging.blocks import NEVER_ADDED, WHOLE, Block, span
from data.judging.sums import number

CUMULATIVE = re.compile(r"누계|누적|cumulative|year.to.date|\bytd\b|累計", re.I)
# Windows called cumulative that fall more often than this are so called for another reason.
FALLS = 1 / 3
# A category counted at least so often in each earlier period does not end at 0 by chance.
COMMON = 10
# Or so many cells of it are 0 at once.
WIDE = 3


def judge(block: Block, cells: pd.DataFrame, title: str) -> Iterator[Problem]:
    """`cells` are the cells of the block as read, with the period of each."""
    yield from _estimates(block)
    dated = cells[cells["period_start"].notna() & ~cells["unit"].isin(NEVER_ADDED)]
    if dated["period_start"].nunique() + dated["period_end"].nunique() > 2:
        yield from _falls(dated, title)
        for side in ("column_labels", "row_labels"):
            yield from _changes(dated, side)


def _estimates(block: Block) -> Iterator[Problem]:
    """Fractions where counts stand: a person may be counted, not 16.0753 of them."""
    broken = block.counts() & np.isfinite(block.value)
    broken &= np.abs(block.value - np.round(block.value)) > WHOLE
    for column in np.flatnonzero(broken.any(axis=0)):
        rows = np.flatnonzero(broken[:, column])
        yield problem(
            "estimate_among_counts",
            block.file,
            block.sheet,
            block.cell[rows[0], column],
            cells=len(rows),
            column=block.columns.name(column),
            found=number(block.value[rows[0], column]),
        )


def _falls(cells: pd.DataFrame, title: str) -> Iterator[Problem]:
    said = cells[np.isfinite(cells["value"])]
    named = {labels: bool(CUMULATIVE.search(" ".join(labels))) for labels in set(said["labels"])}
    called = said["labels"].map(named.get)
    if CUMULATIVE.search(title):
        called[:] = True
    # Windows from one day on hold one another, whatever they are called.
    keys = [
        (labels, start.year if named else start)
        for labels, start, named in zip(said["labels"], said["period_start"], called, strict=True)
    ]
    code = pd.factorize(pd.Series(keys, dtype=object))[0]
    told = pd.DataFrame(
        {
            "key": code,
            "start": said["period_start"].to_numpy(),
            "end": said["period_end"].to_numpy(),
            "value": said["value"].to_numpy(),
            "place": np.arange(len(said)),
        }
    ).sort_values(["key", "end"], kind="stable")
    same = (told["key"] == told["key"].shift()).to_numpy()
    later = same & (told["end"] > told["end"].shift()).to_numpy()
    if (same & ~later).any():
        # Two figures of one window have no order.
        twice = set(told["key"][same & ~later])
        later &= ~told["key"].isin(twice).to_numpy()
    fell = later & (told["value"] < told["value"].shift()).to_numpy()
    if not fell.any() or fell.sum() > FALLS * later.sum():
        return
    before = told.shift()
    for place in np.flatnonzero(fell):
        now, then = told.iloc[place], before.iloc[place]
        cell = said.iloc[int(now["place"])]
        yield problem(
            "cumulative_falls",
            cell["file"],
            cell["sheet"],
            cell["cell"],
            label=" / ".join(cell["labels"]),
            before=number(then["value"]),
            after=number(now["value"]),
            then=_day(then["end"]),
            now=_day(now["end"]),
        )


def _changes(cells: pd.DataFrame, side: str) -> Iterator[Problem]:
    """Categories that are blank up to a period or from one on, or 0 throughout from one on."""
    key = pd.factorize(pd.Series(list(cells[side]), dtype=object))[0]
    blank = (cells["reason"] == "not_collected").to_numpy()
    value = cells["value"].to_numpy(float)
    frame = pd.DataFrame(
        {
            "key": key,
            "start": cells["period_start"].to_numpy(),
            "end": cells["period_end"].to_numpy(),
            "said": np.isfinite(value),
            "blank": blank,
            "sum": np.nan_to_num(value),
            "place": np.arange(len(cells)),
        }
    )
    grouped = frame.groupby(["key", "start"], sort=True)
    told = grouped.agg(
        said=("said", "sum"),
        blank=("blank", "sum"),
        total=("sum", "sum"),
        end=("end", "first"),
        place=("place", "first"),
    ).reset_index()
    # Where nobody has a number the file has none to give.
    present = told.groupby("start")["said"].transform("sum") > 0
    for code, line in told[present].groupby("key", sort=False):
        found = _turn(line)
        if found:
            kind, at, gone = found
            cell = cells.iloc[int(line["place"].iloc[gone[0]])]
            labels = cells.iloc[int(line["place"].iloc[0])][side]
            if not labels:
                continue
            first = line.iloc[at]
            yield problem(
                kind,
                cell["file"],
                cell["sheet"],
                cell["cell"],
                cells=int((key == code)[frame["start"].isin(line["start"].iloc[gone])].sum()),
                label=" / ".join(labels),
                when=span(np.datetime64(first["start"]), np.datetime64(first["end"])),
            )


def _turn(line: pd.DataFrame) -> tuple[str, int, list[int]] | None:
    """The code, the period from which it holds, and the periods that are blank or 0."""
    said, blank, total = (line[name].to_numpy() for name in ("said", "blank", "total"))
    empty, full = (said == 0) & (blank > 0), (said > 0) & (blank == 0)
    count = len(line)
    for at in range(1, count):
        if empty[:at].all() and full[at:].all():
            return "category_starts", at, list(range(at))
        if full[:at].all() and empty[at:].all():
            return "category_ends", at, list(range(at, count))
        zero = (said[at:] > 0) & (total[at:] == 0)
        before = (said[:at] > 0) & (total[:at] >= COMMON)
        if zero.all() and before.all() and ((said[at:] >= WIDE).all() or count - at > 1):
            return "category_zero", at, list(range(at, count))
    return None


def _day(day) -> str:
    return str(np.datetime64(day, "D"))
