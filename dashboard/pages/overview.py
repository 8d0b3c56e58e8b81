"""The first page: six neutral cards, the main chart, and where to go on."""

from dash import html

from dashboard import describe
from dashboard.charts import CHARTS, result
from dashboard.pages.card import card
from dashboard.pages.parts import link
from dashboard.result import Row
from dashboard.view import View
from dashboard.words import Words

# (card id, chart whose Result holds the number, name of the fact)
STATS = (
    ("cases", "police-cases", "last"),
    ("partial", "police-cases", "partial"),
    ("apprehended", "ages-cuts", "total"),
    ("teens", "ages-teens", "share"),
    ("schools", "schools-rounds", "last"),
    ("support", "support-reports", "last"),
)


def layout(view: View, release, words: Words, *, narrow: bool | None = None) -> list:
    stats = [stat for name, chart, fact in STATS if (stat := _stat(name, chart, fact, view, release, words))]
    main = result("police-cases", view, release)
    return [
        html.H1(words.w("pages.overview.title"), tabIndex=-1),
        html.P(words.w("pages.overview.lede"), className="lede"),
        html.Ul(stats, className="stats"),
        card(main, view, words, narrow=narrow),
        html.H2(words.w("pages.overview.changed")),
        _changes(release, words),
        html.H2(words.w("pages.overview.onward")),
        _onward(view, words),
    ]


def title(view: View, words: Words) -> str:
    return words.w("pages.overview.title")


def _stat(name: str, chart: str, fact: str, view: View, release, words: Words) -> html.Li | None:
    row = result(chart, view, release).facts.get(fact)
    if not isinstance(row, Row) or row.value is None:
        return None
    shown = describe.value(row, words)
    known = row.lower is not None and row.upper is not None
    interval = words.interval_spoken(row.lower, row.upper, row.unit) if known else ""
    note = words.w(f"stats.{name}.note", **_parts(chart, view, release, words))
    return html.Li(
        [
            html.P(words.w(f"stats.{name}.label"), className="label"),
            html.P(shown, className="number"),
            html.P(
                [words.window(row.window, row.kind), f" · {interval}" if interval else ""], className="window"
            ),
            html.P(f"{words.w('card.as_of')} {words.partial(row.as_of)}", className="as-of"),
            html.P(note, className="caveat"),
            link(view.to(CHARTS[chart].page), words.w(f"nav.{CHARTS[chart].page}")),
        ],
        className="stat",
    )


def _parts(chart: str, view: View, release, words: Words) -> dict[str, str]:
    facts = result(chart, view, release).facts
    return {
        name: describe.value(fact, words)
        for name, fact in facts.items()
        if isinstance(fact, Row) and fact.value is not None
    }


def _changes(release, words: Words) -> html.Ul:
    """What this release added, revised or withdrew against the one before."""
    changelog = release.manifest["changelog"]
    return html.Ul(
        [
            html.Li(words.w(f"changes.{kind}", number=words.number(found["rows"])))
            for kind, found in changelog.items()
        ]
    )


def _onward(view: View, words: Words) -> html.Ul:
    pages = ("changes", "police", "ages", "growth", "forecast", "schools", "context", "methods")
    return html.Ul(
        [
            html.Li([link(view.to(page), words.w(f"nav.{page}")), " — ", words.w(f"pages.{page}.lede")])
            for page in pages
            if words.has(f"pages.{page}.lede")
        ],
        className="onward",
    )
