"""Asked and reached: false claims, power, coverage of every interval, and seconds of the whole analysis.

    python -m tests.benchmarks.levels_bench false   [--method trend] [--shape poisson] [--series 2000]
    python -m tests.benchmarks.levels_bench power   [--method breaks] [--series 500]
    python -m tests.benchmarks.levels_bench small   [--series 20000]
    python -m tests.benchmarks.levels_bench fitted  [--series 500]
    python -m tests.benchmarks.levels_bench seconds [--processes 2]

Every run prints a table of its own. False claims of one method on 2,000 series of one shape take a minute.
"""

import argparse
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd

from analysis import growth, limits, rates, shares
from analysis.breaks import breaks
from analysis.dispersion import dispersion
from analysis.errors import AnalysisError
from analysis.seasonal import seasonal
from analysis.trend import trend
from tests.series import SHAPES, periods, simulate

# Fewer than the default of 999: the level is as exact, only the power is a little lower.
PERMUTATIONS = 99
# Breaks of annual series are searched from 14 years on.
LENGTHS = {("breaks", "short"): 16}
MEANS = (1, 2, 3, 5, 8, 10, 15, 20, 30)
YEARS = np.arange(60) / 12


def word(method: str, counts: pd.Series) -> str:
    if method == "season":
        return seasonal(counts).word
    return {"trend": trend, "breaks": breaks}[method](counts, permutations=PERMUTATIONS).word


def words(method: str, shape: str, number: int, seed: int, factor=1.0) -> Counter:
    length = LENGTHS.get((method, shape))
    index = periods(shape, length)
    counts = simulate(shape, number, seed, length, factor)
    return Counter(word(method, pd.Series(row, index)) for row in counts)


CLAIMS = {"rising", "falling", "level_shift", "seasonal"}


def claimed(found: Counter) -> float:
    return 100 * sum(found[one] for one in CLAIMS) / sum(found.values())


def false(options) -> pd.DataFrame:
    """Per cent of series in which nothing happens that get a word; 5 are asked."""
    rows = []
    for method in options.method or ("trend", "breaks", "season"):
        for shape in options.shape or SHAPES:
            if method == "season" and (shape in ("short", "seasonal")):
                continue
            found = words(method, shape, options.series, 1000)
            rows.append((method, shape, options.series, 5.0, claimed(found), dict(found)))
    return pd.DataFrame(rows, columns=["method", "shape", "series", "asked", "reached", "words"])


def power(options) -> pd.DataFrame:
    """Per cent of series with a planted change that get a word."""
    step = np.arange(60) < 35
    planted = [
        ("trend", "+5 % a year", np.exp(np.log(1.05) * YEARS)),
        ("trend", "+10 % a year", np.exp(np.log(1.10) * YEARS)),
        ("trend", "+20 % a year", np.exp(np.log(1.20) * YEARS)),
        (
            "trend",
            "up 40 %, then down",
            np.exp(0.336 * np.minimum(YEARS, 2.5) - 0.336 * np.maximum(YEARS - 2.5, 0)),
        ),
        ("breaks", "x1.3 from month 36", np.where(step, 1, 1.3)),
        ("breaks", "x1.5 from month 36", np.where(step, 1, 1.5)),
        ("breaks", "x2 from month 36", np.where(step, 1, 2)),
        ("breaks", "none, +35 % a year", np.exp(0.3 * YEARS)),
        ("season", "+-20 % over the year", np.exp(0.2 * np.cos(2 * np.pi * YEARS))),
    ]
    rows = []
    for method, change, factor in planted:
        if options.method and method not in options.method:
            continue
        for shape in options.shape or ("poisson", "negative_binomial"):
            found = words(method, shape, options.series, 2000, factor)
            rows.append((method, shape, change, options.series, claimed(found), dict(found)))
    return pd.DataFrame(rows, columns=["method", "shape", "change", "series", "claimed", "words"])


def small(options) -> pd.DataFrame:
    """Coverage of the intervals of counts, rates and shares at means of 1 to 30; 95 asked."""
    rng, number, rows = np.random.default_rng(3000), options.series, {}
    standard = np.array([5.0, 3, 2])

    def inside(lower, upper, truth):
        known = ~np.isnan(np.asarray(lower) + np.asarray(upper))
        return 100 * np.mean(((lower <= truth) & (truth <= upper))[known]) if known.any() else np.nan

    for mean in MEANS:
        x, y = rng.poisson(mean, number).astype(float), rng.poisson(mean / 2, number).astype(float)
        wide, wide_too = (rng.negative_binomial(mean / 2, 1 / 3, number).astype(float) for _ in range(2))
        part, other = rng.binomial(60, mean / 60, number), rng.binomial(40, mean / 60, number)
        bands = rng.poisson(mean * np.array([0.2, 0.3, 0.5]), (number, 3)).astype(float)
        frame = pd.DataFrame(bands)
        people = pd.DataFrame(np.full((number, 3), 1000.0))
        dobson = rates.standardised_rates(frame, people, pd.Series(standard), per=1).frame
        truth = (standard / 10 * mean * np.array([0.2, 0.3, 0.5]) / 1000).sum()
        newcombe = shares.difference_in_points(part, 60, other, 40)
        contributed = limits.difference_of_rates(x, y)
        ratio = limits.ratio_of_counts(x, y)
        jeffreys = limits.ratio_of_counts(x, y, method="jeffreys")
        rows[mean] = {
            "count, exact": inside(*limits.poisson_exact(x), mean),
            "count, exact or Byar": inside(*limits.poisson_interval(x), mean),
            "count, variance 3 means": inside(*limits.poisson_interval(wide, dispersion=3.0), mean),
            "the same as Poisson": inside(*limits.poisson_interval(wide), mean),
            "ratio, exact": inside(*ratio[1:], 2),
            "ratio, Jeffreys": inside(*jeffreys[1:], 2),
            "ratio, variance 3 means": inside(*limits.ratio_of_counts(wide, wide_too, dispersion=3.0)[1:], 1),
            "difference": inside(*contributed[1:], mean / 2),
            "Dobson, or refused": 100 - 100 * np.mean((dobson["lower"] > truth) | (dobson["upper"] < truth)),
            "share of 60, Wilson": inside(*shares.wilson(part, 60), mean / 60),
            "difference of shares": inside(*newcombe[1:], 0),
        }
    return pd.DataFrame(rows).round(1)


