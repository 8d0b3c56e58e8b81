"""The texts on a figure: made safe for Plotly, measured, wrapped, and spoken for hover and screen reader."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.result import Row
from dashboard.words import Words

# Advance widths in em, the widest of Pretendard SemiBold, Noto Sans KR and NanumGothic, as measured.
WIDTHS = ((" .,:;'’|!·ijlI\u00a0", 0.3), ("()[]rft-", 0.4), ("–", 0.55), ("mwM", 0.93), ("%W—→…×", 1.05))
KNOWN = {char: em for chars, em in WIDTHS for char in chars}
# The spaces inside "9. 11." and "11 Sep", and the one before a middle dot.
GLUED = re.compile(r"(?<=\d\.) (?=\d)|(?<=\d) (?=[A-Z][a-z])| (?=·)")


def safe(text: str) -> str:
    """Text from data as a label: Plotly reads a little HTML, and TeX between dollar signs."""
    return text.replace("$", "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> str:
    """A label with its line breaks and escapes taken out again."""
    bare = text.replace("<br>", " ").replace("<b>", "").replace("</b>", "")
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def is_wide(char: str) -> bool:
    return "\u1100" <= char <= "\u11ff" or "\u2e80" <= char <= "\ud7ff" or "\uf900" <= char <= "\uffef"


def ems(char: str) -> float:
    if is_wide(char):
        return 0.95
    return KNOWN.get(char, 0.74 if char.isupper() else 0.63)


def width(label: str, size: float) -> float:
    """Width in px of the longest line, on the safe side for the fonts of the fallback list."""
    lines = label.replace("<b>", "").replace("</b>", "").split("<br>")
    return max(sum(map(ems, plain(line))) for line in lines) * size


def lines(label: str) -> int:
    return label.count("<br>") + 1


def wrap(text: str, size: float, limit: float, *, even: bool = True) -> list[str]:
    """Lines of plain text no wider than `limit` px, broken at spaces, a longer word inside the word.

    A date stays on one line. `even` makes the lines about equally long, so that no word hangs alone.
    """
    text = GLUED.sub("\u00a0", " ".join(text.split()))
    rows, longest = broken(text, size, limit), max((width(word, size) for word in text.split(" ")), default=0)
    for part in range(19, 9, -1) if even else ():
        tighter = broken(text, size, limit * part / 20)
        if len(tighter) > len(rows) or longest > limit * part / 20:
            break
        rows = tighter
    return rows


def broken(text: str, size: float, limit: float) -> list[str]:
    done, line = [], ""
    for word in text.split(" "):
        if line and width(f"{line} {word}", size) > limit:
            done.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
        while width(line, size) > limit and len(line) > 1:
            cut = next(i for i in range(len(line), 0, -1) if i == 1 or width(line[:i], size) <= limit)
            # A name with its short form in brackets is cut before the bracket.
            bracket = line.find("(", 1, cut + 1)
            cut = bracket if bracket > 0 else cut
            done.append(line[:cut])
            line = line[cut:]
    return [*done, line] if line else done


def block(text: str, size: float, limit: float) -> str:
    """A label wrapped to `limit` px, safe for Plotly."""
    return "<br>".join(safe(line) for line in wrap(text, size, limit))


def by_series(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of each series, in the order in which the series come."""
    return {
        one: [row for row in rows if row.series == one] for one in dict.fromkeys(row.series for row in rows)
    }


def name(labels: Mapping[str, str], code: str) -> str:
    """The words for a series, basis or reason; the code itself where the caller gave none."""
    return labels.get(code, code)


def value(row: Row, words: Words) -> str:
    """The value with its unit; the range of a suppressed or weak one; the word for a missing one."""
    if row.conf == "C":
        known = row.lower is not None and row.upper is not None
        span = words.range(row.lower, row.upper, row.unit) if known else ""
        return f"{span} ({words.w('status.C')})".strip()
    if row.value is None:
        limited = row.lower is not None and row.upper is not None
        return words.range(row.lower, row.upper, row.unit) if limited else words.w("status.M")
    return words.value(row.value, row.unit)


def tag(row: Row, words: Words) -> str:
    """The value as written beside its mark: bare, with the letter of its status (p, r)."""
    if row.conf == "C":
        return words.w("figure.suppressed")
    if row.value is None:
        return words.w("figure.missing")
    return words.bare(row.value, row.unit) + (f" {words.w('figure.p')}" if row.status == "P" else "")


@dataclass(frozen=True)
class Said:
    """One point in words: `hover` for the tooltip (Plotly's HTML), `spoken` as one sentence."""

    hover: str
    spoken: str


def said(row: Row, words: Words, labels: Mapping[str, str]) -> Said:
    """What hover shows and the keyboard walk reads: whose value, which days, how sure, in which state."""
    who, when, what = name(labels, row.series), words.window(row.window, row.kind), value(row, words)
    estimated = row.conf != "C" and row.lower is not None and row.upper is not None
    more = [words.interval_spoken(row.lower, row.upper, row.unit)] if estimated else []
    if row.status not in ("A", "M") and row.conf != "C":
        more.append(words.w(f"status.{row.status}"))
    if row.basis in labels:
        more.append(labels[row.basis])
    hover = [f"<b>{safe(who)}</b>", safe(when), f"<b>{safe(what)}</b>", *map(safe, more)]
    return Said(
        "<br>".join(hover), words.w("figure.spoken", who=who, when=when, what=", ".join([what, *more]))
    )


def hover(points: list[Said | None]) -> dict:
    """The parts of a trace with its hover texts and the sentences of the keyboard walk; None says nothing."""
    return {
        "hovertext": [point.hover if point else "" for point in points],
        "hoverinfo": "text",
        "customdata": [[point.spoken] if point else None for point in points],
    }
