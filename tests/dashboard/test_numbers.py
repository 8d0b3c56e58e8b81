"""Every number on every page is in the release, or follows from it by a calculation made here a second time."""

import itertools
import math
import re

import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from dashboard import router
from dashboard.charts import CHARTS, result
from dashboard.compose import changes
from dashboard.pages import PAGES
from dashboard.static import to_html
from dashboard.view import View
from dashboard.words import words

OPTIONS = [
    (name, dict(zip(chart.options, values, strict=True)))
    for name, chart in CHARTS.items()
    for values in itertools.product(*(choices[:8] for choices in chart.options.values()))
]

# One page tells every answer; the others show each chart under its first options.
SHOWN = [(name, {}) for name in CHARTS] + [("changes", {"series": name}) for name in changes.SERIES]


def composed(name, options, release):
    return result(name, View("ko", "chart", name, options=tuple(sorted(options.items()))), release)


@pytest.fixture(scope="module")
def published(release):
    """Value by ref, as the release holds it."""
    frame = release.observations
    return dict(zip(frame["ref"], frame["value"], strict=True))


def refs(formula):
    """The innermost refs of a formula's inputs, as they are written in a row's `inputs`."""
    return re.findall(r"[A-Z][A-Za-z0-9:_-]+", formula)


def poisson(count):
    """Garwood below 10 events, Byar from 10 on, by scipy's own quantiles."""
    if count < 10:
        low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
        return low, stats.chi2.ppf(0.975, 2 * count + 2) / 2
    z = stats.norm.ppf(0.975)
    low = count * (1 - 1 / (9 * count) - z / 3 / count**0.5) ** 3
    return low, (count + 1) * (1 - 1 / (9 * count + 9) + z / 3 / (count + 1) ** 0.5) ** 3


@pytest.mark.parametrize(
    ("name", "options"), OPTIONS, ids=lambda v: v if isinstance(v, str) else "-".join(v.values())
)
def test_each_row_is_published_or_computed_from_published_rows(name, options, release, published):
    shown = composed(name, options, release)
    for row in shown.rows:
        if row.status == "F":
            continue
        if row.formula in ("share", "per_100k"):
            part, whole = (value_of(ref, published) for ref in row.inputs)
            scale = 100 if row.formula == "share" else 100_000
            assert row.value == pytest.approx(scale * part / whole)
            limits = (
                proportion_confint(part, whole, method="wilson")
                if row.formula == "share"
                else [limit / whole for limit in poisson(part)]
            )
            assert (row.lower, row.upper) == pytest.approx([scale * limit for limit in limits], rel=1e-6)
        elif row.formula == "per_day":
            count = value_of(row.inputs[0], published)
            days = row.window.days
            assert row.value == pytest.approx(count / days)
            assert (row.lower * days, row.upper * days) == pytest.approx(poisson(count), rel=1e-6)
        elif row.status == "M":
            assert row.value is None
            # A figure that nobody published has no ref.
            assert row.ref == "" or math.isnan(published[row.ref])
        else:
            assert row.value == value_of(row.ref, published)


def value_of(ref, published):
    """A published value, or the sum or increment that a ref such as increment(NPA-002,NPA-001) names."""
    if ref in published:
        return published[ref]
    formula, inputs = ref.split("(", 1)
    parts = [published[part] for part in refs(inputs)]
    return {"increment": lambda: parts[0] - parts[1], "sum": lambda: sum(parts)}[formula]()


@pytest.mark.parametrize(
    ("name", "options"), OPTIONS, ids=lambda v: v if isinstance(v, str) else "-".join(v.values())
)
def test_each_change_is_the_ratio_of_its_rows_with_its_exact_interval(name, options, release):
    for pair in composed(name, options, release).comparisons:
        if pair.verdict == "blocked":
            assert (pair.ratio, pair.percent, pair.lower, pair.upper) == (None,) * 4
            assert pair.reasons
            continue
        if pair.mode == "share":
            # In points; held to Newcombe's method in test_changes.
            assert pair.ratio is None
            continue
        days = (pair.later.window.days, pair.earlier.window.days) if pair.mode == "pace" else (1, 1)
        later, earlier = int(pair.later.value), int(pair.earlier.value)
        assert pair.ratio == pytest.approx(later / days[0] / (earlier / days[1]))
        exact = stats.binomtest(later, later + earlier).proportion_ci(0.95, "exact")
        scale = days[1] / days[0]
        assert pair.lower == pytest.approx(scale * exact.low / (1 - exact.low), rel=1e-6)
        assert pair.upper == pytest.approx(scale * exact.high / (1 - exact.high), rel=1e-6)
        assert pair.percent is None or pair.mode != "pace"


