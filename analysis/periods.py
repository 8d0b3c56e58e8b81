"""Series on years, quarters or months: which of them, and that none is left out."""

import pandas as pd

from analysis.errors import BadSeries

SEASONS = {"Y": 1, "Q": 4, "M": 12}


def frequency(series: pd.Series) -> str:
    """Y, Q or M. Raises BadSeries unless the index is a PeriodIndex with every period once, in order."""
    index, name = series.index, str(series.name or "series")
    letter = index.freqstr[0] if isinstance(index, pd.PeriodIndex) else ""
    if letter not in SEASONS:
        raise BadSeries(
            series=name, found="another index", expected="years, quarters or months as a PeriodIndex"
        )
    if len(index) and not index.equals(pd.period_range(index[0], index[-1], freq=index.freq)):
        raise BadSeries(
            series=name, found="repeated, unsorted or left-out periods", expected="every period once"
        )
    return letter
