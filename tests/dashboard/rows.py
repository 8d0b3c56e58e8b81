"""Rows as the charts get them, with figures published by police, ministry and support centre."""

from datetime import date

from analysis.windows import Window
from dashboard.result import Comparison, Row

DAY = date.fromisoformat


def row(series, start, end, kind, value, unit="case", basis="kics", **more):
    given = {"indicator": "police_cases", "as_of": "2024-08"} | more
    return Row(
        series=series,
        window=Window(DAY(start), DAY(end)),
        kind=kind,
        value=value,
        unit=unit,
        basis=basis,
        **given,
    )


def year(series, number, value, **more):
    return row(series, f"{number}-01-01", f"{number}-12-31", "year", value, **more)


CASES = (
    year("cases", 2021, 156),
    year("cases", 2022, 160),
    year("cases", 2023, 180),
    row("cases", "2024-01-01", "2024-07-31", "ytd", 297, basis="hand"),
    year("cases", 2024, 1202, basis="hand", as_of="2025-01"),
)
LABELS = {
    "ko": {
        "cases": "경찰에 접수된 사건",
        "persons": "검거된 사람",
        "kics": "전산(KICS) 집계",
        "hand": "수기 집계",
        "rebased_cumulative": "기준이 바뀌어 뺄 수 없음",
        "all": "모든 학교",
        "elementary": "초등학교",
        "middle": "중학교",
        "high": "고등학교",
        "KRP-41N": "경기북부",
    },
    "en": {
        "cases": "Cases reported to police",
        "persons": "People apprehended",
        "kics": "KICS records",
        "hand": "compiled by hand",
        "rebased_cumulative": "Re-based count: no rate",
        "all": "All schools",
        "elementary": "Elementary schools",
        "middle": "Middle schools",
        "high": "High schools",
        "KRP-41N": "Gyeonggi Bukbu",
    },
}

