"""The charts: which page each is on, what composes it, what draws it, which choices it offers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from dashboard.compose import (
    ages,
    alerts,
    beside,
    changes,
    completed,
    context,
    forecasts,
    growth,
    monthly,
    multiples,
    police,
    related,
    schools,
)
from dashboard.figures import drawn, grouped
from dashboard.result import Result
from dashboard.view import View


@dataclass(frozen=True)
class Chart:
    """`draw` None is a chart that is a table. The first value of an option is its default."""

    page: str
    compose: Callable
    draw: Callable | None
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)


CHARTS: dict[str, Chart] = {
    "police-cases": Chart("police", police.cases, drawn.years),
    "police-pace": Chart("police", police.pace_2024, drawn.pace, {"show": ("rate", "cumulative")}),
    "police-outcomes": Chart(
        "police",
        police.outcomes,
        drawn.years,
        {"measure": ("police_apprehended", "police_cleared", "police_detained")},
    ),
    "police-windows": Chart("police", police.collections, drawn.collections),
    "police-regions": Chart("police", police.regions, drawn.regions),
    "regions-multiples": Chart("police", multiples.by_region, grouped.region_panels),
    "ages-cuts": Chart("ages", ages.cut_offs, drawn.stack, {"show": ("count", "share")}),
    "ages-share": Chart("ages", ages.shares, drawn.shares, {"cut": ages.CUTS}),
    "ages-teens": Chart("ages", ages.teens, drawn.teens),
    "ages-rates": Chart("ages", ages.per_residents, drawn.per_people),
    "ages-residents": Chart("ages", beside.police, grouped.pyramid),
    "ages-multiples": Chart("ages", multiples.by_age, grouped.age_panels),
    "growth-pairs": Chart("growth", growth.pairs, drawn.forest, {"series": growth.SERIES}),
    "forecast": Chart("forecast", forecasts.fan, drawn.fan, {"series": forecasts.SERIES}),
    "schools-rounds": Chart("schools", schools.rounds, drawn.rounds, {"show": tuple(schools.MEASURES)}),
    "schools-pace": Chart("schools", schools.pace, drawn.pace),
    "schools-rate": Chart("schools", schools.per_pupils, drawn.per_people),
    "schools-committee": Chart(
        "schools",
        schools.committees,
        drawn.years,
        {"show": ("school_committee_reports", "school_committee_deliberations")},
    ),
    "support-reports": Chart("context", context.yearly("support_reports"), drawn.years),
    "support-victims": Chart("context", context.support_windows, drawn.collections),
    "regulator-requests": Chart("context", context.yearly("regulator_requests"), drawn.years),
    "related-offences": Chart("context", related.offences, drawn.related, {"show": related.SHOWN}),
    "related-cyber": Chart("context", related.cyber, drawn.related, {"show": related.SHOWN}),
    "related-offenders": Chart("context", related.offenders, drawn.by_age, {"offence": related.OFFENDERS}),
    "related-residents": Chart("context", beside.offenders, grouped.pyramid, {"offence": related.OFFENDERS}),
    "related-juveniles": Chart("context", related.juveniles, None),
    "foreign": Chart("context", context.foreign, None),
    "monthly": Chart("monthly", monthly.counts, drawn.monthly, monthly.OPTIONS),
    "completed": Chart("monthly", completed.to_come, drawn.completed, completed.OPTIONS),
    "alerts": Chart("alerts", alerts.listed, None, alerts.OPTIONS),
    "changes": Chart("changes", changes.answer, None, {"series": changes.SERIES}),
}


def on_page(page: str) -> tuple[str, ...]:
    return tuple(name for name, chart in CHARTS.items() if chart.page == page)


def result(name: str, view: View, release) -> Result:
    """The Result of a chart under a view's options; unknown values fall back to the first allowed one."""
    options = tuple(
        (option, view.option(option, allowed)) for option, allowed in CHARTS[name].options.items()
    )
    return _composed(name, options, release)


@lru_cache(maxsize=512)
def _composed(name: str, options: tuple, release) -> Result:
    parts = CHARTS[name].compose(release, dict(options))
    return Result(
        chart=name,
        release=release.number,
        released_at=release.made_at,
        synthetic=release.synthetic,
        rows=parts.rows,
        comparisons=parts.comparisons,
        findings=parts.findings,
        events=parts.events,
        notes=parts.notes,
        facts=parts.facts,
        options=options,
        gaps=parts.gaps,
        refusal=parts.refusal,
    )
