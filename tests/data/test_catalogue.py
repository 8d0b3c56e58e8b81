"""The catalogue is whole, speaks both languages, and names every fault of a broken copy at once."""

import shutil
from datetime import date

import pytest

from data import catalogue
from data.catalogue import FOLDER, CatalogueError


@pytest.fixture(scope="module")
def book():
    return catalogue.load()


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "catalogue")


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(folder):
    with pytest.raises(CatalogueError) as caught:
        catalogue.read(folder)
    return caught.value.problems


def test_police_regions_are_18_and_provinces_17(book):
    codes = book.dimensions["geo"].codes.values()
    assert sum(code.police for code in codes) == 18
    assert sum(code.kind == "province" for code in codes) == 17
    halves = [code.id for code in codes if code.parent == "KR-41"]
    assert halves == ["KRP-41S", "KRP-41N"]


def test_renamed_provinces_keep_their_code_and_know_the_day_and_the_old_name(book):
    codes = book.dimensions["geo"].codes
    assert [(f.until, f.label["ko"]) for f in codes["KR-42"].former] == [(date(2023, 6, 11), "강원도")]
    assert [(f.until, f.label["ko"]) for f in codes["KR-45"].former] == [(date(2024, 1, 18), "전라북도")]
    for code, spelling in (("KR-45", "전라북도"), ("KR-45", "전북특별자치도"), ("KR-42", "강원도")):
        assert spelling in codes[code].aliases


def test_teens_hold_those_under_14_and_have_no_stated_limits(book):
    teens = book.dimensions["age"].codes["Y10S"]
    assert teens.contains == ("Y10T13", "Y14S", "Y10S_U")
    assert not teens.exact
    assert book.dimensions["age"].codes["Y10T13"].exact


def test_five_year_bands_tile_the_ages_from_0_to_100(book):
    codes = book.dimensions["age"].codes
    tiles = [(codes[f"Y{low}T{low + 4}"].lower, codes[f"Y{low}T{low + 4}"].upper) for low in range(0, 100, 5)]
    assert tiles == [(low, low + 4) for low in range(0, 100, 5)]
    assert (codes["Y_GE100"].lower, codes["Y_GE100"].upper) == (100, None)


# The dates are those of the laws, announcements and rounds that events.toml cites.
@pytest.mark.parametrize(
    ("event", "start", "end", "kind", "effect"),
    [
        ("offence_created", date(2020, 6, 25), None, "law", "blocked"),
        ("kics_series_begins", date(2021, 1, 1), None, "counting", "blocked"),
        ("crackdown_2022", date(2022, 3, 1), date(2022, 10, 31), "crackdown", "caution"),
        ("gunwi_to_daegu", date(2023, 7, 1), None, "boundary", "caution"),
        ("hand_compilation", date(2024, 1, 1), None, "counting", "blocked"),
        ("other_units_counted", date(2024, 1, 1), None, "counting", "blocked"),
        ("public_attention", date(2024, 8, 1), None, "attention", "caution"),
        ("crackdown_2024", date(2024, 8, 28), date(2025, 3, 31), "crackdown", "caution"),
        ("school_round_definition", date(2024, 8, 28), None, "definition", "blocked"),
        ("law_2024_10_16", date(2024, 10, 16), None, "law", "caution"),
        ("cyber_crackdown_2025", date(2024, 11, 1), date(2025, 10, 31), "crackdown", "caution"),
    ],
)
def test_events_that_decide_comparisons(book, event, start, end, kind, effect):
    found = book.events[event]
    assert (found.start, found.end, found.kind, found.effect) == (start, end, kind, effect)


def test_hand_compilation_does_not_touch_a_pair_of_kics_counts(book):
    assert "kics" not in book.events["hand_compilation"].bases
    assert "police_cases" in book.events["hand_compilation"].indicators


def test_a_source_without_a_title_is_described_in_brackets_in_both_languages(book):
    untitled = [source for source in book.sources.values() if source.description]
    assert untitled
    for source in untitled:
        assert source.name("ko").startswith("[")
        assert source.name("en").startswith("[")
        assert source.name("ko") != source.name("en")
    assert book.sources["npa_newsis_20240926"].title.startswith("경찰, 딥페이크 범죄 812건")


