"""Counts made from incident sheets: by month or quarter, of the country, one region, one age or one level."""

from dashboard.compose import alerts, tested
from dashboard.compose.parts import Parts
from dashboard.compose.pick import COUNTRY, pick
from data import catalogue
from data.observations import TOTAL

REGIONS = tuple(
    code
    for code, found in catalogue.load().dimensions["geo"].codes.items()
    if found.police or code == "KR-41"
)
# As many years as the alerts page shows at most.
JUDGED = 2
OPTIONS = {
    "kind": ("incidents_police", "incidents_school"),
    "step": ("month", "quarter"),
    "geo": (COUNTRY, *REGIONS),
    "age": (TOTAL, "Y10S", "Y10T13", "Y14S", "Y20T29", "Y30T39", "Y40T49", "Y_GE50"),
    "level": (TOTAL, "elementary", "middle", "high"),
}


def counts(release, options) -> Parts:
    """One series of protected counts, by quarter where the published tables have no months of it.

    After the counts come, of the last two years, what was expected of each and its threshold. Region, age
    and level are never crossed: the region wins, since no table splits it further.
    """
    indicator, geo = options["kind"], options["geo"]
    split = {"age": options["age"]} if indicator == "incidents_police" else {"level": options["level"]}
    codes = {"geo": geo} if geo != COUNTRY else split
    rows = pick(release, indicator, indicator, kind=options["step"], **codes)
    rows = rows or pick(release, indicator, indicator, kind="quarter", **codes)
    known = [row for row in rows if row.value is not None]
    facts = {"last": known[-1], "withheld": len(rows) - len(known)} if known else {"variant": "hidden"}
    pairs = (
        alerts.judge(release, indicator, rows[0].kind, JUDGED).pairs.get(rows[0].codes, []) if rows else []
    )
    if pairs:
        facts |= {"tried": len(pairs), "unusual": sum(map(alerts.is_unusual, pairs))}
    findings = tested.findings(rows)
    return Parts((*rows, *(expected for _, expected in pairs)), findings=findings, facts=facts)
