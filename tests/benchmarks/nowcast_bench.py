"""Error and coverage of `analysis.nowcast` beside the plain count: simulated reports, and real ones if given.

    python tests/benchmarks/nowcast_bench.py [--number 300] [--file hate_crime_raw.csv]

Simulated: five years of events; the three newest months are judged against what came in later. The file is
the Toronto sample of single incidents (columns OCCURRENCE_DATE and REPORTED_DATE): each month-end is taken
as today in turn, with only what had been reported by then.
"""

import argparse
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.nowcast import METHODS, nowcast


class Case(NamedTuple):
    """Monthly mean, mean delay in days, share reported on the day, size of the months' negative binomial
    (None: Poisson), growth a month, and the factor by which delays lengthened in the last half year."""

    mean: float
    delay: float = 30
    at_once: float = 0.5
    size: float | None = None
    growth: float = 0.0
    slower: float = 1.0


CASES = {
    "quick": Case(25, 15, 0.6),
    "slow": Case(25, 90, 0.2),
    "few": Case(4, 60, 0.3),
    "very few": Case(1, 60, 0.3),
    "uneven": Case(25, 60, 0.3, size=4),
    "rising": Case(20, 60, 0.3, growth=0.03),
    "slower of late": Case(25, 45, 0.4, slower=1.5),
}
START, END = pd.Timestamp("2019-01-01"), date(2023, 12, 31)


def simulated(case: Case, rng: np.random.Generator) -> pd.DataFrame:
    """Events from 2019 to 2023 with the days of event and report; reports run on after 2023."""
    months = pd.period_range(START, END, freq="M")
    mean = case.mean * np.exp(case.growth * (np.arange(60) - 59))
    if case.size:
        mean = mean * rng.gamma(case.size, 1 / case.size, 60)
    counts = rng.poisson(mean)
    first = np.repeat((months.start_time - START).days.to_numpy(), counts)
    days = first + (rng.random(counts.sum()) * np.repeat(months.days_in_month.to_numpy(), counts)).astype(int)
    slow = np.where(days > (pd.Timestamp(END) - START).days - 183, case.slower, 1.0)
    delay = rng.exponential(case.delay * slow) * (rng.random(len(days)) >= case.at_once)
    occurred = START + pd.to_timedelta(days, "D")
    return pd.DataFrame(
        {"occurred": occurred, "reported": occurred + pd.to_timedelta(delay.astype(int), "D")}
    )


def toronto(path: Path) -> pd.DataFrame:
    """The file's midnights are written in UTC, on the local day; that day is right as it stands."""
    rows = pd.read_csv(path, encoding="utf-8-sig", usecols=["OCCURRENCE_DATE", "REPORTED_DATE"])
    days = rows.apply(lambda text: pd.to_datetime(text, format="%m/%d/%Y %I:%M:%S %p").dt.normalize())
    return days.set_axis(["occurred", "reported"], axis=1)


def judged(frame: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """The three newest months beside the truth."""
    newest = frame.iloc[-3:]
    return newest.assign(age=[3, 2, 1], actual=truth.reindex(newest.index, fill_value=0).to_numpy())


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """By age: mean absolute error and mean absolute percentage error of plain count and estimate, coverage."""
    actual = rows["actual"]
    found = {"share": rows["share_complete"]}
    for name in ("known", "estimate"):
        found[f"{name} MAE"] = (rows[name] - actual).abs()
    for name in ("known", "estimate"):
        found[f"{name} MAPE"] = 100 * (rows[name] - actual).abs() / actual.where(actual > 0)
    for level in (50, 80, 95):
        found[f"in {level}"] = 100 * actual.between(rows[f"lower_{level}"], rows[f"upper_{level}"])
    found["width 95"] = rows["upper_95"] - rows["lower_95"]
    return pd.DataFrame(found).groupby(rows["age"]).mean()


def on_cases(number: int, method: str, **options) -> pd.DataFrame:
    parts = {}
    for name, case in CASES.items():
        rng = np.random.default_rng(7)
        rows = []
        for _ in range(number):
            reports = simulated(case, rng)
            truth = reports["occurred"].dt.to_period("M").value_counts()
            rows.append(judged(nowcast(reports, "M", END, method=method, **options).frame, truth))
        parts[name] = summary(pd.concat(rows))
    return pd.concat(parts, names=["case"])


def on_file(reports: pd.DataFrame, first: str, last: str, method: str, **options) -> pd.DataFrame:
    truth = reports["occurred"].dt.to_period("M").value_counts()
    ends = pd.period_range(first, last, freq="M").end_time
    made = [nowcast(reports, "M", end.date(), method=method, **options).frame for end in ends]
    return summary(pd.concat([judged(frame, truth) for frame in made]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    for method in METHODS:
        print(f"\n{method}, simulated\n", on_cases(options.number, method).round(2).to_string())
        if options.file:
            reports = toronto(options.file)
            # The delays, window and level were chosen on the first half; the second was looked at once.
            for first, last in (("2020-01", "2021-12"), ("2023-01", "2024-12")):
                print(f"\n{method}, {first} to {last}")
                print(on_file(reports, first, last, method).round(2).to_string())


if __name__ == "__main__":
    main()
