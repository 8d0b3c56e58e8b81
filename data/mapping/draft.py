"""A first mapping of a file that none knows, for the analyst to finish: proposed codes, and blanks."""

import json

from data import catalogue
from data.tables import ages, measures, places
from data.tables.reading import Reading
from data.tables.text import key

HEAD = """\
# {file}: {cells} cells. Finish the blanks, move what is not wanted to outside, and give it to --mapping.
set = ""
source = ""
basis = ""
unit = "{unit}"
# month, last_day or year_after: from which the edition's day is taken where it is not known.
as_of = "last_day"
notes = []
indicator = "{indicator}"
# Labels that are in every edition of this table and together in no other.
recognise = {recognise}
outside = []
"""


def draft(reading: Reading) -> str:
    """TOML in the form of data/mappings: for each label the codes it seems to mean, and how sure that is.

    A label that nothing in the vocabulary knows gets a blank `item`; a total gets no code, since the
    dimensions that no label names stand at their totals.
    """
    axes = {"rows": "row_labels", "columns": "column_labels"}
    found = {axis: _labels(reading.cells[column]) for axis, column in axes.items()}
    lines = {axis: _axis(labels) for axis, labels in found.items()}
    said = "".join(line for part in lines.values() for line in part)
    named = [name for name in ("item", "measure") if f"{name} = " in said]
    units = [unit for unit in reading.cells["unit"].unique() if unit in catalogue.load().units]
    head = HEAD.format(
        file=" ".join(reading.file.split()),
        cells=len(reading.cells),
        unit=units[0] if len(units) == 1 else "",
        indicator="_".join(f"{{{name}}}" for name in named),
        recognise=json.dumps(_telling(lines, found), ensure_ascii=False),
    )
    return head + "".join(f"\n[{axis}]\n" + "".join(part) for axis, part in lines.items() if part)


def _labels(tuples) -> list[str]:
    """Each label of an axis once, in the order of the file."""
    return list({key(label): label for labels in reversed(tuples.unique()) for label in labels}.values())[
        ::-1
    ]


def _axis(labels: list[str]) -> list[str]:
    bands, regions = ages.axis(labels), places.axis(labels)
    return [
        f"{json.dumps(label, ensure_ascii=False)} = {_table(codes)}  # {sure}\n"
        for label, band, region in zip(labels, bands, regions, strict=True)
        for codes, sure in [_proposed(label, band, region)]
    ]


def _table(codes: dict[str, str]) -> str:
    return "{ " + ", ".join(f'{name} = "{code}"' for name, code in codes.items()) + " }" if codes else "{}"


def _proposed(label: str, band, region) -> tuple[dict[str, str], str]:
    """The codes that a label seems to mean, and in a word how sure that is."""
    sex, measure = measures.sex(label), measures.measure(label)
    if measures.total(label) == "" or (band and band.kind == "total"):
        return {}, "total"
    if sex and not sex.rest and sex.code != "_U":
        return {"sex": sex.code}, "sure"
    if band and (code := _age(band)):
        return {"age": code}, "unsure: is it an age?" if band.bare else "sure"
    if region and region.code:
        return {"geo": region.code}, f"unsure: {region.doubt}" if region.doubt else "sure"
    if region and region.kind == "district":
        return {"geo": ""}, f"district of {region.parent or '?'}; the catalogue has provinces only"
    if measure:
        codes = {"measure": measure.code} | ({"item": ""} if measure.rest else {})
        return codes, "unsure: name the rest" if measure.rest else "sure"
    return {"item": ""}, "not known"


def _age(band) -> str:
    """The catalogue's code of the same limits, '' where it has none."""
    if band.kind == "unknown":
        return "_U"
    codes = catalogue.load().dimensions["age"].codes.values()
    same = [
        code.id
        for code in codes
        if band.kind == "band"
        and (code.lower, code.upper, code.exact) == (band.lower, band.upper, band.exact)
    ]
    return same[0] if same else ""


def _telling(lines: dict[str, list[str]], found: dict[str, list[str]]) -> list[str]:
    """Labels that only this table is likely to have: first those that the vocabulary does not know."""
    labels = [label for part in found.values() for label in part]
    texts = [line for part in lines.values() for line in part]
    unknown = [label for label, line in zip(labels, texts, strict=True) if 'item = ""' in line]
    return (unknown or labels)[:5]
