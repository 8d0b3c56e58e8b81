"""Rows of a release, chosen by indicator, codes and window; the only place that reads a release's table."""

from operator import itemgetter

from analysis.windows import Window
from dashboard.result import Row
from data import catalogue
from data.derived import DERIVATIONS
from data.observations import KEYS, TOTAL

DIMENSIONS = KEYS[1:]
ANY, COUNTRY = "*", "KR"
PLACE = ("window_start", "window_end", *DIMENSIONS)


def pick(release, indicator: str, series: str = "", **wanted) -> list[Row]:
    """The rows of one indicator in order of window, the newest as-of of each.

    A dimension that is not named is its total, except `geo`, which is the country. `ANY` takes every code of a
    dimension, a tuple the codes in it. `kind`, `basis` and `set_id` narrow likewise.
    """
    codes = dict.fromkeys(DIMENSIONS, TOTAL) | {"geo": COUNTRY}
    asked = codes | {_column(name): value for name, value in wanted.items()}
    newest: dict[tuple, dict] = {}
    for record in sorted(release.records.get(indicator, ()), key=itemgetter(*PLACE, "as_of")):
        if all(_fits(record[column], value) for column, value in asked.items()):
            # The same figure said again, later, takes the place of the earlier.
            stated = (*(record[column] for column in PLACE), record["basis"])
            newest.pop(stated, None)
            newest[stated] = record
    unit = catalogue.load().indicators[indicator].unit
    return [_row(record, series, unit) for record in newest.values()]


def _fits(code: str, wanted) -> bool:
    return wanted == ANY or code in (wanted if isinstance(wanted, tuple) else (wanted,))


def observations(release, indicator: str = "", as_of: str = "", **codes) -> list[Row]:
    """Every observation of a release as rows, narrowed by indicator, codes and the day by which it was said."""
    indicators = catalogue.load().indicators
    return [
        _row(record, "", indicators[name].unit)
        for name, records in release.records.items()
        if indicator in ("", name)
        for record in records
        if all(record[dimension] == code for dimension, code in codes.items())
        and (not as_of or record["as_of"] <= as_of)
    ]


def one(release, indicator: str, series: str = "", *, start: str, end: str, **wanted) -> Row | None:
    """The single row whose window is `start`..`end` (ISO dates), None where the release has none."""
    rows = pick(release, indicator, series, **wanted)
    found = [r for r in rows if (r.window.start.isoformat(), r.window.end.isoformat()) == (start, end)]
    return found[-1] if found else None


def _column(name: str) -> str:
    return {"kind": "window_kind"}.get(name, name)


def _row(record: dict, series: str, unit: str) -> Row:
    formula, inputs = release_formula(record["ref"])
    return Row(
        series=series or record["indicator_id"],
        indicator=record["indicator_id"],
        window=Window(record["window_start"], record["window_end"]),
        kind=record["window_kind"],
        as_of=record["as_of"],
        value=record["value"],
        unit=unit,
        lower=record["lower"],
        upper=record["upper"],
        status=record["obs_status"],
        conf=record["conf_status"],
        basis=record["basis"],
        codes=tuple((d, record[d]) for d in DIMENSIONS if record[d] not in (TOTAL, COUNTRY)),
        sources=(record["source_id"],),
        notes=tuple(note for note in record["note_ids"].split(";") if note),
        ref=record["ref"],
        formula=formula,
        inputs=inputs,
    )


def release_formula(ref: str) -> tuple[str, tuple[str, ...]]:
    """How a figure that the release holds as computed was made, and from which published figures."""
    return DERIVATIONS.get(ref, ("", ()))
