"""A Result as plain data for the API: the same rows as the CSV, and what was compared, refused and left out."""

from dashboard.exports.table import number, record
from dashboard.result import Comparison, Finding, Result, Row


def to_json(result: Result) -> dict:
    """Ready for `json.dumps(allow_nan=False)`: an unbounded interval ends in null."""
    return {
        "chart": result.chart,
        "release": result.release,
        "released_at": result.released_at,
        "synthetic": result.synthetic,
        "as_of": result.as_of,
        "options": dict(result.options),
        "rows": [_row(row, result.release) for row in result.stated],
        "comparisons": [_comparison(pair) for pair in result.comparisons],
        "findings": [_finding(finding) for finding in result.findings],
        "events": list(result.events),
        "gaps": [_gap(place, reason) for place, reason in result.gaps],
        "refusal": {"code": result.refusal[0], "fields": _plain(result.refusal[1])}
        if result.refusal
        else None,
        "sources": list(result.sources),
    }


def _row(row: Row, release: int) -> dict:
    made = {"ref": row.ref, "formula": row.formula, "inputs": list(row.inputs)}
    return record(row, release) | {"series": row.series} | made


def _side(row: Row) -> dict:
    return {
        "ref": row.ref,
        "window_start": row.window.start.isoformat(),
        "window_end": row.window.end.isoformat(),
        "value": None if row.conf == "C" else number(row.value),
        "basis": row.basis,
    }


def _comparison(pair: Comparison) -> dict:
    """A blocked pair says why and has no number."""
    return {
        "earlier": _side(pair.earlier),
        "later": _side(pair.later),
        "mode": pair.mode,
        "verdict": pair.verdict,
        "reasons": list(pair.reasons),
        "ratio": number(pair.ratio),
        "lower": number(pair.lower),
        "upper": number(pair.upper),
        "percent": number(pair.percent),
        "points": number(pair.points),
        "word": pair.word,
        "scatter": number(pair.scatter),
        "wide": pair.wide and [number(end) for end in pair.wide],
    }


def _finding(finding: Finding) -> dict:
    """A test by its outcome; the estimates are rows, named here by their refs."""
    return {
        "kind": finding.kind,
        "word": finding.word,
        "indicator_id": finding.indicator,
        "step": finding.step,
        "window": finding.window and _days(finding.window),
        "known": finding.known,
        "periods": finding.periods,
        "needed": finding.needed,
        "p": number(finding.p),
        "level": number(finding.level),
        "dispersion": number(finding.dispersion),
        "estimates": [row.ref for row in finding.estimates],
        "dates": [_days(span) for span in finding.spans],
        "events": list(finding.events),
        "parted_by": finding.cut or None,
        "method": finding.method,
        "assumptions": list(finding.assumptions),
        "inputs": list(finding.inputs),
    }


def _days(window) -> list[str]:
    return [window.start.isoformat(), window.end.isoformat()]


def _gap(place, reason: str) -> dict:
    window = place.window if isinstance(place, Row) else place
    of = {"ref": place.ref} if isinstance(place, Row) else {}
    return {
        "window_start": window.start.isoformat(),
        "window_end": window.end.isoformat(),
        "reason": reason,
    } | of


def _plain(fields: dict) -> dict:
    return {
        name: value if isinstance(value, str | int | float | bool) else str(value)
        for name, value in fields.items()
    }
