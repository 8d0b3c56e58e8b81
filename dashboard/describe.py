"""Words for a Result: title, subtitle, the generated sentence, the alt text. All numbers come from the Result."""

from dashboard.result import Comparison, Result, Row
from dashboard.words import Words
from data import catalogue

TREND_WORDS = ("rose", "fell", "about_same", "no_clear_change")


def title(result: Result, words: Words) -> str:
    return _text("title", result, words)


def subtitle(result: Result, words: Words) -> str:
    """Unit and window, one line."""
    return _text("subtitle", result, words)


def sentence(result: Result, words: Words) -> str:
    """What the chart says, in one or two sentences; why there is nothing to say, where a forecast was refused."""
    if result.refusal:
        return _refused(result, words)
    if not result.rows:
        return words.w("charts.none")
    if "answer" in result.facts:
        # Only here: the answers take their phrases from this module.
        from dashboard import answers

        return " ".join(answers.sentences(result, words))
    return _text("sentence", result, words)


def _refused(result: Result, words: Words) -> str:
    """The reason in the reader's words: an event by its name, a day as a date."""
    code, fields = result.refusal
    told = dict(fields)
    if "event" in told:
        told["event"] = reason(told["event"], words)
    if "date" in told:
        told["date"] = words.partial(told["date"])
    key = f"refusal.{code}"
    return words.w(key if words.has(key) else "refusal.other", **_fields(result, words) | told)


def alt(result: Result, words: Words) -> str:
    """Title, window and sentence: what a reader who cannot see the chart needs before the table."""
    return " ".join((title(result, words) + ".", subtitle(result, words) + ".", sentence(result, words)))


def value(row: Row, words: Words) -> str:
    """A row's value in its unit; a daily rate says of what."""
    if row.unit == "per_day":
        return words.rate(row.value, catalogue.load().indicators[row.indicator].unit)
    return words.value(row.value, row.unit)


def reason(code: str, words: Words) -> str:
    """Why two figures may not be set side by side, or only with a caveat; an event or a rule."""
    events = catalogue.load().events
    if code in events:
        return events[code].label[words.lang]
    return words.w(f"reasons.{code}")


def reasons(pair: Comparison, words: Words) -> str:
    return "; ".join(reason(code, words) for code in pair.reasons)


def verdict(pair: Comparison, words: Words) -> str:
    """A comparison in a phrase: change with interval, a labelled pace, or blocked and why."""
    if pair.verdict == "blocked":
        return words.w("verdict.blocked", reasons=reasons(pair, words))
    if pair.mode == "share":
        return words.w(
            "verdict.share",
            points=words.points(pair.points),
            interval=span(pair, words),
            word=words.w(f"trend.{pair.word}"),
            reasons=reasons(pair, words),
        )
    fields = {
        "ratio": words.ratio(pair.ratio),
        "interval": span(pair, words),
        "word": words.w(f"trend.{pair.word}"),
        "reasons": reasons(pair, words),
        "earlier": words.value(pair.earlier.value, pair.earlier.unit),
        "later": words.value(pair.later.value, pair.later.unit),
    }
    if pair.wide:
        fields["interval"] = words.w(
            "verdict.wide", exact=fields["interval"], wide=words.range(*pair.wide, "ratio")
        )
    if pair.mode == "pace":
        return words.w("verdict.pace", **fields)
    if pair.percent is None:
        return words.w("verdict.small", **fields)
    return words.w(f"verdict.{pair.verdict}", percent=words.percent(pair.percent, sign=True), **fields)


def span(pair: Comparison, words: Words) -> str:
    """The interval of a change; a difference of shares is in points, whose sign of unit stands at its size."""
    if pair.mode != "share":
        return words.interval_spoken(pair.lower, pair.upper, "ratio")
    ends = {name: words.number(end, 1) for name, end in (("lower", pair.lower), ("upper", pair.upper))}
    return words.w("format.interval_spoken", **ends)


def _text(part: str, result: Result, words: Words) -> str:
    fields = _fields(result, words)
    variant = result.facts.get("variant", "")
    keys = (f"charts.{result.chart}.{part}_{variant}", f"charts.{result.chart}.{part}")
    text = words.w(next((key for key in keys if words.has(key)), keys[-1]), **fields)
    more = f"charts.{result.chart}.{part}_more"
    return f"{text} {words.w(more, **fields)}" if words.has(more) and "tried" in fields else text


def _fields(result: Result, words: Words) -> dict[str, str]:
    fields = {}
    for name, fact in result.facts.items():
        if isinstance(fact, Row):
            fields |= _row_fields(name, fact, words)
        elif isinstance(fact, Comparison):
            fields |= _pair_fields(name, fact, words)
        elif not isinstance(fact, tuple):
            fields[name] = words.number(fact) if isinstance(fact, int | float) else fact
    if "better" in result.facts:
        fields["better_word"] = words.w(f"charts.{result.chart}.better_{result.facts['better']}")
    indicators = catalogue.load().indicators
    named = [value for _, value in result.options if value in indicators]
    named += [row.indicator for row in result.rows[:1]]
    if named:
        fields["indicator"] = indicators[named[0]].label[words.lang]
    fields["windows"] = ""
    if result.rows:
        fields["windows"] = words.w(
            "charts.windows",
            first=words.window(min(row.window for row in result.rows)),
            last=words.window(max((row.window for row in result.rows), key=lambda window: window.end)),
        )
    return fields


def _row_fields(name: str, row: Row, words: Words) -> dict[str, str]:
    fields = {
        f"{name}_window": words.window(row.window, row.kind),
        f"{name}_days": words.number(row.window.days),
    }
    if row.value is None:
        return fields | {name: words.w("card.missing")}
    fields[name] = value(row, words)
    if row.lower is not None and row.upper is not None:
        fields[f"{name}_interval"] = words.interval_spoken(row.lower, row.upper, row.unit)
    return fields


def _pair_fields(name: str, pair: Comparison, words: Words) -> dict[str, str]:
    fields = {f"{name}_verdict": verdict(pair, words), f"{name}_reasons": reasons(pair, words)}
    if pair.ratio is not None:
        fields[f"{name}_ratio"] = words.ratio(pair.ratio)
        fields[f"{name}_interval"] = words.interval_spoken(pair.lower, pair.upper, "ratio")
    if pair.percent is not None:
        fields[f"{name}_percent"] = words.percent(pair.percent, sign=True)
    if pair.word:
        fields[f"{name}_word"] = words.w(f"trend.{pair.word}")
    return fields
