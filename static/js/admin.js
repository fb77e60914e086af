// Gives each cell of the shop's tables the name of its column, which a phone shows beside it.
(() => {
  "use strict";

  const TABLES = ".shop-scroll table.listing, .shop-stock table.listing, #listing-results table.listing";
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };

  function name(table) {
    // What stands there for screen readers only is said by the button under it.
    const words = (head) => (head.querySelector(".w-sr-only") ? "" : head.textContent.trim());
    const heads = [...table.querySelectorAll("thead th")].map(words);
    table.classList.add("shop-cards");
    // As cards they are no table to the browser, but they stay one for whoever listens.
    table.role = "table";
    for (const part of table.querySelectorAll("thead, tbody, tfoot, tr, td")) part.setAttribute("role", ROLES[part.tagName]);
    for (const row of table.querySelectorAll("tbody tr")) {
      [...row.children].forEach((cell, place) => {
        if (cell.colSpan > 1) return;
        cell.dataset.label = heads[place] || "";
        cell.toggleAttribute("data-empty", !cell.textContent.trim() && !cell.querySelector("svg, input, select, img"));
      });
    }
  }

  const all = () => document.querySelectorAll(TABLES).forEach(name);

  if (!location.pathname.includes("/shop/")) return;
  all();
  // Lists are drawn anew when they are searched or filtered, and rows are added to forms.
  let is_waiting = false;
  new MutationObserver(() => {
    if (is_waiting) return;
    is_waiting = true;
    requestAnimationFrame(() => {
      is_waiting = false;
      all();
    });
  }).observe(document.querySelector("main") || document.body, { childList: true, subtree: true });
})();
