"""Made-up incidents in the proportions of the published figures, for trying things out and for tests.

At scale 1 the counts by date reported equal what was published for 2021–2024; after that, and wherever
nothing was published, the shape is our own invention. Corrections, late reports and withdrawals are ours.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

PUBLISHED = 1_698  # police cases 2021–2024: 156 + 160 + 180 + 1,202
# Cumulative counts since 1 January of the year, to a day. Police to 2024 as published; 2025 follows the
# 1,553 cases of 1 November 2024 to 31 October 2025, another definition, so its level is only plausible.
POLICE = (
    ("2021-12-31", 156), ("2022-12-31", 160), ("2023-12-31", 180),
    ("2024-05-31", 190), ("2024-07-31", 297), ("2024-08-27", 445), ("2024-09-25", 812), ("2024-10-14", 921),
    ("2024-10-25", 964), ("2024-11-30", 1_094), ("2024-12-31", 1_202), ("2025-10-31", 1_328), ("2025-12-31", 1_594),
)  # fmt: skip
# Reports in the ministry's rounds; after 8 November 2024 nothing was published.
SCHOOL = (
    ("2024-08-27", 196), ("2024-09-06", 434), ("2024-09-27", 504), ("2024-10-04", 509), ("2024-10-11", 516),
    ("2024-10-18", 533), ("2024-10-25", 542), ("2024-11-08", 561), ("2024-12-31", 600), ("2025-12-31", 360),
)  # fmt: skip
# Suspects apprehended in 2024 by age, and as many cases without one as make 1,202.
AGES = {(10, 13): 104, (14, 18): 444, (20, 29): 107, (30, 39): 20, (40, 49): 4, (50, 67): 3, None: 520}
SEXES = {"M": 378, "F": 9}  # suspects to 25 September 2024
LEVELS = {"elementary": 18, "middle": 243, "high": 300}  # reports to 8 November 2024
ROLES = {"student": 908, "teacher": 36, "staff": 4}  # victims to the same day
REFERRED, REMOVAL = {"yes": 475, "no": 86}, {"yes": 252, "no": 309}
# January to July 2024: eight regions as published (of 297), Incheon by its 52 to September, the rest shared out.
POLICE_REGIONS = {
    "KR-11": 58, "KRP-41S": 58, "KRP-41N": 37, "KR-45": 21, "KR-47": 17, "KR-48": 17, "KR-27": 11, "KR-46": 11,
    "KR-28": 19, "KR-26": 13, "KR-29": 6, "KR-30": 6, "KR-31": 4, "KR-50": 2, "KR-42": 5, "KR-43": 4, "KR-44": 6,
    "KR-49": 2,
}  # fmt: skip
# Residents aged 10–19 at the end of 2024, in thousands.
SCHOOL_REGIONS = {
    "KR-11": 719, "KR-26": 263, "KR-27": 212, "KR-28": 272, "KR-29": 145, "KR-30": 135, "KR-31": 109, "KR-50": 53,
    "KR-41": 1_316, "KR-42": 127, "KR-43": 143, "KR-44": 202, "KR-45": 161, "KR-46": 156, "KR-47": 216,
    "KR-48": 314, "KR-49": 70,
}  # fmt: skip
ACTIONS = {"make": 46, "distribute": 38, "threat": 12, "other": 4}
POSSESSION = date(2024, 10, 16)  # possessing and viewing became an offence
BANDS = {"Y10S": 600, "Y20T29": 320, "Y30T39": 60, "Y40T49": 20}  # victims 2021–2023, rounded
LATE, CORRECTED, WITHDRAWN = 0.01, 0.015, 0.01  # shares of incidents
OPEN, SOLVED = {"investigating": 6, "suspended": 4}, {"cleared": 3, "referred": 6, "not_referred": 1}
SCHOOL_STATUS = {"received": 1, "reviewing": 2, "closed": 7}


@dataclass(frozen=True)
class Book:
    """One quarterly file: `rows` by column id of the form, in the order in which they would be entered."""

    kind: str
    year: int
    quarter: int
    rows: pd.DataFrame


def books(scale: float, seed: int) -> list[Book]:
    """Quarterly files of made-up incidents, police from 2021 and schools from 2024 to 2025.

    Equal arguments give equal rows. A later file may add incidents of the quarter before that were entered
    late, and corrects or withdraws some.
    """
    rng = np.random.default_rng(seed)
    found = []
    for kind, make in (("police", police), ("school", school)):
        filed = _filed(make(rng, scale), rng)
        for (year, quarter), rows in filed.groupby(["year", "quarter"]):
            found.append(Book(kind, year, quarter, rows.drop(columns=["year", "quarter"])))
    return found


def police(rng: np.random.Generator, scale: float) -> pd.DataFrame:
    """The police incidents as they finally stand, one row each, by date reported."""
    days = _days(rng, POLICE, scale)
    by_year = pd.Series(days).dt.year.to_numpy()
    ages = np.concatenate([_ages(rng, int((by_year == year).sum())) for year in np.unique(by_year)])
    known = pd.notna(ages)
    rows = _common(rng, days, "P", POLICE_REGIONS)
    action = _deal(rng, len(days), ACTIONS)
    new_law = (pd.Series(days).dt.date >= POSSESSION).to_numpy() & (rng.random(len(days)) < 0.18)
    return rows.assign(
        agency=_agencies(rng, rows["region"], "가상 경찰서 {region}-{number:02}", POLICE_REGIONS),
        action=np.where(new_law, "possess", action),
        offender_age=ages,
        offender_sex=np.where(known, _deal(rng, len(days), SEXES), None),
        victim_role=np.where(rng.random(len(days)) < 0.7, _deal(rng, len(days), ROLES), None),
        victim_age_band=_deal(rng, len(days), BANDS),
        status=np.where(known, _deal(rng, len(days), SOLVED), _deal(rng, len(days), OPEN)),
    )


def school(rng: np.random.Generator, scale: float) -> pd.DataFrame:
    """The school incidents as they finally stand, one row each, by date reported."""
    days = _days(rng, SCHOOL, scale)
    rows = _common(rng, days, "S", SCHOOL_REGIONS)
    return rows.assign(
        agency=_agencies(rng, rows["region"], "가상학교-{region}-{number:03}", SCHOOL_REGIONS),
        school_level=_deal(rng, len(days), LEVELS),
        victim_role=_deal(rng, len(days), ROLES),
        # 948 victims in 561 reports: mostly one, now and then a whole group.
        victims=rng.geometric(0.65, len(days)) + (rng.random(len(days)) < 0.02) * 5,
        referred_to_police=_deal(rng, len(days), REFERRED),
        removal_support=_deal(rng, len(days), REMOVAL),
        status=_deal(rng, len(days), SCHOOL_STATUS),
    )


def _days(rng: np.random.Generator, cumulative: tuple[tuple[str, int], ...], scale: float) -> np.ndarray:
    """Days reported, sorted: as many up to each day as published, times `scale`; fewer at weekends."""
    found, total, before = [], 0, 0
    start = date(int(cumulative[0][0][:4]), 1, 1)
    for text, count in cumulative:
        end = date.fromisoformat(text)
        if start.month == start.day == 1:
            before = 0
        window = pd.date_range(start, end)
        weights = np.where(window.day_of_week < 5, 1.0, 0.45)
        wanted = round((total + count - before) * scale) - round(total * scale)
        found.append(rng.choice(window.to_numpy(), wanted, p=weights / weights.sum()))
        total, before, start = total + count - before, count, end + timedelta(days=1)
    return np.sort(np.concatenate(found))


def _common(rng: np.random.Generator, days: np.ndarray, letter: str, regions: dict) -> pd.DataFrame:
    reported = pd.Series(days).astype("datetime64[us]")
    order = reported.groupby(reported.dt.year).cumcount() + 1
    numbers = [f"SYN-{letter}-{year}-{n:05}" for year, n in zip(reported.dt.year, order, strict=True)]
    # Half are reported within two weeks, one in ten after half a year; how long is our assumption.
    delay = np.minimum(np.floor(rng.lognormal(np.log(14), 1.7, len(days))), 1_200).astype(int)
    occurred = (reported - pd.to_timedelta(delay, unit="D")).where(rng.random(len(days)) >= 0.06)
    return pd.DataFrame(
        {
            "incident_id": numbers,
            "reported_date": reported,
            "occurred_date": occurred,
            "region": _deal(rng, len(days), regions),
        }
    )


def _ages(rng: np.random.Generator, count: int) -> np.ndarray:
    """Completed years, None for a case without a suspect; more often the upper years among children."""
    bands = _deal(rng, count, AGES)
    ages = np.full(count, None, dtype=object)
    for place, band in enumerate(bands):
        if band is not None:
            low, high = band
            share = rng.random() ** (0.5 if high == 13 else 1 if high == 18 else 2)
            ages[place] = low + int(share * (high - low + 1))
    return ages


def _agencies(rng: np.random.Generator, regions: pd.Series, form: str, weights: dict) -> list[str]:
    """Station or school of each incident, more of them in larger regions."""
    many = {region: 3 + 120 * weight // sum(weights.values()) for region, weight in weights.items()}
    numbers = rng.random(len(regions))
    return [
        form.format(region=region.split("-")[1], number=1 + int(number * many[region]))
        for region, number in zip(regions, numbers, strict=True)
    ]


def _deal(rng: np.random.Generator, count: int, weights: dict) -> np.ndarray:
    """Keys in random order, as often as their weights say to the nearest whole (largest remainders)."""
    shares = count * np.array(list(weights.values()), dtype=float) / sum(weights.values())
    dealt = np.floor(shares).astype(int)
    dealt[np.argsort(dealt - shares, kind="stable")[: count - dealt.sum()]] += 1
    keys = np.empty(len(weights), dtype=object)
    keys[:] = list(weights)
    return rng.permutation(np.repeat(keys, dealt))


def _filed(final: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """All rows as filed, with the `year` and `quarter` of their file."""
    due = final["reported_date"].dt.to_period("Q")
    last = due.max()
    draw = rng.random(len(final))
    early, end = due < last, due.dt.end_time - final["reported_date"] < pd.Timedelta(days=14)
    late = early & end & (draw < LATE * 6)
    corrected = early & ~late & (draw > 1 - CORRECTED)
    first = final.assign(
        file=due + late.astype(int), correction=np.where(rng.random(len(final)) < 0.5, "new", None)
    )
    first.loc[corrected, "status"] = "received"
    if "offender_age" in first:
        first.loc[corrected, ["offender_age", "offender_sex"]] = None
    again = final[corrected].assign(file=due[corrected] + 1, correction="corrected")
    mistaken = final[early & (rng.random(len(final)) < WITHDRAWN)]
    mistaken = mistaken.assign(incident_id=mistaken["incident_id"] + "-X")
    wrong = mistaken.assign(file=due[mistaken.index], correction="new")
    withdrawn = mistaken.assign(file=due[mistaken.index] + 1, correction="withdrawn")
    every = pd.concat([first, again, wrong, withdrawn]).sort_values(["file", "reported_date", "incident_id"])
    filed = every.assign(year=every["file"].dt.year, quarter=every["file"].dt.quarter)
    return filed.drop(columns="file").reset_index(drop=True)
