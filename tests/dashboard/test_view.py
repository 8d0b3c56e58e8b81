import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.view import View, from_address


@pytest.mark.parametrize(
    ("address", "view"),
    [
        ("/ko/", View("ko")),
        ("/en/police", View("en", "police")),
        ("/en/chart/police-cases", View("en", "chart", "police-cases")),
    ],
)
def test_an_address_and_its_view_are_the_same(address, view):
    assert from_address(address) == view
    assert view.address == address


@pytest.mark.parametrize("path", ["/", "", "/fr/police", "/KO/", "/ko/a/b/c", "/api/v1/releases"])
def test_other_addresses_have_no_view(path):
    assert from_address(path) is None


@pytest.mark.parametrize(
    "search",
    [
        "?release=-1",
        "?release=1e3",
        "?release=９",
        "?release=99999999999",
        "?series=<script>",
        "?=",
        "?release=",
    ],
)
def test_what_is_no_code_is_left_out(search):
    assert from_address("/ko/growth", search) == View("ko", "growth")


codes = st.from_regex(r"[A-Za-z0-9_.-]{1,60}", fullmatch=True)


@given(
    st.sampled_from(("ko", "en")),
    st.one_of(st.none(), st.integers(1, 10**8)),
    st.dictionaries(
        st.from_regex(r"[a-z]{1,20}", fullmatch=True).filter(lambda n: n != "release"), codes, max_size=5
    ),
)
def test_every_view_comes_back_from_its_address(lang, release, options):
    view = View(lang, "growth", release=release, options=tuple(sorted(options.items())))
    assert from_address(view.path, view.query) == view


def test_an_unknown_choice_falls_back_to_the_first_allowed():
    view = View("ko", "growth", options=(("series", "nonsense"),))
    assert view.option("series", ("police_cases", "regulator_requests")) == "police_cases"
