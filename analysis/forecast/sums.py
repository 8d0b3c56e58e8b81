"""Forecasts of a total and its parts made to add up, by whichever way was nearer in the past."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import NotAdditive
from analysis.forecast.single import Forecast

# A total this much less certain than any part takes no part in the adjustment: it becomes their sum.
IGNORED = 1e9
# Half a count squared, the least that a forecast of a count can be off by.
LEAST_VARIANCE = 0.25
# Fewer past origins than this cannot tell one way from the other.
ENOUGH = 4


@dataclass(frozen=True)
class Reconciled:
    """`frames`: label → a frame as in Forecast, over the steps that all of them reach, adding up in each.

    `way` is bottom_up or least_variance; `errors` what each would have been off by on average over the same
    past forecasts, in mean absolute errors of the last value, and `unreconciled`; empty without enough past.
    """

    frames: dict[Hashable, pd.DataFrame]
    way: str
    errors: dict[str, float]


def reconcile(
    made: Mapping[Hashable, Forecast], total: Hashable, groups: Sequence[Sequence[Hashable]]
) -> Reconciled:
    """Means and medians that add up from the parts of each group (regions, ages) to the one total.

    Bottom-up leaves the parts and sums them; least variance moves all of them, by how uncertain each was and
    how their past errors went together (MinT with a shrunk covariance). The one that was nearer from past
    origins is taken, bottom-up where there are too few. Medians of counts are whole, rounded so that they
    still add up; limits move with their median and do not add up, as limits never do. Raises NotAdditive
    when the parts of a group do not sum to the total in the periods where all are known.
    Source: Wickramasuriya, Athanasopoulos and Hyndman (2019), J. Am. Stat. Assoc. 114.
    """
    labels = [total, *(label for group in groups for label in group)]
    rules = np.zeros((len(groups), len(labels)))
    for rule, group in zip(rules, groups, strict=True):
        wrong = gaps(made, total, group)
        if len(wrong):
            first = wrong.iloc[0]
            raise NotAdditive(
                series=made[total].past.name,
                period=str(wrong.index[0]),
                parts=first["parts"],
                total=first["total"],
            )
        rule[0], rule[[labels.index(label) for label in group]] = 1, -1
    past, came, naive = _past(made, labels)
    covariances = {way: make(past - came) for way, make in WAYS.items()}
    errors = _errors(past, came, naive, rules) if len(past) >= ENOUGH else {}
    way = min(WAYS, key=lambda one: errors.get(one, 0))
    steps = min(len(made[label].frame) for label in labels)
    frames = [made[label].frame.iloc[:steps] for label in labels]
    adjusted = {
        name: np.array(
            [adding_up(row, covariances[way], rules) for row in np.array([f[name] for f in frames]).T]
        ).T
        for name in ("mean", "median")
    }
    if made[total].past.is_count:
        adjusted["median"] = np.array([rounded(row, rules) for row in adjusted["median"].T]).T
    moved = [
        _moved(frame, mean, median, made[total].past.is_count)
        for frame, mean, median in zip(frames, adjusted["mean"], adjusted["median"], strict=True)
    ]
    return Reconciled(dict(zip(labels, moved, strict=True)), way, errors)


def adding_up(values: np.ndarray, covariance: np.ndarray, rules: np.ndarray) -> np.ndarray:
    """The values nearest to the given ones, measured by their covariance, that meet every rule and are ≥ 0.

    A rule is a row of 1 for the total and −1 for its parts, which must come to 0.
    """
    free = np.ones(len(values), dtype=bool)
    while True:
        loose = covariance * np.outer(free, free)
        start = np.where(free, values, 0.0)
        found = start - loose @ rules.T @ np.linalg.pinv(rules @ loose @ rules.T) @ (rules @ start)
        negative = found < -1e-9
        if not negative.any():
            return np.maximum(found, 0)
        # Below 0 is no count: held at 0, it leaves the others to meet the rules.
        free &= ~negative


def rounded(values: np.ndarray, rules: np.ndarray) -> np.ndarray:
    """Whole values near the given ones that meet the rules: the parts with the largest remainders go up."""
    whole = np.floor(values + 1e-9)
    whole[0] = np.floor(values[0] + 0.5)
    for rule in rules:
        parts = np.flatnonzero(rule < 0)
        order = parts[np.argsort(whole[parts] - values[parts], kind="stable")]
        missing = int(whole[0] - whole[parts].sum())
        if missing < 0:
            # The total was rounded down below its parts' floors by an error in the last digit.
            whole[order[missing:]] -= 1
        whole[order[: max(missing, 0)]] += 1
    return whole


def gaps(made: Mapping[Hashable, Forecast], total: Hashable, group: Sequence[Hashable]) -> pd.DataFrame:
    """Periods where all are known and the parts do not sum to the total: columns parts and total.

    Where no period has all of them known, the last one stands there with NaN.
    """
    whole = made[total].past.series
    parts = pd.DataFrame({label: made[label].past.series for label in group}).reindex(whole.index)
    both = pd.DataFrame({"parts": parts.sum(axis=1, skipna=False), "total": whole})
    known = both.dropna()
    if known.empty:
        return both.iloc[-1:]
    return known[(known["parts"] - known["total"]).abs() > 1e-6 * known["total"].abs() + 1e-9]


def _past(made, labels) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One-step forecasts, what came and the last value before: a row an origin that all have, a column a label."""
    tables = []
    for label in labels:
        table = made[label].record.table
        if table.empty:
            return (np.empty((0, len(labels))),) * 3
        tables.append(table[table["step"] == 1].set_index("period")[["median", "actual", "naive"]])
    joined = pd.concat(tables, axis=1, join="inner", keys=range(len(labels)))
    return tuple(
        joined.xs(name, axis=1, level=1).to_numpy(dtype=float) for name in ("median", "actual", "naive")
    )


