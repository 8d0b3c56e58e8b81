"""Windows of observation: their days, their kinds, and which two may be set side by side."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.errors import BadWindow


@dataclass(frozen=True, order=True)
class Window:
    """A reference period: calendar dates, both ends included, in the source's own time zone."""

    start: date
    end: date

    def __post_init__(self):
        if self.end < self.start:
            raise BadWindow(series="window", start=self.start.isoformat(), end=self.end.isoformat())

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, order=True)
class Statement:
    """What must agree before two values may be set side by side; the value itself plays no part.

    `status` is an SDMX observation status letter; `codes` are (dimension, code) pairs of the group counted.
    """

    window: Window
    indicator: str
    basis: str = ""
    unit: str = ""
    status: str = "A"
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Event:
    """A law, a crackdown or a change of counting, and what it does to comparisons across it.

    `end` None means that the change stays. `effect` is blocked, caution or none. Empty `indicators` or
    `bases` mean all of them.
    """

    id: str
    start: date
    end: date | None = None
    effect: str = "caution"
    indicators: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """Whether two values may be compared, by which transformation, and why not or with which caveat.

    `level` is ok, caution or blocked; `mode` is whole_years, same_window, pace, or none when blocked. Each
    reason is a code (an event's own id for an event) and its fields; blocking ones come first.
    """

    level: str
    mode: str
    reasons: tuple[tuple[str, dict], ...] = ()


def kind(window: Window) -> str:
    """month, quarter, year or ytd (from 1 January, but none of these) by calendar; otherwise custom."""
    start, end = window.start, window.end
    if start.year != end.year or start.day != 1:
        return "custom"
    if _ends_month(end):
        months = end.month - start.month + 1
        if months == 1:
            return "month"
        if months == 3 and start.month % 3 == 1:
            return "quarter"
        if months == 12:
            return "year"
    return "ytd" if start.month == 1 else "custom"


def whole_years(window: Window) -> int:
    """How many complete years of twelve months the window is, from whichever day; 0 when it is not."""
    start, after = window.start, window.end + timedelta(days=1)
    return after.year - start.year if (after.month, after.day) == (start.month, start.day) else 0


def same_days_last_year(window: Window, years: int = 1) -> Window:
    """The same calendar days so many years earlier.

    29 February becomes 28 February in a common year. A window from the first of a month to the last of
    February keeps the whole of February, so that whole months stay whole months.
    """
    whole_february = window.start.day == 1 and window.end.month == 2 and _ends_month(window.end)
    return Window(_years_before(window.start, years), _years_before(window.end, years, whole_february))


def overlaps(a: Window, b: Window) -> bool:
    """Whether any day lies in both."""
    return a.start <= b.end and b.start <= a.end


def contains(outer: Window, inner: Window) -> bool:
    """Whether every day of the inner lies in the outer."""
    return outer.start <= inner.start and inner.end <= outer.end


def comparability(a: Statement, b: Statement, events: Iterable[Event] = ()) -> Verdict:
    """Whether two statements may be compared, in whichever order they are given.

    Every line that applies adds its reason; the worst level wins, and a blocked pair has mode none.
    "Earlier" and "later" are by start, then end, of the window.

    ======================================================= ======= =========== ====================
    condition                                               level   mode        reason
    ======================================================= ======= =========== ====================
    indicators differ                                       blocked             different_indicator
    units differ                                            blocked             different_unit
    bases differ                                            blocked             different_basis
    groups differ, and windows too                          blocked             different_group
    groups differ, windows equal                            caution             different_group
    either is missing (M)                                   blocked             missing
    the later is marked as a break (B)                      blocked             series_break
    windows overlap but are not equal                       blocked             overlapping_windows
    a blocking event separates the windows                  blocked             id of the event
    a cautioning event separates them                       caution             id of the event
    the same number of complete years                       ok      whole_years
    equal windows, or the same days of two years            ok      same_window
    complete years, but not the same number                 caution pace        unequal_days
    complete years against a part of one                    caution pace        incomplete_year
    other days of the year, as many                         caution pace        other_season
    other days of the year, not as many                     caution pace        other_season, unequal_days
    either is provisional (P)                               caution             provisional
    either is estimated (E)                                 caution             estimated
    either is a forecast (F)                                caution             forecast
    ======================================================= ======= =========== ====================

    An event separates two different windows unless both lie wholly inside it, or it begins after both, or it
    was over before both: so also when it lies between them, or in a part of one, or in parts of both.
    """
    earlier, later = sorted((a, b))
    mode, seasons = _by_windows(earlier.window, later.window)
    found = [
        *_by_definition(earlier, later),
        *_by_events(earlier, later, events),
        *(("caution", code, fields) for code, fields in seasons),
        *_by_status(earlier, later),
    ]
    blocking = [(code, fields) for level, code, fields in found if level == "blocked"]
    cautions = [(code, fields) for level, code, fields in found if level == "caution"]
    level = "blocked" if blocking else "caution" if cautions else "ok"
    return Verdict(level, "none" if blocking else mode, (*blocking, *cautions))


