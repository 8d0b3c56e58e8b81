"""Tables for the tests of disclosure control, and a judge of them that shares no code with it."""

from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.protect import Relation

TOTALS = {"geo": "KR", "age": "_T", "sex": "_T", "role": "_T", "level": "_T", "action": "_T"}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def two_way(inner: dict[str, dict[str, int]]) -> tuple[pd.DataFrame, list[Relation]]:
    """Cells `row` + `column`, with `*` for a total, and the sums of rows, columns and the whole."""
    rows, columns = list(inner), list(next(iter(inner.values())))
    counts = {r + c: inner[r][c] for r in rows for c in columns}
    counts |= {r + "*": sum(inner[r].values()) for r in rows}
    counts |= {"*" + c: sum(inner[r][c] for r in rows) for c in columns}
    counts["**"] = sum(counts[r + "*"] for r in rows)
    sums = [Relation(r + "*", tuple(r + c for c in columns)) for r in rows]
    sums += [Relation("*" + c, tuple(r + c for r in rows)) for c in columns]
    sums += [
        Relation("**", tuple(r + "*" for r in rows)),
        Relation("**", tuple("*" + c for c in columns)),
    ]
    return pd.DataFrame({"value": pd.Series(counts, dtype=float)}), sums


def hidden(protected) -> set[str]:
    return set(protected.frame.index[protected.frame["hidden"]])


def ruled_out(published: pd.Series, sums: list[Relation], cell: str, values) -> list[int]:
    """The values that no whole, non-negative completion of the published numbers gives to the cell."""
    place = {name: number for number, name in enumerate(published.index)}
    matrix = np.zeros((len(sums), len(place)))
    for row, relation in zip(matrix, sums, strict=True):
        row[place[relation.total]] -= 1
        for part in relation.parts:
            row[place[part]] += 1
    low, high = published.fillna(0).to_numpy(), published.fillna(np.inf).to_numpy()

    def fits(value: int) -> bool:
        asked = np.eye(len(place))[place[cell]]
        exact = LinearConstraint(np.vstack([matrix, asked]), *[[0] * len(sums) + [value]] * 2)
        bounds = Bounds(low, high)
        return milp(0 * asked, constraints=exact, bounds=bounds, integrality=asked * 0 + 1).success

    return [value for value in values if not fits(value)]


def observations(incidents: pd.DataFrame, tables, first: str = "2024-01-01") -> pd.DataFrame:
    """Counts in the columns of observations, zeros included, from incidents with a `month` number from 0.

    `tables` is a list of (dimensions, kind of window); codes are those that the incidents have.
    """
    rows = []
    months = int(incidents["month"].max()) + 1
    for dimensions, kind in tables:
        codes = [sorted(incidents[dimension].unique()) for dimension in dimensions]
        for number in range(-(-months // MONTHS[kind])):
            start = pd.Timestamp(first) + pd.DateOffset(months=number * MONTHS[kind])
            end = start + pd.DateOffset(months=MONTHS[kind]) - pd.Timedelta(days=1)
            inside = incidents[incidents["month"] // MONTHS[kind] == number]
            for combination in product(*codes):
                key = dict(zip(dimensions, combination, strict=True))
                count = (inside[list(key)] == pd.Series(key)).all(axis=1).sum() if key else len(inside)
                rows.append(TOTALS | key | _window(start, end, kind) | {"value": float(count)})
    frame = pd.DataFrame(rows).assign(indicator_id="incidents_police", lower=np.nan, upper=np.nan)
    return frame.assign(obs_status="A", conf_status="F")


def _window(start: pd.Timestamp, end: pd.Timestamp, kind: str) -> dict:
    return {"window_start": start, "window_end": end, "window_kind": kind}