def fitted(options) -> pd.DataFrame:
    """Coverage of slopes, steps, their dates and seasonal effects; 95 asked, 97 of slopes with a search."""
    rows = {}
    for mean in MEANS:
        number, years, months = options.series, periods("short"), periods("poisson")
        rng = np.random.default_rng(4000 + mean)
        grown = np.exp(0.1 * np.arange(8)), np.exp(0.1 * YEARS)
        step = np.where(np.arange(60) < 35, 1, 2)
        annual = [
            trend(pd.Series(row, years)) for row in rng.poisson(mean * grown[0], (number, 8)).astype(float)
        ]
        monthly = [
            trend(pd.Series(row, months), permutations=PERMUTATIONS)
            for row in rng.poisson(mean * grown[1], (number, 60)).astype(float)
        ]
        broken = [
            breaks(pd.Series(row, months), permutations=PERMUTATIONS)
            for row in rng.poisson(mean * step, (number, 60)).astype(float)
        ]
        single = [one.found[0] for one in broken if len(one.found) == 1]
        wave = np.exp(0.3 * np.cos(2 * np.pi * YEARS))
        effects = [
            seasonal(pd.Series(row, months)).effects
            for row in rng.poisson(mean * wave, (number, 60)).astype(float)
        ]
        january = [one.loc[1] for one in effects if one is not None]
        rows[mean] = {
            "slope, 8 years": _share(one.slope.lower < 0.1 < one.slope.upper for one in annual if one.slope),
            "slope, 60 months": _share(
                one.slope.lower < 0.1 < one.slope.upper for one in monthly if one.slope
            ),
            "average slope (AAPC)": _share(
                one.average.lower < 0.1 < one.average.upper for one in monthly if one.slope
            ),
            "steps x2 found, %": 100 * len(single) / number,
            "date of a found step": _share(one.earliest <= months[35] <= one.latest for one in single),
            "periods in its interval": np.mean(
                [(one.latest - one.earliest).n + 1 for one in single] or [np.nan]
            ),
            "factor of a found step": _share(one.lower < 2 < one.upper for one in single if one.ratio),
            "effect of January": _share(one["lower"] < np.exp(0.3) < one["upper"] for one in january),
        }
    return pd.DataFrame(rows).round(1)


def _share(hits) -> float:
    found = list(hits)
    return 100 * float(np.mean(found)) if found else np.nan


def whole(counts: pd.DataFrame) -> int:
    """Everything that is said of the series of a frame; returns how many there were."""
    for name in growth.TRANSFORMATIONS:
        growth.transform(counts, name, population=counts * 0 + 1e6, whole_of=counts * 2 + 1)
    dispersion(counts)
    for column in counts:
        trend(counts[column])
        breaks(counts[column])
        try:
            seasonal(counts[column])
        except AnalysisError as refusal:
            print(refusal)
    return counts.shape[1]


def seconds(options) -> pd.DataFrame:
    """17 regions x 8 age bands x 60 months with all defaults; a quarter each of four shapes."""
    names = ("poisson", "negative_binomial", "seasonal", "zero_heavy")
    counts = np.vstack([simulate(name, 34, 5000) for name in names])
    frame = pd.DataFrame(counts.T, periods("poisson"))
    parts = [frame[list(frame.columns[at :: options.processes])] for at in range(options.processes)]
    started = time.perf_counter()
    if options.processes == 1:
        done = whole(frame)
    else:
        with ProcessPoolExecutor(options.processes) as pool:
            done = sum(pool.map(whole, parts))
    spent = time.perf_counter() - started
    return pd.DataFrame({"series": [done], "processes": [options.processes], "seconds": [round(spent, 1)]})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    tables = {"false": false, "power": power, "small": small, "fitted": fitted, "seconds": seconds}
    parser.add_argument("table", choices=tables)
    parser.add_argument("--method", nargs="*", choices=("trend", "breaks", "season"))
    parser.add_argument("--shape", nargs="*", choices=SHAPES)
    parser.add_argument("--series", type=int)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    options.series = options.series or {"false": 2000, "small": 20_000}.get(options.table, 500)
    started = time.perf_counter()
    print(tables[options.table](options).to_string())
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
