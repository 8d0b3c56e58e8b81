"""The traps of incident lists, each in a list small enough to count by hand."""

import numpy as np
import pytest
from openpyxl import Workbook

from data.counting.counts import counts, delays
from data.counting.layout import cells
from data.ingest.problems import Refused
from tests.data.counting.lists import by_period, columns, find, write


def codes(counted) -> set[str]:
    return {one.code for one in counted.problems}


def test_d1_two_dates(tmp_path):
    path = write(
        tmp_path,
        """
id,OCC_DATE,RPT_DATE,offence
7,2023-12-30,2024-01-02,a
9,2024-01-05,2024-01-05,b
4,2022-01-10,2024-01-20,b
""",
    )
    counted = counts(path)
    assert (counted.date.heading, counted.date.kind) == ("OCC_DATE", "occurred")
    assert [(one.heading, one.kind) for one in counted.others] == [("RPT_DATE", "reported")]
    assert by_period(counted) == {"2022-01-01": 1, "2023-12-01": 1, "2024-01-01": 1}
    assert by_period(counts(path, date="RPT_DATE")) == {"2024-01-01": 3}
    assert delays(counted.date, counted.others[0]).tolist() == [3, 0, 740]
    assert "reported_late" in codes(counted)


def test_d2_a_midnight_kept_in_utc_stays_the_day_written(tmp_path):
    path = write(
        tmp_path,
        """
id,OCCURRENCE_DATE,place
1,8/31/2014 4:00:00 AM,x
2,12/31/2014 5:00:00 AM,y
3,8/1/2014 4:00:00 AM,y
""",
    )
    counted = counts(path)
    assert by_period(counted) == {"2014-08-01": 2, "2014-12-01": 1}
    assert counted.date.reading.midnight == "utc"
    assert "midnight_before" not in codes(counted)


def test_d2_an_eastern_midnight_kept_in_utc_is_asked_about(tmp_path):
    path = write(
        tmp_path, "\n발생일시,유형\n2024-01-31 15:00:00,a\n2024-02-02 15:00:00,b\n2024-02-05 15:00:00,b\n"
    )
    counted = counts(path)
    assert by_period(counted) == {"2024-01-01": 1, "2024-02-01": 2}
    assert "midnight_before" in codes(counted)


def test_d2_month_first_is_told_by_the_whole_column(tmp_path):
    lines = "01/08/2020 12:00:00 AM,x\n02/13/2020 12:00:00 AM,y\n01/09/2020 12:00:00 AM,y\n"
    assert by_period(counts(write(tmp_path, "DATE OCC,AREA NAME\n" + lines))) == {
        "2020-01-01": 2,
        "2020-02-01": 1,
    }


def test_d2_days_that_tell_no_order_are_asked_about_and_not_guessed(tmp_path):
    path = write(tmp_path, "DATE OCC,AREA NAME\n01/08/2020,x\n02/03/2020,y\n05/05/2020,y\n")
    found, book = find(path)
    assert [one.code for one in found.problems] == ["day_order_open"]
    table = cells(found, book.sheets[0], book)
    assert table.loc[table["role"] == "date", "period_start"].isna().all()
    with pytest.raises(Refused) as refused:
        counts(path)
    assert refused.value.code == "day_order_open"
    assert by_period(counts(path, order="dmy")) == {"2020-03-01": 1, "2020-05-01": 1, "2020-08-01": 1}
    assert by_period(counts(path, order="mdy")) == {"2020-01-01": 1, "2020-02-01": 1, "2020-05-01": 1}


def test_d2_two_orders_in_one_column_are_asked_about(tmp_path):
    path = write(tmp_path, "DATE OCC,AREA\n13/01/2020,x\n01/14/2020,y\n02/03/2020,y\n")
    with pytest.raises(Refused) as refused:
        counts(path)
    assert refused.value.code == "day_order_mixed"


def test_d3_rows_are_not_ids(tmp_path):
    path = write(
        tmp_path,
        """
arrest_id,case_no,arrest date,charge
1,A-17,2023-03-04,x
2,A-17,2023-03-04,y
3,B-02,2023-04-01,x
""",
    )
    counted = counts(path)
    assert (counted.rows, counted.ids) == (3, 2)
    assert counted.date.kind == "arrested"
    assert "ids_repeated" in codes(counted)


def test_d4_hours_in_the_date_and_clocks_of_two_kinds(tmp_path):
    path = write(
        tmp_path,
        """
사고번호,발생년월일시,접수일시,접수일
가-3,2018021406,2018-02-14 11:19 AM,2018.02.14
가-1,2018022823,2018-03-01 14:23,2018.03.01
가-9,2018030100,2018-03-01 9:05 PM,2018. 3. 1.
""",
    )
    counted = counts(path)
    assert counted.date.heading == "발생년월일시"
    assert by_period(counted) == {"2018-02-01": 2, "2018-03-01": 1}
    for heading in ("접수일시", "접수일"):
        assert by_period(counts(path, date=heading)) == {"2018-02-01": 1, "2018-03-01": 2}


