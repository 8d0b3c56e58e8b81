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
    `scatter`, where the series has a tested trend, is the variance of its figures about that trend over the
    variance of independent counts, and `wide` the interval that allows for it; then `word` is that interval's.
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
    scatter: float | None = None
    wide: tuple[float, float] | None = None


@dataclass(frozen=True)
class Finding:
    """What a test says of one series as a whole, or why it was not made.

    `kind`: trend | shift | season. `word`: rising, falling, no_clear_change; level_shift, no_clear_shift;
    seasonal, no_clear_season; without a test too_short, too_few_events or interrupted (a change of counting
    leaves too few periods). `inputs` are the refs of the whole series, `known` values of it; `periods` of them,
    counted in one way, are tested, `needed` would be enough. `step` is year, quarter or month.
    `estimates`: the yearly change in per cent over the stretch tested; the factor of each shift, at the first
    period of the new level, with the interval of that date in `spans`; the highest and the lowest month.
    `events` touch the series, `cut` parted it.
    """

    kind: str
    word: str
    indicator: str
    step: str
    inputs: tuple[str, ...]
    known: int
    periods: int
    needed: int
    window: Window | None = None
    estimates: tuple[Row, ...] = ()
    spans: tuple[Window, ...] = ()
    p: float | None = None
    level: float = 0.95
    dispersion: float = 1.0
    events: tuple[str, ...] = ()
    cut: str = ""
    method: str = ""
    assumptions: tuple[str, ...] = ()

    @property
    def tested(self) -> bool:
        return self.word not in ("too_short", "too_few_events", "interrupted")


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
    findings: tuple[Finding, ...] = ()
    events: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    facts: dict = field(default_factory=dict)
    options: tuple[tuple[str, str], ...] = ()
    gaps: tuple = ()
    refusal: tuple[str, dict] | None = None

    @property
    def stated(self) -> tuple[Row, ...]:
        """All rows that leave the house: those drawn, and what the tests estimate from them."""
        return (*self.rows, *(row for finding in self.findings for row in finding.estimates))

    @property
    def as_of(self) -> str:
        return max((row.as_of for row in self.rows), default="")

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(source for row in self.rows for source in row.sources))
