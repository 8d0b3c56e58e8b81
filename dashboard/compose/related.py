"""Official series of related offences, for context: none is ever beside a count of sexual deepfakes."""

from dataclasses import replace

from dashboard.compose import derive, tested
from dashboard.compose.compare import compare
from dashboard.compose.parts import Parts
from dashboard.compose.pick import one, pick

# The first and last known year of a series, as facts of its sentence.
ENDS = {"first": 0, "last": -1}
SHOWN = ("recorded", "cleared")
OFFENCES = ("filming", "messages", "intrusion")
HEADINGS = ("child", "general", "filming")
OFFENDERS = tuple(
    f"related_offenders_{name}"
    for name in ("assault", "rape", "similar_rape", "other_assault", "sexual_customs")
)
AGES = ("Y_LE20", "Y21T30", "Y31T40", "Y41T50", "Y51T60", "Y61T70", "Y_GE71", "_U")
JUVENILES = ("related_juvenile_sexual", "related_juvenile_child_material")


def _yearly(release, indicator: str) -> list:
    return pick(release, indicator, indicator, kind="year")


def offences(release, options) -> Parts:
    """Sexual offences by year, recorded or cleared; each is compared with its own year before alone."""
    series = {name: _yearly(release, f"related_{name}_{options['show']}") for name in OFFENCES}
    pairs = tuple(compare(*rows[-2:]) for rows in series.values() if len(rows) > 1)
    facts = {"variant": options["show"]}
    for name, rows in series.items():
        if rows:
            facts |= {f"{name}_first": rows[0], f"{name}_before": rows[-2], f"{name}_last": rows[-1]}
    trends = tuple(found for rows in series.values() for found in tested.findings(rows, "trend"))
    return Parts(tuple(row for rows in series.values() for row in rows), pairs, trends, facts=facts)


def cyber(release, options) -> Parts:
    """Headings of cyber crime on sexual material by year, and our sum of all headings for their size."""
    series = {name: _yearly(release, f"related_cyber_{name}_{options['show']}") for name in HEADINGS}
    totals = _yearly(release, f"related_cyber_all_{options['show']}")
    known = {name: [row for row in rows if row.value is not None] for name, rows in series.items()}
    pairs = tuple(compare(*rows[-2:]) for rows in known.values() if len(rows) > 1)
    facts = {"variant": options["show"]}
    if totals:
        facts |= {f"{name}_{place}": rows[at] for name, rows in known.items() for place, at in ENDS.items()}
        facts["total"] = totals[-1]
    rows = tuple(row for rows in series.values() for row in rows)
    trends = tuple(found for each in known.values() for found in tested.findings(each, "trend"))
    return Parts((*rows, *totals), pairs, trends, facts=facts)


def offenders(release, options) -> Parts:
    """Offenders of one offence by age and sex; both sexes of an age are added, the table gives them apart."""
    indicator = options["offence"]
    window = {"start": "2020-01-01", "end": "2020-12-31"}
    rows, both = [], {}
    for age in AGES:
        parts = [one(release, indicator, sex, age=age, sex=sex, **window) for sex in ("M", "F")]
        if all(parts):
            rows += parts
            both[age] = replace(derive.total(tuple(parts), "both"), codes=(("age", age),))
    whole = one(release, indicator, "all", **window)
    if whole is None or not both:
        return Parts(tuple(rows))
    men = one(release, indicator, "all", sex="M", **window)
    young = both["Y_LE20"]
    facts = {
        "total": whole,
        "men": men,
        "men_share": derive.share(men, whole),
        "young": young,
        "young_share": derive.share(young, whole),
    }
    return Parts((*rows, *both.values(), whole, men), facts=facts)


def juveniles(release, options) -> Parts:
    """Juvenile offenders of 2017 in two groups of offences, with and without a stated sex."""
    rows = [
        row
        for name in JUVENILES
        for sex in ("_T", "M", "F", "_U")
        for row in pick(release, name, name, sex=sex, kind="year")
    ]
    wholes = [row for row in rows if row.code("sex") == "_T"]
    facts = dict(zip(("sexual", "child"), wholes, strict=False))
    return Parts(tuple(rows), facts=facts)
