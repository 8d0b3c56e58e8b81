"""What a reader with a browser meets: one page that stays, whole with and without scripts."""

import pytest

from dashboard.pages import PAGES
from tests.browser.conftest import live, until

# monthly holds charts only after incident sheets were published.
PATHS = [
    f"/{lang}/{page}" for lang in ("ko", "en") for page in PAGES if page not in ("chart", "embed", "monthly")
]
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SHIFTS = """
    window.shift = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value; }))
        .observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("path", [*PATHS, "/en/chart/police-cases", "/ko/embed/police-cases"])
def test_a_page_comes_alive_without_a_complaint_and_can_be_read_by_all(open_page, axe, path):
    page = open_page(path)
    assert axe(page) == []
    assert page.locator("h1").count() == 1
    assert page.evaluate(FITS)


@pytest.mark.parametrize("path", ["/ko/", "/en/police", "/ko/methods"])
@pytest.mark.parametrize("width", [390, 1440])
def test_without_scripts_the_page_is_whole(open_page, axe, path, width):
    page = open_page(path, width=width, scripts=False)
    assert page.locator("main h1").is_visible()
    assert not page.get_by_text("Loading...").is_visible()
    page.locator("header a", has_text="English" if path.startswith("/ko") else "한국어").click()
    assert page.locator("html").get_attribute("lang") == ("en" if path.startswith("/ko") else "ko")


def test_a_page_that_is_not_there_helps_on(open_page, axe):
    page = open_page("/en/nothing", status=404)
    assert axe(page) == []
    page.locator("main a", has_text="Police").click()
    live(page)
    assert page.url.endswith("/en/police")


def test_without_scripts_a_chart_is_drawn_once_for_the_width_of_the_screen(open_page):
    for width, shown, other in ((390, "narrow-only", "wide-only"), (1440, "wide-only", "narrow-only")):
        page = open_page("/ko/", width=width, scripts=False)
        assert page.locator(f".{shown} svg").first.is_visible()
        assert not page.locator(f".{other} svg").first.is_visible()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_reaches_beyond_the_screen(open_page, path, width):
    page = open_page(path, width=width, scripts=False)
    assert page.evaluate(FITS)


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_jumps_when_the_page_comes_alive(bare_page, address, width):
    page = bare_page(width)
    page.add_init_script(SHIFTS)
    page.goto(f"{address}/ko/")
    live(page)
    page.wait_for_timeout(500)
    # Google's bound for a good page is 0.1; ours leaves room for one line that the font breaks elsewhere.
    assert page.evaluate("window.shift") < 0.02


def test_a_link_changes_the_page_without_loading_it_again(open_page):
    page = open_page("/ko/")
    page.evaluate("window.same = true; scrollTo(0, 600)")
    page.locator("nav.nav a[href='/ko/police']").click()
    until(page, "() => document.querySelector('#page > .view')?.dataset.path === '/ko/police'")
    live(page)
    assert page.evaluate("window.same")
    assert page.url.endswith("/ko/police")
    assert page.title() == page.locator("#page > .view").get_attribute("data-title")
    assert page.evaluate("[scrollY, document.activeElement.tagName]") == [0, "H1"]
    assert page.locator("nav.nav a[aria-current=page]").get_attribute("href") == "/ko/police"


def test_the_other_language_is_the_same_page(open_page):
    page = open_page("/ko/police")
    page.locator("header a[lang=en]").click()
    until(page, "() => document.documentElement.lang === 'en'")
    assert page.url.endswith("/en/police")
    assert page.title().endswith("Deepfake sexual crime statistics")


def test_a_choice_changes_the_chart_and_leaves_the_reader_where_he_is(open_page):
    page = open_page("/en/police")
    choice = page.locator("nav.segments a:not([aria-current])").first
    choice.scroll_into_view_if_needed()
    href, before = choice.get_attribute("href"), page.evaluate("scrollY")
    choice.focus()
    page.keyboard.press("Enter")
    until(page, "href => location.pathname + location.search === href", href)
    page.locator(f"nav.segments a[href='{href}'][aria-current]").wait_for()
    live(page)
    assert page.evaluate("document.activeElement.getAttribute('href')") == href
    assert page.evaluate("scrollY") == before


def test_back_and_forward_bring_the_page_and_the_place(open_page):
    page = open_page("/en/methods")
    page.evaluate("scrollTo(0, 900)")
    until(page, "() => history.state?.top === 900")
    page.evaluate("document.querySelector('footer a[href=\"/en/data\"]').click()")
    until(page, "() => document.querySelector('#page > .view')?.dataset.path === '/en/data'")
    live(page)
    page.go_back()
    until(page, "() => document.querySelector('#page > .view')?.dataset.path === '/en/methods'")
    live(page)
    assert page.evaluate("scrollY") == 900
    page.go_forward()
    until(page, "() => document.querySelector('#page > .view')?.dataset.path === '/en/data'")
    live(page)
    assert page.title().startswith(page.locator("h1").inner_text())


def test_the_skip_link_is_first_and_leads_to_the_content(open_page):
    page = open_page("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_keyboard_walks_the_points_of_a_chart_and_each_is_spoken(open_page):
    page = open_page("/en/")
    figure = page.locator("figure").first
    figure.focus()
    spoken = []
    for key in ("Home", "ArrowRight", "End", "ArrowRight"):
        page.keyboard.press(key)
        spoken.append(figure.locator("[aria-live]").inner_text())
    assert len(set(spoken[:3])) == 3
    assert spoken[3] == spoken[2]
    assert figure.locator(".hoverlayer .hovertext").count() == 1
    page.keyboard.press("Tab")
    assert figure.locator(".hoverlayer .hovertext").count() == 0


def test_what_a_reader_did_before_the_page_came_alive_is_kept(open_page):
    held = []
    page = open_page("/en/", alive=False, hold=("**/dash_renderer*", lambda route: held.append(route)))
    fold = page.locator("#snap .tabs summary").first
    fold.click()
    fold.focus()
    held[0].continue_()
    live(page)
    assert page.locator("#page .tabs details").first.get_attribute("open") is not None
    assert page.evaluate("document.activeElement.matches('#page .tabs summary')")


def test_a_phone_turned_on_its_side_gets_the_charts_for_its_new_width(open_page):
    page = open_page("/en/", width=390)
    narrow = page.locator(".js-plotly-plot .main-svg").first.get_attribute("width")
    page.set_viewport_size({"width": 900, "height": 390})
    until(
        page,
        "narrow => document.querySelector('#page .js-plotly-plot .main-svg')?.getAttribute('width') !== narrow",
        narrow,
    )
    live(page)
    assert int(page.locator(".js-plotly-plot .main-svg").first.get_attribute("width")) > int(narrow)


def test_a_copy_button_takes_the_text_beside_it(open_page):
    page = open_page("/en/chart/police-cases", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".tabs summary").last.click()
    line = page.locator(".copyable").first
    line.locator("button.copy").click()
    line.locator("button", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == line.locator("code").inner_text()


def test_on_paper_there_is_the_address_and_nothing_to_press(open_page):
    page = open_page("/en/police")
    page.emulate_media(media="print")
    assert not page.locator("nav.nav").is_visible()
    assert not page.locator(".tabs").first.is_visible()
    assert page.locator("figure").first.is_visible()
    printed = page.evaluate("getComputedStyle(document.querySelector('.view'), '::after').content")
    assert printed.strip('"') == page.url


def test_a_page_that_fails_is_loaded_from_the_server_which_says_why(bare_page, address):
    page = bare_page(1440)
    page.goto(f"{address}/en/")
    live(page)
    page.route("**/_dash-update-component*", lambda route: route.fulfill(status=500, body="{}"))
    with page.expect_event("load"):
        page.locator("nav.nav a[href='/en/police']").click()
    assert page.url.endswith("/en/police")
    assert page.locator("#snap nav.nav a[aria-current]").get_attribute("href") == "/en/police"


def test_a_chart_embedded_elsewhere_opens_its_links_beside_that_page(open_page, address):
    page = open_page("/ko/embed/police-cases")
    with page.expect_popup() as opened:
        page.locator(f"a[href^='{address}'], a[href^='/ko/chart/']").first.click()
    assert "/ko/chart/police-cases" in opened.value.url
    assert page.url.endswith("/ko/embed/police-cases")
