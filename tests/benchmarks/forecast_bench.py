"""Our forecast beside naive ones and statsforecast's on public series, in one process.

    pip install -r requirements.txt -r requirements-bench.txt
    PYTHONPATH=. OPENBLAS_NUM_THREADS=1 python tests/benchmarks/forecast_bench.py FOLDER [--every N] [--peers NAME ...]

A folder holds one file a set. JSON (or .json.gz): a list of {id, period: YEARLY | QUARTERLY | MONTHLY, x, xx},
where xx is what came after x. CSV: a first column of periods (2024, 2024Q1, 2024-01) and a column a series; the
last 2 years, 4 quarters or 12 months are what came after. Prints by set and frequency: sMAPE, MASE, MSIS at
95 %, coverage at 50, 80 and 95 %, seconds a series. MASE and MSIS are scaled by the mean seasonal step of the
history; series that never change, or shorter than two years, have none and are left out.
"""

import argparse
import gzip
import importlib.util
import json
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.forecast import LEVELS, forecast

SEASONS = {"YEARLY": 1, "QUARTERLY": 4, "MONTHLY": 12}
# Kept back from a CSV, as long as a release forecasts.
KEPT = {"YEARLY": 2, "QUARTERLY": 4, "MONTHLY": 12}
PEERS = ("AutoETS", "AutoARIMA", "AutoTheta", "DynamicOptimizedTheta")


def read(folder: Path) -> Iterator[tuple[str, str, np.ndarray, np.ndarray]]:
    """Set, period, history and future of every series whose period we forecast."""
    for path in sorted(folder.iterdir()):
        if path.name.endswith((".json", ".json.gz")):
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            found = [(one["period"], one["x"], one["xx"]) for one in json.loads(content)]
        elif path.suffix == ".csv":
            found = _columns(pd.read_csv(path, index_col=0))
        else:
            continue
        for period, history, future in found:
            if period in SEASONS:
                yield path.name.split(".")[0], period, np.array(history, float), np.array(future, float)


def _columns(table: pd.DataFrame) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    first = str(table.index[0])
    period = "QUARTERLY" if "Q" in first.upper() else "MONTHLY" if "-" in first else "YEARLY"
    for _, column in table.items():
        values = column.dropna().to_numpy(dtype=float)
        if len(values) > KEPT[period] + 4:
            yield period, values[: -KEPT[period]], values[-KEPT[period] :]


def ours(history: np.ndarray, horizon: int, period: str) -> dict:
    index = pd.period_range("1900-01", periods=len(history), freq=period[0])
    frame = forecast(pd.Series(history, index), horizon).frame
    limits = {level: (frame[f"lower_{100 * level:g}"], frame[f"upper_{100 * level:g}"]) for level in LEVELS}
    return {"median": frame["median"].to_numpy()} | {
        k: (a.to_numpy(), b.to_numpy()) for k, (a, b) in limits.items()
    }


def naive(history: np.ndarray, horizon: int, period: str, seasonal: bool = False) -> dict:
    """The last value, or that of the same season, with the normal interval of its own past errors."""
    lag = SEASONS[period] if seasonal else 1
    steps = np.arange(horizon)
    median = history[len(history) - lag + steps % lag]
    spread = np.sqrt(np.mean((history[lag:] - history[:-lag]) ** 2) * (1 + steps // lag))
    return {"median": median} | {
        level: (median - norm.ppf((1 + level) / 2) * spread, median + norm.ppf((1 + level) / 2) * spread)
        for level in LEVELS
    }


def seasonal_naive(history: np.ndarray, horizon: int, period: str) -> dict:
    return naive(history, horizon, period, seasonal=True)


def peers(names: list[str]) -> dict:
    """Models of statsforecast by name, as functions like `ours`; None for a series that one cannot fit."""
    from statsforecast import models

    def made(kind):
        def run(history, horizon, period):
            model = kind(season_length=SEASONS[period])
            try:
                answer = model.forecast(y=history, h=horizon, level=[100 * level for level in LEVELS])
            except Exception as error:  # noqa: BLE001
                # Told and counted: a peer that cannot fit a series is not to stop the others.
                print(f"{kind.__name__} on {len(history)} values: {error}"[:120])
                return None
            ends = {level: (answer[f"lo-{100 * level}"], answer[f"hi-{100 * level}"]) for level in LEVELS}
            return {"median": answer["mean"]} | ends

        return run

    return {name: made(getattr(models, name)) for name in names}


def scores(answer: dict, history: np.ndarray, future: np.ndarray, season: int) -> dict:
    """Errors of one series; MASE and MSIS are scaled by the mean seasonal step of the history."""
    error = np.abs(future - answer["median"])
    scale = np.abs(history[season:] - history[:-season]).mean()
    lower, upper = answer[0.95]
    miss = np.maximum(lower - future, 0) + np.maximum(future - upper, 0)
    total = np.maximum(np.abs(future) + np.abs(answer["median"]), 1e-12)
    inside = {
        f"in{100 * q:g}": 100 * np.mean((answer[q][0] <= future) & (future <= answer[q][1])) for q in LEVELS
    }
    return {
        "sMAPE": np.mean(200 * error / total),
        "MASE": error.mean() / scale,
        "MSIS": np.mean(upper - lower + 40 * miss) / scale,
    } | inside


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every Nth series only")
    parser.add_argument("--peers", nargs="*", default=PEERS, help="models of statsforecast to run too")
    options = parser.parse_args()
    methods = {"ours": ours, "naive": naive, "seasonal naive": seasonal_naive}
    if importlib.util.find_spec("statsforecast"):
        methods |= peers(options.peers)
    warnings.simplefilter("ignore")
    rows = defaultdict(list)
    for number, (name, period, history, future) in enumerate(read(options.folder)):
        season = SEASONS[period]
        if (
            number % options.every
            or len(history) <= season
            or not np.any(history[season:] - history[:-season])
        ):
            continue
        for method, run in methods.items():
            started = time.perf_counter()
            answer = run(history, len(future), period)
            if answer:
                spent = time.perf_counter() - started
                rows[name, period, method].append(
                    scores(answer, history, future, season) | {"seconds": spent}
                )
    table = pd.DataFrame({key: pd.DataFrame(found).mean() for key, found in rows.items()}).T
    table.insert(0, "series", [len(found) for found in rows.values()])
    print(table.sort_index(level=[0, 1], sort_remaining=False).round(3).to_string())


if __name__ == "__main__":
    main()
