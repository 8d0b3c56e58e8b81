"""Cumulative statements turned into what happened between them, each piece with its own days."""

from itertools import pairwise

import pandas as pd

from analysis.errors import AmbiguousDay, AnalysisError, FallingCumulative, MissingDay, RebasedCumulative

COLUMNS = ("window_start", "window_end", "days", "value", "per_day", "as_of", "basis", "earlier", "later")


def increments(statements: pd.DataFrame, series: str = "series") -> pd.DataFrame:
    """What happened between each two cumulative statements of one group, in events and events a day.

    Takes window_start, window_end (days), as_of (ISO text), value and basis, in any order; of two statements
    for one day the one said later counts. Gives one row a statement, in time order and summing to the last
    cumulative value: the first from its own start, each other from the day after the one before. `earlier`
    and `later` are the index labels of the two statements (earlier is None for the first).

    Raises FallingCumulative, RebasedCumulative (another basis or start), MissingDay (no value or no exact
    date) or AmbiguousDay at the first pair that cannot be subtracted.
    """
    made = increments_and_refusals(statements, series)
    for refusal in made.pop("refusal"):
        if refusal is not None:
            raise refusal
    return made


def increments_and_refusals(statements: pd.DataFrame, series: str = "series") -> pd.DataFrame:
    """The increments that may be taken, and in their place the typed reason where one may not.

    As `increments`, with a column `refusal` (an AnalysisError or None); value and per_day are NaN where it is
    set, so that a chart shows a gap. A statement without a date comes last, with no window.
    """
    dated = statements[statements["window_start"].notna() & statements["window_end"].notna()]
    undated = statements.index.difference(dated.index, sort=False)
    said = _latest(dated, series)
    rows = [_increment(None, one, series) for one in said[:1]]
    rows += [_increment(earlier, later, series) for earlier, later in pairwise(said)]
    rows += [_undated(statements, label, series) for label in undated]
    made = pd.DataFrame(rows, columns=[*COLUMNS, "refusal"]).astype({"value": float, "per_day": float})
    # Left to inference, a None among whole-number labels turns them into floats.
    made["earlier"] = pd.Series([row.get("earlier") for row in rows], dtype=object)
    return made


def _latest(dated: pd.DataFrame, series: str) -> list[dict]:
    """One statement for each window and basis, by the day on which it was said, in time order."""
    said = []
    for (end, start, basis), group in dated.groupby(["window_end", "window_start", "basis"], sort=True):
        group = group.sort_values("as_of", kind="stable")
        last = group.iloc[-1]
        # "2024-08" is neither before nor after "2024-08-27": a reduced date that begins another has no order.
        rivals = [
            v for v, day in zip(group["value"], group["as_of"], strict=True) if last["as_of"].startswith(day)
        ]
        flaw = None
        if len(set(rivals)) > 1:
            flaw = AmbiguousDay(series=series, end=_day(end), values=tuple(rivals))
        elif pd.isna(last["value"]):
            flaw = MissingDay(
                series=series, what="value", end=_day(end), position=_position(dated, last.name)
            )
        said.append(
            {"label": last.name, "start": start, "end": end, "basis": basis, "flaw": flaw}
            | {"as_of": last["as_of"], "value": last["value"]}
        )
    return said


def _increment(earlier: dict | None, later: dict, series: str) -> dict:
    refusal = _refusal(earlier, later, series)
    start = later["start"] if earlier is None else min(earlier["end"] + pd.Timedelta(days=1), later["end"])
    days = (later["end"] - start).days + 1
    value = later["value"] - (0 if earlier is None else earlier["value"]) if refusal is None else float("nan")
    return {
        "window_start": start,
        "window_end": later["end"],
        "days": days,
        "value": value,
        "per_day": value / days,
        "as_of": later["as_of"],
        "basis": later["basis"],
        "earlier": None if earlier is None else earlier["label"],
        "later": later["label"],
        "refusal": refusal,
    }


def _refusal(earlier: dict | None, later: dict, series: str) -> AnalysisError | None:
    flaws = [one["flaw"] for one in (earlier, later) if one is not None and one["flaw"]]
    if flaws or earlier is None:
        return flaws[0] if flaws else None
    ends = {"series": series, "earlier_end": _day(earlier["end"]), "later_end": _day(later["end"])}
    if earlier["start"] != later["start"]:
        starts = {"earlier": _day(earlier["start"]), "later": _day(later["start"])}
        return RebasedCumulative(what="start", **starts, **ends)
    if earlier["basis"] != later["basis"]:
        return RebasedCumulative(what="basis", earlier=earlier["basis"], later=later["basis"], **ends)
    if later["value"] < earlier["value"]:
        return FallingCumulative(earlier=float(earlier["value"]), later=float(later["value"]), **ends)
    return None


def _undated(statements: pd.DataFrame, label, series: str) -> dict:
    row = statements.loc[label]
    end = "an unknown day" if pd.isna(row["window_end"]) else _day(row["window_end"])
    refusal = MissingDay(series=series, what="date", end=end, position=_position(statements, label))
    return {"as_of": row["as_of"], "basis": row["basis"], "later": label, "refusal": refusal}


def _position(frame: pd.DataFrame, label) -> int:
    return int(frame.index.get_loc(label))


def _day(moment: pd.Timestamp) -> str:
    return moment.date().isoformat()
