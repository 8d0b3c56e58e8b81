"""Counts made from incidents: a fixed list of low-order tables, before any protection.

A count outside this list does not exist: each further table would be one more equation for an attacker.
"""

from dataclasses import dataclass
from math import inf

import duckdb
import pandas as pd

from data import catalogue
from data.ingest import codes
from data.observations import COLUMNS, KEYS, TOTAL, UNKNOWN

# Raised with every change of TABLES or of their codes: releases of another version hold other tables.
VERSION = 1
# How the police publish the age of suspects, in completed years.
DECADES = {
    "Y_LT10": (0, 9),
    "Y10S": (10, 19),
    "Y20T29": (20, 29),
    "Y30T39": (30, 39),
    "Y40T49": (40, 49),
    "Y_GE50": (50, inf),
}
TEENS = ("Y10T13", "Y14S", "Y10S_U")
# What the parts of a table add up to where that is not its total.
PARENTS = {"age": dict.fromkeys(TEENS, "Y10S")}
# Behind a count of fewer stations or schools stand people who know one another.
FEWEST_AGENCIES = 3


@dataclass(frozen=True)
class Table:
    """Incidents of one kind by `window`, split by the codes of one dimension ('' for none) in `column`."""

    id: str
    kind: str
    window: str
    dimension: str = ""
    column: str = ""
    date: str = "reported_date"


TABLES = (
    Table("police_month", "police", "month"),
    Table("police_occurred_month", "police", "month", date="occurred_date"),
    Table("police_region_month", "police", "month", "geo", "region"),
    Table("police_region_quarter", "police", "quarter", "geo", "region"),
    Table("police_age_month", "police", "month", "age", "decade"),
    Table("police_age_quarter", "police", "quarter", "age", "decade"),
    # Children of 10 to 13 are shown for the nation only, so this split crosses no other dimension.
    Table("police_teens_quarter", "police", "quarter", "age", "teens"),
    Table("police_sex_quarter", "police", "quarter", "sex", "offender_sex"),
    Table("school_month", "school", "month"),
    Table("school_occurred_month", "school", "month", date="occurred_date"),
    Table("school_level_month", "school", "month", "level", "school_level"),
    Table("school_level_quarter", "school", "quarter", "level", "school_level"),
    Table("school_region_quarter", "school", "quarter", "geo", "region"),
)
NEEDED = dict.fromkeys(name for table in TABLES for name in (table.date, table.column) if name)


def counts(rows: pd.DataFrame, covered: dict[str, pd.DatetimeIndex], as_of: str) -> dict[str, pd.DataFrame]:
    """Every table of TABLES by its id, in COLUMNS plus `sensitive`.

    `rows` are the incidents that count, `covered` the first days of the months that the files of each kind
    cover whole (both from data.vault), `as_of` an ISO day. Only those months, and quarters made of three of
    them, have counts; there each code has one, 0 included. Days are days in Korea. Parts add up to the
    total with the unknown, except that the teens add up to their decade. `sensitive`: fewer than
    FEWEST_AGENCIES stand behind the count, all that give no name being one; never where none gives one.
    """
    bands = rows["offender_age_band"]
    decades = bands.map({band: _decade(band) for band in bands.dropna().unique()}).fillna(UNKNOWN)
    teens = bands.where(bands.isin(TEENS), "Y10S_U").where(decades == "Y10S")
    with duckdb.connect() as connection:
        connection.register("counted", rows.assign(decade=decades, teens=teens))
        connection.execute(f"create table incidents as select kind, agency, {', '.join(NEEDED)} from counted")
        return {
            table.id: _observations(table, _counted(connection, table, covered[table.kind]), as_of)
            for table in TABLES
        }


