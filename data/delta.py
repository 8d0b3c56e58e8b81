"""A Delta Lake table on this machine's disk: commits that last, one writer at a time, versions that stay.

deltalake gives atomic commits; what it leaves to its caller is done here: fsync, and refusing to commit
onto a version that another writer has overtaken.
"""

import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pandas as pd
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from data import durable
from data.errors import Conflict, StoreError, StoreUnusable, VaultDamaged

# Every version a release names must stay readable, so neither the log nor replaced files may expire.
KEEP = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}
# Plain tables need reader version 1; deletion vectors, which a list of files cannot express, need 3.
PLAIN = 1
# deltalake stops dead (a Rust panic) or looks elsewhere when the path of a table holds one of these.
UNSPEAKABLE = re.compile(r"[\[\]^|%\\\x00-\x1f]")
# No commit takes this long, so an unlisted file that old belongs to a writer that died.
ABANDONED = 24 * 60 * 60


def version(folder: Path) -> int | None:
    """The latest version, None where no table is. Raises VaultDamaged."""
    try:
        # A writer that died in its first commit leaves a log without an entry, which is no table yet.
        begun = any((folder / "_delta_log").glob("*.json"))
        return DeltaTable(str(folder)).version() if begun else None
    except (DeltaError, OSError) as error:
        raise _damaged(folder, error) from error


def digest(columns: Iterable[str]) -> str:
    """SQL for half an MD5 of a row, as the signed 64-bit number that Delta Lake knows.

    Names stand beside values and empty ones are left out: a column added later changes no older digest.
    """
    parts = ", ".join(f"'{name}=' || {name}::varchar" for name in columns)
    return f"(md5_number_lower(concat_ws(chr(31), {parts}))::hugeint - 9223372036854775808)::bigint"


def read(folder: Path, number: int, columns: dict[str, str]) -> pd.DataFrame:
    """A version, each row checked against its seal; `columns` maps names to DuckDB types, missing ones empty.

    Raises VaultDamaged.
    """
    shape = ", ".join(f"null::{kind} as {name}" for name, kind in (columns | {"seal": "bigint"}).items())
    query = (
        f"select {', '.join(columns)}, coalesce(seal = {digest(columns)}, false) as sound from "
        f"(from (select {shape} where false) union all by name from read_parquet(?, union_by_name=true))"
    )
    try:
        table = DeltaTable(str(folder), version=number)
        if table.protocol().min_reader_version > PLAIN:
            raise VaultDamaged("vault_foreign", folder=str(folder))
        files = [_literal(unquote(uri)) for uri in table.file_uris()]
        with duckdb.connect() as connection:
            table = connection.execute(query, [files]).df()
    except (DeltaError, OSError, duckdb.Error) as error:
        raise _damaged(folder, error) from error
    if not table.pop("sound").all():
        raise VaultDamaged("vault_damaged", folder=str(folder), reason="checksum")
    return table


def commit(
    folder: Path, frame: pd.DataFrame, columns: dict[str, str], onto: int | None, replace: bool
) -> int:
    """Add rows to version `onto`, or `replace` all of it by them, and return the new version; durable after.

    `onto` None makes the table. Raises Conflict when another writer was first, StoreUnusable; then nothing
    has changed.
    """
    if UNSPEAKABLE.search(folder.as_posix()):
        raise StoreUnusable("vault_path", folder=str(folder))
    once = CommitProperties(max_commit_retries=0)
    names = ", ".join(f"{name}::{kind} as {name}" for name, kind in columns.items())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        _sweep(folder)
        with duckdb.connect() as connection:
            rows = connection.from_df(frame).project(names).project(f"*, {digest(columns)} as seal")
            if onto is None:
                target, how = str(folder), {"mode": "error", "configuration": KEEP}
            else:
                target = DeltaTable(str(folder), version=onto)
                how = {"mode": "overwrite" if replace else "append", "schema_mode": "merge"}
            write_deltalake(target, rows, commit_properties=once, **how)
        made = 0 if onto is None else onto + 1
        _sync(folder, made)
    except (DeltaError, OSError) as error:
        raise _refusal(folder, error) from error
    return made


def _refusal(folder: Path, error: Exception) -> StoreError:
    if isinstance(error, OSError):
        return durable.refusal(error, folder)
    if isinstance(error, CommitFailedError) or "already exists" in str(error):
        return Conflict("vault_overtaken", folder=str(folder))
    # deltalake keeps the system's error number only inside its message.
    number = re.search(r"os error (\d+)", str(error))
    if number:
        return durable.refusal(OSError(int(number[1]), os.strerror(int(number[1]))), folder)
    return _damaged(folder, error)


def _damaged(folder: Path, error: Exception) -> VaultDamaged:
    """The kind of fault only: messages of the engines may quote stored values."""
    return VaultDamaged("vault_damaged", folder=str(folder), reason=type(error).__name__)


def _literal(path: str) -> str:
    """A path that DuckDB does not take for a pattern."""
    return re.sub(r"([*?\[])", r"[\1]", path)


def _sync(folder: Path, number: int) -> None:
    """Files first, then the log entry that names them, then the folders."""
    log = folder / "_delta_log" / f"{number:020d}.json"
    for name in _added(log):
        durable.sync_file(folder / name)
    durable.sync_file(log)
    for place in (log.parent, folder, folder.parent):
        durable.sync_folder(place)


def _added(log: Path) -> Iterator[str]:
    for line in log.read_text(encoding="utf-8").splitlines():
        if added := json.loads(line).get("add"):
            yield unquote(added["path"])


def _sweep(folder: Path) -> None:
    """Delete the rows of writers that died before their commit; no version ever named them."""
    named = {name for log in folder.glob("_delta_log/*.json") for name in _added(log)}
    for file in folder.glob("*.parquet*"):
        if file.name not in named and time.time() - file.stat().st_mtime > ABANDONED:
            file.unlink()
