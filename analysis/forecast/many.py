"""Forecasts of many series, on every core when they are worth it, with the reason for each that has none."""

import multiprocessing
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace

import pandas as pd

from analysis.errors import AnalysisError, BadSeries
from analysis.forecast.single import LEVELS, Forecast, forecast
from analysis.windows import Event

# A worker first imports for several seconds, in which one core makes some hundreds of forecasts.
WORTH_WORKERS = 500
# Small enough that an interruption is felt at once, large enough that sending costs nothing.
CHUNK = 20


@dataclass(frozen=True)
class ManyForecasts:
    """`made`: the forecast of each label; `refused`: the reason for each label without one; in given order."""

    made: dict[object, Forecast]
    refused: dict[object, AnalysisError]


def forecast_many(
    table: pd.DataFrame,
    horizon: int,
    levels: Sequence[float] = LEVELS,
    *,
    events: Iterable[Event] = (),
    population: pd.DataFrame | None = None,
    records: bool = False,
    workers: int | None = None,
) -> ManyForecasts:
    """What `forecast` says of each column of a table, on the same periods; one refusal stops no other.

    `events` are those of the indicator that all columns are parts of; `population` has the same columns.
    `records` also makes how each did before, which takes some ten times as long. `workers` None means one a
    core from 500 series and none below; started from a script, that script needs the usual
    `if __name__ == "__main__"`. The answer does not depend on it. On a terminal a bar shows how many are
    done; an interruption ends the workers too. Raises BadSeries without columns or with one label twice.
    """
    if not table.shape[1] or not table.columns.is_unique:
        found = "one label twice" if table.shape[1] else "no series"
        raise BadSeries(series="series", found=found, expected="one column for each")
    if workers is None:
        workers = multiprocessing.cpu_count() if table.shape[1] >= WORTH_WORKERS else 1
    # The columns are named after regions or ages; what changes the indicator changes all of them.
    shared = horizon, levels, tuple(replace(event, indicators=()) for event in events), records
    tasks = [(label, column, _people(population, label)) for label, column in table.items()]
    chunks = [tasks[start : start + CHUNK] for start in range(0, len(tasks), CHUNK)]
    answers = {}
    for done in _shown(_chunks(chunks, shared, workers), len(tasks)):
        answers |= done
    ordered = {label: answers[label] for label in table.columns}
    return ManyForecasts(
        {label: answer for label, answer in ordered.items() if isinstance(answer, Forecast)},
        {label: answer for label, answer in ordered.items() if not isinstance(answer, Forecast)},
    )


def _people(population: pd.DataFrame | None, label) -> pd.Series | None:
    return None if population is None else population[label]


def _chunks(chunks: list, shared: tuple, workers: int) -> Iterator[dict]:
    if workers == 1:
        for chunk in chunks:
            yield _answers(chunk, *shared)
        return
    # A fork would copy the threads' locks of numpy and of the web server without the threads.
    context = multiprocessing.get_context("spawn")
    number = min(workers, len(chunks))
    pool = ProcessPoolExecutor(number, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))
    try:
        for done in as_completed([pool.submit(_answers, chunk, *shared) for chunk in chunks]):
            yield done.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _answers(tasks: list, horizon, levels, events, records) -> dict:
    """Label → forecast or refusal of some of the series."""
    answers = {}
    for label, column, people in tasks:
        try:
            made = forecast(column.rename(_name(label)), horizon, levels, events=events, population=people)
            if records:
                # Kept in the forecast, and so sent along with it.
                _ = made.record
            answers[label] = made
        except AnalysisError as refusal:
            answers[label] = refusal
    return answers


def _shown(parts: Iterator[dict], number: int) -> Iterator[dict]:
    """The parts as they come, with a bar of how many are done; without a terminal nothing is shown."""
    if not sys.stderr.isatty():
        yield from parts
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=number)
        for part in parts:
            bar.advance(task, len(part))
            yield part


def _name(label) -> str:
    return " ".join(map(str, label)) if isinstance(label, tuple) else str(label)
