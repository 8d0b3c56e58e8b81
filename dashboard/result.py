"""The one thing that figure, sentence, table, export and API are made from: a frozen Result."""

from dataclasses import dataclass, field

from analysis.windows import Window


@dataclass(frozen=True)
class Row:
    """One number as shown: where it is drawn, what it counts, over which window, as of when, by whom.

    `value` None with status M is missing, with conf C suppressed (then `lower`..`upper` is its range).
    For an estimate `lower` and `upper` are its 95 % interval. `formula` is empty for a published figure;
    otherwise it names the calculation and `inputs` the refs of the published figures it was made from.
    """

    series: str
    indicator: str
    window: Window
    kind: str
    as_of: str
    value: float | None
    unit: str
    lower: float | None = None
    upper: float | None = None
    status: str = "A"
    conf: str = "F"
    basis: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ref: str = ""
    formula: str = ""
    inputs: tuple[str, ...] = ()

    def code(self, dimension: str) -> str:
        return dict(self.codes).get(dimension, "_T")


@dataclass(frozen=True)
class Comparison:
    """Two rows set side by side, the verdict on doing so, and the change where one may be stated.

    `mode`: whole_years | same_window | pace | share. `verdict`: ok | caution | blocked. `reasons` are ids of
    events or of reason words. `ratio` is later over earlier with its 95 % interval; None when blocked.
    `percent` is None below the base for percentages; `word` is the trend word that the interval allows.
    """

    earlier: Row
    later: Row
    mode: str
    verdict: str
    reasons: tuple[str, ...] = ()
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None
    percent: float | None = None
    points: float | None = None
    word: str = ""


@dataclass(frozen=True)
class Result:
    """Everything one chart says, in no language yet.

    `facts` are the rows, comparisons and numbers that the sentence names. `gaps` are what was refused, each
    with its reason: (row or window, code). `refusal` is why nothing is drawn at all: (code, fields).
    """

    chart: str
    release: int
    released_at: str
    synthetic: bool
    rows: tuple[Row, ...]
    comparisons: tuple[Comparison, ...] = ()
    events: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    facts: dict = field(default_factory=dict)
    options: tuple[tuple[str, str], ...] = ()
    gaps: tuple = ()
    refusal: tuple[str, dict] | None = None

    @property
    def as_of(self) -> str:
        return max((row.as_of for row in self.rows), default="")

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(source for row in self.rows for source in row.sources))
