"""What may stand as a count or as the exposure behind one, and back to plain numbers."""

import numpy as np

from analysis.errors import BadCount


def whole(values, series: str = "count") -> np.ndarray:
    """The values as floats, missing ones as NaN; raises BadCount for what is not a whole number from 0."""
    array = np.asarray(values, dtype=float)
    known = ~np.isnan(array)
    with np.errstate(invalid="ignore"):
        bad = known & ((array < 0) | (array != np.floor(array)) | np.isinf(array))
    _refuse(array, bad, series, "a whole number from 0")
    return array


def positive(values, series: str = "exposure") -> np.ndarray:
    """The values as floats, missing ones as NaN; raises BadCount for any that is not finite and above 0."""
    array = np.asarray(values, dtype=float)
    known = ~np.isnan(array)
    _refuse(array, known & ~((array > 0) & np.isfinite(array)), series, "a number above 0")
    return array


def plain(values):
    """A Python number for a scalar, the array itself otherwise."""
    return np.asarray(values).item() if np.ndim(values) == 0 else values


def _refuse(array: np.ndarray, bad: np.ndarray, series: str, expected: str) -> None:
    if bad.any():
        raise BadCount(series=series, value=float(array[bad].flat[0]), expected=expected)
