"""Months by day of occurrence, and what the newest of them still have to come, as stored in the release."""

from dataclasses import replace

from dashboard.compose.parts import Parts
from dashboard.compose.pick import pick
from dashboard.result import Row

OPTIONS = {"kind": ("incidents_police", "incidents_school")}
# Two years of columns can still be told apart on a phone; older months are complete and in the data.
SHOWN = 24
# Below this share of past months inside the 95 % limits the screen says not to rely on them (our choice).
HELD_ENOUGH = 0.8
# Refusals with words of their own; the others share one sentence.
TOLD = ("too_small", "too_few_periods", "no_whole_month")


def to_come(release, options) -> Parts:
    """Counted months, after them the nowcast of those not complete; of weak ones the limits without a middle.

    The nowcast has status E and stands beside the published counts, never in place of them.
    """
    indicator = f"{options['kind']}_occurred"
    counted = pick(release, indicator, "counted", kind="month")[-SHOWN:]
    stored = next((one for one in release.nowcasts if one["indicator"] == indicator), None)
    if not counted or stored is None:
        return Parts(tuple(counted), refusal=("no_nowcast", {}))
    if stored["refusal"]:
        code, fields = stored["refusal"]["code"], stored["refusal"]["fields"]
        return Parts(tuple(counted), refusal=(f"nowcast_{code if code in TOLD else 'other'}", fields))
    by_start = {row.window.start.isoformat(): row for row in counted}
    made = [
        _row(by_start[one["start"]], one, stored["as_of"])
        for one in stored["periods"]
        if one["start"] in by_start
    ]
    return Parts((*counted, *made), facts=_facts(counted, made, stored["record"]))


def _row(counted: Row, period: dict, as_of: str) -> Row:
    return replace(
        counted,
        series="nowcast",
        value=None if period["weak"] else counted.value + period["more"],
        lower=counted.value + period["lower_95"],
        upper=counted.value + period["upper_95"],
        status="E",
        as_of=as_of,
        ref=f"nowcast({counted.indicator},{counted.window.start})",
        formula="nowcast",
    )


def _facts(counted: list[Row], made: list[Row], record: list[dict]) -> dict:
    if not made:
        return {"last": counted[-1], "variant": "complete"}
    newest = made[-1]
    facts = {
        "last": next(row for row in counted if row.window == newest.window),
        "newest": newest,
        "low": newest.lower,
        "high": newest.upper,
        "months": len(made),
    }
    if not record:
        return facts | {"variant": "untried"}
    tried, held = (sum(one[name] for one in record) for name in ("tried", "held"))
    poor = held < HELD_ENOUGH * tried
    return (
        facts
        | {"tried": tried, "held": held, "record": tuple(record)}
        | ({"variant": "poor"} if poor else {})
    )
