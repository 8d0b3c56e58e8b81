"""Words for what a test says: the statement, with its interval and number of points, and how it was made."""

from dashboard.describe import reason
from dashboard.result import Finding, Row
from dashboard.words import Words
from data import catalogue


def said(finding: Finding, words: Words) -> str:
    """One finding in a sentence or two; without a test, why there is none."""
    fields = {
        "points": points(finding.periods if finding.tested else finding.known, finding.step, words),
        "needed": words.number(finding.needed),
        "window": words.window(finding.window) if finding.window else "",
        "p": words.number(finding.p, 3) if finding.p is not None else "",
    }
    text = words.w(f"finding.{finding.kind}.{finding.word}", **fields | _estimated(finding, words))
    return f"{text} {_cut(finding, words)}" if finding.cut and not finding.tested else text


def points(number: int, step: str, words: Words) -> str:
    form = "one" if number == 1 else "other"
    return words.w(f"finding.points.{step}.{form}", number=words.number(number))


def interval(row: Row, level: float, words: Words) -> str:
    """An interval with how sure it is: after a search for bends it is not 95 %."""
    sure = words.number(100 * level)
    ends = {name: words.bare(end, row.unit) for name, end in (("lower", row.lower), ("upper", row.upper))}
    return words.w("finding.interval", level=sure, **ends)


def _estimated(finding: Finding, words: Words) -> dict[str, str]:
    """Fields of the estimates: the yearly change, the steps with their dates, or the two extreme months."""
    if not finding.estimates:
        return {}
    first, *_, last = (finding.estimates[0], *finding.estimates)
    if finding.kind == "season":
        return {
            f"{name}{part}": text
            for name, row in (("high", first), ("low", last))
            for part, text in (
                ("", season_of(row, finding.step, words)),
                ("_ratio", words.times(row.value, 2)),
                ("_interval", interval(row, finding.level, words)),
            )
        }
    if finding.kind == "shift":
        steps = zip(finding.estimates, finding.spans, strict=True)
        return {"steps": " ".join(_step(row, span, finding, words) for row, span in steps)}
    return {
        "estimate": words.value(first.value, first.unit),
        "interval": interval(first, finding.level, words),
    }


def season_of(row: Row, step: str, words: Words) -> str:
    if step == "month":
        return words.texts["month.long"][row.window.start.month - 1]
    return words.w("finding.quarter", number=row.window.end.month // 3)


def _step(row: Row, span, finding: Finding, words: Words) -> str:
    return words.w(
        "finding.shift.step",
        at=words.window(row.window),
        ratio=words.times(row.value, 2),
        interval=interval(row, finding.level, words),
        span=words.window(span),
    )


def _cut(finding: Finding, words: Words) -> str:
    event = catalogue.load().events[finding.cut]
    return words.w(
        "finding.cut",
        date=words.date(event.start),
        event=reason(finding.cut, words),
        left=points(finding.periods, finding.step, words),
    )


def method(finding: Finding, words: Words) -> str:
    """The method by its plain name and what it assumes."""
    assumed = [words.w(f"finding.assumes.{code}") for code in finding.assumptions]
    name = words.w(f"finding.method.{finding.method}")
    return words.w("finding.made", method=name, assumptions="; ".join(assumed)) if assumed else name
