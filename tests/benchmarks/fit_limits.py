"""Fit the widths of the forecast's intervals on public series; prints the constants for analysis/forecast/limits.py.

    python tests/benchmarks/fit_limits.py FOLDER … [--every N] [--half]

For each frequency and method apart: K, C, P that make the sum of log MSIS over the sets smallest while the
95 % intervals cover 95 % over all sets and 93.5 to 96.5 % of each large one. `--half` fits on every second
series and prints what the others then get. The folders are those of forecast_bench.py.
"""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
from forecast_bench import SEASONS, read
from scipy.optimize import minimize

from analysis.forecast.limits import limits
from analysis.forecast.projection import project
from analysis.forecast.single import SPARSE_MEAN

# Smaller sets tell little about their coverage; of one hit by a shock no width should make up for it.
LARGE, SHOCK = 25, 0.03


def projections(folders: list[Path], every: int) -> dict:
    """(letter, method) → set → list of projection, history length, future, scale, whether counts."""
    found = defaultdict(lambda: defaultdict(list))
    series = (one for folder in folders for one in read(folder))
    for number, (name, period, history, future) in enumerate(series):
        season = SEASONS[period]
        if number % every or len(history) <= season:
            continue
        scale = np.abs(history[season:] - history[:-season]).mean()
        counts = bool((history == np.floor(history)).all())
        if scale > 0 and not (counts and history.mean() < SPARSE_MEAN):
            projected = project(history, period[0], len(future), counts)
            found[period[0], projected.method][name].append((projected, len(history), future, scale, counts))
    return found


def scores(series, width: np.ndarray) -> tuple[float, float]:
    """MSIS and coverage at 95 % of one set with such a width."""
    rows = []
    for projected, periods, future, scale, counts in series:
        lower, upper = limits(projected, 0.95, width, periods, counts)
        miss = np.maximum(lower - future, 0) + np.maximum(future - upper, 0)
        rows.append((np.mean(upper - lower + 40 * miss) / scale, np.mean(miss == 0)))
    return tuple(np.mean(rows, axis=0))


def fit(sets: dict) -> np.ndarray:
    def loss(width):
        if width.min() < 0 or width[1] > 15:
            return np.inf
        found = [(*scores(series, width), len(series)) for series in sets.values()]
        shares = np.array([number for *_, number in found]) ** 0.5
        covered = np.array([covered for _, covered, _ in found])
        large = [covered for _, covered, number in found if number >= LARGE]
        outside = sum(min(SHOCK, max(0.935 - c, c - 0.965, 0)) for c in large)
        whole = abs(0.95 - shares @ covered / shares.sum())
        return shares @ np.log([msis for msis, *_ in found]) / shares.sum() + 5 * whole + 6 * outside

    tries = [
        minimize(loss, start, method="Nelder-Mead", options={"maxiter": 150, "xatol": 0.01})
        for start in ([1.8, 3.0, 0.1], [2.2, 0.5, 0.05])
    ]
    return min(tries, key=lambda best: best.fun).x


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--every", type=int, default=1, help="take every Nth series only")
    parser.add_argument("--half", action="store_true", help="fit on one half, print the other half")
    options = parser.parse_args()
    for kind, sets in sorted(projections(options.folder, options.every).items()):
        chosen = {name: series[:: 2 if options.half else 1] for name, series in sets.items()}
        width = fit(chosen)
        print(*kind, "K, C, P =", np.round(width, 2).tolist(), flush=True)
        for name, series in sets.items():
            told = series[1::2] if options.half else series
            if told:
                msis, covered = scores(told, width)
                print(f"  {name} ({len(told)}): MSIS {msis:.2f}, coverage {100 * covered:.1f} %", flush=True)


if __name__ == "__main__":
    main()
