"""The HTML around a page: head, first paint, and where Dash takes over."""

import re
from html import escape

from dash import Dash

from dashboard import bundles
from dashboard.router import BARE, Page
from dashboard.static import holds_chart, to_html
from dashboard.view import LANGUAGES

# Places that each answer fills; whatever fills them is escaped, so none can occur in it.
LANG, HEAD, SNAP = "<!--lang-->", "<!--head-->", "<!--snap-->"
# Dash sets this name to a bundle of 4.8 MB that it finds late; ours is a quarter and already on its way.
# A property without effective setter wins that race. TECH: chart alive at 0.45 of the time.
PLOTLY_HOOK = "Object.defineProperty(window,'_dashPlotlyJSURL',{{get:()=>'{url}',set(){{}}}})"
SUITES = "/_dash-component-suites/dash"
# What Dash would otherwise only ask for after its scripts have run.
EARLY = (
    '<link rel="preload" as="fetch" crossorigin href="/_dash-layout">'
    '<link rel="preload" as="fetch" crossorigin href="/_dash-dependencies">'
)
FONTS = {
    "ko": ("Pretendard-Regular.subset.woff2", "Pretendard-Regular.subset.91.woff2"),
    "en": ("Pretendard-Regular.subset.91.woff2",),
}


def plotly_hook() -> str:
    """The one script of ours that must stand in the page itself."""
    return PLOTLY_HOOK.format(url=bundles.url(bundles.PLOTLY))


def template() -> str:
    """Dash's index page with our places in it; the snap comes first, so it is painted before any script."""
    return f"""<!DOCTYPE html>
<html lang="{LANG}">
<head>
{{%metas%}}
{HEAD}
</head>
<body>
{SNAP}
{{%app_entry%}}
{{%config%}}
<script src="{bundles.url("site.js")}"></script>
{{%scripts%}}
{{%renderer%}}
</body>
</html>"""


def skeleton(app: Dash) -> str:
    """The index page of the app, equal for all addresses. Needs a request at hand."""
    # Dash tells everyone which Python runs here; only its development tools read it.
    return re.sub(r'"python_version":"[^"]*",', "", app.index())


def live(page: Page, index: str) -> str:
    """The page drawn by the server, which Dash then takes over."""
    charts = holds_chart(page.component)
    head = _head(page) + EARLY + (_for_charts() if charts else "") + f"<script>{plotly_hook()}</script>"
    snap = f'<div id="snap">{to_html(page.component)}</div>'
    return _fill(index, page.lang, head, snap)


def still(page: Page) -> str:
    """The page without Dash, for an answer that is not the page asked for."""
    return (
        f'<!DOCTYPE html>\n<html lang="{page.lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex">{_head(page)}</head><body>{to_html(page.component)}</body></html>'
    )


def _fill(index: str, lang: str, head: str, snap: str) -> str:
    return index.replace(LANG, lang, 1).replace(HEAD, head, 1).replace(SNAP, snap, 1)


def _head(page: Page) -> str:
    view = page.view
    # The options of a chart make no page of their own; a frozen release does.
    here = f"?release={view.release}" if view.release else ""
    alternates = "".join(
        f'<link rel="alternate" hreflang="{lang}" href="{escape(_absolute(page, lang, here))}">'
        for lang in LANGUAGES
    )
    fonts = "".join(
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{bundles.url(name)}">'
        for name in FONTS[page.lang]
    )
    # Other sites frame a bare page; no page of ours but that one may open in their frame.
    beside = '<base target="_blank">' if view.page in BARE else ""
    return (
        f"{beside}<title>{escape(page.title)}</title>"
        f'<meta name="description" content="{escape(page.description)}">'
        f'<link rel="canonical" href="{escape(_absolute(page, page.lang, here))}">{alternates}'
        f'<link rel="icon" type="image/svg+xml" href="{bundles.url("favicon.svg")}">'
        f'{fonts}<link rel="stylesheet" href="{bundles.url("site.css")}">'
    )


def _absolute(page: Page, lang: str, query: str) -> str:
    return page.view.origin + page.view.in_language(lang).path + query


def _for_charts() -> str:
    parts = (bundles.url(bundles.PLOTLY), f"{SUITES}/dcc/async-graph.js")
    return "".join(f'<link rel="preload" as="script" href="{part}">' for part in parts)
