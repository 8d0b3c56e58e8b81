"""Cells of published files come out as their publishers meant them (values: see each file's origin)."""

from functools import cache
from pathlib import Path

import pytest

from data.tables import reading

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
YEAR = {year: (f"{year}-01-01", f"{year}-12-31") for year in range(2014, 2024)}
FISCAL_24 = ("2023-04-01", "2024-03-31")
NOV_22 = ("2022-11-01", "2022-11-30")
Q1_17 = ("2017-01-01", "2017-03-31")
SCHOOL_16 = ("2015-09-01", "2016-08-31")
NONE = ("", "")
# Folder, part of the file's name, sheet, cell, value or reason, period, words of its labels, whether a total.
CELLS = [
    ("s01", "", "", "AA2", 2623, YEAR[2020], "발생 아동음란물", False),
    ("s01", "", "", "AB5", 139, YEAR[2019], "검거 불법촬영물유포", False),
    ("s01", "", "", "AB6", "not_collected", YEAR[2018], "발생 불법촬영물유포", False),
    ("s01", "", "", "T14", 0, YEAR[2014], "발생 몸캠피싱", False),
    ("s02", "", "", "D9", 6212, YEAR[2021], "발생 카메라", False),
    ("s02", "", "", "E9", 5345, YEAR[2021], "검거 카메라", False),
    ("s02", "", "", "F8", 2047, YEAR[2020], "발생 통신매체이용음란", False),
    ("s02", "", "", "B2", 21172, YEAR[2014], "발생 강간", False),
    ("s03", "", "", "E35", 2806, YEAR[2020], "풍속범죄 성풍속범죄 남자 20세이하", False),
    ("s03", "", "", "F11", 3220, YEAR[2020], "강력범죄 강제추행 남자 21-30세", False),
    ("s03", "", "", "L6", 0, YEAR[2020], "살인기수 남자 미상", False),
    ("s03", "", "", "N9", 23, YEAR[2020], "강간 여자 20세이하", False),
    ("s03", "", "", "C4", 1494421, YEAR[2020], "계 소계", True),
    ("s04", "", "", "I28", 666, YEAR[2019], "강남구 강간·강제추행 발생", False),
    ("s04", "", "", "J28", 562, YEAR[2019], "강남구 강간·강제추행 검거", False),
    ("s04", "", "", "D6", 4117, YEAR[2019], "종로구 검거", True),
    ("s04", "", "", "I5", 6469, YEAR[2019], "합계 소계 강간·강제추행 발생", True),
    ("s05", "", "", "B11", 2180, NONE, "성폭력 정상 남", False),
    ("s05", "", "", "C11", 101, NONE, "성폭력 정상 여", False),
    ("s05", "", "", "M11", 313, NONE, "성폭력 미상", False),
    ("s06", "", "", "C5", 1200, NONE, "강력범죄 강간 Seoul", False),
    ("s06", "", "", "K28", 465, NONE, "성풍속범죄 경기 고양", False),
    ("s06", "", "", "CK7", 848, NONE, "강제추행 도시이외", False),
    ("s07", "", "연령별인구현황", "G5", 1213464, NOV_22, "전국 남 10~14세", True),
    ("s07", "", "연령별인구현황", "AE5", 1133238, NOV_22, "전국 여 15~19세", True),
    ("s07", "", "연령별인구현황", "AV5", 6487, NOV_22, "전국 여 100세", True),
    ("s07", "", "연령별인구현황", "E6", 118196, NOV_22, "서울특별시 남 0~4세", False),
    ("s07", "", "연령별인구현황", "C5", 25643889, NOV_22, "전국 남", True),
    ("s08", "", "YainSoft_Excel1", "D5", 162820, Q1_17, "종로구 인구 합계 계", True),
    ("s08", "", "YainSoft_Excel1", "I29", 225531, Q1_17, "강동구 한국인 여자", False),
    ("s08", "", "YainSoft_Excel1", "N15", 71941, Q1_17, "노원구 65세", False),
    ("s08", "", "YainSoft_Excel1", "A30", None, None, "", None),
    ("s09", "刑事", "", "C6", 2686, YEAR[2023], "竊盜總數 0-2時", None),
    ("s09", "刑事", "", "C8", 0, YEAR[2023], "贓物 0-2時", False),
    ("s09", "刑事", "", "B16", 5677, YEAR[2023], "一般妨害風化 總計", True),
    ("s09", "刑事", "", "B5", 275268, YEAR[2023], "總計", True),
    ("s09", "112", "", "C3", None, ("2023-01-01", "2023-01-01"), "", None),
    ("s10", "", "Victims", "F25", 4956, FISCAL_24, "Total 0 - 17 Sexual offences", True),
    ("s10", "", "Victims", "C7", "suppressed", FISCAL_24, "Male 0 - 17 Homicide", False),
    ("s10", "", "Victims", "C30", "not_calculable", FISCAL_24, "Total Homicide", True),
    ("s10", "", "Offenders", "G28", 113, FISCAL_24, "Total 10 - 17 Sexual offences", True),
    ("s10", "", "Month", "B11", 359, ("2024-01-01", "2024-01-31"), "Sexual offences", False),
    ("s10", "", "Month", "E11", 258, ("2023-04-01", "2023-04-30"), "Sexual offences", False),
    ("s10", "", "Summary of offences", "I11", 4548, ("2022-04-01", "2023-03-31"), "Sexual assault", False),
    ("s11", "", "", "D2", None, ("2014-08-01", "2014-08-01"), "OCCURRENCE_DATE", None),
    ("s11", "", "", "G2", None, ("2020-04-30", "2020-04-30"), "REPORTED_DATE", None),
    ("s12", "", "", "J35", 1715, SCHOOL_16, "England Age_14 perm_excl", None),
    ("s12", "", "", "L38", 46085, SCHOOL_16, "Age_15 fixed_excl", None),
    ("s12", "", "", "J46", "suppressed", SCHOOL_16, "Age_17 perm_excl", None),
    ("s12", "", "", "I973", 749750, ("2014-09-01", "2015-08-31"), "headcount", None),
    ("s12", "", "", "K170", "not_applicable", SCHOOL_16, "perm_excl_rate", None),
]  # fmt: skip


def the_file(folder: str, part: str) -> Path:
    return next(path for path in sorted(next(SAMPLES.glob(f"{folder}_*")).iterdir()) if part in path.name)


@cache
def cells_of(folder: str, part: str):
    return reading.read(the_file(folder, part)).cells


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the published files are not here")
@pytest.mark.parametrize(
    ("folder", "part", "sheet", "cell", "value", "period", "words", "total"),
    CELLS,
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_published_cell(folder, part, sheet, cell, value, period, words, total):
    cells = cells_of(folder, part)
    found = cells[(cells["sheet"] == sheet) & (cells["cell"] == cell)]
    if period is None:
        assert found.empty
        return
    assert len(found) == 1
    row = found.iloc[0]
    if isinstance(value, str):
        assert (row["reason"], row["value"] == row["value"]) == (value, False)
    elif value is not None:
        assert (row["value"], row["reason"]) == (value, "")
    days = tuple("" if day != day else f"{day:%Y-%m-%d}" for day in (row["period_start"], row["period_end"]))
    assert days == period
    said = " ".join(row["labels"])
    assert [word for word in words.split() if word not in said] == []
    if total is not None:
        assert row["is_total"] == total
