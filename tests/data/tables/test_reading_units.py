"""Numbers as written and their units in a whole reading: codes U of what real files do."""

from tests.data.tables.made import expected, problems, said, text


def test_u1_u4_numbers_as_text(tmp_path):
    path = text(tmp_path, '구분,건수\n제작,477 \n배포,1355 \n소지,"1,395"\n시청,"749,750"\n')
    assert [row.split(" ?")[0] for row in said(path)] == ["B2 477", "B3 1355", "B4 1395", "B5 749750"]
    assert {row.split("건수> ")[1] for row in said(path)} == {"case"}


def test_u2_counts_and_rates_in_alternating_columns(tmp_path):
    path = text(
        tmp_path,
        """
Offence,2022,,2023,
,Number of incidents,"Rate per 100,000",Number of incidents,"Rate per 100,000"
Theft,500,10.5,600,12.5
""",
    )
    assert said(path) == expected("""
        B3 500 2022 <Theft / Number of incidents> case
        C3 10.5 2022 <Theft / Rate per 100,000> rate per 100000
        D3 600 2023 <Theft / Number of incidents> case
        E3 12.5 2023 <Theft / Rate per 100,000> rate per 100000
    """)


def test_u2_h6_counts_and_shares_in_alternating_rows(tmp_path):
    path = text(tmp_path, "Offence,,2022,2023\nTheft,No.,5,6\n,%,25,30\nFraud,No.,15,14\n,%,75,70\n")
    assert said(path) == expected("""
        C2 5 2022 <Theft> count
        D2 6 2023 <Theft> count
        C3 25 2022 <Theft> percent
        D3 30 2023 <Theft> percent
        C4 15 2022 <Fraud> count
        D4 14 2023 <Fraud> count
        C5 75 2022 <Fraud> percent
        D5 70 2023 <Fraud> percent
    """)


def test_u2_a_column_of_units(tmp_path):
    path = text(
        tmp_path, "Measure,Unit,2022,2023\nVictims,no.,500,600\nVictims,rate,10.5,12.5\nCost,$m,1.5,1.6\n"
    )
    assert said(path) == expected("""
        C2 500 2022 <Victims> count
        D2 600 2023 <Victims> count
        C3 10.5 2022 <Victims> rate
        D3 12.5 2023 <Victims> rate
        C4 1.5 2022 <Cost> 1000000 currency
        D4 1.6 2023 <Cost> 1000000 currency
    """)


def test_u3_q2_estimates_keep_their_fractions(tmp_path):
    path = text(tmp_path, "연도,지역,피해자수\n2008,서울,16.0753\n2009,서울,17\n")
    assert said(path) == ["C2 16.0753 2008 <서울 / 피해자수> person", "C3 17 2009 <서울 / 피해자수> person"]


def test_u5_a_unit_row_alone_above_the_header(tmp_path):
    path = text(tmp_path, "(단위: 건),,\n범죄,2022,2023\n살인,5,6\n")
    assert said(path) == ["B3 5 2022 <살인> case", "C3 6 2023 <살인> case"]


def test_u5_a_scale_for_each_row(tmp_path):
    lines = "항목별,2021,2022,2023\n총인구,4,5,6\n합계출산율,0.9,0.8,0.7\n"
    path = text(tmp_path, '통계표,,,\n"단위: 천명, 가임여자 1명당 명",,,\n' + lines)
    assert [row.split("> ")[1].removesuffix(" total") for row in said(path)] == ["1000 person"] * 3 + [
        "rate per 1"
    ] * 3


def test_u5_units_inside_labels(tmp_path):
    path = text(tmp_path, '지역,총인구수 (명),"發生數\n(件)",피해액(백만원)\n서울,5,6,7\n')
    assert said(path) == expected("""
        B2 5 ? <서울 / 총인구수> person total
        C2 6 ? <서울 / 發生數> case
        D2 7 ? <서울 / 피해액> 1000000 currency
    """)
    assert problems(path) == [("period_missing", "B2")]
