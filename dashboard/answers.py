"""What changed, whether it means anything, and what would be needed to know more: three sentences of one Result."""

from dataclasses import replace

from dashboard import describe, findings
from dashboard.result import Comparison, Result, Row
from dashboard.words import Words
from data import catalogue

PARTS = ("changed", "means", "needed")


def sentences(result: Result, words: Words) -> tuple[str, str, str]:
    """The three parts, in the order of PARTS."""
    return _changed(result, words), _means(result, words), _needed(result, words)


def glance(result: Result, words: Words) -> str:
    """The answer in a few words: the change with its interval, or why there is none."""
    pair = result.facts.get("pair")
    if pair is None:
        return words.w(f"answer.glance.{result.facts.get('answer', 'none')}")
    told = replace(pair, lower=pair.wide[0], upper=pair.wide[1]) if pair.wide else pair
    fields = {"word": words.w(f"trend.{pair.word}"), "change": change(told, words)}
    text = words.w(f"answer.glance.{result.facts['answer']}", **fields | _windows(pair, words))
    barred = result.facts.get("barred")
    return f"{text} {words.w('answer.glance.barred', **_windows(barred, words))}" if barred else text


def trend_at_a_glance(result: Result, words: Words) -> str:
    """The word of the trend, or how many figures are too few."""
    trend = next((finding for finding in result.findings if finding.kind == "trend"), None)
    if trend is None:
        return words.w("answer.trend.no_series")
    counted = findings.points(trend.known, trend.step, words)
    return words.w(f"answer.trend.{trend.word}", points=counted)


def change(pair: Comparison, words: Words) -> str:
    """The size of a change with its interval."""
    if pair.mode == "share":
        return words.w("answer.change", size=words.points(pair.points), interval=describe.span(pair, words))
    size = words.ratio(pair.ratio) if pair.ratio is not None else words.w("format.infinite")
    return words.w("answer.change", size=size, interval=describe.span(pair, words))


def events(pair: Comparison, words: Words) -> str:
    """The events that ask for care with a pair."""
    known = catalogue.load().events
    return "; ".join(describe.reason(code, words) for code in pair.reasons if code in known)


def bars(pair: Comparison, words: Words) -> str:
    """Why a pair is blocked; what would only have asked for care is left to the evidence."""
    known = catalogue.load().events
    blocking = [code for code in pair.reasons if code not in known or known[code].effect == "blocked"]
    return "; ".join(describe.reason(code, words) for code in blocking or pair.reasons)


def _changed(result: Result, words: Words) -> str:
    pair, barred = result.facts.get("pair"), result.facts.get("barred")
    told = []
    if pair:
        told.append(words.w(f"answer.changed.{result.facts['answer']}", **_sides(pair, result, words)))
    if barred:
        told.append(words.w("answer.changed.blocked", **_sides(barred, result, words)))
    return " ".join(told) or words.w("answer.changed.none", **_only(result, words))


def _means(result: Result, words: Words) -> str:
    pair = result.facts.get("pair")
    told = []
    if pair:
        told.append(_means_of(pair, words))
        if named := events(pair, words):
            told.append(words.w("answer.means.events", events=named))
    else:
        told.append(words.w("answer.means.none"))
    trends = [finding for finding in result.findings if finding.kind == "trend"]
    told += [findings.said(finding, words) for finding in trends] or [words.w("finding.trend.no_series")]
    return " ".join(told)


def _means_of(pair: Comparison, words: Words) -> str:
    """What the interval of a pair says; where its series scatters more than counts do, what the wider one says."""
    if pair.wide is None:
        return words.w(f"answer.means.{pair.word}")
    fields = {
        "scatter": words.number(pair.scatter, 0 if pair.scatter >= 10 else 1),
        "wide": words.interval_spoken(*pair.wide, "ratio"),
    }
    clear = pair.lower > 1 or pair.upper < 1
    form = "scatter" if clear and pair.word not in ("rose", "fell") else f"{pair.word}_wide"
    return words.w(f"answer.means.{form}", **fields)


def _needed(result: Result, words: Words) -> str:
    trend = next((finding for finding in result.findings if finding.kind == "trend"), None)
    pair = result.facts.get("barred") or result.facts.get("pair")
    fields = _sides(pair, result, words) if pair else {}
    if trend:
        step = f"finding.points.{trend.step}.other"
        fields["needed"] = words.w(step, number=words.number(trend.needed))
        fields["more"] = words.number(max(trend.needed - trend.periods, 0))
    if pair:
        fields["year"] = words.number(pair.later.window.end.year).replace(",", "")
    return " ".join(words.w(f"answer.needed.{code}", **fields) for code in result.facts["needed"])


def _windows(pair: Comparison, words: Words) -> dict[str, str]:
    sides = (("earlier", pair.earlier), ("later", pair.later))
    return {f"{name}_window": words.window(row.window, row.kind) for name, row in sides}


def _sides(pair: Comparison, result: Result, words: Words) -> dict[str, str]:
    fields = _windows(pair, words) | {
        "change": change(pair, words) if pair.lower is not None else "",
        "reasons": bars(pair, words),
    }
    for name, row in (("earlier", pair.earlier), ("later", pair.later)):
        fields[name] = describe.value(row, words)
        pace = result.facts.get(f"{name}_pace")
        fields[f"{name}_pace"] = describe.value(pace, words) if isinstance(pace, Row) else ""
    return fields


def _only(result: Result, words: Words) -> dict[str, str]:
    """The newest figure, where there is no second one to set it beside."""
    row = max((row for row in result.rows if row.value is not None), key=lambda row: row.window.end)
    return {"value": describe.value(row, words), "window": words.window(row.window, row.kind)}
