"""What a file states on incidents and which statement holds: corrections, withdrawals, files that overlap."""

from datetime import datetime

import duckdb
import pandas as pd

from data import delta
from data.ingest.columns import CORRECTION, KINDS
from data.ingest.dates import KST
from data.ingest.incidents import Incidents
from data.ingest.problems import Problem, problem

TYPES = {"date": "date", "age": "bigint", "count": "bigint"}
FIELDS = {column.id: TYPES.get(column.type, "varchar") for form in KINDS.values() for column in form}
FIELDS |= {"offender_age_band": "varchar"}
# What is known of a file: `first_month` and `last_month` are the first days of the whole months it covers.
RECEIPT = {
    "receipt": "varchar",
    "kind": "varchar",
    "file": "varchar",
    "sha256": "varchar",
    "incidents": "bigint",
    "added": "bigint",
    "first_month": "date",
    "last_month": "date",
    "synthetic": "boolean",
    "received": "varchar",
}
# `edition` is the last day of the period whose file corrects or withdraws, empty in a first statement;
# `batch` counts the commits to the vault. A receipt has no incident number.
COLUMNS = FIELDS | {"edition": "date", "batch": "bigint", "fingerprint": "bigint"} | RECEIPT
DTYPES = {"varchar": "str", "date": "datetime64[us]", "bigint": "Int64", "boolean": "boolean"}
INCIDENT = ["kind", "incident_id"]


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """In COLUMNS, each of its type and with gaps of that type: a float would round a fingerprint."""
    return frame.reindex(columns=list(COLUMNS)).astype({name: DTYPES[kind] for name, kind in COLUMNS.items()})


def receipt_name(incidents: Incidents) -> str:
    """The same for the same incidents, whatever the format, encoding, order or name of their file."""
    return f"{incidents.kind}-{incidents.content_id[:12]}"


def statements(fresh: list[Incidents], batch: int) -> pd.DataFrame:
    """The rows of some files in COLUMNS, file by file in their order."""
    told = pd.concat([_rows(incidents) for incidents in fresh], ignore_index=True)
    fields = ", ".join(
        f"{name}::{kind} as {name}" if name in told else f"null::{kind} as {name}"
        for name, kind in FIELDS.items()
    )
    with duckdb.connect() as connection:
        cast = connection.from_df(told).project(f"kind, receipt, edition, {fields}")
        cast = cast.project(f"*, {delta.digest(['kind', *FIELDS])} as fingerprint")
        return typed(cast.df().assign(batch=batch))


def _rows(incidents: Incidents) -> pd.DataFrame:
    rows, period = incidents.rows, incidents.period
    end = pd.Timestamp(period[1]) if period else rows["reported_date"].max()
    first = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")
    edition = first.mask(rows["correction"] != "new", end)
    return rows.assign(kind=incidents.kind, receipt=receipt_name(incidents), edition=edition)


def receipt(incidents: Incidents, batch: int, added: int) -> dict:
    """What is kept of a file besides its rows; `added` of them were not known yet."""
    first, last = months(incidents)
    return {
        "receipt": receipt_name(incidents),
        "kind": incidents.kind,
        "file": incidents.file,
        "sha256": incidents.receipt,
        "incidents": len(incidents.rows),
        "added": added,
        "first_month": first,
        "last_month": last,
        "synthetic": incidents.synthetic,
        "received": datetime.now(KST).isoformat(timespec="seconds"),
        "batch": batch,
    }


def months(incidents: Incidents) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First days of the first and last whole month that a file covers, NaT when there is none.

    A file that states no period covers the months from its first to its last new incident.
    """
    if incidents.period:
        start, end = map(pd.Timestamp, incidents.period)
        first = start if start.day == 1 else start + pd.offsets.MonthBegin(1)
        last = (end + pd.Timedelta(days=1)).replace(day=1) - pd.offsets.MonthBegin(1)
    else:
        new = incidents.rows["reported_date"][incidents.rows["correction"] == "new"]
        first, last = new.min(), new.max()
    if not first <= last:
        return pd.NaT, pd.NaT
    return first.replace(day=1), last.replace(day=1)


def distinct(told: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Statements without repetitions, and the number of the place that each one claims.

    Two statements in one place contradict each other. A first statement is the first whenever it came; of
    corrections of one edition a later batch takes a place of its own, and counts.
    """
    which = told["batch"].where(told["edition"].notna(), -1)
    keys = told[[*INCIDENT, "edition"]].assign(which=which)
    told = told[~keys.assign(fingerprint=told["fingerprint"]).duplicated()]
    return told, keys.loc[told.index].groupby([*keys], dropna=False, sort=False).ngroup()


def current(told: pd.DataFrame) -> pd.DataFrame:
    """The statement that counts for each incident, withdrawn ones left out."""
    ordered = told.sort_values(["edition", "batch"], na_position="first", kind="stable")
    last = ordered.drop_duplicates(INCIDENT, keep="last")
    return last[last["correction"] != "withdrawn"].reset_index(drop=True)


def contradictions(
    told: pd.DataFrame, place: pd.Series, fresh: list[Incidents], names: dict[str, str]
) -> list[Problem]:
    """Incidents that a fresh file tells otherwise than a file before it; `names` are files by receipt."""
    twice = place.duplicated(keep=False)
    told, place = told[twice], place[twice]
    later, problems = {receipt_name(incidents) for incidents in fresh}, []
    for incidents in fresh:
        name = receipt_name(incidents)
        later.discard(name)
        mine = told["receipt"] == name
        for other in told["receipt"][~mine & place.isin(place[mine])].unique():
            shared = mine & place.isin(place[told["receipt"] == other])
            if other not in later:
                concerned = incidents.rows["incident_id"].isin(told["incident_id"][shared])
                words = {"other": names[other], "ko": CORRECTION.ko, "en": CORRECTION.en}
                problems += _found("told_twice", incidents, concerned, **words)
    return problems


def unheld(told: pd.DataFrame, incidents: Incidents) -> list[Problem]:
    """Corrections and withdrawals in a file of incidents that no file has reported."""
    marked = incidents.rows["correction"] != "new"
    known = told["incident_id"][(told["kind"] == incidents.kind) & told["edition"].isna()]
    return _found("not_held", incidents, marked & ~incidents.rows["incident_id"].where(marked).isin(known))


def uncovered(incidents: Incidents, covered: pd.DatetimeIndex) -> list[Problem]:
    """Incidents of a file reported in a month that no file covers whole."""
    rows = incidents.rows
    month = rows["reported_date"].dt.to_period("M").dt.start_time
    return _found("not_covered", incidents, (rows["correction"] != "withdrawn") & ~month.isin(covered))


def _found(code: str, incidents: Incidents, concerned: pd.Series, **words) -> list[Problem]:
    """One problem a sheet, at its first row concerned; the incident itself is never quoted."""
    at = concerned[concerned].index.to_frame(index=False)
    return [
        problem(code, incidents.file, sheet, f"A{rows['row'].iloc[0]}", cells=len(rows), **words)
        for sheet, rows in at.groupby("sheet", sort=False)
    ]