def _by_definition(earlier: Statement, later: Statement):
    """Reasons that lie in what was counted, as (level, code, fields)."""
    for name in ("indicator", "unit", "basis"):
        pair = {"earlier": getattr(earlier, name), "later": getattr(later, name)}
        if pair["earlier"] != pair["later"]:
            yield "blocked", f"different_{name}", pair
    same_window = earlier.window == later.window
    if sorted(earlier.codes) != sorted(later.codes):
        level = "caution" if same_window else "blocked"
        yield level, "different_group", {"earlier": earlier.codes, "later": later.codes}
    if "M" in (earlier.status, later.status):
        yield "blocked", "missing", {"earlier": earlier.status == "M", "later": later.status == "M"}
    if later.status == "B" and not same_window:
        yield "blocked", "series_break", {"start": later.window.start.isoformat()}
    if not same_window and overlaps(earlier.window, later.window):
        yield "blocked", "overlapping_windows", {}


def _by_windows(earlier: Window, later: Window) -> tuple[str, list[tuple[str, dict]]]:
    """The transformation that the two windows allow, and what it leaves unsaid."""
    years = whole_years(earlier), whole_years(later)
    days = {"earlier_days": earlier.days, "later_days": later.days}
    if all(years):
        return ("whole_years", []) if years[0] == years[1] else ("pace", [("unequal_days", days)])
    if same_days_last_year(later, later.start.year - earlier.start.year) == earlier:
        return "same_window", []
    if any(years):
        return "pace", [("incomplete_year", days | {"incomplete": "later" if years[0] else "earlier"})]
    unequal = [("unequal_days", days)] if earlier.days != later.days else []
    return "pace", [("other_season", days), *unequal]


def _by_events(earlier: Statement, later: Statement, events: Iterable[Event]):
    for event in events:
        concerned = not event.indicators or earlier.indicator in event.indicators
        counted_so = not event.bases or earlier.basis in event.bases or later.basis in event.bases
        where = _separation(event, earlier.window, later.window)
        if concerned and counted_so and where and event.effect != "none":
            yield event.effect, event.id, {"event": event.id, "where": where, "start": str(event.start)}


def _separation(event: Event, earlier: Window, later: Window) -> str:
    """Where the event parts two windows: between, in_earlier, in_later, ended; empty when it does not."""
    end = event.end or date.max
    last_day = max(earlier.end, later.end)
    begins_after, over_before = event.start > last_day, end < earlier.start
    inside_both = event.start <= earlier.start and last_day <= end
    if earlier == later or begins_after or over_before or inside_both:
        return ""
    if event.start < earlier.start:
        return "ended"
    if event.start <= earlier.end:
        return "in_earlier"
    return "between" if event.start <= later.start else "in_later"


def _by_status(earlier: Statement, later: Statement):
    for letter, code in (("P", "provisional"), ("E", "estimated"), ("F", "forecast")):
        if letter in (earlier.status, later.status):
            yield "caution", code, {"earlier": earlier.status == letter, "later": later.status == letter}


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _years_before(day: date, years: int, month_end: bool = False) -> date:
    last = monthrange(day.year - years, day.month)[1]
    return day.replace(year=day.year - years, day=last if month_end else min(day.day, last))
