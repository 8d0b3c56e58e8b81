"""How a chart is cited, and the names of the files that leave with it."""

import re

from analysis.windows import Window
from dashboard.result import Result
from dashboard.words import Words
from data import catalogue

# More publishers than this are counted, not named, where the text must stay short.
NAMED = 2


def file_name(result: Result, lang: str) -> str:
    """`{indicator}_{scope}_{from}-{to}_{view}_r{release}_{lang}`, without the ending.

    The view holds every option, so that one name never stands for two contents.
    """
    rows = result.rows
    indicators = dict.fromkeys(row.indicator for row in rows)
    places = {dict(row.codes).get("geo", "KR") for row in rows}
    scope = "multi" if len(places) > 1 else next(iter(places), "none")
    first = min((row.window.start for row in rows), default=None)
    last = max((row.window.end for row in rows), default=None)
    span = f"{first:%Y%m%d}-{last:%Y%m%d}" if first and last else "none"
    view = "-".join([result.chart, *(f"{name}-{value}" for name, value in result.options)])
    parts = (next(iter(indicators), "none"), scope, span, view, f"r{result.release}", lang)
    return "_".join(plain(part) for part in parts)


def plain(part: str) -> str:
    """Lower-case ASCII letters, digits and hyphens only."""
    return re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-")


def publishers(result: Result, words: Words, most: int = 0) -> str:
    """Who published the figures, each once; beyond `most` how many more."""
    book = catalogue.load().sources
    found = [book[source] for source in result.sources if source in book]
    # Our own arithmetic is no publisher where there is another.
    others = [source for source in found if source.kind != "own_calculation"] or found
    names = list(dict.fromkeys(source.publisher[words.lang] for source in others))
    if most and len(names) > most:
        return words.w("export.and_more", names="; ".join(names[:most]), count=len(names) - most)
    return "; ".join(names)


def short(result: Result, words: Words) -> str:
    """The line under a chart."""
    return words.w("export.cite_short", publishers=publishers(result, words, NAMED), release=result.release)


def long(result: Result, words: Words, title: str, address: str) -> str:
    """A full reference: who, what, which days, as of when, which release, where."""
    marks = {"mark": f"[{words.w('synthetic.mark')}] " if result.synthetic else ""}
    return words.w(
        "export.cite_long",
        publishers=publishers(result, words),
        title=title,
        window=span(result, words),
        as_of=words.partial(result.as_of),
        release=result.release,
        made=words.partial(result.released_at),
        address=address,
        **marks,
    )


def span(result: Result, words: Words) -> str:
    """The days that the rows cover, from the first to the last."""
    if not result.rows:
        return "–"
    first, last = min(row.window.start for row in result.rows), max(row.window.end for row in result.rows)
    return words.window(Window(first, last))
