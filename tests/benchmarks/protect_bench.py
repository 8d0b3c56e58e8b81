"""How long the protection of monthly and quarterly tables takes, and how much it hides.

python -m tests.benchmarks.protect_bench [incidents a year] [years]
"""

import sys
import time

import numpy as np
import pandas as pd

from analysis.protect import protect_counts
from tests.analysis.protect_cases import observations

# Shares of the population by police region, and of suspects by age as the police published them for 2024.
REGIONS = {
    "KR-11": 182, "KRP-41S": 197, "KRP-41N": 70, "KR-26": 64, "KR-48": 63, "KR-28": 58, "KR-47": 50,
    "KR-27": 46, "KR-44": 42, "KR-46": 35, "KR-45": 34, "KR-43": 31, "KR-42": 30, "KR-30": 28, "KR-29": 28,
    "KR-31": 21, "KR-49": 13, "KR-50": 8,
}  # fmt: skip
AGES = {"Y10T13": 104, "Y14S": 444, "Y20T29": 107, "Y30T39": 20, "Y40T49": 4, "Y_GE50": 3, "_U": 10}
SEXES = {"M": 95, "F": 3, "_U": 2}
TABLES = [
    ((), "month"),
    ((), "quarter"),
    (("geo",), "month"),
    (("geo",), "quarter"),
    (("age",), "month"),
    (("age",), "quarter"),
    (("sex",), "quarter"),
]


def made_up(incidents: int, years: int) -> pd.DataFrame:
    draw = np.random.default_rng(2024)

    def drawn(shares: dict[str, int]) -> np.ndarray:
        weights = np.array(list(shares.values()), dtype=float)
        return draw.choice(list(shares), incidents * years, p=weights / weights.sum())

    months = draw.integers(0, 12 * years, incidents * years)
    return pd.DataFrame({"month": months, "geo": drawn(REGIONS), "age": drawn(AGES), "sex": drawn(SEXES)})


def main(incidents: int = 425, years: int = 4) -> None:
    frame = observations(made_up(incidents, years), TABLES, first="2021-01-01")
    started, busy = time.monotonic(), time.process_time()
    protected, report = protect_counts(frame)
    waited, worked = time.monotonic() - started, time.process_time() - busy
    print(f"{len(frame)} counts of {incidents * years} incidents: {worked:.1f} s of work in {waited:.1f} s")
    for table, found in report["tables"].items():
        print(f"{table:32} {found['hidden']:5} of {found['cells']:5} hidden")
    print(f"given up: {report['given_up']}; windows left out: {len(report['left_out'])}")
    started = time.process_time()
    _, report = protect_counts(frame, history=[protected])
    print(f"again beside the first release: {time.process_time() - started:.1f} s, {report['hidden']} hidden")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