def test_d4_clock_columns_are_no_dates(tmp_path):
    found, _ = find(write(tmp_path, "DATE_OCC,TIME_OCC,TIME2\n2020-01-31,30,11:19 AM\n2020-02-02,0,14:23\n"))
    assert columns(found, "time") == ["TIME_OCC", "TIME2"]
    assert columns(found, "date") == ["DATE_OCC"]


def test_d5_unknown_values_are_counted_apart(tmp_path):
    path = write(
        tmp_path,
        """
신고일,유형,성별
2024-01-05,합성,여
0,합성,X
,유포,
9999-12-31,유포,남
미상,유포,여
2024-03-09,유포,여
""",
    )
    counted = counts(path, by=("성별",))
    assert (counted.rows, counted.undated, counted.frame["count"].sum()) == (6, 4, 2)
    assert counted.unreadable == 0
    found, book = find(path)
    table = cells(found, book.sheets[0], book)
    assert table.loc[(table["heading"] == "성별") & (table["text"] == "X"), "note"].tolist() == ["unknown"]


def test_d5_a8_age_0_is_unknown_where_it_is_common(tmp_path):
    ages = [0, 0, 0, 35, 36, 1, 47]
    lines = "".join(f"2020-01-{day:02},{age}\n" for day, age in enumerate(ages, 10))
    path = write(tmp_path, "Date Rptd,Vict Age\n" + lines)
    found, book = find(path)
    assert columns(found, "age") == ["Vict Age"]
    table = cells(found, book.sheets[0], book)
    table = table[table["role"] == "age"]
    assert table["value"].tolist()[3:] == [35, 36, 1, 47]
    assert table["value"].isna().tolist()[:3] == [True] * 3
    frame = counts(path, by=("Vict Age",)).frame
    assert frame.set_index("Vict Age")["count"].to_dict() == {"1": 1, "35": 1, "36": 1, "47": 1, "_U": 3}


def test_a8_age_0_is_an_infant_among_infants(tmp_path):
    lines = "".join(f"2020-01-{day:02},{age}\n" for day, age in enumerate([0, 1, 1, 2, 3, 1], 10))
    found, book = find(write(tmp_path, "Date,Age\n" + lines))
    table = cells(found, book.sheets[0], book)
    assert table.loc[table["role"] == "age", "value"].tolist() == [0, 1, 1, 2, 3, 1]


def test_d6_y1_counts_say_that_small_numbers_are_unprotected():
    from data.words import LANGUAGES, say

    assert all(say(lang, "counts_unprotected") for lang in LANGUAGES)


def test_d7_months_without_days_and_blank_ids(tmp_path):
    path = write(
        tmp_path,
        """
Crime ID,Month,Reported by,Longitude,Latitude,Crime type
,2018-10,Avon,-2.51,51.42,Anti-social behaviour
ab12,2018-10,Avon,-2.52,51.41,Burglary
,2018-12,Avon,,,Anti-social behaviour
cd34,2018-12,Avon,-2.53,51.40,Robbery
""",
    )
    counted = counts(path)
    assert (counted.date.heading, counted.date.resolution) == ("Month", "month")
    assert counted.frame["count"].tolist() == [2, 0, 2]
    assert not counted.frame["partial"].any()
    assert "ids_blank" in codes(counted)
    assert "ids_repeated" not in codes(counted)


def test_d8_codes_with_leading_zeros_and_running_numbers_count_nothing(tmp_path):
    path = write(
        tmp_path,
        """
번호,발생일,관서코드,precinct,유형
0000000001,2024-01-03,001,014,a
0000000002,2024-01-03,002,014,b
0000000003,2024-02-07,001,075,a
""",
    )
    found, _ = find(path)
    assert columns(found, "number") == []
    assert columns(found, "id") == ["번호"]
    assert by_period(counts(path)) == {"2024-01-01": 2, "2024-02-01": 1}


