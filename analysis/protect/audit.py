"""The audit before publishing: what the union of all published numbers still leaves open, cell by cell."""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.protect.attack import Relation, System, impossible, interval, systems


def excluded(
    published: pd.Series, relations: Iterable[Relation], wanted: Mapping[str, Iterable[int]]
) -> dict[str, list[int]]:
    """The wanted values that an attacker can rule out, by cell; empty when the audit passes.

    `published` holds every cell by id, NaN where no release says the number; `wanted` the values that must
    stay possible for whole, non-negative counts. A published cell rules out all values but its own.
    Raises PartsDoNotAdd.
    """
    known = published.dropna()
    found = {
        cell: [value for value in values if value != known[cell]]
        for cell, values in wanted.items()
        if cell in known.index
    }
    for system in systems(published, relations):
        asked = _columns(system, wanted)
        found |= {system.ids[column]: values for column, values in impossible(system, asked).items()}
    return {cell: values for cell, values in found.items() if values}


def intervals(published: pd.Series, relations: Iterable[Relation], cells: Iterable[str]) -> pd.DataFrame:
    """Least and greatest whole count that anyone can work out for each hidden cell (`lower`, `upper`).

    `upper` is NaN where the published numbers set no limit. Rows are in the order of `published`.
    Since only published numbers enter, stating the interval tells nobody anything new.
    """
    asked = set(cells)
    found = {
        cell: interval(system, column)
        for system in systems(published, relations)
        for column, cell in enumerate(system.ids)
        if cell in asked
    }
    table = pd.DataFrame.from_dict(found, orient="index", columns=["lower", "upper"], dtype=float)
    order = [cell for cell in published.index if cell in found]
    return table.reindex(order).replace(float("inf"), float("nan"))


def _columns(system: System, wanted: Mapping[str, Iterable[int]]) -> dict[int, Iterable[int]]:
    return {column: wanted[cell] for column, cell in enumerate(system.ids) if cell in wanted}
