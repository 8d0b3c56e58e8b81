// Links change the address; the address changes the page. Without Dash they load it as ever.
(() => {
  const phone = matchMedia("(max-width: 700px)");
  const asked = (path, search) => ({ path, search, narrow: phone.matches });
  // An embedded chart opens its links beside the page that holds it.
  const elsewhere = document.querySelector("base[target]");
  let live = false;
  let waiting = false;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    site: {
      asked: (path, search) =>
        typeof path === "string" ? asked(path, search || "") : window.dash_clientside.no_update,
    },
  });

  // Pages have a language in front; files and the API do not.
  const isPage = (url) => url.origin === location.origin && /^\/(ko|en)(\/|$)/.test(url.pathname);
  const isHere = (url) => url.pathname === location.pathname && url.search === location.search;

  // An answer that fails must not leave an address above a page that it does not name: the server then says why.
  const answers = new PerformanceObserver((list) => {
    const failed = (entry) => entry.name.includes("/_dash-update-component") && (entry.responseStatus ?? 200) !== 200;
    if (waiting && list.getEntries().some(failed)) location.reload();
  });
  answers.observe({ type: "resource" });

  function leave() {
    waiting = true;
    document.dispatchEvent(new Event("site:leave"));
  }

  function go(url) {
    keepPlace();
    leave();
    history.pushState({}, "", url);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  const keepPlace = () => history.replaceState({ ...history.state, top: window.scrollY }, "");

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!live || !link || !plain || event.defaultPrevented) return;
    if (link.target || link.hasAttribute("download") || elsewhere) return;
    const url = new URL(link.href);
    if (!isPage(url) || (isHere(url) && url.hash)) return;
    event.preventDefault();
    fold(link.closest(".choices"));
    if (!isHere(url)) go(url);
  });

  // A menu closes over the choice made in it, and keeps the focus.
  function fold(menu) {
    menu?.querySelector("summary")?.focus({ preventScroll: true });
    menu?.querySelector("details")?.removeAttribute("open");
  }

  let shown = location.pathname + location.search;
  window.addEventListener("popstate", () => {
    // A step to another part of the same page fires as well, and no new page will come.
    if (live && location.pathname + location.search !== shown) leave();
  });

  // A phone turned on its side gets the charts for its new width.
  phone.addEventListener("change", () => {
    if (!live) return;
    leave();
    window.dash_clientside.set_props("asked", { data: asked(location.pathname, location.search) });
  });

  document.addEventListener("scrollend", () => { if (live && !waiting) keepPlace(); });

  document.addEventListener("site:shown", ({ detail: { from, view } }) => {
    waiting = false;
    live = true;
    shown = location.pathname + location.search;
    document.title = view.dataset.title;
    document.documentElement.lang = view.lang;
    if (view.dataset.path === from) return;
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target) return target.scrollIntoView();
    window.scrollTo(0, history.state?.top ?? 0);
    view.querySelector("h1")?.focus({ preventScroll: true });
  });
})();
