"""What stands around every page: header, state of the data, footer with help and the standing caveats."""

from dataclasses import replace

from dash import html

from dashboard.pages.parts import link
from dashboard.view import View
from dashboard.words import Words

NAV = ("overview", "changes", "police", "ages", "growth", "forecast", "schools", "context", "methods", "data")


def frame(view: View, release, latest: int, words: Words, content: list) -> html.Div:
    """The whole page; `latest` is the number of the newest release, to say so when an older one is shown."""
    return html.Div(
        [
            html.A(words.w("site.skip"), href="#main", className="skip"),
            _header(view, release, words),
            *_synthetic(release, words),
            _strip(view, release, latest, words),
            html.Main(content, id="main", tabIndex=-1),
            footer(view, words),
        ],
        className="page",
    )


def _header(view: View, release, words: Words) -> html.Header:
    names = list(NAV)
    # Months are counted from incident sheets alone, and only a release with such sheets names a vault.
    if release and release.manifest.get("vault") is not None:
        place = names.index("context")
        names[place:place] = ["monthly", "alerts"]
    items = []
    for name in names:
        page = "" if name == "overview" else name
        current = {"aria-current": "page"} if view.page == page else {}
        items.append(html.Li(link(view.to(page), words.w(f"nav.{name}"), **current)))
    other = "en" if view.lang == "ko" else "ko"
    return html.Header(
        html.Div(
            [
                link(view.to(""), words.w("site.name"), className="site-name"),
                link(replace(view, lang=other), words.w("site.language"), className="language", lang=other),
                html.Nav(html.Ul(items), className="nav", **{"aria-label": words.w("site.menu")}),
            ],
            className="inner",
        ),
        className="site-header",
    )


def _synthetic(release, words: Words) -> list:
    if not (release and release.synthetic):
        return []
    text = [html.Strong(words.w("synthetic.banner")), " ", words.w("synthetic.text")]
    return [html.Div(html.P(text), className="synthetic", role="note")]


def _strip(view: View, release, latest: int, words: Words) -> html.Div | None:
    if release is None:
        return None
    parts = [
        html.Span(words.w("strip.release", number=release.number)),
        html.Span(words.w("strip.made", date=words.partial(release.made_at[:10]))),
    ]
    if release.number != latest:
        parts.append(html.Strong(words.w("strip.frozen", number=release.number, latest=latest)))
        parts.append(link(replace(view, release=None), words.w("strip.to_latest")))
    return html.Div(html.P(parts), className="strip")


def footer(view: View, words: Words) -> html.Footer:
    return html.Footer(
        html.Div(
            [
                html.P(html.Strong(words.w("footer.reported"))),
                html.P(words.w("footer.never_add")),
                html.P(
                    [html.Strong(words.w("footer.help_title")), " ", words.w("footer.help")], className="help"
                ),
                html.P(words.w("footer.help_checked"), className="small"),
                html.P(
                    [
                        link(view.to("methods"), words.w("footer.methods")),
                        " · ",
                        link(view.to("data"), words.w("footer.data")),
                    ]
                ),
            ],
            className="inner",
        ),
        className="site-footer",
    )
