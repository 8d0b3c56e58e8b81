"""Refusals of disclosure control; nothing is published while one of them stands."""

from analysis.errors import AnalysisError


class NeedsCoarsening(AnalysisError):
    """Fields: series, tables (names), ids, reason ('exposed' or 'time'), why (that reason in words).

    'exposed': numbers that are never hidden or already public narrow these cells, whatever else is hidden.
    'time': no pattern was found within the budget.
    """

    code = "needs_coarsening"
    sentence = (
        "{series}: no safe way to publish was found because {why}; a pattern that leaves every small "
        "count open was expected. Publish a coarser table instead."
    )


class PartsDoNotAdd(AnalysisError):
    """Fields: series (id of the total), total, parts (their sum)."""

    code = "parts_do_not_add"
    sentence = (
        "{series}: the total is {total:g} but its parts sum to {parts:g}; equal numbers were expected. "
        "Count the table again, with a row for unknown and a row for each zero."
    )


class ThresholdTooLow(AnalysisError):
    """Fields: series, threshold, lowest."""

    code = "threshold_too_low"
    sentence = (
        "{series}: a threshold of {threshold} was asked for; at least {lowest} was expected. "
        "Raise the threshold; there is no way round it."
    )


class CellDoubled(AnalysisError):
    """Fields: series (id of the cell)."""

    code = "cell_doubled"
    sentence = "{series}: two counts for one cell and window; one was expected. Count the table again."
