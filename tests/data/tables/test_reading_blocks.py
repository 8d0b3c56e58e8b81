"""Rows that head the rows below them, by the column they start in, and tables one below another."""

from tests.data.tables.made import expected, said, text


def test_h8_a_period_and_a_group_above_each_block(tmp_path):
    path = text(
        tmp_path,
        """
"Australian financial years, 1 July to 30 June",,
Age,Male,Female
2022-23,,
Number of recorded victims,,
0-17,4,6
18+,10,20
"Rate per 100,000",,
0-17,1.5,2.5
18+,3.5,4.5
2023-24,,
Number of recorded victims,,
0-17,5,7
18+,11,21
""",
    )
    assert said(path) == expected("""
        B5 4 2022-07..2023-06 <Number of recorded victims / 0-17 / Male> person
        C5 6 2022-07..2023-06 <Number of recorded victims / 0-17 / Female> person
        B6 10 2022-07..2023-06 <Number of recorded victims / 18+ / Male> person
        C6 20 2022-07..2023-06 <Number of recorded victims / 18+ / Female> person
        B8 1.5 2022-07..2023-06 <Rate per 100,000 / 0-17 / Male> rate per 100000
        C8 2.5 2022-07..2023-06 <Rate per 100,000 / 0-17 / Female> rate per 100000
        B9 3.5 2022-07..2023-06 <Rate per 100,000 / 18+ / Male> rate per 100000
        C9 4.5 2022-07..2023-06 <Rate per 100,000 / 18+ / Female> rate per 100000
        B12 5 2023-07..2024-06 <Number of recorded victims / 0-17 / Male> person
        C12 7 2023-07..2024-06 <Number of recorded victims / 0-17 / Female> person
        B13 11 2023-07..2024-06 <Number of recorded victims / 18+ / Male> person
        C13 21 2023-07..2024-06 <Number of recorded victims / 18+ / Female> person
    """)


def test_h8_levels_told_by_the_column_they_start_in(tmp_path):
    path = text(
        tmp_path, ",,2022,2023\nVictims,,,\n,Theft,5,6\n,Fraud,7,8\nOffenders,,,\n,Theft,1,2\n,Fraud,3,4\n"
    )
    assert said(path) == expected("""
        C3 5 2022 <Victims / Theft> person
        D3 6 2023 <Victims / Theft> person
        C4 7 2022 <Victims / Fraud> person
        D4 8 2023 <Victims / Fraud> person
        C6 1 2022 <Offenders / Theft> person
        D6 2 2023 <Offenders / Theft> person
        C7 3 2022 <Offenders / Fraud> person
        D7 4 2023 <Offenders / Fraud> person
    """)


def test_n3_rows_of_regions_that_are_only_headings(tmp_path):
    one_column = text(tmp_path, "지역,2022\n경기,\n고양,5\n과천,1\n강원,\n춘천,3\n원주,4\n")
    assert said(one_column) == expected("""
        B3 5 2022 <경기 / 고양>
        B4 1 2022 <경기 / 과천>
        B6 3 2022 <강원 / 춘천>
        B7 4 2022 <강원 / 원주>
    """)
    two = text(tmp_path, "시도,시군구,2022\n서울,중구,5\n부산,중구,6\n경기,,\n경기,광주,7\n경기,고양,8\n")
    assert said(two) == expected("""
        C2 5 2022 <서울 / 중구>
        C3 6 2022 <부산 / 중구>
        C5 7 2022 <경기 / 광주>
        C6 8 2022 <경기 / 고양>
    """)