def test_p5_years_of_the_republic_in_pieces(tmp_path):
    path = write(
        tmp_path,
        """
type,oc_year,oc_data,oc_county
案類,發生年度,發生日期,發生縣市
住宅竊盜,112,101,新北市
強制性交,112,1231,屏東縣
毒品,112,229,臺北市
毒品,112,1200,台北市
""",
    )
    found, book = find(path)
    assert (found.headers, found.first, found.last) == ((1, 2), 3, 6)
    table = cells(found, book.sheets[0], book).set_index(["row", "heading"])
    assert f"{table.loc[(3, 'oc_data'), 'period_start']:%F}" == "2023-01-01"
    assert f"{table.loc[(4, 'oc_data'), 'period_end']:%F}" == "2023-12-31"
    assert f"{table.loc[(3, 'oc_year'), 'period_end']:%F}" == "2023-12-31"
    assert table.loc[(5, "oc_data"), "note"] == "unreadable"  # no 29 February in 2023
    counted = counts(path, by=("發生縣市",))
    assert (counted.rows, counted.undated, counted.unreadable) == (4, 1, 1)
    assert by_period(counted) == {"2023-01-01": 1, "2023-12-01": 2}


def test_n5_spellings_of_one_name_are_one_group(tmp_path):
    path = write(tmp_path, "發生日期,縣市\n2023-01-02,臺北市\n2023-01-03,台北市\n2023-01-09,臺北市\n")
    counted = counts(path, by=("縣市",))
    assert counted.frame[["縣市", "count"]].to_numpy().tolist() == [["臺北市", 3]]
    assert "spellings_joined" in codes(counted)


def test_m7_the_letters_na_are_a_value_of_a_text_column(tmp_path):
    path = write(
        tmp_path, "REPORT_DATE,LOCATION_TYPE\n2024-01-20,NA\n2024-01-21,NA\n2024-01-25,Park\n2024-01-26,\n"
    )
    frame = counts(path, by=("LOCATION_TYPE",)).frame
    assert frame.set_index("LOCATION_TYPE")["count"].to_dict() == {"NA": 2, "Park": 1, "_U": 1}


def test_h1_f2_titles_above_and_notes_below(tmp_path):
    path = write(
        tmp_path,
        """
2024년 신고 현황,,,
작성: 2024-07-01,,,
번호,신고일,발생일,유형
11,2024.01.05,2023.12.28,합성
12,2024.02.10,2024.02.09,유포
13,2024.02.11,,유포
합계,3,,
주: 잠정치,,,
""",
    )
    found, _ = find(path)
    assert (found.headers, found.rows.tolist()) == ((3,), [4, 5, 6])
    counted = counts(path)
    assert (counted.date.heading, counted.rows, counted.undated) == ("발생일", 3, 1)
    assert by_period(counts(path, date="신고일")) == {"2024-01-01": 1, "2024-02-01": 2}


def test_h3_merged_headings_over_two_rows(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in (["번호", "발생", None, "피해자", None], [None, "일자", "시간", "연령", "성별"]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    for row in (["가-1", "2024-05-02", "13:20", 15, "여"], ["가-2", "2024-05-20", "09:00", 17, "남"]):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    found, _ = find(tmp_path / "list.xlsx")
    assert found.headers == (1, 2)
    assert found.roles == {
        "date": ["발생 일자"],
        "id": ["번호"],
        "time": ["발생 시간"],
        "age": ["피해자 연령"],
        "sex": ["피해자 성별"],
    }


def test_h7_a_list_without_any_heading(tmp_path):
    path = write(tmp_path, "a,2024-01-03,서울\nb,2024-01-03,부산\nc,2024-03-31,서울\n")
    found, _ = find(path)
    assert found.headers == ()
    counted = counts(path, by=("C",), freq="quarter")
    assert counted.frame[["C", "count"]].to_numpy().tolist() == [["부산", 1], ["서울", 2]]


def test_serial_numbers_of_both_date_systems(tmp_path):
    for date_1904, year in ((False, 2023), (True, 2027)):
        book = Workbook()
        if date_1904:
            from openpyxl.utils.datetime import CALENDAR_MAC_1904

            book.epoch = CALENDAR_MAC_1904
        for row in (["접수일", "유형"], [45000, "a"], [45001.5, "b"]):
            book.active.append(row)
        book.save(tmp_path / "list.xlsx")
        found, _ = find(tmp_path / "list.xlsx")
        # Day 45,000 is 15 March 2023, or 16 March 2027 counted from 1904.
        assert found.dates[0].starts.astype("M8[Y]").astype(str).tolist() == [str(year)] * 2
        assert np.diff(found.dates[0].starts).astype(int).tolist() == [1]


def test_rows_with_nothing_but_their_number_are_counted_apart(tmp_path):
    path = write(
        tmp_path,
        """
번호,신고일,유형,지역,비고
가-101,2024-01-05,합성,서울,x
가-102,,,,
가-103,2024-01-09,유포,부산,y
2월 접수분,,,,
가-104,2024-02-01,유포,서울,z
""",
    )
    counted = counts(path)
    assert (counted.rows, counted.undated) == (4, 1)
    assert "rows_left_out" in codes(counted)
