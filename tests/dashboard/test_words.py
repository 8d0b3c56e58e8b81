"""The ways of writing are those of the screens' plan; the expected texts are typed by hand."""

from datetime import date
from string import Formatter

import pytest

from analysis.windows import Window
from dashboard.words import MissingWord, half_up, words
from data import catalogue

KO, EN = words("ko"), words("en")


def span(start, end):
    return Window(date.fromisoformat(start), date.fromisoformat(end))


def test_both_languages_hold_the_same_texts_with_the_same_fields():
    def fields(text):
        return (
            {name for _, name, _, _ in Formatter().parse(text) if name}
            if isinstance(text, str)
            else len(text)
        )

    assert KO.texts.keys() == EN.texts.keys()
    # Dates name a month by number in Korean and by name in English, so their fields differ by nature.
    same = [key for key in KO.texts if key.split(".")[0] not in ("format", "tick")]
    assert {key: fields(KO.texts[key]) for key in same} == {key: fields(EN.texts[key]) for key in same}


def test_a_missing_text_names_key_and_language():
    with pytest.raises(MissingWord, match=r"no\.such\.key \(ko\)") as caught:
        KO.w("no.such.key")
    assert (caught.value.code, caught.value.key, caught.value.lang) == ("missing_word", "no.such.key", "ko")


def test_a_missing_field_is_named():
    with pytest.raises(MissingWord, match="needs the field 'number'"):
        EN.w("format.percent")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(2.5, 0, "3"), (6.25, 1, "6.3"), (0.125, 2, "0.13"), (-0.04, 1, "0.0"), (6.2499999999999, 1, "6.3")],
)
def test_half_goes_up(value, decimals, expected):
    assert str(half_up(value, decimals)) == expected


def test_counts_carry_their_unit():
    assert KO.count(1202, "case") == "1,202건"
    assert EN.count(1202, "case") == "1,202 cases"
    assert EN.count(1, "case") == "1 case"
    assert (KO.count(682, "person"), EN.count(682, "person")) == ("682명", "682 people")


def test_shares_points_ratios_and_rates():
    assert KO.percent(100 * 131 / 178) == "73.6%"
    assert (KO.points(4.14), EN.points(-1)) == ("+4.1%p", "−1.0 percentage point")
    assert EN.points(4.14) == "+4.1 percentage points"
    assert (KO.ratio(6.678), EN.ratio(float("inf"))) == ("6.68배", "∞ times")
    assert (KO.rate(757 / 126, "case"), EN.rate(757 / 126, "case")) == ("하루 6.01건", "6.01 cases a day")
    assert (KO.value(757 / 126, "per_day"), EN.value(11.86, "per_100k")) == ("하루 6.01", "11.9 per 100,000")


@pytest.mark.parametrize("unit", [*catalogue.load().units, "per_100k", "ratio", "points"])
@pytest.mark.parametrize("words", [KO, EN], ids=["ko", "en"])
def test_every_unit_of_the_catalogue_can_be_written(words, unit):
    assert "2" in words.value(2, unit)
    assert "2" in words.bare(2, unit)


def test_negative_numbers_use_a_minus_sign_not_a_hyphen():
    assert EN.number(-1234) == "−1,234"
    assert EN.number(0.2, sign=True) == "0"


def test_intervals():
    assert EN.interval(66.6, 79.52, "percent") == "(66.6–79.5)"
    assert KO.interval_spoken(1, 4, "case") == "95% 신뢰구간 1~4"


def test_dates_of_any_precision():
    assert (KO.date(date(2024, 9, 11)), EN.date(date(2024, 9, 11))) == ("2024. 9. 11.", "11 September 2024")
    assert (KO.partial("2024-08"), EN.partial("2024-08")) == ("2024년 8월", "August 2024")
    assert (KO.partial("2024"), EN.partial("2024"), EN.partial("")) == ("2024년", "2024", "")
    assert KO.partial("2026-11-22T10:00:00+09:00") == "2026. 11. 22."


@pytest.mark.parametrize(
    ("start", "end", "ko", "en"),
    [
        ("2024-01-01", "2024-12-31", "2024년", "2024"),
        ("2021-01-01", "2023-12-31", "2021~2023년", "2021–2023"),
        ("2024-01-01", "2024-07-31", "2024년 1~7월", "January–July 2024"),
        ("2024-07-01", "2024-09-30", "2024년 3분기", "Q3 2024"),
        ("2024-02-01", "2024-02-29", "2024년 2월", "February 2024"),
        ("2024-11-01", "2025-10-31", "2024년 11월~2025년 10월", "November 2024–October 2025"),
        ("2024-01-01", "2024-10-14", "2024. 1. 1.~10. 14.", "1 January – 14 October 2024"),
        ("2024-08-28", "2025-03-31", "2024. 8. 28.~2025. 3. 31.", "28 August 2024 – 31 March 2025"),
        ("2024-02-01", "2024-02-28", "2024. 2. 1.~2. 28.", "1 February – 28 February 2024"),
    ],
)
def test_windows_go_by_their_usual_names(start, end, ko, en):
    assert (KO.window(span(start, end)), EN.window(span(start, end))) == (ko, en)


def test_a_point_is_a_reference_day():
    point = span("2024-11-08", "2024-11-08")
    assert (KO.window(point, "point"), EN.window(point, "point")) == (
        "2024. 11. 8. 기준",
        "on 8 November 2024",
    )


@pytest.mark.parametrize(
    ("start", "end", "ko", "en"),
    [
        ("2023-01-01", "2023-12-31", "2023", "2023"),
        ("2024-01-01", "2024-07-31", "2024<br>1~7월", "2024<br>Jan–Jul"),
        ("2024-01-01", "2024-10-14", "2024<br>~10. 14.", "2024<br>to 14 Oct"),
        ("2024-11-01", "2025-10-31", "2024. 11.~<br>2025. 10.", "Nov 2024–<br>Oct 2025"),
        ("2024-08-28", "2025-03-31", "2024. 8. 28.~<br>2025. 3. 31.", "28 Aug 2024–<br>31 Mar 2025"),
    ],
)
def test_ticks_are_short(start, end, ko, en):
    assert (KO.tick(span(start, end)), EN.tick(span(start, end))) == (ko, en)
