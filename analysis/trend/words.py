"""The trend of a series of counts, and the one word that its test allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from analysis import designs, poisson
from analysis.counts import positive, whole
from analysis.errors import BadSeries
from analysis.method import Method
from analysis.periods import frequency
from analysis.search import memory
from analysis.trend.joinpoint import PERMUTATIONS, SEED, joinpoint
from analysis.trend.slopes import Slope, of_counts
from analysis.windows import Event

# Years: with 4 points a line has 2 degrees of freedom and bends to chance. Months and quarters: two years, as
# BOCSAR asks (24 months), since in less a season cannot be told from a trend; quarters are then 8 points.
FEWEST = {"Y": 5, "Q": 8, "M": 24}
# Fewer events in all than this and even a doubling passes for chance.
FEWEST_EVENTS = 10
# Joinpoints are looked for from here on, a second one from twice as many: NCI begins at 7 and 12, where a
# permutation test finds next to nothing and costs the trend its part of the level.
FEWEST_TO_BEND = 12
# Of the 5 % of false words that are allowed, 2 go to the search for joinpoints and 3 to the slope; without a
# search the slope has them all.
SEARCH_PART = 0.4
# Two joinpoints are at least this part of the series apart and from its ends, and so many periods that the
# last segment has 8 points (5 of years) for its word, the joinpoint included.
APART, POINTS_APART = 0.1, {"Y": 4, "Q": 7, "M": 7}

GLM = Method(
    "loglinear_poisson", ("independent_periods", "straight_on_log_scale"), "McCullagh and Nelder (1989)"
)


@dataclass(frozen=True)
class Trend:
    """The trend at the end of a series.

    `word`: rising, falling, no_clear_change; too_short, too_few_events or interrupted (a change of counting
    leaves too few periods) when there is no test. It is about the periods `first` to `last`, `periods` of
    them with a value. `slope` is of the logarithm a year over them; `level` says how sure its interval is,
    after what the search for joinpoints cost: the word is rising or falling just when it leaves 0 out.
    `segments` and `average` (AAPC) are of the whole series tested; `joinpoints` the first periods of the
    segments after the first; `by_bic` how many BIC would have. `fitted` is the line, in counts of an average
    period, without season. `notes` are codes with fields: cut_at_event, event, zero_counts, missing.
    """

    word: str
    series: str
    first: pd.Period | None
    last: pd.Period | None
    periods: int
    needed: int
    slope: Slope | None = None
    level: float = 0.95
    segments: tuple[Slope, ...] = ()
    average: Slope | None = None
    joinpoints: tuple[pd.Period, ...] = ()
    by_bic: int | None = None
    fitted: pd.Series | None = None
    dispersion: float = 1.0
    memory: float = 0.0
    notes: tuple[tuple[str, dict], ...] = ()
    method: Method = GLM


def trend(
    counts: pd.Series,
    population: pd.Series | None = None,
    events: Iterable[Event] = (),
    *,
    level: float = 0.95,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Trend:
    """Trend of counts a day (or of the rate, with a population) at the end of a series, and its word.

    Counts on a PeriodIndex of years, quarters or months without holes (missing = NaN). A blocking event
    inside cuts the series: only what is counted one way is one trend. From 12 periods without a zero on,
    joinpoints are searched on the log rates, weighted by expected counts, and chosen by permutation tests; if
    there are any the word is about the last segment. Otherwise, and in short annual series, one log-linear
    Poisson trend, its interval widened for scatter beyond Poisson and for memory between months. The season
    is taken out as in `designs.adjustment`.
    Rivals: Mann–Kendall or BOCSAR's Kendall test (no size of the trend); a word from the last segment's own
    95 % interval, which claims a trend in 8 to 9 of 100 series without one, however joinpoints are chosen.
    Raises BadSeries, BadCount.
    """
    letter, name = frequency(counts), str(counts.name or "series")
    whole(counts.to_numpy(float), name)
    if population is not None and not population.index.equals(counts.index):
        raise BadSeries(series=name, found="other periods in the population", expected="those of the counts")
    kept, notes = _one_way(counts.astype(float), events)
    needed = FEWEST[letter]
    span = (
        kept.loc[kept.first_valid_index() : kept.last_valid_index()] if kept.notna().any() else kept.iloc[:0]
    )
    observed = int(span.notna().sum())
    edges = (span.index[0], span.index[-1]) if len(span) else (None, None)
    about = {"series": name, "periods": observed, "needed": needed}
    if observed < needed:
        cut = len(kept) < len(counts) and counts.notna().sum() >= needed
        word = "interrupted" if cut else "too_short"
        return Trend(word, first=edges[0], last=edges[1], notes=notes, **about)
    if span.sum() < FEWEST_EVENTS:
        return Trend("too_few_events", first=edges[0], last=edges[1], notes=notes, **about)
    if observed < len(span):
        notes = (*notes, ("missing", {"periods": len(span) - observed}))
    people = 1.0 if population is None else positive(population.loc[span.index].to_numpy(float), "population")
    return _fitted(span, designs.days(span.index) * people, level, permutations, seed, notes, about)


def _one_way(counts: pd.Series, events: Iterable[Event]) -> tuple[pd.Series, tuple]:
    """The periods after the last blocking event inside the series, and what happened in them."""
    name, notes = str(counts.name or "series"), []
    relevant = [e for e in events if e.effect != "none" and (not e.indicators or name in e.indicators)]
    for event in sorted(relevant, key=lambda event: event.effect):
        turns = [event.start] + ([event.end + timedelta(days=1)] if event.end else [])
        ends = counts.index.end_time
        inside = [
            pd.Timestamp(day)
            for day in turns
            if len(counts) and counts.index.start_time[0] < pd.Timestamp(day) <= ends[-1]
        ]
        if not inside:
            continue
        if event.effect == "blocked":
            counts = counts[counts.index.start_time >= max(inside)]
            notes.append(("cut_at_event", {"event": event.id, "date": str(max(inside).date())}))
        else:
            notes.append(("event", {"event": event.id, "start": str(event.start)}))
    return counts, tuple(notes)


def _fitted(span, exposure, level, permutations, seed, notes, about) -> Trend:
    index = span.index
    values = span.to_numpy()
    known = ~np.isnan(values)
    exposure = np.broadcast_to(exposure, len(span))
    code, season = designs.adjustment(index, float(np.nanmean(values)))
    x = designs.years(index)
    made, kept, line = _straight(values, known, exposure, x, season)
    apart = max(int(np.ceil(APART * known.sum())), POINTS_APART[index.freqstr[0]])
    room = known.sum() >= max(FEWEST_TO_BEND, 2 * apart + 1)
    bends = room and values[known].min() > 0
    if room and not bends:
        notes = (*notes, ("zero_counts", {"periods": int((values[known] == 0).sum())}))
    slope_level = 1 - (1 - level) * (1 - SEARCH_PART) if bends else level
    error = float(np.sqrt(made.covariance[0, 1, 1] * (1 + kept) / (1 - kept)))
    scatter = float(made.dispersion[0])
    one = of_counts(0, len(x) - 1, made.coefficients[0, 1], error, scatter, made.freedom[0], slope_level)
    assumptions = ("straight_on_log_scale", code, "memory" if kept else "independent_periods")
    common = about | {"level": slope_level, "dispersion": max(scatter, 1.0), "memory": kept, "notes": notes}
    if bends:
        asked = {"overall": (1 - level) * SEARCH_PART, "permutations": permutations, "seed": seed}
        found = _bent(span, exposure, known, made.mean[0], x, season, slope_level, apart, asked)
        common |= {"by_bic": int(np.argmin(found.criterion))}
        if found.places:
            return _joined(span, known, found, exposure, common, (*assumptions, "season_constant"), asked)
    method = Method("loglinear_poisson", assumptions, GLM.source, (("level", slope_level),))
    fitted = pd.Series(line, index)
    return Trend(
        one.word,
        first=index[0],
        last=index[-1],
        slope=one,
        segments=(one,),
        average=one,
        fitted=fitted,
        method=method,
        **common,
    )


def _straight(values, known, exposure, x, season) -> tuple[poisson.Fit, float, np.ndarray]:
    """The log-linear fit, what its residuals remember, and its line in counts of an average period."""
    design = np.column_stack([np.ones(len(x)), x, season])
    made = poisson.fit(values, design, exposure)
    root = np.sqrt(made.mean[0])
    left = ((values - made.mean[0]) / root)[known]
    kept = memory(left, (design * root[:, None])[known])
    return made, kept, exposure.mean() * np.exp(design[:, :2] @ made.coefficients[0, :2])


def _bent(span, exposure, known, mean, x, season, level, apart, asked):
    most = 2 if known.sum() >= 2 * FEWEST_TO_BEND else 1
    logs = np.log(span.to_numpy()[known] / exposure[known])
    return joinpoint(
        x[known],
        logs,
        mean[known],
        season[known],
        most=most,
        selection="permutation",
        level=level,
        distance=apart + 1,
        at_end=apart,
        remembering=True,
        **asked,
    )


def _joined(span, known, found, exposure, common, assumptions, asked) -> Trend:
    """The trend of a series that bends: the word is about its last segment."""
    index = span.index[known]
    last = found.segments[-1]
    fitted = pd.Series(np.exp(found.fitted) * exposure.mean(), index).reindex(span.index)
    settings = (("level", common["level"]), *asked.items())
    return Trend(
        last.word,
        first=index[last.first],
        last=index[-1],
        slope=last,
        segments=found.segments,
        average=found.average,
        joinpoints=tuple(index[place] for place in found.places),
        fitted=fitted,
        method=Method("joinpoint", assumptions, "Kim et al. (2000)", settings),
        **(common | {"periods": last.last - last.first + 1, "memory": found.memory}),
    )
