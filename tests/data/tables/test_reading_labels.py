"""What a whole reading calls rows and columns: codes A, L, R, N and F of what real files do."""

import pytest

from data.tables import reading
from tests.data.tables.made import book, expected, problems, said, text


def test_a1_a7_bands_with_a_hole_stay_as_written(tmp_path):
    path = text(
        tmp_path, "연도,계,20세이하,21-30세,65세이상,미상\n2022,100,50,30,19,-\n2023,110,55,33,20,1\n"
    )
    assert said(path)[:5] == expected("""
        B2 100 2022 <계> total
        C2 50 2022 <20세이하>
        D2 30 2022 <21-30세>
        E2 19 2022 <65세이상>
        F2 0 2022 <미상> "-"
    """)


def test_a2_a3_many_ways_to_write_an_age_in_one_column(tmp_path):
    names = [
        "10 to 19", "10-19", "0 - 17", "40 +", "100+", "26_30세", "14세미만", "0–17 years old", "<18", "≥18",
        "兒童(0-11歲)", "65세이상고령자", "Age_4_and_under", "80 and over", "Missing / unknown", "不詳",
    ]  # fmt: skip
    path = text(
        tmp_path, "Age,2022\n" + "".join(f"{name},{place}\n" for place, name in enumerate(names, start=3))
    )
    assert said(path) == [f"B{at + 2} {at + 3} 2022 <{name}>" for at, name in enumerate(names)]
    whole = text(tmp_path, "Age,2022\nAll ages,9\n0-17,5\n18+,4\n", "b.csv")
    assert said(whole) == ["B2 9 2022 <All ages> total", "B3 5 2022 <0-17>", "B4 4 2022 <18+>"]


def test_a2_people_in_their_tens_are_no_unit(tmp_path):
    columns = text(tmp_path, "구분,10대,20대,50대 이상,미상\n2022,52,5,1,-\n2023,91,20,2,-\n")
    assert said(columns)[:4] == expected("""
        B2 52 2022 <10대>
        C2 5 2022 <20대>
        D2 1 2022 <50대 이상>
        E2 0 2022 <미상> "-"
    """)
    rows = text(tmp_path, "구분,피해자,피의자\n10대,52,91\n20대,5,20\n", "rows.csv")
    assert said(rows)[0] == "B2 52 ? <10대 / 피해자>"


def test_a4_ages_that_lost_their_unit_are_rows(tmp_path):
    path = text(tmp_path, "연령,남,여\n14,5,6\n26 30,7,8\n71 ,1,2\n")
    assert said(path) == expected("""
        B2 5 ? <14 / 남>
        C2 6 ? <14 / 여>
        B3 7 ? <26 30 / 남>
        C3 8 ? <26 30 / 여>
        B4 1 ? <71 / 남>
        C4 2 ? <71 / 여>
    """)


@pytest.mark.parametrize("names", ["미성년,성년", "少年,成年", "소년,성인"])
def test_a6_a9_words_for_ages_head_columns_of_counts(tmp_path, names):
    path = text(tmp_path, f"범죄,{names}\n절도,5,6\n사기,7,8\n")
    one, two = names.split(",")
    assert said(path) == [
        f"B2 5 ? <절도 / {one}>",
        f"C2 6 ? <절도 / {two}>",
        f"B3 7 ? <사기 / {one}>",
        f"C3 8 ? <사기 / {two}>",
    ]


def test_l2_measures_as_the_last_header_level_and_r4_more_cleared_than_recorded(tmp_path):
    path = text(
        tmp_path,
        "자치구,2019,2019,2019,2019\n자치구,살인,살인,강도,강도\n자치구,발생,검거,발생,검거\n종로구,4,5,7,8\n",
    )
    assert said(path) == expected("""
        B4 4 2019 <종로구 / 살인 / 발생>
        C4 5 2019 <종로구 / 살인 / 검거>
        D4 7 2019 <종로구 / 강도 / 발생>
        E4 8 2019 <종로구 / 강도 / 검거>
    """)
    assert problems(path) == []


def test_l3_measures_and_sexes_as_suffixes(tmp_path):
    path = text(
        tmp_path,
        "연도,카메라 등 이용촬영 발생,카메라 등 이용촬영 검거,살인(발생),정상_남\n2020,5,4,3,2\n2021,6,5,3,1\n",
    )
    assert said(path)[:4] == expected("""
        B2 5 2020 <카메라 등 이용촬영 / 발생>
        C2 4 2020 <카메라 등 이용촬영 / 검거>
        D2 3 2020 <살인 / 발생>
        E2 2 2020 <정상 / 남>
    """)