# Between the cut-offs of 2024, cases a day: increments over their days (190 in 152, then 107 in 61, ...).
PACE = tuple(
    row(basis, start, end, "custom", count / days, "per_day", basis, status="E")
    for basis, start, end, count, days in (
        ("kics", "2024-01-01", "2024-05-31", 190, 152),
        ("kics", "2024-06-01", "2024-07-31", 107, 61),
        ("kics", "2024-08-01", "2024-08-27", 148, 27),
        ("hand", "2024-01-01", "2024-09-25", 812, 269),
        ("hand", "2024-09-26", "2024-10-14", 109, 19),
        ("hand", "2024-10-15", "2024-10-25", 43, 11),
        ("hand", "2024-10-26", "2024-11-30", 130, 36),
        ("hand", "2024-12-01", "2024-12-31", 108, 31),
    )
)
REFUSED = ((Window(DAY("2024-08-28"), DAY("2024-09-10")), "rebased_cumulative"),)
EVENTS = {
    "ko": (
        (DAY("2024-08-28"), DAY("2025-03-31"), "경찰 집중단속"),
        (DAY("2024-10-16"), None, "개정법 시행: 소지·시청도 처벌"),
    ),
    "en": (
        (DAY("2024-08-28"), DAY("2025-03-31"), "Police crackdown"),
        (DAY("2024-10-16"), None, "Amended act in force: possession and viewing too"),
    ),
}
# Ministry rounds: cut-off, all schools, elementary, middle, high. Round 1 counts otherwise.
ROUNDS = tuple(
    row(
        level,
        "2024-01-01",
        f"2024-{day}",
        "ytd",
        counts[place],
        "report",
        "first" if day == "08-27" else "moe",
    )
    for place, level in enumerate(("all", "elementary", "middle", "high"))
    for day, *counts in (
        ("08-27", 196, 8, 100, 78),
        ("09-06", 434, 12, 179, 243),
        ("09-27", 504, 16, 209, 279),
        ("10-11", 516, 17, 215, 284),
        ("10-25", 542, 17, 231, 294),
        ("11-08", 561, 18, 243, 300),
    )
)
BANDS = ("Y10T13", "Y14S", "Y20T29", "Y30T39", "Y40T49", "Y_GE50")
CUTS = (
    ("2024-09-25", 387, (66, 258, 50, 9, 2, 2)),
    ("2024-10-25", 506, (78, 333, 77, 13, 2, 3)),
    ("2024-12-31", 682, (104, 444, 107, 20, 4, 3)),
)
GROUPS = tuple(
    (
        end,
        [row(b, "2024-01-01", end, "ytd", n, "person", "hand") for b, n in zip(BANDS, parts, strict=True)],
        f"n = {whole}",
    )
    for end, whole, parts in CUTS
)
# 104, 107 and 4 of 682 with Wilson's intervals.
SHARES = (
    row("Y10T13", "2024-01-01", "2024-12-31", "year", 15.249, "percent", "hand", lower=12.75, upper=18.14),
    row("Y20T29", "2024-01-01", "2024-12-31", "year", 15.689, "percent", "hand", lower=13.15, upper=18.61),
    row("Y40T49", "2024-01-01", "2024-12-31", "year", 0.587, "percent", "hand", lower=0.23, upper=1.50),
)
WINDOWS = (
    row("cases", "2022-03-01", "2022-10-31", "custom", 48),
    row("persons", "2024-08-28", "2025-03-31", "custom", 963, "person"),
    row("cases", "2024-11-01", "2025-10-31", "custom", 1827),
    row("persons", "2025-01-01", "2025-08-31", "custom", 556, "person", status="P"),
)
REGIONS = (
    *(
        row("region", "2024-01-01", "2024-07-31", "ytd", count, codes=(("geo", code),))
        for code, count in (
            ("KR-11", 58),
            ("KRP-41S", 58),
            ("KRP-41N", 37),
            ("KR-45", 21),
            ("KR-47", 17),
            ("KR-27", 11),
        )
    ),
    row(
        "region",
        "2024-01-01",
        "2024-07-31",
        "ytd",
        None,
        conf="C",
        lower=1,
        upper=4,
        codes=(("geo", "KR-49"),),
    ),
)
# Twelve months by day of occurrence; the last two still grow, the newest with limits alone.
GROWING = (
    *(
        row("counted", f"2024-{n:02}-01", f"2024-{n:02}-{last}", "month", 40 + n, status="P", basis="sheet")
        for n, last in enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1)
    ),
    row("nowcast", "2024-11-01", "2024-11-30", "month", 60, status="E", lower=55, upper=72, basis="sheet"),
    row("nowcast", "2024-12-01", "2024-12-31", "month", None, status="E", lower=58, upper=110, basis="sheet"),
)
FORECAST = (
    *(
        year("posts", n, v, unit="post")
        for n, v in ((2020, 473), (2021, 1913), (2022, 3574), (2023, 7187), (2024, 23107))
    ),
    *(
        year(level, n, 23107, unit="post", status="F", lower=low, upper=high)
        for n in (2025, 2026)
        for level, low, high in (("50", 15000, 30000), ("80", 9000, 42000), ("95", 3500, 61000))
    ),
)
KICS21, KICS22, KICS23, PART, HAND24 = CASES
# 160 : 156, and 297 in 213 days against 180 in 365, with exact intervals.
PAIRS = {
    "ko": (
        ("2021 → 2022", Comparison(KICS21, KICS22, "whole_years", "ok", (), 1.026, 0.817, 1.287, 2.6), ""),
        (
            "2023 → 2024년 1~7월 (하루 평균)",
            Comparison(KICS23, PART, "pace", "caution", (), 2.827, 2.342, 3.422, 182.7),
            "기간의 길이가 달라 하루 평균으로 비교합니다",
        ),
        (
            "2023 → 2024",
            Comparison(KICS23, HAND24, "whole_years", "blocked", ("basis",)),
            "비교할 수 없음: 2024년은 경찰이 손으로 모은 집계이고 다른 부서의 사건도 셉니다",
        ),
    ),
    "en": (
        ("2021 → 2022", Comparison(KICS21, KICS22, "whole_years", "ok", (), 1.026, 0.817, 1.287, 2.6), ""),
        (
            "2023 → January–July 2024 (pace a day)",
            Comparison(KICS23, PART, "pace", "caution", (), 2.827, 2.342, 3.422, 182.7),
            "windows of different length: compared as a pace",
        ),
        (
            "2023 → 2024",
            Comparison(KICS23, HAND24, "whole_years", "blocked", ("basis",)),
            "Not comparable: 2024 was compiled by hand and counts the cases of other units too",
        ),
    ),
}
