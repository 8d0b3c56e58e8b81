// Pictures to take away: the server's own SVG, painted in the reader's browser with the font of the page.
(() => {
  const SVG_TYPE = "image/svg+xml";
  // What the picture says about itself, from its Dublin Core elements to the keywords of PNG text chunks.
  const TOLD = {
    title: "Title",
    description: "Description",
    identifier: "Source",
    source: "Author",
    date: "Creation Time",
    bibliographicCitation: "Citation",
    hasVersion: "Release",
    references: "Query",
  };

  const read = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
    return answer;
  };

  // An image is painted before the fonts inside it are loaded; text drawn by the canvas itself waits for them.
  async function painted(source, scale) {
    const shown = document.body.appendChild(document.createElement("div"));
    shown.style.cssText = "position:absolute;left:-99999px;top:0";
    const svg = shown.appendChild(document.importNode(source.documentElement, true));
    try {
      const words = [...svg.querySelectorAll("text")].flatMap((text) => lines(text, svg));
      await Promise.all(words.map(({ font, text }) => document.fonts.load(font, text)));
      const canvas = document.createElement("canvas");
      canvas.width = svg.width.baseVal.value * scale;
      canvas.height = svg.height.baseVal.value * scale;
      const pen = canvas.getContext("2d");
      pen.drawImage(await shapes(svg), 0, 0, canvas.width, canvas.height);
      write(pen, words, scale);
      const png = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
      return new Uint8Array(await png.arrayBuffer());
    } finally {
      shown.remove();
    }
  }

  async function shapes(svg) {
    const bare = svg.cloneNode(true);
    bare.querySelectorAll("text").forEach((text) => text.remove());
    const image = new Image(svg.width.baseVal.value, svg.height.baseVal.value);
    image.src = `data:${SVG_TYPE};charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(bare))}`;
    await image.decode();
    return image;
  }

  // The runs of each line of a text element, every one with its font; a run without a place follows the one before.
  function lines(element, svg) {
    const placed = [...element.children].filter((part) => part.hasAttribute("x"));
    const look = {
      matrix: element.getCTM(),
      anchor: element.getAttribute("text-anchor") ?? "start",
      fill: element.getAttribute("fill"),
      opacity: faded(element),
    };
    return (placed.length ? placed : [element]).flatMap((line) =>
      [...line.childNodes].map((part, i) => {
        const weight = part.nodeType === Node.ELEMENT_NODE ? part.getAttribute("font-weight") : null;
        const set = weight ?? element.getAttribute("font-weight") ?? "400";
        const font = `${set} ${element.getAttribute("font-size")}px ${svg.getAttribute("font-family")}`;
        const place = i ? null : [Number(line.getAttribute("x")), Number(line.getAttribute("y"))];
        return { ...look, font, text: part.textContent, place };
      }),
    );
  }

  function faded(element) {
    const own = Number(element.getAttribute("opacity") ?? 1);
    return element.parentElement ? own * faded(element.parentElement) : own;
  }

  function write(pen, words, scale) {
    const measured = (run) => {
      pen.font = run.font;
      return pen.measureText(run.text).width;
    };
    let x = 0;
    let y = 0;
    words.forEach((run, i) => {
      if (run.place) {
        const end = words.findIndex((other, j) => j > i && other.place);
        const line = words.slice(i, end < 0 ? undefined : end);
        const wide = line.reduce((sum, part) => sum + measured(part), 0);
        x = run.place[0] - wide * { start: 0, middle: 0.5, end: 1 }[run.anchor];
        y = run.place[1];
      }
      const { a, b, c, d, e, f } = run.matrix;
      pen.setTransform(a * scale, b * scale, c * scale, d * scale, e * scale, f * scale);
      pen.globalAlpha = run.opacity;
      pen.fillStyle = run.fill;
      pen.font = run.font;
      pen.fillText(run.text, x, y);
      x += pen.measureText(run.text).width;
    });
  }

  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  const crc = (bytes) => ~bytes.reduce((sum, byte) => table[(sum ^ byte) & 0xff] ^ (sum >>> 8), 0xffffffff) >>> 0;

  const big = (number) => [number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff];

  // PNG 11.3.3.4: keyword, 0, uncompressed, method 0, no language, no translated keyword, UTF-8 text.
  function textChunk(keyword, text) {
    const encode = new TextEncoder();
    const body = [...encode.encode(`iTXt${keyword}`), 0, 0, 0, 0, 0, ...encode.encode(text)];
    return [...big(body.length - 4), ...body, ...big(crc(Uint8Array.from(body)))];
  }

  function withText(png, source) {
    // The signature takes 8 bytes and the header chunk 25; the texts follow them.
    const head = 33;
    const chunks = Object.entries(TOLD).flatMap(([name, keyword]) => {
      const text = source.getElementsByTagNameNS("*", name);
      const told = [...text].find((node) => node.namespaceURI?.startsWith("http://purl.org/dc/"))?.textContent;
      return told ? textChunk(keyword, told) : [];
    });
    return new Blob([png.subarray(0, head), Uint8Array.from(chunks), png.subarray(head)], { type: "image/png" });
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function picture(button) {
    const { svg, name, scale } = button.dataset;
    const text = await (await read(svg)).text();
    const source = new DOMParser().parseFromString(text, SVG_TYPE);
    const png = await painted(source, Number(scale) || 1);
    save(withText(png, source), `${name}${Number(scale) > 1 ? `-${scale}x` : ""}.png`);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.png[data-svg]");
    if (!button || button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      await picture(button);
    } catch (error) {
      // The plain SVG beside the button needs nothing of this.
      console.error(error);
      location.assign(button.dataset.svg);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
})();
