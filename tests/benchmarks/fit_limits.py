"""Fit the widths of the forecast's intervals on public series; prints the constants for analysis/forecast/limits.py.

    python tests/benchmarks/fit_limits.py FOLDER [--every N]

For years, quarters and months apart: K, C, P that make the sum of log MSIS over the sets smallest while the
95 % intervals cover 95 % on average and 93.5 % on each set. The folder is that of forecast_bench.py.
"""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
from forecast_bench import SEASONS, read
from scipy.optimize import minimize

from analysis.forecast.limits import limits
from analysis.forecast.projection import project


def projections(folder: Path, every: int):
    """(letter, set) → list of projection, history length, future, scale, whether counts."""
    found = defaultdict(list)
    for number, (name, period, history, future) in enumerate(read(folder)):
        season = SEASONS[period]
        scale = np.abs(history[season:] - history[:-season]).mean()
        if number % every == 0 and scale > 0:
            counts = bool((history == np.floor(history)).all())
            projected = project(history, period[0], len(future), counts)
            found[period[0], name].append((projected, len(history), future, scale, counts))
    return found


def scores(series, width: np.ndarray) -> tuple[float, float]:
    """MSIS and coverage at 95 % of one set with such a width."""
    rows = []
    for projected, periods, future, scale, counts in series:
        lower, upper = limits(projected, 0.95, width, periods, counts)
        miss = np.maximum(lower - future, 0) + np.maximum(future - upper, 0)
        rows.append((np.mean(upper - lower + 40 * miss) / scale, np.mean(miss == 0)))
    return tuple(np.mean(rows, axis=0))


def fit(sets: dict) -> tuple[np.ndarray, dict]:
    def scored(width):
        return {name: scores(series, width) for name, series in sets.items()}

    def loss(width):
        if width.min() < 0:
            return np.inf
        found = list(scored(width).values())
        short = max(0, 0.95 - np.mean([covered for _, covered in found]))
        shortest = sum(max(0, 0.935 - covered) for _, covered in found)
        return sum(np.log(msis) for msis, _ in found) + 10 * short + 5 * shortest

    best = minimize(loss, [1.8, 5.0, 0.1], method="Nelder-Mead", options={"maxiter": 200, "xatol": 0.01})
    return best.x, scored(best.x)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every Nth series only")
    options = parser.parse_args()
    found = projections(options.folder, options.every)
    for letter in "YQM":
        width, reached = fit({name: series for (kind, name), series in found.items() if kind == letter})
        print(letter, "K, C, P =", np.round(width, 2).tolist())
        for name, (msis, covered) in reached.items():
            print(f"  {name}: MSIS {msis:.2f}, coverage {100 * covered:.1f} %")


if __name__ == "__main__":
    main()
