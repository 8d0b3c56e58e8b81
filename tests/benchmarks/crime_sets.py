"""Sets of short counts for forecast_bench.py and fit_limits.py: simulated ones, and counts of an incident sheet.

    python tests/benchmarks/crime_sets.py FOLDER [--sheet CSV --date COLUMN --format FORMAT --split COLUMN …]

Simulated, 60 series a frequency each: poisson, negbin (negative binomial), step (a level that changes for good),
pulse (one period three or six times as high), zeros (fewer than one a period); means from 1 to 120, some that
drift, some with a season. A sheet has one row an incident; it is counted by month, quarter and year as a whole
and for each value of the split columns, and forecast from several origins.

The limits were also fitted on the Metropolitan Police's counts by borough and month from April 2010 (two
boroughs, 38 offences), on violent crime of seven US states by year, 1977–1999 (Guns of the R package AER), and
on Korean police statistics by year; their files lie in public repositories and are not copied here.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd

# Period, season, lengths of the history, steps ahead.
KINDS = (
    ("YEARLY", 1, (6, 9, 12, 16), 2),
    ("QUARTERLY", 4, (10, 16, 24, 40), 4),
    ("MONTHLY", 12, (26, 40, 60, 100), 12),
)
SERIES = 60
# Rarer values of a split are mostly zeros.
LEAST = 30


def simulated(rng: np.random.Generator, period: str, season: int, length: int, ahead: int) -> dict:
    """One series of each kind around the same drifting and, below years, seasonal mean."""
    count = length + ahead
    drift = np.exp(np.cumsum(rng.normal(0, rng.choice([0, 0.02, 0.05]), count)))
    wave = np.sin(2 * np.pi * (np.arange(count) + rng.integers(12)) / max(season, 2))
    swing = rng.choice([0, 0.15, 0.35]) if season > 1 else 0
    mean = np.exp(rng.uniform(np.log(1.2), np.log(120))) * drift * (1 + swing * wave)
    stepped = mean * np.where(
        np.arange(count) >= rng.integers(count // 4, length), rng.choice([0.5, 2, 3]), 1
    )
    pulsed = mean.copy()
    pulsed[rng.integers(count // 3, length)] *= rng.choice([3, 6])
    rare = rng.choice([0.1, 0.3, 0.6, 1.0]) * drift
    values = {
        "poisson": rng.poisson(mean),
        "negbin": _scattered(rng, mean, rng.choice([3, 8, 20])),
        "step": _scattered(rng, stepped, 10),
        "pulse": _scattered(rng, pulsed, 20),
        "zeros": _scattered(rng, rare, rng.choice([1, 5])),
    }
    return {kind: _cut(period, one, ahead, 0) for kind, one in values.items()}


def _scattered(rng, mean, size):
    return rng.negative_binomial(size, size / (size + mean))


def _cut(period: str, values, ahead: int, left: int) -> dict:
    """A history and what came after it, `left` periods before the end."""
    known = np.asarray(values, dtype=float)[: len(values) - left]
    return {"period": period, "x": known[:-ahead].tolist(), "xx": known[-ahead:].tolist()}


def counted(sheet: pd.DataFrame, days: pd.Series, splits: list[str]) -> dict[str, list[dict]]:
    """Sets by frequency from single incidents, over whole periods between the first and last day."""
    sets = {}
    groups = [sheet.index, *(rows.index for name in splits for _, rows in sheet.groupby(name))]
    for period, season, _, ahead in KINDS:
        periods = days.dt.to_period(period[0])
        whole = pd.period_range(periods.min() + 1, periods.max() - 1, freq=period[0])
        for rows in groups:
            if len(rows) < LEAST:
                continue
            values = periods[rows].value_counts().reindex(whole, fill_value=0)
            lefts = (0, 1, 2) if season == 1 else (0, season, 2 * season + season // 2)
            kept = [_cut(period, values, ahead, left) for left in lefts if len(values) > left + ahead + 4]
            sets.setdefault(f"sheet_{period.lower()}", []).extend(kept)
    return sets


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--date", default="date")
    parser.add_argument("--format", default=None)
    parser.add_argument("--split", nargs="*", default=[])
    options = parser.parse_args()
    rng = np.random.default_rng(20)
    sets = {}
    for period, season, lengths, ahead in KINDS:
        for number in range(SERIES):
            made = simulated(rng, period, season, lengths[number % len(lengths)], ahead)
            for kind, one in made.items():
                sets.setdefault(f"{kind}_{period.lower()}", []).append({"id": number, **one})
    if options.sheet:
        sheet = pd.read_csv(options.sheet, encoding="utf-8-sig")
        sets |= counted(sheet, pd.to_datetime(sheet[options.date], format=options.format), options.split)
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, series in sets.items():
        (options.folder / f"{name}.json").write_text(json.dumps(series), encoding="utf-8")


if __name__ == "__main__":
    main()
