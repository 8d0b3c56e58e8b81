"""Figures that follow from the published ones by one sum or difference; no trend is computed here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.observations import COLUMNS

if TYPE_CHECKING:
    import pandas as pd


ENDS = ("window_start", "window_end")


@dataclass(frozen=True)
class Rule:
    """How one figure is made: `formula` applied to `inputs`, in their order.

    The figure takes its codes, window and basis from the first input, but for `changes`.
    """

    ref: str
    formula: str
    inputs: tuple[str, ...]
    changes: dict = field(default_factory=dict)


def _year(year: int) -> dict:
    return {"window_start": f"{year}-01-01", "window_end": f"{year}-12-31", "window_kind": "year"}


def _aged_14(cut: str, teens: str, under_14: str) -> Rule:
    return Rule(f"E:police_apprehended:Y14S:{cut}", "difference", (teens, under_14), {"age": "Y14S"})


ROUND_3 = {"window_end": "2024-09-13"}
ROUND_9 = {"window_end": "2024-11-01"}
CLEARED = "E:police_cleared:2023"
REPORTS_9 = "E:school_reports:round9"

RULES = (
    # 93 is the only whole number of cases that is 51.7 % of 180.
    Rule(CLEARED, "part_from_share", ("NPA-018", "NPA-031"), {"indicator_id": "police_cleared"}),
    Rule(
        "E:police_cleared:2024-07",
        "difference",
        ("NPA-026", "NPA-002", "NPA-009", CLEARED),
        {"window_start": "2024-01-01", "window_kind": "ytd"},
    ),
    Rule("E:police_detained:2023", "difference", ("NPA-023", "NPA-005", "NPA-012"), _year(2023)),
    Rule("E:police_victims:2021", "whole_from_share", ("NPA-167", "NPA-170"), {"age": "_T"}),
    Rule("E:police_victims:2022", "whole_from_share", ("NPA-168", "NPA-171"), {"age": "_T"}),
    Rule("E:police_victims:2023", "whole_from_share", ("NPA-169", "NPA-172"), {"age": "_T"}),
    _aged_14("2024-09-10", "NPA-059", "NPA-060"),
    _aged_14("2024-09-25", "NPA-067", "NPA-068"),
    _aged_14("2024-10-14", "NPA-078", "NPA-079"),
    _aged_14("2024-10-25", "NPA-089", "NPA-090"),
    _aged_14("2024-11-30", "NPA-103", "NPA-104"),
    _aged_14("2024-12-31", "NPA-112", "NPA-113"),
    _aged_14("2025-03-31", "NPA-121", "NPA-122"),
    Rule("E:school_victims:round3", "sum", ("MOE-011", "MOE-018"), ROUND_3),
    Rule("E:school_victims:round3:student", "sum", ("MOE-012", "MOE-020"), ROUND_3),
    Rule("E:school_referrals:round3", "sum", ("MOE-009", "MOE-022"), ROUND_3),
    Rule(REPORTS_9, "difference", ("MOE-090", "MOE-090A"), ROUND_9),
    Rule(
        "E:school_reports:round9:middle",
        "difference",
        (REPORTS_9, "MOE-084", "MOE-086"),
        ROUND_9 | {"level": "middle"},
    ),
)

DERIVATIONS = {rule.ref: (rule.formula, rule.inputs) for rule in RULES}

FORMULAS = {
    "sum": lambda values: sum(values),
    "difference": lambda values: values[0] - sum(values[1:]),
    "part_from_share": lambda values: round(values[0] * values[1] / 100),
    "whole_from_share": lambda values: round(100 * values[0] / values[1]),
}


def derived(frame: pd.DataFrame) -> pd.DataFrame:
    """The computed figures as observations (status E, set 'derived'), from the published ones in `frame`.

    `DERIVATIONS` gives each ref its formula and inputs. Raises KeyError when an input is not in `frame`.
    """
    # The public server reads DERIVATIONS from here and starts without pandas.
    import pandas as pd

    known = {row["ref"]: row for row in frame.to_dict("records")}
    made = []
    for rule in RULES:
        inputs = [known[ref] for ref in rule.inputs]
        days = {end: pd.Timestamp(rule.changes[end]) for end in ENDS if end in rule.changes}
        row = inputs[0] | rule.changes | days
        row |= {
            "set_id": "derived",
            "as_of": max(each["as_of"] for each in inputs),
            "value": float(FORMULAS[rule.formula]([each["value"] for each in inputs])),
            "obs_status": "E",
            "source_id": "own_calculation",
            "note_ids": _notes(inputs),
            "ref": rule.ref,
        }
        known[rule.ref] = row
        made.append(row)
    return pd.DataFrame(made, columns=list(COLUMNS)).astype(frame.dtypes.to_dict())


def _notes(inputs: list[dict]) -> str:
    """'computed', then the notes that every input shares."""
    of_first, *of_others = [each["note_ids"].split(";") for each in inputs]
    shared = [note for note in of_first if note and all(note in notes for notes in of_others)]
    return ";".join(dict.fromkeys(["computed", *shared]))
