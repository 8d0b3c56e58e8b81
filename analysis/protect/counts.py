"""The one call for a release: counts from incident sheets in, protected counts and the audit report out."""

from collections.abc import Callable, Sequence

import pandas as pd

from analysis.protect.attack import Relation
from analysis.protect.core import BUDGET, LOWEST_THRESHOLD, protect
from analysis.protect.errors import CellDoubled, NeedsCoarsening
from analysis.protect.history import Past
from analysis.protect.tables import (
    TOTALS,
    Parents,
    apply,
    cell_ids,
    check,
    holds,
    relations_from,
    table_names,
)

# The order in which tables are given up: regions before other splits, months before quarters before years.
WINDOWS = ("month", "quarter", "year", "ytd", "custom", "point")
BLOCK = ["table", "window_start", "window_end"]
LISTED, LEFT_OUT, GIVEN_UP = "listed", "left out", "given up"


def protect_counts(
    frame: pd.DataFrame,
    *,
    threshold: int = LOWEST_THRESHOLD,
    history: Sequence[pd.DataFrame] = (),
    facts: pd.DataFrame | None = None,
    parents: Parents | None = None,
    budget: float = BUDGET,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[pd.DataFrame, dict]:
    """Protect all listed tables of counts together; what cannot be published safely is left out and reported.

    `frame` has the columns of observations, every listed count with zeros and unknowns, so that parts add
    up; optionally `sensitive` (bool: hide although large) and `structural` (bool: a zero by definition).
    National counts without any split are never hidden. `history`: the observations of all earlier
    releases, oldest first, as published (value NaN where conf_status is C); other indicators in them are
    passed over. A table once published must stay in `frame`: an earlier release alone does not say how its
    counts add up to those of now. `facts`: official figures, with the indicator_id of the count they equal;
    one that neither equals our count nor is tied to our counts by a sum that holds is about something else
    and only reported. `parents`: for each dimension, the code above each code.

    Returns the counts that may be published, with `value` NaN, conf_status C and `lower`..`upper` where
    hidden, and a report of plain data. Where public numbers alone already narrow a small count, that
    table leaves out that window (`left_out`); where no pattern is found within `budget` seconds, the
    finest table concerned is given up (`given_up`), regions by month first.
    Raises ThresholdTooLow, CellDoubled, BadCount, PartsDoNotAdd, NeedsCoarsening (nothing left to give up).
    """
    frame = frame.reset_index(drop=True)
    own = frame.assign(id=cell_ids(frame), table=table_names(frame), state=LISTED)
    for cell in own["id"][own["id"].duplicated()]:
        raise CellDoubled(series=cell)
    past = [_past(release, set(frame["indicator_id"]), parents) for release in history]
    before = _tables_published_before(own, past)
    official, unused = _usable(own, facts, parents)
    while True:
        cells, relations = _linked(own[before | (own["state"] != GIVEN_UP)], official, parents)
        try:
            found = protect(
                cells, relations, threshold=threshold, history=past, budget=budget, progress=progress
            )
        except NeedsCoarsening as refusal:
            own = _coarser(own, refusal)
            continue
        listed = frame[own["state"] == LISTED].drop(columns=["sensitive", "structural"], errors="ignore")
        return apply(listed, found.frame), found.report | _left(own) | {"facts_not_used": unused}


def _past(release: pd.DataFrame, indicators: set[str], parents: Parents | None) -> Past:
    told = release[release["indicator_id"].isin(indicators)]
    values = told["value"].where(told["conf_status"] != "C")
    return Past(pd.Series(values.to_numpy(), index=cell_ids(told)), relations_from(told, parents))


def _tables_published_before(own: pd.DataFrame, past: Sequence[Past]) -> pd.Series:
    """Rows of tables that were once published stay in the sums, though the table be given up now."""
    told = {cell for release in past for cell in release.values.index}
    return own["table"].isin(own["table"][own["id"].isin(told)])


def _usable(
    own: pd.DataFrame, facts: pd.DataFrame | None, parents: Parents | None
) -> tuple[pd.DataFrame, list[str]]:
    """The official figures that are one of our counts, or are tied to them by a sum that holds; other ids."""
    ours = dict(zip(own["id"], own["value"], strict=True))
    for relation in relations_from(own, parents):
        check(relation, ours)
    if facts is None or facts.empty:
        return own.iloc[:0], []
    told = facts.assign(id=cell_ids(facts), table=table_names(facts), state=LISTED)
    told = told[told["value"].notna()]
    same = told[told["value"] == told["id"].map(ours)]
    new = told[~told["id"].isin(ours)].drop_duplicates("id", keep="last")
    sums = _holding(pd.concat([own, new]), parents)
    tied = {cell for relation in sums for cell in (relation.total, *relation.parts)}
    usable = pd.concat([same, new[new["id"].isin(tied)]]).drop_duplicates("id")
    return usable, sorted(set(told["id"]) - set(usable["id"]))


def _holding(both: pd.DataFrame, parents: Parents | None) -> list[Relation]:
    """The sums that hold: official figures may list only some of their parts, or count something else."""
    values = dict(zip(both["id"], both["value"], strict=True))
    return [relation for relation in relations_from(both, parents) if holds(relation, values)]


def _linked(
    own: pd.DataFrame, official: pd.DataFrame, parents: Parents | None
) -> tuple[pd.DataFrame, list[Relation]]:
    """Cells and sums for `protect`, the official figures among them as public numbers.

    Sorted, since among patterns of equal cost the order of the rows would decide.
    """
    own = own.sort_values("id")
    both = pd.concat([own, official[~official["id"].isin(own["id"])]])
    whole = (both[list(TOTALS)] == pd.Series(TOTALS)).all(axis=1)
    structural = both.get("structural", pd.Series(False, both.index)).eq(True) & (both["value"] == 0)
    cells = pd.DataFrame(
        {
            "value": both["value"].to_numpy(float),
            "fixed": (whole | structural | both["id"].isin(official["id"])).to_numpy(),
            "listed": (both["state"] == LISTED).to_numpy(),
            "sensitive": both.get("sensitive", pd.Series(False, both.index)).eq(True).to_numpy(),
            "table": both["table"].to_numpy(),
        },
        index=both["id"].to_numpy(),
    )
    return cells, relations_from(own, parents) + _holding(both, parents)


def _coarser(own: pd.DataFrame, refusal: NeedsCoarsening) -> pd.DataFrame:
    """One step coarser: the windows that cannot be shown, or else the finest of the tables concerned."""
    own = own.copy()
    listed = own["state"] == LISTED
    if refusal.fields["reason"] == "exposed":
        narrowed = own[listed & own["id"].isin(refusal.fields["ids"])]
        blocks = pd.MultiIndex.from_frame(narrowed[BLOCK])
        chosen, state = listed & pd.MultiIndex.from_frame(own[BLOCK]).isin(blocks), LEFT_OUT
    else:
        concerned = own[listed & own["table"].isin(refusal.fields["tables"])]
        finest = min(set(concerned["table"]), key=_order, default=None)
        chosen, state = listed & (own["table"] == finest), GIVEN_UP
    if not chosen.any():
        raise refusal
    own.loc[chosen, "state"] = state
    return own


def _order(table: str) -> tuple[int, int, str]:
    _, split, window = table.split(" ")
    return WINDOWS.index(window), int("geo" not in split), table


def _left(own: pd.DataFrame) -> dict:
    """What is not published at all, for the report: whole tables, and single windows of a table."""
    out = own[own["state"] == LEFT_OUT].drop_duplicates(BLOCK)
    windows = [
        f"{row.table} {row.window_start:%Y-%m-%d}/{row.window_end:%Y-%m-%d}" for row in out.itertuples()
    ]
    return {"given_up": sorted(set(own["table"][own["state"] == GIVEN_UP])), "left_out": sorted(windows)}
