// Links and forms change the address; the address changes the page. Without Dash they load it as ever.
(() => {
  const screen = matchMedia("(max-width: 700px)");
  const live = () => !document.getElementById("snap") && document.querySelector("#page > .view");
  const asked = (path, search) => ({ path, search, narrow: screen.matches });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    site: {
      asked: (path, search) =>
        typeof path === "string" ? asked(path, search || "") : window.dash_clientside.no_update,
    },
  });

  // Pages have a language in front; files and the API do not.
  const isPage = (url) => url.origin === location.origin && /^\/(ko|en)(\/|$)/.test(url.pathname);

  function go(url) {
    if (url.pathname === location.pathname && url.search === location.search && url.hash) {
      location.hash = url.hash;
      return;
    }
    history.replaceState({ ...history.state, top: window.scrollY }, "");
    history.pushState({}, "", url);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    waitFor(url);
  }

  // An answer that never comes must not leave an address above a page that it does not name.
  let waiting;
  function waitFor(url) {
    clearTimeout(waiting);
    waiting = setTimeout(() => location.assign(url), 8000);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (!isPage(url) || !live()) return;
    if (link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    go(url);
  });

  function send(form) {
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form)).toString();
    if (live()) go(url);
    else location.assign(url);
  }

  document.addEventListener("submit", (event) => {
    if (event.target.method !== "get" || !isPage(new URL(event.target.action))) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[method=get] select")) send(event.target.form);
  });

  // A phone turned on its side gets the charts for its new width.
  screen.addEventListener("change", () => {
    if (live()) window.dash_clientside.set_props("asked", { data: asked(location.pathname, location.search) });
  });

  function arrive(view, before) {
    clearTimeout(waiting);
    document.title = view.dataset.title;
    document.documentElement.lang = view.lang;
    if (view.dataset.path === before) return;
    window.scrollTo(0, history.state?.top ?? 0);
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target) target.scrollIntoView();
    else view.querySelector("h1")?.focus({ preventScroll: true });
  }

  function follow() {
    const page = document.getElementById("page");
    let path = page.firstElementChild.dataset.path;
    new MutationObserver(() => {
      const view = page.firstElementChild;
      if (!view) return;
      const before = path;
      path = view.dataset.path;
      arrive(view, before);
    }).observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-title", "lang"] });
  }

  history.scrollRestoration = "manual";
  document.addEventListener("site:live", follow, { once: true });
})();