def _errors(past, came, naive, rules) -> dict[str, float]:
    """Mean scaled error of each way, every origin adjusted with what the other origins tell."""
    scale = np.maximum(np.abs(came - naive).mean(axis=0), np.sqrt(LEAST_VARIANCE))
    errors = {"unreconciled": np.abs(past - came)}
    for way, make in WAYS.items():
        found = [
            adding_up(row, make(np.delete(past - came, origin, axis=0)), rules)
            for origin, row in enumerate(past)
        ]
        errors[way] = np.abs(np.array(found) - came)
    return {way: float((error / scale).mean()) for way, error in errors.items()}


def _bottom_up(errors: np.ndarray) -> np.ndarray:
    variances = _variances(errors)
    variances[0] = IGNORED * variances.max()
    return np.diag(variances)


def _least_variance(errors: np.ndarray) -> np.ndarray:
    """Covariance of one-step errors, its correlations drawn towards 0 as far as so few errors ask for.

    Source: Schäfer and Strimmer (2005), Stat. Appl. Genet. Mol. Biol. 4.
    """
    spread = np.sqrt(_variances(errors))
    count = len(errors)
    if count < 2:
        return np.diag(spread**2)
    scaled = errors / spread
    together = scaled.T @ scaled / count
    noise = ((scaled**2).T @ scaled**2 - count * together**2) / (count * (count - 1))
    off = ~np.eye(len(spread), dtype=bool)
    share = np.clip(noise[off].sum() / max((together[off] ** 2).sum(), 1e-12), 0, 1)
    return np.where(off, (1 - share) * together, 1.0) * np.outer(spread, spread)


def _variances(errors: np.ndarray) -> np.ndarray:
    if not len(errors):
        return np.ones(errors.shape[1])
    return np.maximum((errors**2).mean(axis=0), LEAST_VARIANCE)


WAYS = {"bottom_up": _bottom_up, "least_variance": _least_variance}


def _moved(frame: pd.DataFrame, mean, median, is_count: bool) -> pd.DataFrame:
    """A frame around another median: the limits move with it, whole for counts and never below 0."""
    shift = median - frame["median"].to_numpy()
    moved = frame.assign(mean=mean, median=median)
    for name in frame.columns[frame.columns.str.startswith(("lower", "upper"))]:
        ends = np.maximum(frame[name].to_numpy() + shift, 0)
        ends = np.floor(ends + 0.5) if is_count else ends
        moved[name] = np.minimum(ends, median) if name.startswith("lower") else np.maximum(ends, median)
    return moved
