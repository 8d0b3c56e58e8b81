"""The one shape in which figures live in a release: one value for one key and one window."""

KEYS = ("indicator_id", "geo", "age", "sex", "role", "level", "action")
COLUMNS = (
    "set_id",
    *KEYS,
    "window_start",
    "window_end",
    "window_kind",
    "as_of",
    "value",
    "lower",
    "upper",
    "obs_status",
    "conf_status",
    "basis",
    "source_id",
    "note_ids",
    "ref",
)
TOTAL, UNKNOWN = "_T", "_U"
WINDOW_KINDS = ("month", "quarter", "year", "ytd", "custom", "point")
# SDMX CL_OBS_STATUS and CL_CONF_STATUS, the letters used here.
OBS_STATUS = {
    "A": "normal",
    "P": "provisional",
    "E": "estimated or computed by us",
    "B": "break",
    "M": "missing",
    "F": "forecast",
}
CONF_STATUS = {"F": "free", "C": "suppressed"}
