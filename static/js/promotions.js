// Shows of a promotion's form what belongs to its kind, and keeps the examples beside it up to date.
(() => {
  "use strict";

  const promotion = document.querySelector("[data-promotion]");
  const form = promotion?.closest("form");
  if (!form) return;

  const WAIT = 500;
  const panel = promotion.querySelector("[data-promotion-panel]");
  const kind = form.elements.kind;
  let waiting = 0;
  let asking = null;

  const showFields = () => {
    for (const field of promotion.querySelectorAll("[data-kinds]")) {
      field.hidden = !field.dataset.kinds.split(" ").includes(kind.value);
    }
  };

  async function showExamples() {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(promotion.dataset.examples, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        headers: { "X-Requested-With": "XMLHttpRequest" },
        signal: asking.signal,
      });
      if (answer.ok && !answer.redirected) panel.innerHTML = await answer.text();
    } catch (error) {
      // What is shown stays, and the button under it still works.
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    }
  }

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(showExamples, WAIT);
  };

  kind.addEventListener("change", showFields);
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  promotion.querySelector("[data-promotion-show]").addEventListener("click", (event) => {
    event.preventDefault();
    showExamples();
  });
  showFields();
})();
