"""Lists of incidents as police and schools of several countries publish them, counted by hand."""

import pytest
from openpyxl import Workbook

from data.counting.counts import counts
from data.ingest.problems import Refused
from tests.data.counting.lists import by_period, columns, find, write

# Headings as published; rows made up. Each: the list, its date and kind, counts by month, undated rows.
LAYOUTS = {
    "chicago": (
        """
ID,Case Number,Date,Block,IUCR,Primary Type,Beat,Ward,Year,Updated On,Latitude
11034701,JA366925,01/01/2020 11:00:00 AM,016XX E 86TH PL,1153,FRAUD,0412,8,2020,08/05/2020 03:50:08 PM,
11227287,JB147188,01/28/2020 03:00:00 AM,092XX S RACINE AVE,0281,ASSAULT,2222,21,2020,02/11/2020 03:57:41 PM,41.7
11227583,JB147595,03/26/2020 12:30:00 AM,026XX W 79TH ST,0620,BURGLARY,0835,18,2020,04/11/2020 03:57:41 PM,41.8
""",
        ("Date", ""),
        {"2020-01-01": 2, "2020-03-01": 1},
        0,
    ),
    "los angeles": (
        """
DR_NO,Date Rptd,DATE OCC,TIME OCC,AREA,AREA NAME,Vict Age,Vict Sex,Vict Descent,Premis Cd,Status
010304468,01/08/2020 12:00:00 AM,01/08/2020 12:00:00 AM,2230,03,Southwest,36,F,B,501,AO
190101086,01/02/2020 12:00:00 AM,01/01/2020 12:00:00 AM,0330,01,Central,25,M,H,102,IC
191501505,01/31/2020 12:00:00 AM,12/30/2019 12:00:00 AM,1730,15,N Hollywood,0,X,X,502,IC
""",
        ("DATE OCC", "occurred"),
        {"2019-12-01": 1, "2020-01-01": 2},
        0,
    ),
    "new york": (
        """
CMPLNT_NUM,CMPLNT_FR_DT,CMPLNT_FR_TM,CMPLNT_TO_DT,CMPLNT_TO_TM,ADDR_PCT_CD,RPT_DT,KY_CD,OFNS_DESC,SUSP_AGE_GROUP
506547392,03/29/2018,20:30:00,(null),(null),32,03/30/2018,351,CRIMINAL MISCHIEF,<18
629632833,02/06/2018,23:15:00,02/07/2018,00:00:00,52,02/07/2018,341,PETIT LARCENY,UNKNOWN
787203902,,00:00:00,,,75,11/21/2018,341,PETIT LARCENY,25-44
280364018,06/09/1015,21:42:00,06/09/2015,21:43:00,10,06/10/2018,361,OFF. AGNST PUB ORD,45-64
""",
        ("CMPLNT_FR_DT", "occurred"),
        {"2018-02-01": 1, "2018-03-01": 1},
        2,
    ),
    "vancouver": (
        """
TYPE,YEAR,MONTH,DAY,HOUR,MINUTE,HUNDRED_BLOCK,NEIGHBOURHOOD,X,Y
Other Theft,2003,5,12,16,15,9XX TERMINAL AVE,Strathcona,493906.5,5457452.47
Other Theft,2003,5,7,15,20,9XX TERMINAL AVE,Strathcona,493906.5,5457452.47
Offence Against a Person,2003,11,4,,,OFFSET TO PROTECT PRIVACY,,0,0
""",
        ("YEAR + MONTH + DAY", ""),
        {"2003-05-01": 2, "2003-11-01": 1},
        0,
    ),
    "england": (
        """
Crime ID,Month,Reported by,Longitude,Latitude,Location,LSOA code,Crime type,Last outcome category,Context
,2018-10,Avon and Somerset,-2.516919,51.423683,On or near A4175,E01014399,Anti-social behaviour,,
f1c2,2018-10,Avon and Somerset,-2.511571,51.414895,On or near Orchard,E01014399,Violence and sexual offences,,
,2018-10,Avon and Somerset,-2.509384,51.409590,On or near Barn,E01014400,Anti-social behaviour,,
""",
        ("Month", ""),
        {"2018-10-01": 3},
        0,
    ),
    "seoul traffic": (
        """
발생년,발생년월일시,주야,요일,사망자수,부상자수,중상자수,발생지시도,발생지시군구,사고유형_대분류,경도,위도
2018,2018021406,야간,수,1,2,1,서울,중구,차대사람,126.98,37.56
2018,2018021423,야간,수,1,0,0,경기,고양시,차대차,126.83,37.65
2018,2018063013,주간,토,2,5,3,서울,강남구,차대차,127.04,37.51
""",
        ("발생년월일시", "occurred"),
        {"2018-02-01": 2, "2018-06-01": 1},
        0,
    ),
    "korean schools": (
        """
2024년 학교 허위영상물 피해 신고 접수 대장,,,,,,
,,,,,,(단위: 건)
연번,신고일,발생일,학교급,피해자 성별,피해자 연령,비고
1,2024. 8. 26.,2024. 7. 5.,고등학교,여,16,
2,2024. 8. 27.,미상,중학교,여,14,
3,2024. 9. 2.,2024. 8. 30.,고등학교,여,17,수사 의뢰
합계,,,3,,,
※ 잠정 집계,,,,,,
""",
        ("발생일", "occurred"),
        {"2024-07-01": 1, "2024-08-01": 1},
        1,
    ),
    "korean two-digit years": (
        """
접수번호,접수일자,죄명,처리상태
24-0001,24.01.05,성폭력처벌법,수사중
24-0002,24.01.31,성폭력처벌법,송치
24-0003,24.02.28,청소년성보호법,송치
""",
        ("접수일자", "reported"),
        {"2024-01-01": 2, "2024-02-01": 1},
        0,
    ),
    "japan": (
        """
罪名,手口,管轄警察署（発生地）,市区町村コード（発生地）,都道府県（発生地）,発生年月日（始期）,発生時（始期）,被害者の性別,被害者の年齢
窃盗,ひったくり,中央,011011,北海道,令和5年1月12日,20,女性,20歳代
窃盗,ひったくり,白石,011045,北海道,令和5年3月3日,不明,男性,70歳以上
窃盗,ひったくり,中央,011011,北海道,平成31年4月30日,23,女性,10歳代
窃盗,ひったくり,中央,011011,北海道,令和元年5月1日,1,女性,30歳代
""",
        ("発生年月日(始期)", "occurred"),
        {"2019-04-01": 1, "2019-05-01": 1, "2023-01-01": 1, "2023-03-01": 1},
        0,
    ),
    "taiwan, whole dates": (
        """
案號,受理日期,發生日期,發生縣市,案類
A1,112/02/05,112/01/31,臺北市,妨害性隱私
A2,112/02/07,112/02/06,高雄市,妨害性隱私
A3,113/01/02,112/12/30,高雄市,妨害性隱私
""",
        ("發生日期", "occurred"),
        {"2023-01-01": 1, "2023-02-01": 1, "2023-12-01": 1},
        0,
    ),
    "australia": (
        """
Incident No,Date Reported,Incident Date,Offence Category,LGA,Victim Age Group
I 10023,31/01/2024,28/01/2024,Sexual offences,Bayside,10 - 17
I 10024,1/02/2024,1/02/2024,Image-based abuse,Ryde,18 - 20
I 10031,12/03/2024,10/02/2024,Image-based abuse,Ryde,Unknown
""",
        ("Incident Date", "occurred"),
        {"2024-01-01": 1, "2024-02-01": 2},
        0,
    ),
    "boston": (
        """
INCIDENT_NUMBER,OFFENSE_CODE,OFFENSE_DESCRIPTION,REPORTING_AREA,OCCURRED_ON_DATE,YEAR,MONTH,DAY_OF_WEEK,HOUR,Lat,Long
I182070945,00619,LARCENY ALL OTHERS,808,2018-09-02 13:00:00,2018,9,Sunday,13,42.35779134,-71.13937053
I182070943,01402,VANDALISM,347,2018-08-21 00:00:00,2018,8,Tuesday,0,42.30682138,-71.06030035
I182070941,03410,TOWED MOTOR VEHICLE,151,2018-09-03 19:27:00,2018,9,Monday,19,42.34658879,-71.07242943
""",
        ("OCCURRED_ON_DATE", "occurred"),
        {"2018-08-01": 1, "2018-09-01": 2},
        0,
    ),
    "korean ledger with the year apart": (
        """
연도,신고일,유형
2024,8월 26일,합성
2024,9월 3일,유포
2025,1월 2일,유포
""",
        ("연도 + 신고일", "reported"),
        {"2024-08-01": 1, "2024-09-01": 1, "2025-01-01": 1},
        0,
    ),
    "toronto, month by name": (
        """
REPORT_YEAR,REPORT_MONTH,REPORT_DAY,OCC_YEAR,OCC_MONTH,OCC_DAY,OCC_DOW,OCC_HOUR,MCI
2024,January,5,2023,December,30,Saturday,2,Assault
2024,February,5,2024,January,31,Wednesday,3,Assault
2024,March,9,2024,March,9,Saturday,23,Assault
""",
        ("OCC_YEAR + OCC_MONTH + OCC_DAY", "occurred"),
        {"2023-12-01": 1, "2024-01-01": 1, "2024-03-01": 1},
        0,
    ),
    "arcgis": (
        """
X,Y,OBJECTID,case_id,report_date_ms,offense
-76.1,36.8,1,A-1,1406865600000,x
-76.2,36.9,2,A-2,1409544000000,y
""",
        ("report_date_ms", "reported"),
        {"2014-08-01": 1, "2014-09-01": 1},
        0,
    ),
    "ireland, named months": (
        """
Ref,Date of Offence,Type
GS-8,5-Jan-2021,Hate
GS-9,05 February 2021,Hate
GS-3,28/02/2021,Hate
""",
        ("Date of Offence", "occurred"),
        {"2021-01-01": 1, "2021-02-01": 2},
        0,
    ),
    "baltimore, a one in every row": (
        """
CrimeDate,CrimeTime,CrimeCode,Location,Description,District,Total Incidents
09/02/2017,23:30:00,3JK,4200 AUDREY AVE,ROBBERY - RESIDENCE,SOUTHERN,1
09/02/2017,23:00:00,7A,800 NEWINGTON AVE,AUTO THEFT,CENTRAL,1
10/15/2017,22:53:00,9S,600 RADNOR AV,SHOOTING,NORTHERN,1
""",
        ("CrimeDate", "occurred"),
        {"2017-09-01": 2, "2017-10-01": 1},
        0,
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_published_layout_is_counted(tmp_path, name):
    text, date, months, undated = LAYOUTS[name]
    counted = counts(write(tmp_path, text))
    assert (counted.date.heading, counted.date.kind) == date
    assert by_period(counted) == months
    assert counted.undated == undated
    assert counted.frame["count"].sum() + counted.undated == counted.rows


def test_roles_of_a_published_layout(tmp_path):
    found, _ = find(write(tmp_path, LAYOUTS["los angeles"][0]))
    assert columns(found, "date") == ["DATE OCC", "Date Rptd"]
    assert (columns(found, "age"), columns(found, "sex")) == (["Vict Age"], ["Vict Sex"])
    assert columns(found, "time") == ["TIME OCC"]
    assert columns(found, "place") == ["AREA", "AREA NAME"]
    found, _ = find(write(tmp_path, LAYOUTS["japan"][0]))
    assert (columns(found, "age"), columns(found, "sex")) == (["被害者の年齢"], ["被害者の性別"])


# Counts by date, one row a group: to be read as tables.
TABLES = {
    "months by region": "월,지역,발생건수\n2024-01,서울,12\n2024-01,부산,7\n2024-02,서울,15\n2024-02,부산,4\n",
    "with gaps": "Month,Area,Offence,Count\n2024-01,A,x,12\n2024-02,B,y,7\n2024-07,A,x,15\n",
    "one column an offence": "date,robbery,theft\n2024-01-01,3,9\n2024-01-02,4,11\n2024-01-03,2,8\n2024-01-04,5,6\n",
    "a running number": "번호,기준월,지역,접수건수\n1,2024-01,서울,12\n2,2024-01,부산,7\n3,2024-03,서울,15\n",
    "an edition date": "시도,피해자수,데이터기준일자\n서울,12,2024-12-31\n부산,7,2024-12-31\n대구,4,2024-12-31\n",
    "years": "연도,죄종,인원\n2021,강간,100\n2022,강간,120\n2023,강간,90\n",
    "schools by day of opening": "학교명,설립일,학생수\n가,1998-03-01,500\n나,2001-03-02,420\n다,2010-03-05,610\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_counts_is_no_list(tmp_path, name):
    assert find(write(tmp_path, TABLES[name]))[0] is None


def test_dates_and_clocks_of_a_spreadsheet(tmp_path):
    from datetime import datetime, time

    book = Workbook()
    for row in (
        ["Date occurred", "Time", "Type"],
        [datetime(2024, 1, 31), time(23, 59), "a"],
        [datetime(2024, 2, 1, 0, 30), time(0, 30), "b"],
        ["unknown", time(1), "b"],
    ):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    counted = counts(tmp_path / "list.xlsx", by=("Type",))
    assert by_period(counted) == {"2024-01-01": 1, "2024-02-01": 1}
    assert (counted.undated, counted.unreadable) == (1, 0)


ODD = {
    "one row": ("date,type\n2024-01-05,a\n", 1, 0),
    "no header, one column": ("2024-01-05\n2024-01-09\n", 2, 0),
    "a blank column": ("date,type,,x\n2024-01-05,a,,k\n2024-01-06,b,,l\n,b,,l\n", 3, 1),
    "300 columns": (
        "id,date," + ",".join(f"c{n}" for n in range(300)) + "\n" + ("A7,2024-01-08" + ",a" * 300 + "\n") * 3,
        3,
        0,
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_lists_keep_the_sum(tmp_path, name):
    text, rows, undated = ODD[name]
    counted = counts(write(tmp_path, text), by=("B",) if "," in text else ())
    assert (counted.rows, counted.undated) == (rows, undated)
    assert counted.frame["count"].sum() == rows - undated


@pytest.mark.parametrize("text", ["date,type,place\n", "date,type\n0,a\n0,b\n", "a,b\nc,d\n"])
def test_no_dates_no_list(tmp_path, text):
    with pytest.raises(Refused) as refused:
        counts(write(tmp_path, text))
    assert refused.value.code == "no_incident_list"


REFUSED = {
    "unknown_column": {"by": ("typ",)},
    "several_columns": {"by": ("place",)},
    "no_date_column": {"date": "type"},
    "too_coarse": {"date": "year"},
    "no_such_sheet": {"sheet": "Sheet9"},
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_counted_is_refused_by_name(tmp_path, code):
    path = write(tmp_path, "date,year,type,place,place\n2024-01-05,2024,a,x,y\n2024-02-07,2024,b,x,z\n")
    with pytest.raises(Refused) as refused:
        counts(path, **REFUSED[code])
    assert refused.value.code == code
    assert counts(path, date="year", freq="year").frame["count"].tolist() == [2]


def test_the_nearest_headings_are_named(tmp_path):
    path = write(tmp_path, "발생일,피해자 성별,피해자 연령\n2024-01-05,여,15\n2024-02-07,여,16\n")
    with pytest.raises(Refused) as refused:
        counts(path, by=("피해자성",))
    assert "피해자 성별" in refused.value.problems[0].sentence("ko")
    assert counts(path, by=("피해자성별",)).frame["피해자성별"].unique().tolist() == ["여"]


def test_groups_named_like_the_result_keep_their_own_column(tmp_path):
    path = write(tmp_path, "date,partial,type\n2024-01-05,a,p\n2024-01-06,b,q\n2024-01-09,b,p\n")
    frame = counts(path, by=("partial", "type", "type")).frame
    assert frame[["partial (B)", "type", "count"]].to_numpy().tolist() == [
        ["a", "p", 1],
        ["b", "p", 1],
        ["b", "q", 1],
    ]
    assert frame["partial"].all()


def test_several_lists_in_one_workbook_are_not_added(tmp_path):
    book = Workbook()
    for sheet in (book.active, book.create_sheet("2월")):
        for row in (["발생일", "유형"], ["2024-02-01", "a"], ["2024-02-09", "b"]):
            sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    with pytest.raises(Refused) as refused:
        counts(tmp_path / "list.xlsx")
    assert refused.value.code == "several_incident_lists"
    assert counts(tmp_path / "list.xlsx", sheet="2월").rows == 2
