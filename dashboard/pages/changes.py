"""What changed, and does it mean anything: three sentences for each main indicator, the evidence behind them."""

from dash import html

from dashboard import answers
from dashboard.charts import result
from dashboard.compose.changes import GROUPS
from dashboard.pages import evidence, tables
from dashboard.pages.card import choice, source
from dashboard.pages.parts import chips
from dashboard.pages.takeaway import frozen
from dashboard.result import Result
from dashboard.view import View
from dashboard.words import Words

NAME = "changes"


def layout(view: View, release, words: Words, *, narrow: bool | None = None) -> list:
    groups = {group: _answered(names, view, release) for group, names in GROUPS.items()}
    groups = {group: found for group, found in groups.items() if found}
    return [
        html.H1(words.w("pages.changes.title"), tabIndex=-1),
        html.P(words.w("pages.changes.lede"), className="lede"),
        html.H2(words.w("pages.changes.glance")),
        html.P(words.w("pages.changes.reading"), className="reading"),
        _glance(groups, words),
        *(part for group, found in groups.items() for part in _group(group, found, view, words)),
    ]


def title(view: View, words: Words) -> str:
    return words.w("pages.changes.title")


def _answered(names: tuple[str, ...], view: View, release) -> dict[str, Result]:
    """The answers that the release has figures for."""
    asked = {name: result(NAME, view.to(NAME, options=(("series", name),)), release) for name in names}
    return {name: found for name, found in asked.items() if found.rows}


def _glance(groups: dict, words: Words) -> html.Ul:
    lines = [
        html.Li(
            [
                html.A(choice(name, words), href=f"#{name}"),
                html.Span(answers.glance(found, words)),
                html.Span(answers.trend_at_a_glance(found, words), className="how"),
            ]
        )
        for answered in groups.values()
        for name, found in answered.items()
    ]
    return html.Ul(lines, className="glance")


def _group(group: str, answered: dict[str, Result], view: View, words: Words) -> list:
    note = f"pages.changes.{group}_note"
    return [
        html.H2(words.w(f"pages.changes.{group}"), id=f"group-{group}"),
        html.P(words.w(note), className="subtitle") if words.has(note) else None,
        *(_answer(name, found, view, words) for name, found in answered.items()),
    ]


def _answer(name: str, found: Result, view: View, words: Words) -> html.Article:
    said = [
        part
        for label, text in zip(answers.PARTS, answers.sentences(found, words), strict=True)
        for part in (html.Dt(words.w(f"answer.{label}_label")), html.Dd(text))
    ]
    marks = [words.w("synthetic.mark")] if found.synthetic and name.startswith("incidents_") else []
    marks += [words.w("answer.barred")] if "barred" in found.facts else []
    fold = html.Details(
        [
            html.Summary(words.w("pages.changes.evidence")),
            html.Div(_evidence(found, view, words), className="panel"),
        ]
    )
    return html.Article(
        [
            html.H3(choice(name, words), id=f"title-{name}"),
            chips(marks),
            html.Dl(said, className="answer"),
            fold,
        ],
        className="answered",
        id=name,
        **{"aria-labelledby": f"title-{name}"},
    )


def _evidence(found: Result, view: View, words: Words) -> list:
    pairs, tests, events = (
        tables.of_comparisons(found, words),
        evidence.statements(found, view, words, how=True),
        evidence.events(found, words),
    )
    how = "newcombe" if found.facts["answer"] == "share" else "ratio_of_counts"
    parts = []
    if pairs:
        parts += [_head("pairs", words), html.Div(pairs, className="verdict")]
        parts += [html.P(evidence.method(how, view, words), className="small")]
    if tests:
        parts += [_head("tests", words), tests]
    if events:
        note = html.P(words.w("pages.changes.events_note"), className="small")
        parts += [_head("events", words), note, *events]
    figures = [_head("figures", words), evidence.figures(found, words), source(found, view, words)]
    return [*parts, *figures, _take(found, view, words)]


def _head(name: str, words: Words) -> html.H4:
    return html.H4(words.w(f"pages.changes.{name}"))


def _take(found: Result, view: View, words: Words) -> html.P:
    """The same Result as files."""
    query = frozen(found, view).query
    stem = f"/api/v1/charts/{NAME}"
    series = dict(found.options)["series"]
    links = [
        html.A(
            words.w(f"card.{kind}"), href=f"{stem}.{kind}?{query}{more}", download=f"{NAME}-{series}.{kind}"
        )
        for kind, more in (("csv", "&bom=1"), ("json", ""))
    ]
    return html.P([f"{words.w('pages.changes.take')}: ", links[0], " · ", links[1]], className="source")
