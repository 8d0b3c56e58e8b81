"""What the signs in an image mean, and which of its figures may not be set side by side."""

from dashboard import describe
from dashboard.figures import theme
from dashboard.result import Comparison, Result
from dashboard.words import Words

PARTS = ("ytd", "custom")
# More pairs than this, and more reasons of one, are left to the page; the image names the newest and weightiest.
PAIRS, REASONS = 2, 2


def signs(result: Result, figure: dict, words: Words) -> list[str]:
    """One phrase for every sign that the figure really holds."""
    hatched, missing, hollow = drawn_states(figure)
    rows = result.rows
    provisional = any(row.status == "P" for row in rows)
    found = {
        "part": hatched and any(row.kind in PARTS for row in rows),
        "provisional": provisional,
        "forecast": any(row.status == "F" for row in rows),
        "withheld": any(row.conf == "C" for row in rows),
        "missing": missing,
        "caution": hollow and not provisional and not any(row.status == "F" for row in rows),
    }
    return [words.w(f"export.legend_{name}") for name, held in found.items() if held]


def drawn_states(figure: dict) -> tuple[bool, bool, bool]:
    """Whether the figure has hatched columns, grey hatched holes, and hollow points."""
    hatched = missing = hollow = False
    for trace in figure["data"]:
        marker = trace.get("marker", {})
        color = marker.get("color")
        for i, shape in enumerate(marker.get("pattern", {}).get("shape", ())):
            grey = color[i] == theme.GREY
            missing |= shape == "/" and grey
            hatched |= shape == "/" and not grey and trace.get("orientation") != "h"
        hollow |= trace["type"] == "scatter" and isinstance(color, list) and theme.PAPER in color
    return hatched, missing, hollow


def comparability(result: Result, words: Words) -> str:
    """The newest pairs that are blocked, or else those that need care, each with its reasons; "" where all is well."""
    for verdict in ("blocked", "caution"):
        pairs = [pair for pair in result.comparisons if pair.verdict == verdict]
        if pairs:
            return " · ".join(said(pair, verdict, words) for pair in pairs[-PAIRS:])
    return ""


def said(pair: Comparison, verdict: str, words: Words) -> str:
    sides = (words.window(row.window, row.kind) for row in (pair.earlier, pair.later))
    both = words.w("export.pair", **dict(zip(("earlier", "later"), sides, strict=True)))
    return words.w(
        f"export.{verdict}",
        pair=both,
        reasons="; ".join(describe.reason(code, words) for code in pair.reasons[:REASONS]),
    )
