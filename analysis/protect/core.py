"""Protect a set of linked tables: choose what to hide, prove it, and state what anyone can still work out."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.errors import BadCount
from analysis.protect.attack import Relation, ceiling, impossible, systems
from analysis.protect.audit import excluded, intervals
from analysis.protect.errors import CellDoubled, NeedsCoarsening, ThresholdTooLow
from analysis.protect.history import Past, join
from analysis.protect.suppress import Block, Cut, Exposed, OutOfTime, at_least_one_more, pattern

LOWEST_THRESHOLD = 5
# Five years of monthly region and age tables take 10 to 20 seconds on one free core; a busy machine is slower.
BUDGET = 300.0
WHY = {
    "exposed": "numbers that are never hidden or already public narrow {count} of its small counts",
    "time": "the search for the fewest further cells to hide did not end within the time limit",
}


@dataclass(frozen=True)
class Protected:
    """`frame` (index: cell id): `value` (NaN if hidden), `hidden`, `lower`, `upper`; `report`: plain data.

    Neither tells a cell hidden for its own sake from one hidden to protect it: there is one mark.
    """

    frame: pd.DataFrame
    report: dict


def protect(
    cells: pd.DataFrame,
    relations: Iterable[Relation],
    *,
    threshold: int = LOWEST_THRESHOLD,
    history: Sequence[Past] = (),
    budget: float = BUDGET,
    progress: Callable[[int, int], None] | None = None,
) -> Protected:
    """Hide counts below `threshold`, and as little else as keeps them open from 0 to threshold − 1.

    `cells`, indexed by id, has `value` (whole counts) and optionally: `fixed` (published whatever its size:
    national totals, structural zeros, official figures), `listed` (False: not published, but whoever knows
    the sums may try to work it out), `sensitive` (to hide although large: too few schools stand behind it),
    `cost` of hiding (default the count itself, so that large counts stay), `low` and `high` (the range of
    values that must stay possible, if not the mark's), `table` (its name, for refusals).
    A large sensitive count must stay possible threshold − 1 either way. What an earlier release published
    with the same value stays published: hiding it would protect nobody.

    `lower`..`upper` of a hidden cell is what anyone can work out from all published numbers, so it is
    valid for each hidden cell, contains 0 to threshold − 1 for each small one, and gives nothing away.

    `budget` is in seconds of time.monotonic; running out refuses and never changes the pattern.
    `progress(done, of)` is called after each block of linked cells.
    Raises ThresholdTooLow, CellDoubled, BadCount, PartsDoNotAdd, NeedsCoarsening.
    Source: Fischetti and Salazar (2001); audit by integer programs over the published numbers.
    """
    _check(cells, threshold)
    remaining = _clock(budget)
    joined, sums = join(cells, relations, history)
    table = _completed(joined, threshold)
    blocks = [_block(system, table) for system in systems(table["value"].where(table["public"]), sums)]
    _refuse_at_sight(blocks, table)
    blocks = [_fair(block, table) for block in blocks if block.wanted]
    published = _published(blocks, table, sums, remaining, progress or (lambda done, of: None))
    frame = pd.DataFrame({"value": published, "hidden": published.isna()}).loc[cells.index]
    frame = frame.join(
        intervals(published, sums, frame.index[frame["hidden"] & table["listed"][cells.index]])
    )
    return Protected(frame, _report(frame, table, threshold, len(history)))


def _check(cells: pd.DataFrame, threshold: int) -> None:
    if threshold < LOWEST_THRESHOLD:
        raise ThresholdTooLow(series="protect", threshold=threshold, lowest=LOWEST_THRESHOLD)
    for cell in cells.index[cells.index.duplicated()]:
        raise CellDoubled(series=cell)
    value = cells["value"]
    for cell in cells.index[~(value.ge(0) & value.mod(1).eq(0))]:
        raise BadCount(series=cell, value=value[cell], expected="a whole number of incidents, 0 or more")


def _clock(budget: float) -> Callable[[], float]:
    end = time.monotonic() + budget
    return lambda: end - time.monotonic()


def _completed(cells: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Every optional column filled in, and `public`: known to all before anything new is published."""
    table = cells.assign(**{name: cells.get(name, np.nan) for name in ("low", "high", "cost")})
    for column, default in {"fixed": False, "listed": True, "sensitive": False, "table": ""}.items():
        given = cells.get(column, pd.Series(default, cells.index)).astype(object)
        table[column] = given.where(given.notna(), default).astype(type(default))
    value, reach = table["value"], threshold - 1
    table["cost"] = table["cost"].fillna(value)
    table["public"] = table["fixed"] | table["known"]
    small = value < threshold
    ranged = table["low"].notna() & table["high"].notna()
    table["small"] = (small | table["sensitive"] | ranged) & ~table["public"]
    low = (value - reach).clip(lower=0).where(~small, 0)
    high = (value + reach).where(~small, reach)
    table["low"], table["high"] = table["low"].fillna(low), table["high"].fillna(high)
    return table


def _block(system, table: pd.DataFrame) -> Block:
    mine = table.loc[list(system.ids)]
    small = mine["small"].to_numpy()
    ranges = zip(mine["low"], mine["high"], strict=True)
    wanted = {
        column: tuple(range(int(low), int(high) + 1))
        for column, (low, high) in enumerate(ranges)
        if small[column] and low < high
    }
    forced = small | ~mine["listed"].to_numpy()
    return Block(system, mine["value"].to_numpy(float), mine["cost"].to_numpy(float), forced, wanted)


def _refuse_at_sight(blocks: list[Block], table: pd.DataFrame) -> None:
    """A part of a small public total is narrowed whatever is hidden: that needs no search."""
    narrowed = []
    for block in blocks:
        highest = ceiling(block.system)
        narrowed += [block.system.ids[c] for c, values in block.wanted.items() if max(values) > highest[c]]
    if table.loc[narrowed, "listed"].any():
        raise _refusal("exposed", table.loc[narrowed])


def _fair(block: Block, table: pd.DataFrame) -> Block:
    """Ask of a cell that is not listed now only the values that public numbers still leave open."""
    listed = table.loc[list(block.system.ids), "listed"].to_numpy()
    old = {column: values for column, values in block.wanted.items() if not listed[column]}
    never = impossible(block.system, old)
    left = {
        column: tuple(v for v in values if v not in never.get(column, ())) for column, values in old.items()
    }
    return replace(block, wanted=block.wanted | left)


def _published(blocks: list[Block], table: pd.DataFrame, sums, remaining, progress) -> pd.Series:
    """The numbers by id, NaN where hidden, once the audit can rule out nothing that must stay possible."""
    published = table["value"].where(table["public"] | (table["listed"] & ~table["small"]))
    ids = [np.array(block.system.ids, dtype=object) for block in blocks]
    cuts: list[list[Cut]] = [[] for _ in blocks]
    todo = list(range(len(blocks)))
    while todo:
        exposed = []
        for number in todo:
            try:
                hidden = pattern(blocks[number], cuts[number], remaining)
            except OutOfTime:
                raise _refusal("time", table.loc[ids[number]]) from None
            except Exposed:
                exposed += list(ids[number][sorted(impossible(blocks[number].system, blocks[number].wanted))])
                continue
            published[ids[number]] = table.loc[ids[number], "value"].where(~hidden)
            cuts[number].append(at_least_one_more(hidden))
            progress(number + 1, len(blocks))
        if exposed:
            raise _refusal("exposed", table.loc[exposed])
        wanted = {ids[n][column]: values for n in todo for column, values in blocks[n].wanted.items()}
        leaks = excluded(published, sums, wanted)
        todo = [number for number in todo if not leaks.keys().isdisjoint(ids[number])]
    return published


def _refusal(reason: str, cells: pd.DataFrame) -> NeedsCoarsening:
    cells = cells[cells["listed"]]
    tables = tuple(dict.fromkeys(cells["table"]))
    why = WHY[reason].format(count=len(cells))
    series = ", ".join(filter(None, tables)) or "counts"
    return NeedsCoarsening(series=series, tables=tables, ids=tuple(cells.index), reason=reason, why=why)


def _report(frame: pd.DataFrame, table: pd.DataFrame, threshold: int, releases: int) -> dict:
    """What is stored with the release; it tells nowhere which of the hidden cells are small."""
    names = table["table"].loc[frame.index]
    listed = table["listed"].loc[frame.index]
    hidden = frame["hidden"] & listed
    tables = {
        name: {"cells": int(listed[names == name].sum()), "hidden": int(hidden[names == name].sum())}
        for name in dict.fromkeys(names[listed])
    }
    return {
        "passed": True,
        "threshold": threshold,
        "earlier_releases": releases,
        "cells": int(listed.sum()),
        "hidden": int(hidden.sum()),
        "tables": tables,
        "intervals": _plain(frame[hidden]),
    }


def _plain(hidden: pd.DataFrame) -> dict[str, list[int | None]]:
    """Least and greatest whole count of each hidden cell; None where nothing limits it."""
    ends = hidden[["lower", "upper"]].astype(object).where(hidden[["lower", "upper"]].notna(), None)
    return {
        cell: [None if end is None else int(end) for end in row]
        for cell, row in zip(ends.index, ends.to_numpy(), strict=True)
    }
