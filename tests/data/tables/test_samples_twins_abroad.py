"""Twins of the published files from abroad: lists of incidents, a workbook with hidden counts, school years."""

from data.tables import reading
from tests.data.tables.made import book, expected, lines, said, text


def test_s09_p5_incidents_with_dates_in_pieces_below_two_headings(tmp_path):
    path = text(
        tmp_path,
        """
type,oc_year,oc_data,oc_county
案類,發生年度,發生日期,發生縣市
竊盜,112,101,臺北市
強制性交,112,131,新北市
竊盜,112,1231,臺北市
""",
        encoding="utf-8-sig",
    )
    read = reading.read(path)
    assert [row for row in lines(read) if row[0] == "C"] == expected("""
        C3 – 2023-01-01 <oc_data> "101"
        C4 – 2023-01-31 <oc_data> "131"
        C5 – 2023-12-31 <oc_data> "1231"
    """)
    table = read.tables[0]
    assert (table.kind, table.top, table.bottom, table.roles["place"]) == ("incidents", 3, 5, ["oc_county"])


def test_s10_numbers_beside_rates_and_words_for_trends(tmp_path):
    number, rate = "Number of incidents", "Rate per 100,000 population"
    path = book(
        tmp_path,
        {"Summary": "C4:D4 E4:F4"},
        Summary=f"""NSW Recorded Crime Statistics||||||
Number of recorded incidents||||||
Greater Sydney||||||
||Apr 2022 - Mar 2023||Apr 2023 - Mar 2024||
Offence group |Offence type |{number}|{rate}|{number}|{rate}|24-month trend^^
The major offences|Murder^|37|0.7|40|0.8|nc**
|Sexual assault|323|6.1|367|6.9|Stable
|Robbery|50|1.2|40|1.1|-0.125
^ Murder is counted by victims||||||
^^ The trend is not shown where few incidents were recorded||||||
** Trend information is not calculated (nc) if few incidents were recorded||||||""",
    )
    murder, assault, robbery = (
        f"The major offences / {one}" for one in ("Murder", "Sexual assault", "Robbery")
    )
    early, late = "2022-04..2023-03", "2023-04..2024-03"
    assert [row for row in said(path) if row[0] != "G"] == [
        f'C6 37 {early} <{murder} / {number}> case "^"',
        f'D6 0.7 {early} <{murder} / {rate}> rate per 100000 "^"',
        f'E6 40 {late} <{murder} / {number}> case "^"',
        f'F6 0.8 {late} <{murder} / {rate}> rate per 100000 "^"',
        f"C7 323 {early} <{assault} / {number}> case",
        f"D7 6.1 {early} <{assault} / {rate}> rate per 100000",
        f"E7 367 {late} <{assault} / {number}> case",
        f"F7 6.9 {late} <{assault} / {rate}> rate per 100000",
        f"C8 50 {early} <{robbery} / {number}> case",
        f"D8 1.2 {early} <{robbery} / {rate}> rate per 100000",
        f"E8 40 {late} <{robbery} / {number}> case",
        f"F8 1.1 {late} <{robbery} / {rate}> rate per 100000",
    ]
    assert [(row.split(" ")[1], row.split('"')[1]) for row in said(path) if row[0] == "G"] == [
        ("not_calculable", "^; ^^; nc**"),
        ("not_applicable", "^^; Stable"),
        ("-0.125", "^^"),
    ]


