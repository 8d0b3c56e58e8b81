"""What a composer hands back; the registry adds release and options to make the Result."""

from dataclasses import dataclass, field

from dashboard.result import Comparison, Finding, Row


@dataclass(frozen=True)
class Parts:
    """Rows, comparisons, findings and the facts that the sentence names; `gaps` and `refusal` as in Result."""

    rows: tuple[Row, ...]
    comparisons: tuple[Comparison, ...] = ()
    findings: tuple[Finding, ...] = ()
    events: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    facts: dict = field(default_factory=dict)
    gaps: tuple = ()
    refusal: tuple[str, dict] | None = None
