"""Forecasts as stored in the release: the observed values and the fan, or why there is none."""

from dataclasses import replace
from datetime import date, timedelta

from analysis.windows import Window
from dashboard.compose.parts import Parts
from dashboard.compose.pick import pick
from dashboard.result import Row

SERIES = (
    "police_cases",
    "regulator_requests",
    "school_committee_reports",
    "incidents_police",
    "incidents_school",
)
# Widest first, so that the narrower bands are drawn on top.
LEVELS = ("95", "80", "50")
FINEST_FIRST = ("month", "quarter", "year")
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def fan(release, options) -> Parts:
    """The observed series and its stored forecast; a refusal keeps the observed values beside its reason."""
    indicator = options["series"]
    stored = [fit for fit in release.fits if fit["indicator"] == indicator and not fit["codes"]]
    if not stored:
        return Parts((), refusal=("no_series", {}))
    fit = min(stored, key=lambda fit: FINEST_FIRST.index(fit["kind"]))
    observed = pick(release, indicator, "observed", kind=fit["kind"])
    if fit["refusal"]:
        code, fields = fit["refusal"]["code"], fit["refusal"]["fields"]
        facts = {"variant": "refused", "since": observed[0], "until": _needed(observed[-1], fields)}
        return Parts(tuple(observed), refusal=(code, fields), facts=facts)
    return _fan(fit, observed, release.made_at[:10])


def _needed(last: Row, fields: dict) -> Row:
    """The period whose figure would make the history long enough, as a row without a value."""
    months = MONTHS[last.kind]
    ahead = months * max(fields.get("needed", 0) - fields.get("found", 0), 0)
    start = _later(last.window.start, ahead)
    window = Window(start, _later(start, months) - timedelta(days=1))
    return replace(last, window=window, value=None, status="M", ref="", notes=())


def _later(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _fan(fit: dict, observed: list[Row], made: str) -> Parts:
    forecast = fit["forecast"]
    # Beyond its reach the history supports no forecast, so the screen does not show one.
    periods = forecast["periods"][: forecast["reach"]]
    last = observed[-1]
    rows = [_row(last, period, level, made) for period in periods for level in LEVELS]
    first = rows[0]
    facts = {"next": first, "next_low": first.lower, "next_high": first.upper, "variant": forecast["quality"]}
    record = forecast["record"]
    if record["rows"]:
        facts |= {"tried": len(record["rows"]), "held": round(record["coverage"]["95"] * len(record["rows"]))}
        facts["better"] = "yes" if record["beats_naive"] else "no"
        facts["trials"] = _trials(record["rows"], observed)
    return Parts((*observed, *rows), facts=facts)


def _trials(rows: list[dict], observed: list[Row]) -> tuple[tuple[Row, Row, Row], ...]:
    """One period ahead, from each earlier point: the forecast, what came, and the last value before it."""
    windows = {_label(row): row for row in observed}
    tried = [
        (row, windows[row["period"]], windows[row["origin"]])
        for row in rows
        if row["step"] == 1 and row["period"] in windows and row["origin"] in windows
    ]
    return tuple(
        (replace(came, value=row["median"], lower=row["lower_95"], upper=row["upper_95"]), came, before)
        for row, came, before in tried
    )


def _label(row: Row) -> str:
    """The period as a stored record writes it: 2024, 2024Q3, 2024-09."""
    start = row.window.start
    quarter = f"{start.year}Q{(start.month + 2) // 3}"
    return {"year": f"{start.year}", "quarter": quarter, "month": f"{start:%Y-%m}"}[row.kind]


def _row(last: Row, period: dict, level: str, made: str) -> Row:
    return replace(
        last,
        series=level,
        window=Window(date.fromisoformat(period["start"]), date.fromisoformat(period["end"])),
        as_of=made,
        value=period["median"],
        lower=period[f"lower_{level}"],
        upper=period[f"upper_{level}"],
        status="F",
        ref=f"forecast({last.indicator},{period['start']},{level})",
        formula="forecast",
        inputs=(last.ref,),
        notes=(),
    )
