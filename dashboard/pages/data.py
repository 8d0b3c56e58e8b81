"""Where everything can be taken away: the releases, the whole table, the API and what its columns mean."""

from dash import html

from dashboard.pages.parts import link
from dashboard.view import View
from dashboard.words import Words

EXAMPLES = (
    "/api/v1/releases",
    "/api/v1/indicators",
    "/api/v1/observations?indicator=police_cases",
    "/api/v1/observations?indicator=police_cases&format=csv",
    "/api/v1/charts/police-cases.json",
    "/api/v1/charts/police-cases.svg?lang=en",
    "/api/v1/openapi.json",
)
COLUMNS = (
    "indicator_id",
    "source_id",
    "geo_code",
    "dim_*",
    "window_start",
    "window_kind",
    "as_of",
    "unit",
    "value",
    "lower",
    "obs_status",
    "conf_status",
    "denominator_id",
    "note_ids",
    "basis",
    "release",
)


def layout(view: View, release, words: Words, *, narrow: bool | None = None) -> list:
    number = release.number
    everything = f"/api/v1/observations?release={number}&format="
    downloads = [
        html.Li(
            html.A(words.w("pages.data.all_csv"), href=everything + "csv&bom=1", download=f"r{number}.csv")
        ),
        html.Li(html.A(words.w("pages.data.all_json"), href=everything + "json", download=f"r{number}.json")),
    ]
    columns = [
        part
        for name in COLUMNS
        for part in (html.Dt(html.Code(name)), html.Dd(words.w(f"columns.{name.replace('*', 'any')}")))
    ]
    return [
        html.H1(words.w("pages.data.title"), tabIndex=-1),
        html.P(words.w("pages.data.lede"), className="lede"),
        html.H2(words.w("pages.data.download")),
        html.Ul(downloads),
        html.H2(words.w("pages.data.releases")),
        _releases(view, release, words),
        html.H2(words.w("pages.data.api")),
        html.Ul([html.Li(html.A(html.Code(address), href=address)) for address in EXAMPLES]),
        html.H2(words.w("pages.data.columns")),
        html.Dl(columns, className="deflist"),
    ]


def title(view: View, words: Words) -> str:
    return words.w("pages.data.title")


def _releases(view: View, release, words: Words) -> html.Ul:
    """The chain of releases that led to this one, each with its own address."""
    shown = [release.number, *(release.manifest.get("history") or [])]
    return html.Ul(
        [
            html.Li(
                link(
                    View(view.lang, release=number, origin=view.origin),
                    words.w("strip.release", number=number),
                )
            )
            for number in shown
        ]
    )
