"""Forecasts as stored in the release: the observed values and the fan, or why there is none."""

from dataclasses import replace
from datetime import date

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


def fan(release, options) -> Parts:
    """The observed series and its stored forecast; a refusal keeps the observed values beside its reason."""
    indicator = options["series"]
    stored = [fit for fit in release.fits if fit["indicator"] == indicator and not fit["codes"]]
    if not stored:
        return Parts((), refusal=("no_series", {}))
    fit = min(stored, key=lambda fit: FINEST_FIRST.index(fit["kind"]))
    observed = pick(release, indicator, "observed", kind=fit["kind"])
    if fit["refusal"]:
        return Parts(tuple(observed), refusal=(fit["refusal"]["code"], fit["refusal"]["fields"]))
    return _fan(fit, observed, release.made_at[:10])


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
    return Parts((*observed, *rows), facts=facts)


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
