"""Ages and age bands as people write them → completed years and the catalogue's age codes."""

import re
import unicodedata

from data import catalogue
from data.ingest import codes
from data.tables import ages

# Nobody on record was older; a larger number is a slip of the pen.
OLDEST = ages.OLDEST
# How the police publish the age of suspects: 10–13 apart, then the rest of the 10s, then by tens.
_BANDS = (
    (10, "Y_LT10"),
    (14, "Y10T13"),
    (20, "Y14S"),
    (30, "Y20T29"),
    (40, "Y30T39"),
    (50, "Y40T49"),
    (60, "Y50T59"),
    (70, "Y60T69"),
    (OLDEST + 1, "Y_GE70"),
)
_AGE = re.compile(r"만?(\d{1,3})(?:\.0+)?(?:세|살)?")


def years(text: str) -> int | None:
    """Completed years from `17`, `17세`, `만 17세`."""
    match = _AGE.fullmatch(_plain(text))
    return int(match[1]) if match else None


def limits(text: str) -> tuple[int, int | None] | None:
    """Lowest and highest age, both inside, of a band such as `20 - 24세`, `100+`, `14세미만`.

    The upper end is None when open; the whole is None when the text states no limits.
    """
    found = ages.age(text, below_ages=True)
    return (found.lower, found.upper) if found and found.kind == "band" and found.exact else None


def band(text: str) -> str | None:
    """The age code of a band by its name or its limits; `10대` has its own code, as its end is unstated."""
    named = codes.code("age", text)
    stated = limits(text)
    if named is not None or stated is None:
        return named
    exact = (entry for entry in catalogue.load().dimensions["age"].codes.values() if entry.exact)
    return next((entry.id for entry in exact if _ends(entry) == stated), None)


def _ends(entry: catalogue.Code) -> tuple[int, int | None] | None:
    return None if entry.lower is None and entry.upper is None else (entry.lower or 0, entry.upper)


def band_of(age: int) -> str:
    """The band in which the police publish an age: 10–13, the rest of the 10s, then by tens."""
    return next(name for limit, name in _BANDS if age < limit)


def _plain(text: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"(?:years?old|years)$", "", plain)
