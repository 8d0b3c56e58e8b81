"""The same window after window for every age band or every region, to be set in small panels on one scale."""

from dashboard.compose import ages, derive, monthly
from dashboard.compose.parts import Parts
from dashboard.compose.pick import one
from dashboard.result import Row

REGIONS = tuple(code for code in monthly.REGIONS if code != "KR-41")
# The windows for which any region's count was found on the basis of the record system.
WINDOWS = (
    ("2021-01-01", "2021-12-31", "year"),
    ("2022-01-01", "2022-12-31", "year"),
    ("2023-01-01", "2023-12-31", "year"),
    ("2024-01-01", "2024-07-31", "ytd"),
)


def by_age(release, options) -> Parts:
    """The share of every age band among people apprehended since 1 January 2024, at each cut-off."""
    rows, totals = [], []
    for end in reversed(ages.CUTS):
        whole, parts = ages.cut(release, end)
        if whole is not None:
            totals.append(whole)
            rows += [derive.share(part, whole) for part in parts]
    order = {band: place for place, band in enumerate(ages.BANDS)}
    rows.sort(key=lambda row: order[row.code("age")])
    facts = {"total": totals[-1], "cuts": len(totals), "first": rows[-1]} if rows else {}
    return Parts((*rows, *totals), events=("rebase_2024_09_25",), facts=facts)


def by_region(release, options) -> Parts:
    """Cases of each police region in each window; where no figure was found the row is missing, not zero."""
    rows = [_row(release, region, *window) for region in REGIONS for window in WINDOWS]
    known = [row for row in rows if row.value is not None]
    if not known:
        return Parts(())
    facts = {"known": len(known), "places": len(rows), "regions": len({row.codes for row in known})}
    return Parts(tuple(rows), facts=facts)


def _row(release, region: str, start: str, end: str, kind: str) -> Row:
    found = one(release, "police_cases", "region", geo=region, basis="kics", start=start, end=end)
    return found or _missing(region, start, end, kind)


def _missing(region: str, start: str, end: str, kind: str) -> Row:
    from datetime import date

    from analysis.windows import Window

    window = Window(date.fromisoformat(start), date.fromisoformat(end))
    codes = (("geo", region),)
    return Row(
        "region", "police_cases", window, kind, "", None, "case", status="M", basis="kics", codes=codes
    )
