// Draws the dashboard's figure in the colours of the theme, and keeps the open page up to date.
(() => {
  "use strict";

  const page = document.querySelector("[data-dashboard]");
  if (!page) return;

  // A figure is at most five seconds behind: four of waiting, one for the way.
  const WAIT = 4000;
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const chart = page.querySelector("[data-chart]");
  let figure = JSON.parse(document.getElementById("sales-figure").textContent);

  // Wagtail's colours are calculated from one another; only an element that wears one knows the result.
  const probe = document.createElement("span");
  probe.hidden = true;
  page.append(probe);

  function colour(name) {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  }

  function coloured(trace) {
    const series = colour(`--series-${trace.meta.series}`);
    const copy = { ...trace };
    if (trace.type === "bar") {
      copy.marker = { ...trace.marker, color: series };
      copy.marker.pattern = { ...trace.marker.pattern, fgcolor: series, bgcolor: colour("--w-color-surface-page") };
    } else {
      copy.line = { ...trace.line, color: series };
    }
    return copy;
  }

  function draw() {
    page.querySelector("[data-frame]").hidden = !figure;
    page.querySelector("[data-empty]").hidden = Boolean(figure);
    if (!figure) return;
    if (!window.Plotly) {
      page.querySelector("[data-failed]").hidden = false;
      chart.hidden = true;
      return;
    }
    const words = colour("--w-color-text-label");
    const grid = colour("--w-color-border-furniture");
    const ground = colour("--w-color-surface-page");
    const layout = {
      ...figure.layout,
      xaxis: { ...figure.layout.xaxis, showgrid: false, linecolor: grid, automargin: true },
      yaxis: { ...figure.layout.yaxis, gridcolor: grid, zerolinecolor: grid, automargin: true },
      font: { color: words, family: getComputedStyle(document.body).fontFamily, size: 13 },
      paper_bgcolor: "transparent",
      plot_bgcolor: "transparent",
      margin: { l: 8, r: 8, t: 8, b: 8 },
      legend: { orientation: "h", y: -0.15, itemclick: false, itemdoubleclick: false },
      hovermode: "x",
      hoverlabel: { bgcolor: ground, bordercolor: grid, font: { color: words } },
      dragmode: false,
      bargap: 0.25,
    };
    // Plotly's own buttons have no names; the table is the way for the keyboard.
    const config = { displayModeBar: false, responsive: true, doubleClick: false, showTips: false };
    window.Plotly.react(chart, figure.data.map(coloured), layout, config);
  }

  let etag = "";
  let sales = "";

  async function ask() {
    if (document.hidden) return;
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    if (etag) headers["If-None-Match"] = etag;
    let answer;
    try {
      answer = await fetch(page.dataset.news, { headers, credentials: "same-origin" });
    } catch {
      return; // Offline for a moment: the next question finds out.
    }
    if (answer.status !== 200) return;
    etag = answer.headers.get("ETag") || "";
    const now = await answer.json();
    part("today").innerHTML = now.today;
    part("table").innerHTML = now.table;
    part("finding").textContent = now.finding;
    chart.setAttribute("aria-label", now.finding);
    if (JSON.stringify(now.figure) !== JSON.stringify(figure)) {
      figure = now.figure;
      draw();
    }
    if (sales && sales !== now.said) {
      const said = page.querySelector("[data-said]");
      said.textContent = `${said.dataset.words} ${now.said}`;
    }
    sales = now.said;
  }

  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  document.addEventListener("visibilitychange", ask);
  ask();
  setInterval(ask, WAIT);
})();