def test_l1_short_words_for_measures_are_labels(tmp_path):
    path = text(tmp_path, "항목별,2021,2022,2023\n인구,4,5,6\n출산율,0.9,0.8,0.7\n")
    assert {row.split("> ")[0].split("<")[1] for row in said(path)} == {"인구", "출산율"}


def test_r1_n1_n2_names_are_kept_as_written(tmp_path):
    names = [
        "아동음란물", "아동성착취물", "아동·청소년의 성보호", "아동 청소년의 성보호", "기타 특별법", "기타특별법",
        "Special", "special", "ndecent act by force", "other?sex?offences",
    ]  # fmt: skip
    path = text(tmp_path, "구분,2018,2019\n" + "".join(f"{name},1,2\n" for name in names))
    assert said(path) == [
        line
        for at, name in enumerate(names, start=2)
        for line in (f"B{at} 1 2018 <{name}>", f"C{at} 2 2019 <{name}>")
    ]


def test_n3_w1_regions_in_three_styles_one_column_each(tmp_path):
    names = ["Seoul", "경기 광주", "서울_종로", "광주", "도시이외"]
    path = text(tmp_path, f"범죄,{','.join(names)}\n강도,5,6,7,8,9\n강간,1,2,3,4,5\n")
    assert said(path)[:5] == [f"{'BCDEF'[at]}2 {at + 5} ? <강도 / {name}>" for at, name in enumerate(names)]


def test_n4_n5_unseen_characters_and_codes_go_and_spellings_stay(tmp_path):
    path = text(
        tmp_path, "縣市,출생아\xa0수\n서울특별시  (1100000000),5\n부산광역시  ,6\n台北市,7\n臺北市,8\n"
    )
    assert said(path) == [
        f"B{at} {at + 3} ? <{name} / 출생아 수>"
        for at, name in enumerate(["서울특별시", "부산광역시", "台北市", "臺北市"], start=2)
    ]


def test_f1_marks_glued_to_labels_and_numbers(tmp_path):
    path = text(
        tmp_path,
        """
Offence,Victims1,Incidents3
Murder^,5,6r
All ages (h),1,2
恐嚇取財 (1),3,4
^ Includes manslaughter,,
1 Numbers are provisional for this year,,
3 Incidents may be counted more than once,,
(h) Includes age not stated,,
""",
    )
    assert said(path) == expected("""
        B2 5 ? <Murder / Victims> person "^; 1"
        C2 6 ? <Murder / Incidents> case "^; 3; r"
        B3 1 ? <All ages / Victims> person total "h; 1"
        C3 2 ? <All ages / Incidents> case total "h; 3"
        B4 3 ? <恐嚇取財 / Victims> person "1"
        C4 4 ? <恐嚇取財 / Incidents> case "1; 3"
    """)


def test_f1_a_letter_glued_to_a_year(tmp_path):
    path = text(tmp_path, "구분,2022,2023,2024p\n제작,5,6,7\n배포,7,8,9\np) 잠정치,,,\n")
    assert [row for row in said(path) if row[0] == "D"] == ['D2 7 2024 <제작> "p"', 'D3 9 2024 <배포> "p"']


def test_f2_f3_notes_below_are_no_rows(tmp_path):
    path = book(
        tmp_path,
        {"Sheet": "A1:C1 A5:C5 A6:C6"},
        Sheet="Recorded crime 2023\nOffence|Male|Female\nTheft (a)|5|6\nFraud|7|8\n"
        "Source: A bureau of statistics\n(a) Includes attempts and\n    conspiracies to commit them\n"
        "說明 : 機車竊盜案件因方式調整，\n自112年起不列入。",
    )
    assert said(path) == expected("""
        B3 5 2023 <Theft / Male> "a"
        C3 6 2023 <Theft / Female> "a"
        B4 7 2023 <Fraud / Male>
        C4 8 2023 <Fraud / Female>
    """)
    notes = reading.read(path).tables[0].notes
    assert notes[1:4] == (
        "Source: A bureau of statistics",
        "(a) Includes attempts and",
        "conspiracies to commit them",
    )


def test_f4_notes_in_rows_of_their_own(tmp_path):
    path = text(
        tmp_path,
        "○ 통계표ID: DT_1,\n○ 통계표URL: https://kosis.kr/x,\n○ 단위: 건,\n"
        "구분,2022\n제작,5\n배포,7\n출처: 경찰청,\n주석: 잠정치,\n",
    )
    assert said(path) == ["B5 5 2022 <제작> case", "B6 7 2022 <배포> case"]
    assert reading.read(path).tables[0].notes[-2:] == ("출처: 경찰청", "주석: 잠정치")
