"""A release with counts from incident sheets, put together by hand: what is known, withheld and still to come."""

import numpy as np
import pandas as pd

from data.observations import COLUMNS, KEYS, TOTAL
from data.releases import Store

FIRST, LAST = "2021-01", "2025-12"
PLANTED = pd.Period("2025-07", "M")


def counts(indicator, values, *, kind="month", first=FIRST, hidden=(), **codes) -> pd.DataFrame:
    """One series: `values` in order of window; those at the places `hidden` are withheld (0 to 4 or more)."""
    periods = pd.period_range(first, periods=len(values), freq=kind[0].upper())
    withheld = np.isin(np.arange(len(values)), list(hidden))
    frame = pd.DataFrame(index=range(len(values))).assign(
        set_id="incidents",
        indicator_id=indicator,
        **{key: "KR" if key == "geo" else TOTAL for key in KEYS if key != "indicator_id"},
        window_start=periods.start_time,
        window_end=periods.end_time.normalize(),
        window_kind=kind,
        as_of="2026-01-10",
        value=np.where(withheld, np.nan, np.asarray(values, float)),
        lower=np.where(withheld, 0.0, np.nan),
        upper=np.where(withheld, 9.0, np.nan),
        obs_status="P" if indicator.endswith("_occurred") else "A",
        conf_status=np.where(withheld, "C", "F"),
        basis="synthetic",
        source_id="incident_sheets",
        note_ids="",
        ref="",
    )
    return frame.assign(**codes)[list(COLUMNS)]


def months(mean: float, seed: int, planted: int = 0) -> list[int]:
    """Five years of Poisson counts; `planted` in July 2025 in place of one of them."""
    values = np.random.default_rng(seed).poisson(mean, 60)
    if planted:
        values[pd.Period(PLANTED, "M").ordinal - pd.Period(FIRST, "M").ordinal] = planted
    return values.tolist()


def nowcast(periods, record, refusal=None, indicator="incidents_police_occurred") -> dict:
    """An entry of nowcasts.json: `periods` are (month, more, lower, upper, weak) with 95 % limits."""
    levels = {f"{end}_{level}": 0 for end in ("lower", "upper") for level in (50, 80)}
    told = [
        {"start": f"{month}-01", "more": more, "weak": weak, **levels, "lower_95": lower, "upper_95": upper}
        for month, more, lower, upper, weak in periods
    ]
    return {
        "indicator": indicator,
        "as_of": "2025-12-31",
        "periods": told,
        "record": record,
        "refusal": refusal,
    }


COUNTRY, SEOUL, BUSAN = months(40, 1, planted=120), months(20, 2), months(15, 3)
FRAME = pd.concat(
    [
        counts("incidents_police", COUNTRY),
        counts("incidents_police", SEOUL, geo="KR-11"),
        counts("incidents_police", BUSAN, geo="KR-26", hidden=(58,)),
        counts("incidents_police", [3] * 60, geo="KR-49", hidden=range(60)),
        counts("incidents_school", [12] * 24, first="2024-01"),
        counts("incidents_police_occurred", [*COUNTRY[:57], 35, 30, 12]),
    ],
    ignore_index=True,
)
RECORD = [
    {"age": 1, "tried": 24, "held": 22, "error": 14, "plain_error": 55},
    {"age": 2, "tried": 24, "held": 23, "error": 9, "plain_error": 30},
]
NOWCAST = nowcast([("2025-11", 8, 3, 15, False), ("2025-12", 25, 14, 40, True)], RECORD)


def release(home, frame=FRAME, nowcasts=(NOWCAST,)):
    """A store's only release of these counts, synthetic as their basis says."""
    tables = {"observations": frame, "fits": [], "nowcasts": list(nowcasts), "checks": []}
    manifest = {"synthetic": True, "vault": 0, "changelog": {}}
    return Store(home).write(tables, manifest)
