"""Rows of a release, chosen by indicator, codes and window; the only place that reads a release's table."""

from analysis.windows import Window
from dashboard.result import Row
from data import catalogue
from data.observations import KEYS, TOTAL

DIMENSIONS = KEYS[1:]
ANY, COUNTRY = "*", "KR"


def pick(release, indicator: str, series: str = "", **wanted) -> list[Row]:
    """The rows of one indicator in order of window, the newest as-of of each.

    A dimension that is not named is its total, except `geo`, which is the country. `ANY` takes every code of a
    dimension, a tuple the codes in it. `kind`, `basis` and `set_id` narrow likewise.
    """
    frame = release.observations
    chosen = frame[frame["indicator_id"] == indicator]
    codes = dict.fromkeys(DIMENSIONS, TOTAL) | {"geo": COUNTRY}
    for column, value in (codes | {_column(name): value for name, value in wanted.items()}).items():
        if value != ANY:
            chosen = chosen[chosen[column].isin(value if isinstance(value, tuple) else (value,))]
    chosen = chosen.sort_values(["window_start", "window_end", *DIMENSIONS, "as_of"], kind="stable")
    chosen = chosen.drop_duplicates([*KEYS, "window_start", "window_end", "basis"], keep="last")
    unit = catalogue.load().indicators[indicator].unit
    return [_row(record, series, unit) for record in chosen.to_dict("records")]


def observations(release, indicator: str = "", as_of: str = "", **codes) -> list[Row]:
    """Every observation of a release as rows, narrowed by indicator, codes and the day by which it was said."""
    frame = release.observations
    if indicator:
        frame = frame[frame["indicator_id"] == indicator]
    for dimension, code in codes.items():
        frame = frame[frame[dimension] == code]
    if as_of:
        frame = frame[frame["as_of"] <= as_of]
    indicators = catalogue.load().indicators
    return [_row(record, "", indicators[record["indicator_id"]].unit) for record in frame.to_dict("records")]


def one(release, indicator: str, series: str = "", *, start: str, end: str, **wanted) -> Row | None:
    """The single row whose window is `start`..`end` (ISO dates), None where the release has none."""
    rows = pick(release, indicator, series, **wanted)
    found = [r for r in rows if (r.window.start.isoformat(), r.window.end.isoformat()) == (start, end)]
    return found[-1] if found else None


def _column(name: str) -> str:
    return {"kind": "window_kind"}.get(name, name)


def _number(value: float) -> float | None:
    return None if value != value else value


def _row(record: dict, series: str, unit: str) -> Row:
    formula, inputs = release_formula(record["ref"])
    return Row(
        series=series or record["indicator_id"],
        indicator=record["indicator_id"],
        window=Window(record["window_start"].date(), record["window_end"].date()),
        kind=record["window_kind"],
        as_of=record["as_of"],
        value=_number(record["value"]),
        unit=unit,
        lower=_number(record["lower"]),
        upper=_number(record["upper"]),
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
    from data.published import DERIVATIONS

    return DERIVATIONS.get(ref, ("", ()))