def test_korean_words_are_korean_and_english_words_hold_no_hangul(book):
    def hangul(text):
        return any("가" <= letter <= "힣" for letter in text)

    texts = [
        *(
            each
            for entry in book.indicators.values()
            for each in (entry.label, entry.short, entry.definition)
        ),
        *(each for entry in book.events.values() for each in (entry.label, entry.text)),
        *(each for entry in book.conflicts.values() for each in (entry.text, entry.reading)),
        *(entry.text for entry in (*book.notes.values(), *book.sets.values(), *book.omitted.values())),
        *(entry.definition for entry in book.bases.values()),
        *(code.label for dimension in book.dimensions.values() for code in dimension.codes.values()),
    ]
    assert not [text["en"] for text in texts if hangul(text["en"])]
    wordless = [
        text["ko"] for text in texts if not hangul(text["ko"]) and any(c.isalpha() for c in text["ko"])
    ]
    assert not wordless


@pytest.mark.parametrize("word", ["음란물", "몰카", "pornograph"])
def test_words_that_wrong_the_people_counted_are_not_used(book, word):
    for path in FOLDER.glob("*.toml"):
        assert word not in path.read_text(encoding="utf-8").casefold(), path.name


def test_labels_in_either_language(book):
    assert book.label("geo", "KRP-41S", "ko") == "경기남부"
    assert book.label("level", "middle", "en") == "Middle"


def test_every_fault_of_a_broken_catalogue_stands_in_one_report(copy):
    change(copy, "indicators.toml", 'unit = "case"', 'unit = "crate"')
    change(copy, "indicators.toml", 'en = "Reports to police"', 'en = ""')
    change(
        copy, "dimensions.toml", 'contains = ["Y10T13", "Y14S", ', 'contains = ["Y10T13", "Y14S", "Y_TEEN", '
    )
    change(copy, "dimensions.toml", "lower = 20, upper = 29", "lower = 29, upper = 20")
    change(copy, "dimensions.toml", 'aliases = ["서울특별시"', 'aliases = ["부산"')
    change(copy, "events.toml", 'source_id = "law_sexual_violence"', 'source_id = "hearsay"')
    change(copy, "events.toml", 'indicators = ["police_cases"', 'indicators = ["police_ghosts"')
    change(copy, "events.toml", "end = 2022-10-31", "end = 2022-01-31")
    change(copy, "events.toml", "start = 2021-01-01", 'start = "2021"')
    change(copy, "sources.toml", 'date = "2024-09-26"', 'date = "26.9.2024"')
    change(copy, "sources.toml", 'kind = "parliamentary_reply"', 'kind = "rumour"')
    change(copy, "notes.toml", "text.en", "text.fr")
    change(copy, "bases.toml", "[kics]\nlabel", "[kics]\nlable")
    report = "\n".join(problems_of(copy))
    for fault in (
        "indicators.toml [police_cases]: unknown unit crate",
        "indicators.toml [police_reports] short: has no English",
        "Y10S: unknown contained code Y_TEEN",
        "Y20T29: the upper age 20 lies below the lower age 29",
        "'부산' means both KR-11 and KR-26",
        "events.toml [offence_created]: unknown source hearsay",
        "events.toml [offence_created]: unknown indicator police_ghosts",
        "events.toml [crackdown_2022]: ends on 2022-01-31, before it starts on 2022-03-01",
        "events.toml [kics_series_begins] start: expected a date",
        "sources.toml [npa_newsis_20240926]: date '26.9.2024'",
        "sources.toml [npa_cho_bs_20241008]: unknown kind rumour",
        "notes.toml [kics_series] text: has no English",
        "bases.toml [kics]: lable is not a field of Basis",
        "bases.toml [kics]: label is missing",
    ):
        assert fault in report


def test_a_repeated_id_is_refused_and_the_other_files_are_still_read(copy):
    notes = copy / "notes.toml"
    notes.write_text(notes.read_text(encoding="utf-8") + "\n[computed]\n", encoding="utf-8")
    change(copy, "indicators.toml", 'unit = "case"', 'unit = "crate"')
    report = "\n".join(problems_of(copy))
    assert "notes.toml: cannot be read" in report
    assert "computed" in report
    assert "unknown unit crate" in report


def test_a_missing_file_is_named(copy):
    (copy / "events.toml").unlink()
    assert any(problem.startswith("events.toml: cannot be read") for problem in problems_of(copy))


def test_a_figure_cannot_be_both_kept_and_left_out(copy):
    change(copy, "omitted.toml", 'refs = ["REG-028", "REG-042"]', 'refs = ["NPA-001", "SCH-019"]')
    report = "\n".join(problems_of(copy))
    assert "SCH-019 is left out twice" in report
    assert "NPA-001 is both kept and left out" in report
