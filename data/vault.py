"""The incident vault: every row of every accepted sheet, kept apart from all releases, read by analysts only.

One Delta Lake table to which rows are only added: the receipt of a file, or a statement of that file on one
incident. Which statement counts is decided when reading: the correction of the latest period, else the
first statement; a withdrawn incident counts no more. So a correction loses nothing, and the vault as of any
version can be read again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data import delta
from data import statements as stated
from data.errors import PublishRefused, VaultDamaged
from data.ingest.incidents import Incidents
from data.ingest.problems import Problem, Refused
from data.statements import COLUMNS, RECEIPT

FOLDER = "vault"
LATEST = -1


@dataclass(frozen=True)
class Held:
    """The vault at one version, None for the empty vault: its statements and receipts, both in COLUMNS."""

    version: int | None
    statements: pd.DataFrame
    receipts: pd.DataFrame


@dataclass(frozen=True)
class Pending:
    """What the vault would hold with some files added; nothing is written yet.

    `rows` are the incidents that would count, one each; `covered` the first days of the months that a file
    of each kind covers whole; `receipts` those of the files asked about, in their order, new or known;
    `problems` what an analyst should see.
    """

    home: Path
    latest: int | None
    base: Held
    after: Held
    rows: pd.DataFrame
    covered: dict[str, pd.DatetimeIndex]
    receipts: tuple[dict, ...]
    problems: tuple[Problem, ...]

    @property
    def synthetic(self) -> bool:
        return bool(self.after.receipts["synthetic"].any())


def version(home: Path) -> int | None:
    """The vault's latest version, None when nothing was ever stored. Raises VaultDamaged."""
    return delta.version(Path(home) / FOLDER)


def rows(home: Path, number: int | None = LATEST) -> pd.DataFrame:
    """The incidents that count at a version, one row each; dates as datetime64. Raises VaultDamaged."""
    return stated.current(_held(Path(home), number).statements)


def files(home: Path, number: int | None = LATEST) -> pd.DataFrame:
    """The receipts of the files taken up to a version, in RECEIPT, oldest first. Raises VaultDamaged."""
    return _held(Path(home), number).receipts[list(RECEIPT)]


def plan(home: Path, read: Iterable[Incidents], onto: int | None = LATEST) -> Pending:
    """What the vault would hold with these files added to a version (None: to an empty vault); only reads.

    The same incidents in another file, format or order are known by their receipt and change nothing.
    Raises Refused when one incident is told in two ways and no correction says which holds,
    PublishRefused when made-up and real incidents would meet, VaultDamaged.
    """
    home, read = Path(home), list(read)
    base = _held(home, onto)
    names = [stated.receipt_name(incidents) for incidents in read]
    known = set(base.receipts["receipt"])
    fresh = [each for name, each in dict(zip(names, read, strict=True)).items() if name not in known]
    after = _joined(base, fresh) if fresh else base
    covered = _covered(after.receipts)
    problems = []
    for incidents in fresh:
        problems += stated.unheld(after.statements, incidents)
        problems += stated.uncovered(incidents, covered[incidents.kind])
    receipts = after.receipts.set_index("receipt", drop=False)[list(RECEIPT)].to_dict("index")
    return Pending(
        home,
        version(home),
        base,
        after,
        stated.current(after.statements),
        covered,
        tuple(receipts[name] for name in names),
        tuple(problems),
    )


def commit(pending: Pending) -> int | None:
    """Write what `plan` prepared and return the version that holds it; durable after.

    Raises Conflict when someone else wrote to the vault since, StoreUnusable; then nothing has changed.
    """
    held, after = pending.base, pending.after
    if after is held:
        return held.version
    table = pd.concat([after.receipts, after.statements], ignore_index=True)
    # Onto an older version: what was added after it is set aside, and stays readable by its number.
    aside = held.version != pending.latest
    if not aside:
        table = table[table["batch"] == table["batch"].max()]
    return delta.commit(pending.home / FOLDER, table, COLUMNS, pending.latest, replace=aside)


def store(home: Path, read: Iterable[Incidents]) -> tuple[dict, ...]:
    """Take these files into the vault at once and return their receipts. Raises as plan and commit do."""
    pending = plan(home, read)
    commit(pending)
    return pending.receipts


def _held(home: Path, number: int | None) -> Held:
    folder = home / FOLDER
    latest = delta.version(folder)
    number = latest if number == LATEST else number
    if number is None:
        nothing = stated.typed(pd.DataFrame())
        return Held(None, nothing, nothing)
    if latest is None or number > latest:
        raise VaultDamaged("vault_version", folder=str(folder), version=number)
    table = delta.read(folder, number, COLUMNS)
    told = table["incident_id"].notna()
    statements, receipts = table[told], table[~told].sort_values("batch", kind="stable")
    if receipts["added"].sum() != len(statements):
        raise VaultDamaged("vault_damaged", folder=str(folder), reason="checksum")
    return Held(number, stated.typed(statements), stated.typed(receipts))


def _joined(base: Held, fresh: list[Incidents]) -> Held:
    """The base with all that the fresh files say and it did not hold."""
    batch = int(base.receipts["batch"].max()) + 1 if len(base.receipts) else 0
    told = pd.concat([base.statements, stated.statements(fresh, batch)], ignore_index=True)
    told, place = stated.distinct(told)
    added = told["receipt"].value_counts()
    new = [stated.receipt(each, batch, int(added.get(stated.receipt_name(each), 0))) for each in fresh]
    receipts = pd.concat([base.receipts, stated.typed(pd.DataFrame(new))], ignore_index=True)
    if place.duplicated().any():
        names = dict(zip(receipts["receipt"], receipts["file"], strict=True))
        raise Refused(stated.contradictions(told, place, fresh, names))
    made_up = receipts["synthetic"].astype(bool)
    if made_up.any() and not made_up.all():
        one, other = (", ".join(receipts["file"][which].unique()) for which in (made_up, ~made_up))
        raise PublishRefused("mixed", synthetic=one, real=other)
    return Held(None, told, receipts)


def _covered(receipts: pd.DataFrame) -> dict[str, pd.DatetimeIndex]:
    covered = {kind: pd.DatetimeIndex([]) for kind in stated.KINDS}
    whole = receipts.dropna(subset=["first_month"])
    for kind, first, last in zip(whole["kind"], whole["first_month"], whole["last_month"], strict=True):
        covered[kind] = covered[kind].union(pd.date_range(first, last, freq="MS"))
    return covered
