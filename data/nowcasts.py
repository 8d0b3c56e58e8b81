"""Which counts a release stores a nowcast of, and what of it may be kept: whole months, whole percents.

It is made of the vault's incidents, nationwide only. What is stored says how many incidents are still to come,
never how many came with which delay: that would be one more table for an attacker.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

KINDS = ("police", "school")
# The threshold of disclosure control: a month with fewer incidents is not spoken of by its delays either.
LEAST_A_MONTH = 5
# How many months back the delays of today are learned from (analysis.nowcast takes two years).
MONTHS = 24
# Fewer past nowcasts would let one of them be worked out from their mean.
LEAST_TRIED = 12


@dataclass(frozen=True)
class Reports:
    """Days `occurred` and `reported` of the incidents of one kind, up to `as_of`, the last day covered whole.

    `refusal` is why no nowcast may be made of them, (code, fields), or None.
    """

    indicator: str
    days: pd.DataFrame
    as_of: date | None
    refusal: tuple[str, dict] | None = None


def reports(rows: pd.DataFrame, covered: dict[str, pd.DatetimeIndex]) -> Iterator[Reports]:
    """The incidents of each kind of KINDS that were handed in, from the last run of months without a hole.

    `rows` and `covered` as in data.cube.counts: a month that no file covers whole would look like a delay.
    """
    for kind in KINDS:
        indicator = f"incidents_{kind}_occurred"
        own = rows.loc[rows["kind"] == kind, ["occurred_date", "reported_date"]]
        if own.empty:
            continue
        days = own.set_axis(["occurred", "reported"], axis=1).reset_index(drop=True)
        months = covered[kind].to_period("M")
        if months.empty:
            yield Reports(indicator, days, None, ("no_whole_month", {}))
            continue
        first, last = _run(months)
        inside = days[days["reported"].between(first.start_time, last.end_time)]
        yield Reports(indicator, inside, last.end_time.date(), _too_small(inside, last))


def stored(reports: Reports, made=None, refusal=None) -> dict:
    """One entry of nowcasts.json: months with what is still to come, or the code and fields of a refusal.

    `more` and its limits are added to the published count of the month; `weak` months are those of which less
    than half is known by now. `record` has, for the three newest months, how many past nowcasts were `tried`
    and how many the 95 % limits `held`, and the mean errors of nowcast and plain count in percent.
    """
    entry = {"indicator": reports.indicator, "as_of": str(reports.as_of or ""), "periods": [], "record": []}
    code, fields = reports.refusal or (refusal and (refusal.code, refusal.fields)) or ("", {})
    entry["refusal"] = {"code": code, "fields": {n: str(v) for n, v in fields.items()}} if code else None
    if made is None:
        return entry
    frame = made.frame[made.frame["status"] != "complete"]
    for period, row in frame.iterrows():
        ends = {f"{end}_{level}": int(row[f"{end}_{level}"] - row["known"]) for level, end in _limits()}
        more = {"more": int(row["estimate"] - row["known"]), "weak": row["status"] == "weak"}
        entry["periods"].append({"start": f"{period.start_time:%Y-%m-%d}", **more, **ends})
    entry["record"] = _record(made.record)
    return entry


def _limits() -> list[tuple[int, str]]:
    return [(level, end) for level in (50, 80, 95) for end in ("lower", "upper")]


def _run(months: pd.PeriodIndex) -> tuple[pd.Period, pd.Period]:
    """First and last month of the last run of covered months."""
    months = months.unique().sort_values()
    breaks = [i for i in range(1, len(months)) if (months[i] - months[i - 1]).n > 1]
    return months[breaks[-1] if breaks else 0], months[-1]


def _too_small(days: pd.DataFrame, last: pd.Period) -> tuple[str, dict] | None:
    occurred = days["occurred"].dropna().dt.to_period("M").value_counts()
    first = max(days["reported"].min().to_period("M"), last - MONTHS + 1)
    months = occurred.reindex(pd.period_range(first, last), fill_value=0)
    small = int((months < LEAST_A_MONTH).sum())
    return ("too_small", {"months": small, "least": LEAST_A_MONTH}) if small else None


def _record(record) -> list[dict]:
    told = []
    for age, tried in record.table.groupby("age") if len(record.table) else ():
        if len(tried) < LEAST_TRIED:
            continue
        held = tried["actual"].between(tried["lower_95"], tried["upper_95"]).sum()
        errors = {
            name: round(100 * (tried[column] - tried["actual"]).abs().sum() / tried["actual"].sum())
            for name, column in (("error", "estimate"), ("plain_error", "known"))
        }
        told.append({"age": int(age), "tried": len(tried), "held": int(held), **errors})
    return told
