// A copy button takes the text that stands beside it, and says so.
(() => {
  async function write(text, source) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Without TLS a browser has no clipboard to offer; the selection still copies.
    getSelection().selectAllChildren(source);
    document.execCommand("copy");
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    const source = button?.closest(".copyable")?.querySelector("code");
    if (!source) return;
    await write(source.textContent, source);
    const label = (button.dataset.label ??= button.textContent);
    button.setAttribute("aria-live", "polite");
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
})();
