"""How the same nowcast would have done earlier, made blind, against what came in later and the plain count."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import BadSeries
from analysis.nowcast.triangle import MINIMUM, Triangle

# Two years of months: every season twice, and few enough to say how it does now.
ORIGINS = 24
# Older periods are nearly complete; their small errors would flatter the record.
AGES = 3


@dataclass(frozen=True)
class Record:
    """Past nowcasts of the three newest periods of each day, and what they sum to.

    `table`: made (newest period then), period, age (1 the newest), known, estimate, lower_…, upper_…, actual
    (what is known today). `errors` by age: mean absolute error of estimate and of the plain count `known`.
    `coverage` by age: share of actual counts inside the limits of each level. Only periods that had all
    delays since then are judged; empty where there is none.
    """

    table: pd.DataFrame
    errors: pd.DataFrame
    coverage: pd.DataFrame


def blind(triangle: Triangle, columns: int, make: Callable[[Triangle], pd.DataFrame]) -> Record:
    """Make the nowcast again from what was known at the end of each of up to 24 periods that are now complete."""
    n = len(triangle.index)
    rows = []
    for back in range(max(columns - 1, 1), min(columns - 1 + ORIGINS, n - MINIMUM + 1)):
        try:
            then = make(triangle.before(back)).iloc[-AGES:]
        except BadSeries:
            # On that day too little was outside the windows cut: there was no nowcast to judge.
            continue
        actual = triangle.known[n - back - len(then) : n - back]
        place = {"made": then.index[-1], "period": then.index, "age": np.arange(len(then), 0, -1)}
        rows.append(then.drop(columns=["share_complete", "status"]).assign(**place, actual=actual))
    if not rows:
        return Record(pd.DataFrame(), pd.DataFrame(), pd.DataFrame())
    table = pd.concat(rows, ignore_index=True).sort_values(["made", "period"], ignore_index=True)
    age, actual = table["age"], table["actual"]
    errors = {name: (table[name] - actual).abs().groupby(age).mean() for name in ("estimate", "known")}
    levels = [column.removeprefix("lower_") for column in table if column.startswith("lower_")]
    coverage = {
        float(q) / 100: actual.between(table[f"lower_{q}"], table[f"upper_{q}"]).groupby(age).mean()
        for q in levels
    }
    return Record(table, pd.DataFrame(errors), pd.DataFrame(coverage))