def test_s10_sex_filled_down_and_hidden_counts_make_totals_not_calculable(tmp_path):
    path = book(
        tmp_path,
        Victims="""Age and gender of victims|||
Apr 2023 - Mar 2024|||
Victim's gender|Victim's age|Homicide|Sexual offences
Male|0 - 17|na|120
|40 +|5|60
|Unknown|0|1
|Total|nc|181
Total|0 - 17|nc|1020
|Total|nc|1151
Note: 'na' indicates that the age category has a count between 1 and 4.|||
Where this occurs, the Total count cannot be calculated and is indicated by 'nc'.|||""",
    )
    year = "2023-04..2024-03"
    assert said(path) == expected(f"""
        C4 suppressed[1,4] {year} <Male / 0 - 17 / Homicide> "na"
        D4 120 {year} <Male / 0 - 17 / Sexual offences>
        C5 5 {year} <Male / 40 + / Homicide>
        D5 60 {year} <Male / 40 + / Sexual offences>
        C6 0 {year} <Male / Unknown / Homicide>
        D6 1 {year} <Male / Unknown / Sexual offences>
        C7 not_calculable {year} <Male / Total / Homicide> total "nc"
        D7 181 {year} <Male / Total / Sexual offences> total
        C8 not_calculable {year} <Total / 0 - 17 / Homicide> total "nc"
        D8 1020 {year} <Total / 0 - 17 / Sexual offences> total
        C9 not_calculable {year} <Total / Homicide> total "nc"
        D9 1151 {year} <Total / Sexual offences> total
    """)


def test_s10_months_of_a_year_over_two_calendar_years(tmp_path):
    path = book(
        tmp_path,
        Month="""Number of incidents by month, Apr 2023 - Mar 2024|||
Greater Sydney|||
Offence type|January|April|December
Homicide|1|12|2
Sexual offences|35|25|30""",
    )
    assert said(path) == expected("""
        B4 1 2024-01 <Homicide>
        C4 12 2023-04 <Homicide>
        D4 2 2023-12 <Homicide>
        B5 35 2024-01 <Sexual offences>
        C5 25 2023-04 <Sexual offences>
        D5 30 2023-12 <Sexual offences>
    """)


def test_s11_d1_d2_m7_incidents_with_two_dates_at_a_midnight_kept_in_utc(tmp_path):
    path = text(
        tmp_path,
        """
OBJECTID,EVENT_ID,OCCURRENCE_DATE,OCCURRENCE_TIME,REPORTED_DATE,LOCATION_TYPE
1,E1,8/1/2014 4:00:00 AM,30,4/30/2020 4:00:00 AM,NA
2,E2,12/31/2014 5:00:00 AM,1200,1/2/2015 5:00:00 AM,School
3,E3,8/15/2014 4:00:00 AM,0,8/15/2014 4:00:00 AM,House
""",
        encoding="utf-8-sig",
    )
    read = reading.read(path)
    assert [row.split(" <")[0] for row in lines(read) if row[0] in "CE"] == expected("""
        C2 – 2014-08-01
        E2 – 2020-04-30
        C3 – 2014-12-31
        E3 – 2015-01-02
        C4 – 2014-08-15
        E4 – 2014-08-15
    """)
    assert next(row for row in lines(read) if row[0] == "F") == "F2 – ? <LOCATION_TYPE / NA>"
    assert read.tables[0].roles["date"] == ["OCCURRENCE_DATE", "REPORTED_DATE"]


def test_s12_school_years_of_six_digits_and_hidden_counts(tmp_path):
    path = text(
        tmp_path,
        """
year,country_code,country,school_type,characteristic_1,headcount,perm_excl,perm_excl_rate
201516,E92000001,England,Total,Total,"2,000",15,0.75
201516,E92000001,England,Special,Age_4_and_under,900,x,x
201415,E92000001,England,special,NC_unclassified,0,0,.
""",
    )
    found = [row.replace("E92000001 / ", "") for row in said(path)]
    assert found == expected("""
        F2 2000 2015-09..2016-08 <England / Total / headcount> person total
        G2 15 2015-09..2016-08 <England / Total / perm_excl> total
        H2 0.75 2015-09..2016-08 <England / Total / perm_excl_rate> rate total
        F3 900 2015-09..2016-08 <England / Special / Age_4_and_under / headcount> person
        G3 suppressed 2015-09..2016-08 <England / Special / Age_4_and_under / perm_excl> "x"
        H3 suppressed 2015-09..2016-08 <England / Special / Age_4_and_under / perm_excl_rate> rate "x"
        F4 0 2014-09..2015-08 <England / special / NC_unclassified / headcount> person
        G4 0 2014-09..2015-08 <England / special / NC_unclassified / perm_excl>
        H4 not_applicable 2014-09..2015-08 <England / special / NC_unclassified / perm_excl_rate> rate "."
    """)
