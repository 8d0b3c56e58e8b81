"""Level shifts against strucchange, events before unknown dates, planted steps, and what is not claimed."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.breaks import breaks, level_shifts
from analysis.errors import BadCount, BadSeries, TooFewPeriods
from analysis.windows import Event
from tests.series import periods, simulate

# Flow of the Nile at Aswan, 1871-1970 (Cobb 1978), as in R's datasets.
NILE = (
    *(1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799),
    *(958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692),
    *(1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744),
    *(796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860),
    *(874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919),
    *(718, 714, 740),
)
# Youth homicides in Boston by month from January 1992 (Piehl et al. 2003), as in strucchange.
BOSTON = (
    *(
        2,
        1,
        1,
        1,
        3,
        3,
        3,
        5,
        4,
        7,
        2,
        5,
        5,
        1,
        4,
        2,
        7,
        3,
        4,
        5,
        7,
        2,
        4,
        4,
        2,
        5,
        6,
        1,
        1,
        6,
        3,
        3,
        3,
        4,
        3,
    ),
    *(
        1,
        3,
        4,
        2,
        1,
        2,
        3,
        7,
        3,
        10,
        5,
        3,
        3,
        4,
        2,
        1,
        3,
        4,
        2,
        3,
        1,
        2,
        0,
        1,
        2,
        1,
        3,
        1,
        0,
        2,
        3,
        0,
        1,
        0,
        1,
    ),
    *(0, 3, 1, 1, 0, 0, 2),
)


def test_the_nile_is_segmented_as_by_strucchange():
    """`breakpoints(Nile ~ 1)`: BIC 1318, 1270, 1276, 1285, 1292, 1311; break 1898, 95 % 1895 to 1902.

    Zeileis, Kleiber, Krämer and Hornik (2003), Comput. Stat. Data Anal. 44; help page of strucchange.
    """
    made = level_shifts(NILE)
    assert [round(value) for value in made.criterion] == [1318, 1270, 1276, 1285, 1292, 1311]
    assert [1871 + place for place in (*made.places, *made.lower, *made.upper)] == [1898, 1895, 1902]
    assert made.means == pytest.approx((1097.75, 849.9722), abs=1e-4)


def test_boston_is_segmented_as_by_strucchange():
    """`confint(breakpoints(homicides ~ 1))` in R 4.3: July 1996, 95 % May 1996 to April 1997."""
    made = level_shifts(BOSTON)
    start = pd.Period("1992-01", "M")
    found = [str(start + place) for place in (*made.places, *made.lower, *made.upper)]
    assert found == ["1996-07", "1996-05", "1997-04"]


def test_level_shifts_need_a_series():
    with pytest.raises(TooFewPeriods):
        level_shifts(NILE[:10])
    assert level_shifts([5.0, 6.0] * 20).places == ()


def monthly(counts, name="police_cases"):
    return pd.Series(
        counts, pd.period_range("2020-01", periods=len(counts), freq="M"), name=name, dtype=float
    )


def planted(shape, seed, ratio, at=35, n=60):
    return monthly(simulate(shape, 1, seed, factor=np.where(np.arange(n) < at, 1, ratio))[0])


def test_a_doubling_is_found_with_its_date_and_size():
    made = breaks(planted("seasonal", 3, 2))
    assert (made.word, len(made.found), made.with_trend) == ("level_shift", 1, False)
    shift = made.found[0]
    assert shift.earliest <= pd.Period("2022-12", "M") <= shift.latest
    assert shift.lower < 2 < shift.upper
    assert [side.word for side in made.sides] == ["no_clear_change", "no_clear_change"]
    assert made.sides[0].last + 1 == shift.at == made.sides[1].first
    assert made.p <= 0.002


def test_the_factor_is_that_of_a_poisson_regression_on_the_step_found():
    series = planted("poisson", 8, 2)
    made = breaks(series)
    step = (series.index >= made.found[0].at).astype(float)
    season = pd.get_dummies(series.index.month, drop_first=True).to_numpy(float)
    design = np.column_stack([np.ones(60), step, season])
    model = sm.GLM(
        series.to_numpy(),
        design,
        family=sm.families.Poisson(),
        exposure=series.index.days_in_month.to_numpy(float),
    ).fit()
    assert made.found[0].ratio == pytest.approx(np.exp(model.params[1]), rel=1e-6)


def test_a_known_event_takes_the_step_and_leaves_nothing_to_find():
    law = Event("law", date(2022, 12, 1))
    made = breaks(planted("poisson", 5, 3), events=[law])
    assert made.word == "no_clear_shift"
    assert (made.known[0].event, made.found) == ("law", ())
    assert made.known[0].lower < 3 < made.known[0].upper
    assert [str(side.first) for side in made.sides] == ["2020-01", "2022-12"]


def test_an_unknown_step_is_found_beside_a_crackdown():
    """A crackdown doubles half a year; another step, halving, comes later."""
    time = np.arange(60)
    factor = np.where((time >= 12) & (time < 18), 2.0, 1.0) * np.where(time < 40, 1.0, 0.5) * 3
    series = monthly(simulate("poisson", 1, 5, factor=factor)[0])
    crackdown = Event("crackdown", date(2021, 1, 1), date(2021, 6, 30))
    made = breaks(series, events=[crackdown])
    assert made.known[0].lower < 2 < made.known[0].upper
    assert len(made.found) == 1
    assert made.found[0].earliest <= pd.Period("2023-05", "M") <= made.found[0].latest
    assert made.found[0].lower < 0.5 < made.found[0].upper
    assert len(made.sides) == 4


def test_events_that_cannot_be_told_apart_are_named():
    law, definition = Event("law", date(2022, 12, 1)), Event("definition", date(2022, 12, 1))
    other, past = Event("other", date(2022, 1, 1), indicators=("b",)), Event("past", date(2010, 1, 1))
    made = breaks(planted("poisson", 4, 3), events=[law, definition, other, past])
    assert [step.event for step in made.known] == ["law"]
    assert made.inseparable == ("definition",)


def test_a_straight_trend_is_no_step():
    made = breaks(monthly(simulate("poisson", 1, 9, factor=np.exp(0.3 * np.arange(60) / 12))[0]))
    assert (made.word, made.found) == ("no_clear_shift", ())
    assert [side.word for side in made.sides] == ["rising"]


def test_a_rate_that_stays_is_no_step_where_the_population_doubles():
    series = planted("poisson", 11, 2)
    people = pd.Series(np.where(np.arange(60) < 35, 1000.0, 2000.0), series.index)
    assert breaks(series).word == "level_shift"
    assert breaks(series, people).word == "no_clear_shift"
    with pytest.raises(BadSeries, match="population"):
        breaks(series, people.iloc[1:])


def test_no_test_no_step():
    short = breaks(planted("poisson", 3, 2).iloc[:23])
    assert (short.word, short.periods, short.needed, short.p) == ("too_short", 23, 24, None)
    series = planted("poisson", 3, 2)
    assert breaks(series * 0).word == "too_few_events"
    with pytest.raises(BadCount):
        breaks(series - 100)
    gappy = series.where(np.arange(60) % 7 != 3)
    made = breaks(gappy)
    assert (made.word, made.periods) == ("level_shift", gappy.notna().sum())


def test_one_full_period_among_empty_ones_is_no_level():
    years = pd.Series([0.0] * 23 + [1000.0], pd.period_range("2001", periods=24, freq="Y"))
    assert (breaks(years).word, breaks(years).p) == ("no_clear_shift", 1.0)


def test_years_are_searched_from_fourteen_on():
    years = pd.Series(
        simulate("short", 1, 2, length=16, factor=np.repeat([1, 2], 8))[0], periods("short", 16)
    )
    made = breaks(years)
    assert (made.word, str(made.found[0].at)) == ("level_shift", "2017")
    assert breaks(years.iloc[3:]).word == "too_short"