def union(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """All tables as one frame with each count once: the national months stand in several tables."""
    every = pd.concat(tables.values(), ignore_index=True)
    return every.drop_duplicates([*KEYS, "window_start", "window_end"], ignore_index=True)


def listed(table: Table) -> tuple[str, ...]:
    """The codes of a table without its total, the unknown included."""
    if table.column == "teens":
        return TEENS
    if table.column == "decade":
        return (*DECADES, UNKNOWN)
    words = f"{table.kind}_region" if table.dimension == "geo" else table.dimension
    return tuple(word.code for word in codes.words(words)) if words else ()


def _decade(band: str) -> str:
    """The decade that holds a band of the catalogue; the unknown when it reaches across two."""
    known = catalogue.load().dimensions["age"].codes.get(band)
    if known is None or (known.lower is None and known.upper is None):
        return UNKNOWN
    low, high = known.lower or 0, inf if known.upper is None else known.upper
    inside = (name for name, (first, last) in DECADES.items() if first <= low and high <= last)
    return next(inside, UNKNOWN)


def _counted(connection: duckdb.DuckDBPyConnection, table: Table, months: pd.DatetimeIndex) -> pd.DataFrame:
    """`value` and `sensitive` for every window and code, TOTAL among them, by name `start` and `code`."""
    split = listed(table)
    known = ", ".join(f"'{code}'" for code in split)
    column = f"case when {table.column} in ({known}) then {table.column} else '{UNKNOWN}' end"
    if table.column == "teens":
        column = "teens"
    found = connection.execute(
        f"""
        select date_trunc('{table.window}', {table.date}) as start,
               case when grouping(split) = 1 then '{TOTAL}' else split end as code,
               count(*)::double as value,
               count(distinct nullif(agency, '')) as named,
               named + (count(*) filter (coalesce(agency, '') = '') > 0)::int as agencies
        from (select *, {column if split else "''"} as split from incidents where kind = ?)
        where {table.date} is not null and split is not null
        group by grouping sets ((start, split), (start))
        """,
        [table.kind],
    ).df()
    found["sensitive"] = (found["named"] > 0) & (found["agencies"] < FEWEST_AGENCIES)
    shown = split if table.column == "teens" else (TOTAL, *split)
    every = pd.MultiIndex.from_product([_windows(table, months), shown], names=["start", "code"])
    filled = found.set_index(["start", "code"])[["value", "sensitive"]].reindex(every)
    return filled.fillna({"value": 0.0, "sensitive": False}).astype({"sensitive": bool}).reset_index()


def _windows(table: Table, months: pd.DatetimeIndex) -> pd.DatetimeIndex:
    if table.window == "month":
        return months
    starts = pd.Series(months.to_period("Q").start_time).value_counts()
    return pd.DatetimeIndex(starts[starts == 3].index).sort_values()


def _observations(table: Table, counted: pd.DataFrame, as_of: str) -> pd.DataFrame:
    starts, days = counted["start"], 3 if table.window == "quarter" else 1
    by_occurrence = table.date == "occurred_date"
    frame = pd.DataFrame(index=counted.index).assign(
        set_id=f"incidents_{table.kind}",
        indicator_id=f"incidents_{table.kind}" + ("_occurred" if by_occurrence else ""),
        **{key: "KR" if key == "geo" else TOTAL for key in KEYS if key != "indicator_id"},
        window_start=starts,
        window_end=starts + pd.DateOffset(months=days) - pd.Timedelta(days=1),
        window_kind=table.window,
        as_of=as_of,
        value=counted["value"],
        lower=float("nan"),
        upper=float("nan"),
        # Incidents of a month go on being reported for years.
        obs_status="P" if by_occurrence else "A",
        conf_status="F",
        basis="incident_sheet",
        source_id="incident_sheets",
        note_ids="",
        ref="",
    )
    if table.dimension:
        part = counted["code"] != TOTAL
        frame[table.dimension] = frame[table.dimension].mask(part, counted["code"])
    return frame[list(COLUMNS)].assign(sensitive=counted["sensitive"])