def pages():
    for lang, page in itertools.product(("ko", "en"), PAGES):
        if page not in ("chart", "embed"):
            yield f"/{lang}/{page}"
        else:
            yield from (f"/{lang}/{page}/{name}" for name in CHARTS)


def text_of(html):
    html = re.sub(r"<(script|style|code|svg)\b.*?</\1>", " ", html, flags=re.S)
    return re.sub(r"<[^>]+>", " ", html)


def numbers(text):
    """Number tokens as printed; dates and labels yield their parts."""
    return re.findall(r"\d[\d,]*(?:\.\d+)?", text)


def words_of_the_site(lang):
    """Numbers that stand in the written texts themselves (95 %, 1366, article numbers)."""
    from data import catalogue

    book = catalogue.load()
    written = [text for text in words(lang).texts.values() if isinstance(text, str)]
    for part in (book.events, book.notes, book.conflicts, book.bases, book.indicators, book.sources):
        written += [str(vars(entry)) for entry in part.values()]
    written += [
        str(vars(code)) for dimension in book.dimensions.values() for code in dimension.codes.values()
    ]
    return set(numbers(" ".join(written)))


@pytest.fixture(scope="module")
def allowed(release):
    """By language: what the Results say, what the written texts say, and the parts of dates."""
    dates = {str(n) for n in range(32)} | {str(year) for year in range(2014, 2028)}
    counted = numbers(str(release.manifest["changelog"]))
    changes = {form for n in counted for form in (n, f"{int(n.rstrip(',')):,}") if "." not in n}
    return {
        lang: words_of_the_site(lang)
        | dates
        | changes
        | {
            n
            for name, options in SHOWN
            for text in spoken(composed(name, options, release), words(lang))
            for n in numbers(text)
        }
        for lang in ("ko", "en")
    }


@pytest.mark.parametrize("address", list(pages()))
def test_each_number_on_a_page_is_a_number_of_its_results(address, store, allowed):
    text = text_of(to_html(router.page(router.Asked(address, ""), store.current(), store, PAGES).component))
    assert [token for token in numbers(text) if token not in allowed[address[1:3]]] == []


@pytest.mark.parametrize("wrong", ["1,203", "299", "73.5", "2.84", "568", "65.0", "0.52"])
def test_a_number_that_is_nearly_right_would_be_found(wrong, allowed):
    assert wrong not in allowed["ko"] | allowed["en"]


def spoken(shown, w):
    for row in shown.stated:
        yield from row_words(row, w)
    for finding in shown.findings:
        yield from (w.number(finding.known), w.number(finding.periods), w.number(finding.needed))
        yield w.number(max(finding.needed - finding.periods, 0))
        yield w.number(finding.p, 3) if finding.p is not None else ""
    for fact in shown.facts.values():
        if hasattr(fact, "window"):
            yield from row_words(fact, w)
        elif isinstance(fact, int | float):
            yield w.number(fact)
    for pair in shown.comparisons:
        if pair.ratio is not None:
            yield from (w.ratio(pair.ratio), w.interval(pair.lower, pair.upper, "ratio"))
        if pair.percent is not None:
            yield w.percent(pair.percent)
        if pair.points is not None:
            yield from (w.number(part, 1) for part in (pair.points, pair.lower, pair.upper))
        if pair.wide is not None:
            yield from (w.interval(*pair.wide, "ratio"), w.number(pair.scatter))


def row_words(row, w):
    if row.value is not None:
        yield w.value(row.value, row.unit)
        yield w.bare(row.value, row.unit)
    if row.lower is not None and row.upper is not None:
        yield w.interval(row.lower, row.upper, row.unit)
    yield w.partial(row.as_of)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_trap_is_avoided(lang, store):
    """1,202 and 297 are shown with their windows; neither +65 % nor a plain +568 % is anywhere."""
    everything = [
        text_of(to_html(router.page(router.Asked(address, ""), store.current(), store, PAGES).component))
        for address in pages()
        if address.startswith(f"/{lang}/")
    ]
    first = everything[0]
    window = {"ko": "2024년 1~7월", "en": "January–July 2024"}[lang]
    for needed in ("1,202", "297", window, "73.6%", "131", "178", "66.7", "79.5"):
        assert needed in first, needed
    for page in everything:
        assert not re.search(r"[+＋]?\s?(65|567\.8|568)(\.0)?\s?%", page)
