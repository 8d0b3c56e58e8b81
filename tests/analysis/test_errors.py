"""Every refusal says what was found, in which series, what was expected and what to do."""

import pickle

import pytest

from analysis import errors

EXAMPLES = [
    errors.TooFewPeriods(
        series="police_cases", found=3, frequency="yearly", first="2021", needed=4, purpose="a forecast"
    ),
    errors.NotComparable(series="police_cases", event="hand_2024", date="2024-01-01", found=1, needed=4),
    errors.DifferentGroups(series="police_cases", only_earlier=("20s",), only_later=()),
    errors.NotAdditive(series="police_cases", period="2024Q1", parts=7, total=8),
    errors.SmallBase(series="police_cases", base=5.0, minimum=20),
    errors.SmallCount(series="police_cases", count=9.0, minimum=10),
    errors.BadCount(series="police_cases", value=-1, expected="a whole number from 0"),
    errors.BadWindow(series="police_cases", start="2024-02-01", end="2024-01-01"),
    errors.BadSeries(series="police_cases", found="a text index", expected="a PeriodIndex"),
    errors.FallingCumulative(
        series="police_cases", earlier=445.0, earlier_end="2024-08-27", later=440.0, later_end="2024-09-10"
    ),
    errors.RebasedCumulative(
        series="police_cases",
        what="basis",
        earlier="hand",
        earlier_end="2024-08-27",
        later="kics",
        later_end="2024-09-10",
    ),
    errors.MissingDay(series="police_cases", what="value", end="2024-09-10", position=3),
    errors.AmbiguousDay(series="police_cases", end="2024-09-10", values=(513.0, 520.0)),
    errors.NoMatchingBand(series="police_cases", band="0–20", lower=0, upper=20, available=("Y0T4", "Y5T9")),
    errors.WrongUnit(series="police_cases", transformation="per_day", unit="percent", expected="a count"),
]


def test_every_refusal_has_an_example_here():
    here = {kind for kind in errors.AnalysisError.__subclasses__() if kind.__module__ == errors.__name__}
    assert {type(example) for example in EXAMPLES} == here


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: error.code)
def test_the_sentence_names_the_series_the_expectation_and_the_remedy(error):
    what, *do = str(error).split(". ")
    assert what.startswith("police_cases: ")
    assert "expected" in what or "needs" in what
    assert len(do) == 1
    assert do[0].endswith(".")


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: error.code)
def test_the_fields_are_those_the_class_promises_and_survive_a_worker(error):
    promised = type(error).__doc__.split("Fields: ")[1].split(".")[0]
    assert all(name in promised for name in error.fields)
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.fields, str(again)) == (error.code, error.fields, str(error))


def test_codes_are_unique():
    assert len({error.code for error in EXAMPLES}) == len(EXAMPLES)


def test_a_forgotten_field_is_noticed_at_once():
    with pytest.raises(KeyError):
        errors.SmallBase(base=5)
