"""Puts a release together: read everything, judge everything, and only then write."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError
from analysis.forecast import Forecast, forecast, gaps, reconcile
from analysis.nowcast import nowcast
from analysis.protect import protect_counts
from analysis.windows import Event
from data import catalogue, checks, cube, fits, inputs, nowcasts, parquet, published, vault
from data.diff import counted, diff
from data.errors import PublishRefused
from data.ingest import incidents
from data.ingest.limits import LARGE
from data.ingest.problems import Refused
from data.observations import COLUMNS
from data.release import Release
from data.releases import Store

STEPS = ("read", "count", "fit", "check", "write")
# Official figures that may count the same incidents: whoever knows them must learn nothing more from ours.
FACTS = {"police_cases": "incidents_police", "school_reports": "incidents_school"}
SYNTHETIC = "synthetic"
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Draft:
    """The next release, judged and not yet written; `tables` is None when it would say nothing new.

    `incidents` is what the vault would hold, the receipts of the files and what an analyst should see.
    """

    base: Release | None
    incidents: vault.Pending
    tables: dict | None
    manifest: dict


def publish(
    store: Store,
    incident_files: Iterable[Path] = (),
    *,
    note: str = "",
    large: bool = False,
    progress: Progress = lambda step: None,
) -> Release:
    """A new release from the bundled figures and incident sheets, or the current one when nothing is new.

    `progress` is told each of STEPS as it begins. Raises Refused for bad files, with every problem of every
    file, and StoreError; then nothing has changed.
    """
    with store.lock():
        draft = prepare(store, incident_files, large=large, progress=progress)
        progress("write")
        return write(store, draft, note)


def prepare(
    store: Store,
    incident_files: Iterable[Path] = (),
    *,
    large: bool = False,
    progress: Progress = lambda step: None,
) -> Draft:
    """Read and judge all that the next release would hold; writes nothing.

    `large` raises the limits of a file. Raises Refused and StoreError.
    """
    progress("read")
    figures = _bundled()
    base = store.base()
    pending = plan(store, incident_files, large)
    manifest = {
        "base": base and base.number,
        "synthetic": pending.synthetic,
        "code": inputs.code(),
        "inputs": inputs.bundled() + _sheets(pending),
    }
    if base and all(base.manifest[name] == manifest[name] for name in ("code", "inputs")):
        return Draft(base, pending, None, manifest)
    tables, frame = {}, figures
    if len(pending.after.receipts):
        progress("count")
        counts, tables["audit"] = _protected(pending, figures, store)
        frame = pd.concat([figures, counts])
    frame = parquet.in_order(frame)
    progress("fit")
    fitted = _fitted(list(fits.histories(frame, catalogue.load())))
    completed = [_completed(reports) for reports in nowcasts.reports(pending.rows, pending.covered)]
    progress("check")
    tables |= {"observations": frame, "fits": fitted, "nowcasts": completed, "checks": _checked(frame)}
    before = base.observations if base else pd.DataFrame(columns=list(COLUMNS))
    manifest["changelog"] = counted(diff(before, frame))
    unchanged = base and pending.after is pending.base and _same(base, tables)
    return Draft(base, pending, None if unchanged else tables, manifest)


def write(store: Store, draft: Draft, note: str = "") -> Release:
    """Make a draft the current release: first the vault, then the release that names the vault's version.

    Interrupted in between, the vault holds a version that no release names, and the next publish continues
    from the one named. Raises Conflict when another release became current since, StoreUnusable.
    """
    if draft.tables is None:
        return draft.base
    with store.lock():
        store.expect(draft.manifest["base"])
        number = vault.commit(draft.incidents)
        return store.write(draft.tables, draft.manifest | {"vault": number, "note": note})


def _bundled() -> pd.DataFrame:
    """The published figures and those that follow from them; raises PublishRefused with every fault of them."""
    try:
        catalogue.load()
        figures = published.load()
    except (catalogue.CatalogueError, published.PublishedError) as error:
        raise PublishRefused("bundled", found="\n".join(error.problems)) from error
    return pd.concat([figures, published.derived(figures)])


def plan(store: Store, incident_files: Iterable[Path] = (), large: bool = False) -> vault.Pending:
    """What the incident vault would hold with these files; only reads.

    Incidents continue from the vault version that the current release names, so after a rollback nothing of
    a later release comes along. Raises Refused with every problem of every file, and StoreError.
    """
    read, problems = [], []
    for path in incident_files:
        try:
            read.append(incidents.read(path, LARGE if large else None))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    base = store.base()
    pending = vault.plan(store.home, read, base and base.manifest["vault"])
    found = [problem for each in read for problem in each.problems]
    return replace(pending, problems=(*found, *pending.problems))


def _sheets(pending: vault.Pending) -> list[dict]:
    """The sheets behind the counts, without names and sizes, which could tell a small station apart."""
    kept = ["receipt", "kind", "sha256"]
    return [{"name": row["receipt"], **row} for row in pending.after.receipts[kept].to_dict("records")]


def _protected(pending: vault.Pending, official: pd.DataFrame, store: Store) -> tuple[pd.DataFrame, dict]:
    """Counts of the pending incidents that may be shown beside every earlier release, and the audit."""
    as_of = pending.after.receipts["received"].max()[:10]
    counts = cube.union(cube.counts(pending.rows, pending.covered, as_of))
    earlier = [
        release for release in map(store.open, store.numbers()) if release.synthetic == pending.synthetic
    ]
    facts = official.assign(indicator_id=official["indicator_id"].map(FACTS)).dropna(
        subset=["indicator_id", "value"]
    )
    regions = catalogue.load().dimensions["geo"].codes
    try:
        counts, audit = protect_counts(
            counts,
            history=[release.observations for release in earlier],
            # Made-up incidents have nothing to do with official figures.
            facts=None if pending.synthetic else facts,
            parents=cube.PARENTS | {"geo": {id: code.parent for id, code in regions.items()}},
        )
    except AnalysisError as refusal:
        tables = refusal.fields.get("tables", (refusal.fields["series"],))
        raise PublishRefused("unsafe", tables=", ".join(tables), reason=str(refusal)) from refusal
    counts = counts[list(COLUMNS)]
    return (counts.assign(basis=SYNTHETIC) if pending.synthetic else counts), audit


def _fitted(histories: list[fits.History]) -> list[dict]:
    """The forecast of each series or the reason why there is none; parts that are whole add up to their total."""
    made = [_forecast(history) for history in histories]
    ways = [""] * len(made)
    parents = {code: one.parent for code, one in catalogue.load().dimensions["geo"].codes.items()}
    for total, groups in fits.families(histories, parents):
        whole = [group for group in groups if _is_whole(made, total, group)]
        if not whole:
            continue
        found = reconcile(dict(enumerate(made)), total, whole)
        for place, frame in found.frames.items():
            made[place], ways[place] = made[place].with_start(frame), found.way
    return [
        fits.stored(history, one, adds_up=way)
        if isinstance(one, Forecast)
        else fits.stored(history, refusal=one)
        for history, one, way in zip(histories, made, ways, strict=True)
    ]


def _is_whole(made: list[Forecast | AnalysisError], total: int, group: list[int]) -> bool:
    """Whether total and parts all have a forecast, and no case is left out or counted twice."""
    if not all(isinstance(made[place], Forecast) for place in (total, *group)):
        return False
    return gaps(dict(enumerate(made)), total, group).empty


def _forecast(history: fits.History) -> Forecast | AnalysisError:
    """As far ahead as the history supports."""
    events = [
        Event(event.id, event.start, event.end, event.effect, event.indicators, event.bases)
        for event in history.events
    ]
    horizon = fits.HORIZON[history.wanted.kind]
    try:
        made = forecast(history.values, horizon, events=events)
        return made if made.reach >= horizon else forecast(history.values, made.reach, events=events)
    except AnalysisError as refusal:
        return refusal


def _completed(reports: nowcasts.Reports) -> dict:
    """What the last months have still to come, or the reason why that is not said."""
    if reports.refusal:
        return nowcasts.stored(reports)
    try:
        made = nowcast(reports.days, "M", reports.as_of, name=reports.indicator)
    except AnalysisError as refusal:
        return nowcasts.stored(reports, refusal=refusal)
    return nowcasts.stored(reports, made)


def _checked(frame: pd.DataFrame) -> list[dict]:
    """The findings on the whole; raises PublishRefused when one of them is an error."""
    findings = checks.check(frame, catalogue.load())
    errors = [finding["what"] for finding in findings if finding["severity"] == "error"]
    if errors:
        found = {lang: "\n".join(what[lang] for what in errors) for lang in errors[0]}
        raise PublishRefused("unsound", found=found)
    return findings


def _same(base: Release, tables: dict) -> bool:
    """Whether a reader would see no difference; the audit also counts the releases before it."""
    parts = {name: json.loads(json.dumps(tables[name])) for name in ("fits", "checks")}
    completed = json.loads(json.dumps(tables["nowcasts"]))
    return (
        base.observations.equals(tables["observations"])
        and base.nowcasts == completed
        and all(base.table(name) == part for name, part in parts.items())
    )
