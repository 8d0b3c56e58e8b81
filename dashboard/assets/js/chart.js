// Charts for the keyboard: arrows, Home and End walk the points of a focused figure and read each aloud.
(() => {
  const places = new WeakMap();

  // Only what has a sentence of its own is a stop; helper traces have none.
  const stops = (graph) =>
    graph.data
      .map((trace, curve) =>
        (trace.customdata ?? []).map((said, point) => ({ curve, point, said: said?.[0] })).filter((stop) => stop.said),
      )
      .filter((trace) => trace.length);

  const steps = {
    ArrowRight: (at) => ({ ...at, point: at.point + 1 }),
    ArrowLeft: (at) => ({ ...at, point: at.point - 1 }),
    ArrowDown: (at) => ({ ...at, trace: at.trace + 1 }),
    ArrowUp: (at) => ({ ...at, trace: at.trace - 1 }),
    Home: (at) => ({ ...at, point: 0 }),
    End: (at) => ({ ...at, point: Infinity }),
  };
  const within = (value, length) => Math.max(0, Math.min(value, length - 1));

  function voice(figure) {
    let live = figure.querySelector("[aria-live]");
    if (!live) {
      live = document.createElement("p");
      live.className = "hidden";
      live.setAttribute("aria-live", "polite");
      figure.append(live);
    }
    return live;
  }

  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const figure = event.target.closest?.("figure");
    const graph = figure?.querySelector(".js-plotly-plot");
    if (!step || !graph?.data || event.target !== figure) return;
    const traces = stops(graph);
    if (!traces.length) return;
    event.preventDefault();
    const before = places.get(graph);
    const next = before ? step(before) : { trace: 0, point: event.key === "End" ? Infinity : 0 };
    const trace = within(next.trace, traces.length);
    const point = within(next.point, traces[trace].length);
    places.set(graph, { trace, point });
    const stop = traces[trace][point];
    window.Plotly.Fx.hover(graph, [{ curveNumber: stop.curve, pointNumber: stop.point }]);
    voice(figure).textContent = stop.said;
  });

  document.addEventListener("focusout", (event) => {
    const graph = event.target.matches?.("figure") && event.target.querySelector(".js-plotly-plot");
    if (graph?.data) window.Plotly.Fx.unhover(graph);
  });

  // A chart drawn in a closed fold has had no width to draw in.
  document.addEventListener(
    "toggle",
    (event) => {
      if (!event.target.open) return;
      event.target.querySelectorAll(".js-plotly-plot").forEach((graph) => window.Plotly?.Plots.resize(graph));
    },
    true,
  );
})();
