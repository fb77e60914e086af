// Keeps the list of orders in the admin up to date, unless somebody has paused it or works in it just now.
(() => {
  "use strict";

  const live = document.querySelector("[data-live-orders]");
  if (!live) return;

  const WAIT = 4000;
  const button = live.querySelector("[data-live-pause]");
  const state = live.querySelector("[data-live-state]");
  const list = document.getElementById("listing-results");
  let after = Number(live.dataset.after);
  let is_paused = false;
  let is_asking = false;

  const say = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };

  async function fetched(address) {
    const answer = await fetch(address, {
      credentials: "same-origin",
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (!answer.ok) throw new Error(answer.status);
    return answer;
  }

  async function ask() {
    // What somebody is about to press stays where it is.
    if (is_paused || is_asking || document.hidden || list.contains(document.activeElement)) return;
    is_asking = true;
    try {
      const news = await (await fetched(`${live.dataset.news}?after=${after}`)).json();
      if (news.placed || news.changed) {
        const address = new URL("results/", location.href.split("?")[0]);
        address.search = location.search;
        list.innerHTML = await (await fetched(address)).text();
      }
      after = news.sequence;
      say(news.placed ? `${button.dataset.came} ${news.placed}` : state.textContent || button.dataset.resumed);
      if (state.textContent === button.dataset.lost) say(button.dataset.resumed);
    } catch {
      say(button.dataset.lost);
    } finally {
      is_asking = false;
    }
  }

  button.addEventListener("click", () => {
    is_paused = !is_paused;
    button.setAttribute("aria-pressed", String(is_paused));
    say(is_paused ? button.dataset.paused : button.dataset.resumed);
    ask();
  });
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, WAIT);
})();
