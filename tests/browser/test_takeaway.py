"""What a reader takes away: the image, the table file and the permalink say what the screen and the API say."""

import csv
import io
import json
import struct
import urllib.request
import zlib

import pytest

from tests.browser.conftest import live


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read().decode("utf-8-sig")


def unfold(page, label: str) -> None:
    page.locator("details", has=page.get_by_text(label, exact=True)).first.locator("summary").click()


def chunks(png: bytes) -> dict[str, str]:
    """The text chunks of a PNG, by keyword (PNG specification, 11.3.4.5 iTXt)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = {}, 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0]
        if kind == b"iTXt":
            keyword, rest = body.split(b"\0", 1)
            found[keyword.decode("latin-1")] = rest[2:].split(b"\0", 2)[2].decode("utf-8")
        at += 12 + length
    return found


@pytest.mark.parametrize(("lang", "label"), [("ko", "내려받기"), ("en", "Download")])
def test_the_png_is_an_image_that_says_where_it_comes_from(open_page, lang, label):
    page = open_page(f"/{lang}/chart/police-cases")
    live(page)
    unfold(page, label)
    with page.expect_download(timeout=60_000) as waiting:
        page.locator("button.png").first.click()
    download = waiting.value
    assert download.suggested_filename.endswith(f"_r1_{lang}.png")
    png = download.path().read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (1200, 675)
    told = " ".join(chunks(png).values())
    for needed in ("1,202", "297", f"/{lang}/chart/police-cases", "release=1"):
        assert needed in told


@pytest.mark.parametrize("path", ["/ko/chart/police-cases", "/en/chart/ages-cuts?show=share"])
def test_the_csv_holds_the_numbers_of_the_api(open_page, address, path):
    page = open_page(path)
    live(page)
    link = page.locator("a[href*='.csv']").first.get_attribute("href")
    api = link.replace(".csv", ".json")
    table = list(csv.DictReader(io.StringIO(fetched(address + link))))
    rows = json.loads(fetched(address + api))["rows"]
    assert [float(line["value"]) for line in table] == pytest.approx([row["value"] for row in rows])


def test_the_table_on_the_page_holds_the_numbers_of_the_api(open_page, address):
    page = open_page("/en/chart/ages-cuts")
    live(page)
    unfold(page, "Table")
    cells = page.locator(".tabs table.data td.number").all_text_contents()
    rows = json.loads(fetched(f"{address}/api/v1/charts/ages-cuts.json"))["rows"]
    shown = [cell.split(" ")[0].replace(",", "") for cell in cells[::2]]
    assert shown == [str(int(row["value"])) for row in rows]


def test_a_permalink_opens_the_same_choice_in_the_other_language(open_page):
    page = open_page("/en/growth?series=regulator_requests")
    live(page)
    chosen = page.locator(".segments a[aria-current]")
    assert "series=regulator_requests" in chosen.get_attribute("href")
    page.locator("header .language").click()
    page.wait_for_url("**/ko/growth?series=regulator_requests")


def test_an_address_that_names_its_release_says_so(open_page):
    page = open_page("/en/chart/police-cases?release=1")
    live(page)
    assert "Release 1" in page.locator(".strip").inner_text()
