// The page drawn by the server gives way to the one drawn by Dash, once that one is whole.
(() => {
  const snap = () => document.getElementById("snap");

  // A graph is whole when Plotly has drawn its marks; one inside a closed <details> counts as well.
  const drawn = (graph) => graph.querySelector(".mlayer, .plot") && !graph.querySelector(".dash-graph--pending");
  const whole = (page) =>
    page?.firstElementChild &&
    !page.querySelector(".dash-graph--pending") &&
    [...page.querySelectorAll(".dash-graph")].every(drawn);

  const controls = (root) => [...root.querySelectorAll("a, button, select, summary, [tabindex]")];
  const belongs = (element) => !element.closest(".narrow-only, .wide-only");

  // Both pages are one tree, so the same place in the list is the same control.
  function carry(from, to) {
    const old = controls(from).filter(belongs);
    const fresh = controls(to).filter(belongs);
    const folds = [...from.querySelectorAll("details")];
    [...to.querySelectorAll("details")].forEach((fold, i) => { fold.open = folds[i]?.open ?? fold.open; });
    const focused = old.indexOf(document.activeElement);
    if (focused >= 0) fresh[focused]?.focus({ preventScroll: true });
  }

  function takeOver() {
    const page = document.getElementById("page");
    if (!snap() || !whole(page)) return false;
    const at = window.scrollY;
    const old = snap();
    old.id = "";
    carry(old, page);
    old.remove();
    window.scrollTo(0, at);
    document.dispatchEvent(new Event("site:live"));
    return true;
  }

  if (!snap()) return;
  const watch = new MutationObserver(() => { if (takeOver()) watch.disconnect(); });
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
})();
