"""What must hold between the catalogue's parts: every name points somewhere, bands nest, dates make sense."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

# The precision that a source gives for its own date: year, month or day.
SOURCE_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
REGION_KINDS = ("country", "province", "police_region")


def faults(catalogue) -> list[str]:
    """Every broken reference and impossible value of a read catalogue, as sentences."""
    checks = (_indicators, _codes, _aliases, _events, _sources, _sets, _refs)
    return [fault for check in checks for fault in check(catalogue)]


def _unknown(place: str, what: str, names, known) -> Iterator[str]:
    for name in names:
        if name and name not in known:
            yield f"{place}: unknown {what} {name}"


def _indicators(catalogue) -> Iterator[str]:
    for indicator in catalogue.indicators.values():
        place = f"indicators.toml [{indicator.id}]"
        yield from _unknown(place, "unit", [indicator.unit], catalogue.units)
        yield from _unknown(place, "basis", indicator.bases, catalogue.bases)
        yield from _unknown(place, "denominator", [indicator.denominator], catalogue.indicators)
        if indicator.additive and indicator.unit in ("percent", "per_day", "per_month"):
            yield f"{place}: a {indicator.unit} cannot be additive"


def _codes(catalogue) -> Iterator[str]:
    for dimension in catalogue.dimensions.values():
        for code in dimension.codes.values():
            place = f"dimensions.toml [{dimension.id}] {code.id}"
            yield from _unknown(place, "parent", [code.parent], dimension.codes)
            yield from _unknown(place, "contained code", code.contains, dimension.codes)
            if code.kind not in (*REGION_KINDS, "") or (code.police and not code.kind):
                yield f"{place}: kind must be one of {', '.join(REGION_KINDS)}"
            if code.upper is not None and code.upper < (code.lower or 0):
                yield f"{place}: the upper age {code.upper} lies below the lower age {code.lower}"
            for inner in (dimension.codes[id] for id in code.contains if id in dimension.codes):
                if not _holds(code, inner):
                    yield f"{place}: cannot contain {inner.id}, whose ages reach outside it"


def _holds(outer, inner) -> bool:
    starts = outer.lower is None or (inner.lower is not None and inner.lower >= outer.lower)
    if outer.upper is None or not (outer.exact and inner.exact):
        return starts
    return starts and inner.upper is not None and inner.upper <= outer.upper


def _aliases(catalogue) -> Iterator[str]:
    for dimension in catalogue.dimensions.values():
        owner: dict[str, str] = {}
        for code in dimension.codes.values():
            spellings = {*code.aliases, *code.label.values()}
            for spelling in sorted({each.casefold() for each in spellings if each}):
                first = owner.setdefault(spelling, code.id)
                if first != code.id:
                    yield f"dimensions.toml [{dimension.id}]: '{spelling}' means both {first} and {code.id}"


def _events(catalogue) -> Iterator[str]:
    for event in catalogue.events.values():
        place = f"events.toml [{event.id}]"
        yield from _unknown(place, "indicator", event.indicators, catalogue.indicators)
        yield from _unknown(place, "basis", event.bases, catalogue.bases)
        yield from _unknown(place, "source", [event.source_id], catalogue.sources)
        yield from _unknown(place, "kind", [event.kind], catalogue.event_kinds)
        yield from _unknown(place, "effect", [event.effect], catalogue.effects)
        yield from _unknown(place, "precision", [event.precision], ("day", "month", "year"))
        if event.end is not None and event.end < event.start:
            yield f"{place}: ends on {event.end}, before it starts on {event.start}"


def _sources(catalogue) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for source in catalogue.sources.values():
        place = f"sources.toml [{source.id}]"
        yield from _unknown(place, "kind", [source.kind], catalogue.source_kinds)
        yield from _unknown(place, "licence", [source.licence], catalogue.licences)
        if source.date and not SOURCE_DATE.match(source.date):
            yield f"{place}: date {source.date!r} is not a year, a month (2024-08) or a day (2024-08-28)"
        if bool(source.heading) == bool(source.description):
            yield f"{place}: needs either the document's own title or our description of it"
        if source.url and urlsplit(source.url).scheme not in ("http", "https"):
            yield f"{place}: url {source.url} is not a web address"
        first = seen.setdefault((source.url, source.publisher.get("en", "")), source.id)
        if source.url and first != source.id:
            yield f"{place}: the same document and publisher as {first}"


def _sets(catalogue) -> Iterator[str]:
    for entry in catalogue.sets.values():
        yield from _unknown(f"sets.toml [{entry.id}]", "dimension", entry.complete, catalogue.dimensions)


def _refs(catalogue) -> Iterator[str]:
    """A figure is left out for one reason only, and never stands for itself."""
    reason: dict[str, str] = {}
    for omission in catalogue.omitted.values():
        for ref in (*omission.refs, *omission.same_as):
            first = reason.setdefault(ref, omission.id)
            if first != omission.id or (ref in omission.refs and ref in omission.same_as):
                yield f"omitted.toml [{omission.id}]: {ref} is left out twice"
    for omission in catalogue.omitted.values():
        for ref in omission.same_as.values():
            if ref in reason:
                yield f"omitted.toml [{omission.id}]: {ref} is both kept and left out"
