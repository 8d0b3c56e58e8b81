"""A picture saved by a reader: the right size, the shipped font, and what it says about itself to machines."""

import base64
import struct
import zlib

import pytest

from dashboard.exports import publication


def chunks(png: bytes):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        yield kind.decode(), body
        at += 12 + length


def texts(found) -> dict[str, str]:
    split = (body.split(b"\0", 5) for kind, body in found if kind == "iTXt")
    return {parts[0].decode(): parts[-1].decode() for parts in split}


def saved(page, size: str, scale: str) -> tuple[bytes, str]:
    page.locator("details:has(button.png) > summary").first.click()
    with page.expect_download() as waiting:
        page.locator(f"button.png[data-svg*='size={size}'][data-scale='{scale}']").first.click()
    return waiting.value.path().read_bytes(), waiting.value.suggested_filename


@pytest.mark.parametrize(("size", "scale"), [("wide", "1"), ("square", "2"), ("vertical", "1")])
def test_a_saved_picture_has_its_size_and_tells_where_it_comes_from(open_page, size, scale):
    png, name = saved(open_page("/ko/chart/police-cases"), size, scale)
    found = list(chunks(png))
    wide, high = publication.SIZES[size]
    assert struct.unpack(">II", found[0][1][:8]) == (wide * int(scale), high * int(scale))
    told = texts(found)
    assert set(told) >= {"Title", "Description", "Source", "Citation", "Release", "Query"}
    assert "/ko/chart/police-cases?release=1" in told["Source"]
    assert told["Release"] == "r1"
    assert "297" in told["Description"]
    assert name.endswith(".png")
    assert "_r1_ko" in name


# The share of pixels in which two pictures differ by more than a quarter of the range.
DIFFERENCE = """async ([one, other]) => {
    const pixels = async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.width, image.height];
        const pen = canvas.getContext("2d");
        pen.drawImage(image, 0, 0);
        return pen.getImageData(0, 0, image.width, image.height).data;
    };
    const [a, b] = [await pixels(one), await pixels(other)];
    let differing = 0;
    for (let i = 0; i < a.length; i += 4) differing += Math.abs(a[i] - b[i]) > 64;
    return differing / (a.length / 4);
}"""


def as_data(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


@pytest.mark.parametrize(
    "path", ["/ko/chart/police-cases", "/en/chart/police-regions", "/ko/chart/growth-pairs"]
)
def test_the_picture_looks_like_the_svg_in_the_font_of_the_page(open_page, path):
    """The SVG stands in the page, in the page's own font, and is photographed there."""
    page = open_page(path, width=1300, height=800)
    png, _ = saved(page, "wide", "1")
    page.evaluate(
        """async () => {
            const source = await (await fetch(document.querySelector("button.png").dataset.svg)).text();
            const box = document.createElement("div");
            box.style.cssText = "position:fixed;inset:0;z-index:99;background:white;font-variant-numeric:normal";
            box.append(new DOMParser().parseFromString(source, "image/svg+xml").documentElement);
            document.body.append(box);
            await document.fonts.ready;
        }"""
    )
    page.wait_for_timeout(300)
    shown = page.screenshot(clip={"x": 0, "y": 0, "width": 1200, "height": 675})
    # Glyph edges differ by a hair; without the text it would be some 2 % of all pixels.
    assert page.evaluate(DIFFERENCE, [as_data(png), as_data(shown)]) < 0.004
