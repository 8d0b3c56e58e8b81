// The page that is being read stays until the next one is drawn: first the server's, later a copy of ours.
(() => {
  const page = () => document.getElementById("page");
  const drawn = (graph) => graph.querySelector(".main-svg") && !graph.querySelector(".dash-graph--pending");
  const controls = (root) =>
    [...root.querySelectorAll("a, button, select, summary, [tabindex]")].filter((one) => !one.closest(".plot"));
  let left = null;

  function whole() {
    const view = page()?.firstElementChild;
    return view && view !== left && [...view.querySelectorAll(".dash-graph")].every(drawn);
  }

  // Two pages of one address are one tree, so the same place in the list is the same control.
  function carry(from, to) {
    const folds = [...from.querySelectorAll("details")];
    [...to.querySelectorAll("details")].forEach((fold, i) => { fold.open = folds[i]?.open ?? fold.open; });
    const place = controls(from).indexOf(document.activeElement);
    if (place >= 0) controls(to)[place]?.focus({ preventScroll: true });
  }

  function takeOver() {
    const snap = document.getElementById("snap");
    if (!snap || !whole()) return;
    watch.disconnect();
    const top = window.scrollY;
    const [from, to] = [snap.firstElementChild, page().firstElementChild];
    snap.id = "left";
    if (from.dataset.path === to.dataset.path) carry(from, to);
    snap.remove();
    window.scrollTo(0, top);
    document.dispatchEvent(new CustomEvent("site:shown", { detail: { from: from.dataset.path, view: to } }));
  }

  const watch = new MutationObserver(takeOver);
  const start = () =>
    watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });

  // Dash puts a new page in place of the old one before its charts are drawn; a copy bridges that moment.
  document.addEventListener("site:leave", () => {
    left = page().firstElementChild;
    if (document.getElementById("snap")) return;
    const top = window.scrollY;
    const snap = document.createElement("div");
    snap.append(left.cloneNode(true));
    snap.id = "snap";
    document.body.prepend(snap);
    carry(left, snap);
    window.scrollTo(0, top);
    start();
  });

  if (document.getElementById("snap")) start();
})();
