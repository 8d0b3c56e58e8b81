"""Refusals of the analysis: each has a code and fields for the screens, and one plain sentence of its own."""


class AnalysisError(ValueError):
    """A number that would mislead is refused instead of computed.

    `code` and `fields` are what a screen translates; `str()` is one English sentence that says what was
    found in which series, what was expected, and what to do. Every field named in `sentence` must be given.
    """

    code = "analysis"
    sentence = "{series}: cannot be computed."

    def __init__(self, **fields):
        self.fields = {"series": "series"} | fields
        super().__init__(self.sentence.format(**self.fields))

    def __reduce__(self):
        return _rebuilt, (type(self), self.fields)


def _rebuilt(kind: type[AnalysisError], fields: dict) -> AnalysisError:
    """Let a refusal cross from a worker process, which keyword-only fields would otherwise prevent."""
    return kind(**fields)


class TooFewPeriods(AnalysisError):
    """Fields: series, found, frequency, first, needed, purpose."""

    code = "too_few_periods"
    sentence = (
        "{series}: {found} {frequency} values from {first}; {purpose} needs at least {needed}. "
        "Wait for more periods or choose a coarser view."
    )


class NotComparable(AnalysisError):
    """Fields: series, event, date, found, needed. Periods across a change of counting are not one history."""

    code = "not_comparable"
    sentence = (
        "{series}: {event} on {date} changed how it is counted, and only {found} periods follow; "
        "at least {needed} counted one way were expected. Show the observed values without a forecast."
    )


class DifferentGroups(AnalysisError):
    """Fields: series, only_earlier, only_later (tuples of groups)."""

    code = "different_groups"
    sentence = (
        "{series}: groups only in the earlier period {only_earlier}, only in the later {only_later}; "
        "the same groups were expected in both. Merge or drop the groups that differ."
    )


class NotAdditive(AnalysisError):
    """Fields: series (the total's), period, parts, total."""

    code = "not_additive"
    sentence = (
        "{series}: in {period} the parts sum to {parts:g} and the total is {total:g}; equal sums were expected. "
        "Reconcile only parts that leave nothing out and count nothing twice."
    )


class SmallBase(AnalysisError):
    """Fields: series, base, minimum."""

    code = "small_base"
    sentence = (
        "{series}: a base of {base:g} is too small for a percentage, at least {minimum} was expected. "
        "State both counts instead."
    )


class SmallCount(AnalysisError):
    """Fields: series, count, minimum."""

    code = "small_count"
    sentence = (
        "{series}: {count:g} events are too few for a standardised rate, at least {minimum} were expected. "
        "State the count, or join years or groups."
    )


class BadCount(AnalysisError):
    """Fields: series, value, expected."""

    code = "bad_count"
    sentence = "{series}: found {value}, expected {expected}. Correct the figure at its source."


class BadWindow(AnalysisError):
    """Fields: series, start, end."""

    code = "bad_window"
    sentence = (
        "{series}: the window {start} to {end} ends before it starts; two dates in order were expected. "
        "Correct the dates at their source."
    )


class BadSeries(AnalysisError):
    """Fields: series, found, expected."""

    code = "bad_series"
    sentence = "{series}: found {found}, expected {expected}. Prepare the series so."


class FallingCumulative(AnalysisError):
    """Fields: series, earlier, earlier_end, later, later_end."""

    code = "falling_cumulative"
    sentence = (
        "{series}: the cumulative count falls from {earlier:g} on {earlier_end} to {later:g} on {later_end}; "
        "a count that never falls was expected. Look for a correction or another definition between them."
    )


class RebasedCumulative(AnalysisError):
    """Fields: series, what ('basis' or 'start'), earlier, earlier_end, later, later_end."""

    code = "rebased_cumulative"
    sentence = (
        "{series}: the {what} changes from {earlier} on {earlier_end} to {later} on {later_end}; "
        "one {what} was expected throughout. Take differences on either side of the change only."
    )


class MissingDay(AnalysisError):
    """Fields: series, what ('value' or 'date'), end, position (0-based row of the statement)."""

    code = "missing_day"
    sentence = (
        "{series}: the statement to {end} (row {position}) has no {what}; an exact {what} was expected. "
        "Supply it or leave the statement out."
    )


class AmbiguousDay(AnalysisError):
    """Fields: series, end, values (tuple)."""

    code = "ambiguous_day"
    sentence = (
        "{series}: two values {values} for the statement to {end} and no order between them; "
        "one was expected. Give each the day on which it was said."
    )


class NoMatchingBand(AnalysisError):
    """Fields: series, band (as text), lower, upper (None when open), available (tuple of band names)."""

    code = "no_matching_band"
    sentence = (
        "{series}: ages {band} are not made of whole bands of the denominator; "
        "bands that tile them exactly were expected. Show the count or share without a rate."
    )


class WrongUnit(AnalysisError):
    """Fields: series, transformation, unit, expected."""

    code = "wrong_unit"
    sentence = (
        "{series}: {transformation} is made of {unit} values, {expected} was expected. "
        "Choose a transformation that this unit allows."
    )
