"""Which series a release stores a forecast of, their histories, and how a forecast is kept as plain data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from data.observations import KEYS, TOTAL

FREQUENCY = {"month": "M", "quarter": "Q", "year": "Y"}
# A year of months or quarters, or two years, is as far ahead as plans are made; less where less is supported.
HORIZON = {"month": 12, "quarter": 4, "year": 2}
COUNTRY = "KR"


class Wanted(NamedTuple):
    """An indicator by month, quarter or year: of the country, or one series a code of dimension `split`."""

    indicator: str
    kind: str
    split: str = ""


WANTED = (
    Wanted("police_cases", "year"),
    Wanted("regulator_requests", "year"),
    Wanted("school_committee_reports", "year"),
    Wanted("incidents_police", "month"),
    Wanted("incidents_police", "quarter"),
    Wanted("incidents_police", "quarter", "geo"),
    Wanted("incidents_police", "quarter", "age"),
    Wanted("incidents_school", "month"),
    Wanted("incidents_school", "quarter"),
    Wanted("incidents_school", "quarter", "geo"),
    Wanted("incidents_school", "quarter", "level"),
)


@dataclass(frozen=True)
class History:
    """A series to forecast: `values` float on a PeriodIndex without holes, NaN where nothing may be shown.

    `codes` says which dimension is split and where; `events` are those of the catalogue that touch it.
    """

    wanted: Wanted
    codes: dict[str, str]
    values: pd.Series
    events: tuple


def histories(frame: pd.DataFrame, catalogue) -> Iterator[History]:
    """The series of WANTED that the observations hold, in that order and then by code.

    Of several statements about one window the latest as-of counts.
    """
    for wanted in WANTED:
        chosen = frame[(frame["indicator_id"] == wanted.indicator) & (frame["window_kind"] == wanted.kind)]
        for dimension in KEYS[1:]:
            whole = chosen[dimension] == (COUNTRY if dimension == "geo" else TOTAL)
            chosen = chosen[~whole if dimension == wanted.split else whole]
        for code, rows in chosen.groupby(wanted.split or "indicator_id"):
            codes = {wanted.split: str(code)} if wanted.split else {}
            bases = set(rows["basis"])
            events = tuple(
                event
                for event in catalogue.events.values()
                if wanted.indicator in event.indicators and (not event.bases or bases & {*event.bases})
            )
            yield History(wanted, codes, _values(wanted, rows), events)


def families(histories: list[History], parents: dict[str, str]) -> Iterator[tuple[int, list[list[int]]]]:
    """Positions of each total, and of the series that split it: a list for each dimension.

    `parents` maps a code to the one it lies within; a part of another part in the list is left out.
    """
    for place, total in enumerate(histories):
        if total.codes:
            continue
        splits = {}
        for other, part in enumerate(histories):
            if part.codes and part.wanted[:2] == total.wanted[:2]:
                splits.setdefault(part.wanted.split, {})[part.codes[part.wanted.split]] = other
        groups = [
            [other for code, other in split.items() if parents.get(code) not in split]
            for split in splits.values()
        ]
        if groups:
            yield place, groups


def stored(history: History, forecast=None, refusal=None, adds_up: str = "") -> dict:
    """One entry of fits.json: the observed values, and the forecast or the code and fields of its refusal.

    `adds_up` is how its periods were made to add up with the others of its family, if they were.

    Windows are ISO dates, both ends included; a value that is missing or hidden is null.
    """
    entry = {
        "indicator": history.wanted.indicator,
        "kind": history.wanted.kind,
        "codes": history.codes,
        "observed": _periods(history.values.to_frame("value")),
        "forecast": None,
        "refusal": refusal and {"code": refusal.code, "fields": _plain(refusal.fields)},
    }
    if forecast:
        record = forecast.record
        entry["forecast"] = {
            "method": forecast.method,
            "quality": forecast.quality,
            "reach": forecast.reach,
            "adds_up": adds_up,
            "notes": [{"code": code, "fields": _plain(fields)} for code, fields in forecast.notes],
            "periods": _periods(forecast.frame),
            "record": {
                "errors": record.errors,
                "coverage": {f"{100 * level:g}": share for level, share in record.coverage.items()},
                "beats_naive": record.beats_naive,
                "rows": _rows(
                    record.table.astype({name: str for name in ("origin", "period") if len(record.table)})
                ),
            },
        }
    return entry


def _values(wanted: Wanted, rows: pd.DataFrame) -> pd.Series:
    latest = rows.sort_values(["window_start", "as_of"], kind="stable")
    latest = latest.drop_duplicates("window_start", keep="last")
    index = pd.PeriodIndex(latest["window_start"], freq=FREQUENCY[wanted.kind])
    values = pd.Series(latest["value"].to_numpy(float), index, name=wanted.indicator)
    return values.reindex(pd.period_range(index[0], index[-1], freq=index.freq))


def _periods(frame: pd.DataFrame) -> list[dict]:
    days = {"start": frame.index.start_time, "end": frame.index.end_time}
    dated = {name: times.strftime("%Y-%m-%d") for name, times in days.items()}
    return _rows(frame.reset_index(drop=True).assign(**dated))


def _rows(frame: pd.DataFrame) -> list[dict]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _plain(fields: dict) -> dict:
    return {
        name: value if isinstance(value, int | float | str) else str(value) for name, value in fields.items()
    }
