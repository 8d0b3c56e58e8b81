"""A header that joins dimensions comes apart; one name stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.tables.parts import parts


@pytest.mark.parametrize(
    "joined",
    [
        "2021년|남|100세 이상",
        "2021년|남|14세",
        "2021년|여|26_30세",
        "정상|남",
        "기타정신장애|여",
        "강간|발생|2020",
        "2021년07월|계|총인구수",
        "2021년07월|남|0~9세",
    ],
)
def test_A5_period_sex_and_age_in_one_header(joined):
    assert parts(joined.replace("|", "_")) == tuple(joined.split("|"))


@pytest.mark.parametrize(
    "joined",
    [
        "2014년|발생",
        "1월|발생",
        "2020|남자",
        "20~24세|남",
        "2020년 |남자 |20세이하",
        "Male |10-17",
        "Females |aged 10 to 17",
        "2012-13 |Total",
        "2023년 |발생",
        "서울 |남자",
    ],
)
def test_A5_parts_joined_by_blanks(joined):
    assert parts(joined.replace("|", "")) == tuple(part.strip() for part in joined.split("|"))


def test_A5_parts_in_brackets():
    assert parts("2014년 발생건수(건)") == ("2014년", "발생건수")
    assert parts("남자(20세이하)") == ("남자", "20세이하")


@pytest.mark.parametrize(
    "name",
    [
        "26_30세", "Age_4_and_under", "서울_종로", "월경시이상", "형법범 소계", "Apr 2023 - Mar 2024",
        "카메라 등 이용촬영 발생",
        "SEN_primary_need_Autistic_Spectrum_Disorder", "perm_excl_rate",
        "NC_Year_12_and_above", "Ethnicity_Minor_White_British", "Murder and manslaughter", "남 인구수", "",
    ],
)  # fmt: skip
def test_one_name_stays_whole(name):
    assert parts(name) == (name,)


@given(st.text(max_size=20))
def test_junk_never_raises(junk):
    assert parts(junk)
