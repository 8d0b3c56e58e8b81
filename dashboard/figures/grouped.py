"""Which rows of a chart of groups become which mark: small panels by age or region, ages beside residents."""

from dataclasses import replace

from dashboard.figures import multiples
from dashboard.figures import pyramid as pyramids
from dashboard.figures.drawn import labels
from dashboard.result import Result, Row
from dashboard.words import Words


def pyramid(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """Shares of offenders to the left, of residents of the same ages to the right; the youngest at the foot."""
    left = [row for row in result.rows if row.series == "offenders"]
    same = {row.codes: row for row in result.rows if row.series == "residents" and row.unit == "percent"}
    why = {part.codes: words.w(f"reasons.{reason}") for part, reason in result.gaps}
    return pyramids.draw(
        [labels(words)[row.code("age")] for row in left],
        left,
        [same.get(row.codes) for row in left],
        words,
        titles=(labels(words)[left[0].indicator], words.w("figure.residents")),
        reasons=[why.get(row.codes, "") for row in left],
        labels={
            "offenders": labels(words)[left[0].indicator],
            "residents": words.w("figure.residents"),
        },
        narrow=narrow,
    )


def age_panels(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """A panel for each age band: its share at every cut-off."""
    shown = [row for row in result.rows if row.unit == "percent"]
    return multiples.draw(
        _panels(shown, "age", words),
        words,
        labels=labels(words),
        across=3,
        whole=("ytd", "year"),
        tick=lambda row: words.w("tick.until", day=words.tick_day(row.window.end)),
        narrow=narrow,
    )


def region_panels(result: Result, words: Words, *, narrow: bool = False) -> dict:
    """A panel for each region: its count in every window, a sign where none was published."""
    rows = [replace(row, series=row.code("geo")) for row in result.rows]

    def tick(row: Row) -> str:
        """Shorter on a phone, so that every window has its name: two digits, and a part-year by its end."""
        if not narrow:
            return words.tick(row.window, row.kind)
        until = words.w("tick.until", day=words.tick_month(row.window.end))
        return f"’{row.window.end.year % 100}" + ("" if row.kind == "year" else f"<br>{until}")

    named = _panels(rows, "geo", words)
    return multiples.draw(named, words, labels=labels(words), across=3, tick=tick, narrow=narrow)


def _panels(rows, dimension: str, words: Words) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.code(dimension), []).append(row)
    return [(labels(words)[code], found) for code, found in groups.items()]
