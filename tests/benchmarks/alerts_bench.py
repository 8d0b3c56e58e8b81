"""False alarms and power of `analysis.alerts` on simulated series: asked and reached.

    python tests/benchmarks/alerts_bench.py [--number 2000]

The last period of each series is judged by five years before it, every month in turn. False alarms are in
percent of all series, those kept silent for being too small included; the published rules get a quarter of
the series. Power is at 1 %, with the last period's mean multiplied. The last table is a whole country: 136
series a month, none of which has anything to show.
"""

import argparse
import time

import numpy as np
import pandas as pd

from analysis.alerts import alerts, many
from analysis.alerts.threshold import RULES
from tests.series import SHAPES, periods, simulate

MONTHLY = [name for name, shape in SHAPES.items() if shape.frequency == "M"]
HISTORY = 61


def judged(name: str, number: int, seed: int, alpha: float, rule="predictive", factor=1.0, history=HISTORY):
    """Share of series, in percent, whose last period is called unusual."""
    found = 0
    for month in range(12):
        length = history + 1 + month
        multiple = np.where(np.arange(length) == length - 1, factor, 1.0)
        for values in simulate(name, number // 12, seed + month, length, multiple):
            series = pd.Series(values, periods(name, length))
            found += alerts(series, alpha, last=1, rule=rule).frame["status"].iloc[0] == "unusual"
    return 100 * found / (number // 12 * 12)


def judged_quarters(name: str, number: int, seed: int, alpha: float, history: int) -> float:
    """The same for quarters, each the sum of three months."""
    length = history + 1
    sums = simulate(name, number, seed, 3 * length).reshape(number, length, 3).sum(axis=2)
    index = pd.period_range(end="2024Q4", periods=length, freq="Q")
    unusual = [alerts(pd.Series(row, index), alpha, last=1).frame["status"].iloc[0] for row in sums]
    return 100 * unusual.count("unusual") / number


def country(months: int, seed: int) -> pd.DataFrame:
    """136 null series of all monthly shapes, as many columns, with five years before the months to judge."""
    length = HISTORY + months
    parts = [simulate(name, 28, seed, length) for name in MONTHLY]
    values = np.concatenate(parts)[:136].T
    return pd.DataFrame(values, periods("poisson", length))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=2000)
    number = parser.parse_args().number
    rows = []
    for name in MONTHLY:
        for alpha in (0.05, 0.01):
            reached = {
                rule: judged(name, number if rule == "predictive" else number // 4, 1, alpha, rule)
                for rule in RULES
            }
            rows.append({"shape": name, "asked": 100 * alpha, **reached})
    print(pd.DataFrame(rows).round(2).to_string(index=False), flush=True)
    short = [
        {
            "shape": n,
            "asked": 1,
            "36 months": judged(n, number, 2, 0.01, history=37),
            "20 quarters": judged_quarters(n, number, 2, 0.01, 20),
            "12 quarters": judged_quarters(n, number, 2, 0.01, 12),
        }
        for n in MONTHLY
    ]
    print(pd.DataFrame(short).round(2).to_string(index=False), flush=True)
    power = [
        {"shape": n} | {f"x{f}": judged(n, number // 4, 3, 0.01, factor=f) for f in (1.5, 2, 3)}
        for n in MONTHLY
    ]
    print(pd.DataFrame(power).round(1).to_string(index=False))
    table, started = country(24, 4), time.perf_counter()
    found = many(table, last=24)
    spent = time.perf_counter() - started
    print(
        f"136 series, 24 months: {len(found.unusual)} false alarms, at most "
        f"{found.expected['false_alarms'].sum():.1f} expected, {found.expected['alone'].sum():.0f} at 1 % each; "
        f"{spent:.1f} s"
    )


if __name__ == "__main__":
    main()
