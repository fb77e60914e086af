// Shortens what every page can do without a script: cart, filters, gallery, theme.

const words = document.body.dataset;

function say(text) {
  const region = document.querySelector("[data-live-announcer]");
  if (region) region.textContent = text;
}

// Cart

function cartCountCookie() {
  const found = document.cookie.match(/(?:^|;\s*)cart_count=(\d+)/);
  return found ? Number(found[1]) : 0;
}

function showCartCount(count) {
  for (const counter of document.querySelectorAll("[data-cart-count]")) {
    counter.textContent = count;
    counter.hidden = count === 0;
  }
}

function showInCart(sku, quantity) {
  for (const form of document.querySelectorAll("form[data-add-to-cart]")) {
    if (form.elements.sku.value !== sku) continue;
    const button = form.querySelector("button");
    button.classList.add("done");
    button.querySelector("[data-button-text]").textContent = words.wordInCart.replace("{quantity}", quantity);
  }
}

function showRefusal(form, text) {
  const note = form.querySelector(".error-text") ?? form.appendChild(document.createElement("p"));
  note.className = "error-text small mb-0 mt-1";
  note.textContent = text;
}

async function addToCart(form) {
  const button = form.querySelector("button");
  const label = button.querySelector("[data-button-text]");
  const before = label.textContent;
  // The width is kept, so that nothing moves under the finger while the words change.
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-busy", "true");
  label.textContent = words.wordAdding;
  let answer = {};
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    answer = await response.json();
    if (!response.ok) throw new Error(answer.detail);
  } catch (problem) {
    label.textContent = before;
    const text = answer.detail ?? words.wordFailed;
    showRefusal(form, text);
    say(text);
    return;
  } finally {
    button.removeAttribute("aria-busy");
  }
  form.querySelector(".error-text")?.remove();
  showInCart(form.elements.sku.value, answer.quantity ?? 1);
  showCartCount(answer.count ?? cartCountCookie());
  say(words.wordAdded.replace("{name}", answer.name ?? button.dataset.name));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form[data-add-to-cart]")) {
    event.preventDefault();
    if (form.querySelector("[aria-busy]") === null) addToCart(form);
  }
  if (form.querySelector("[data-once]")) {
    // A second press of "Pay" must not send a second request; the server would refuse it, but the wait would double.
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  }
});

function prepareQuantities(place = document) {
  for (const form of place.querySelectorAll("form[data-quantity]")) {
    form.querySelector("[data-without-script]").hidden = true;
    form.elements.quantity.addEventListener("change", () => form.requestSubmit());
  }
}

// Filters: the list is exchanged in place, so that the focus stays on the box that was ticked.

const wide = window.matchMedia("(min-width: 992px)");

function listAddress(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  return `${location.pathname}${query.size ? `?${query}` : ""}`;
}

async function exchangeList(address, focused) {
  const list = document.querySelector("[data-listing]");
  list.querySelector(".results")?.setAttribute("aria-busy", "true");
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const freshList = fresh.querySelector("[data-listing]");
  if (!response.ok || !freshList) {
    location.assign(address);
    return;
  }
  const openFacets = new Set([...list.querySelectorAll("details.facet")].flatMap((facet, place) => (facet.open ? [place] : [])));
  list.replaceWith(freshList);
  freshList.querySelectorAll("details.facet").forEach((facet, place) => (facet.open = openFacets.has(place)));
  document.title = fresh.title;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  say(freshList.querySelector("[data-listing-total]").textContent);
  document.dispatchEvent(new CustomEvent("shop:list-exchanged"));
}

function submitFilters(form, focused) {
  const address = listAddress(form);
  history.pushState({ list: true }, "", address);
  exchangeList(address, focused).catch(() => location.assign(address));
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-filters]") && (wide.matches || event.target.matches("[data-auto-submit]"))) {
    submitFilters(form, event.target.id);
  }
});

window.addEventListener("popstate", () => {
  if (document.querySelector("[data-listing]") && !location.hash) exchangeList(location.href).catch(() => location.reload());
});

// Gallery

function prepareGallery(gallery) {
  const stage = gallery.querySelector("[data-stage]");
  const thumbnails = [...gallery.querySelectorAll(".thumbs a")];
  const figures = [...stage.children];
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const [place, thumbnail] of thumbnails.entries()) {
    thumbnail.addEventListener("click", (event) => {
      event.preventDefault();
      stage.scrollTo({ left: figures[place].offsetLeft - figures[0].offsetLeft, behavior: calm ? "auto" : "smooth" });
    });
  }
  const offset = (figure) => Math.abs(figure.offsetLeft - figures[0].offsetLeft - stage.scrollLeft);
  stage.addEventListener(
    "scroll",
    () => {
      const shown = figures.reduce((nearest, figure) => (offset(figure) < offset(nearest) ? figure : nearest));
      thumbnails.forEach((thumbnail, place) => {
        if (figures[place] === shown) thumbnail.setAttribute("aria-current", "true");
        else thumbnail.removeAttribute("aria-current");
      });
    },
    { passive: true },
  );
}

// The bar with price and button comes when the main button has scrolled out of sight on a phone.
function prepareBuyBar(bar) {
  const main = document.querySelector("[data-buybox] form[data-add-to-cart]");
  if (!main) return;
  const watcher = new IntersectionObserver(
    ([entry]) => {
      bar.hidden = entry.isIntersecting;
      document.documentElement.classList.toggle("with-buybar", !entry.isIntersecting);
    },
    // Everything below the screen counts as seen, so that a jump past the button is noticed, too.
    { rootMargin: "0px 0px 100000px 0px" },
  );
  watcher.observe(main);
}

// Theme

function prepareThemeSwitch(place) {
  const select = place.querySelector("select");
  select.value = localStorage.getItem("theme") ?? "system";
  select.addEventListener("change", () => {
    localStorage.setItem("theme", select.value);
    if (select.value === "system") delete document.documentElement.dataset.bsTheme;
    else document.documentElement.dataset.bsTheme = select.value;
  });
  place.hidden = false;
}

// Fields: an error goes away the moment the value is right; a new one appears only on leaving a filled field.
function prepareChecks(form) {
  for (const input of form.querySelectorAll("input, select, textarea")) {
    input.addEventListener("input", () => {
      if (input.value && input.validity.valid) input.closest(".field")?.classList.remove("has-error");
    });
  }
}

// Pieces that live.js has exchanged are prepared as they were when the page came.
document.addEventListener("live:exchanged", (event) => {
  prepareQuantities(event.target);
  event.target.querySelectorAll("[data-buybar]").forEach(prepareBuyBar);
});

showCartCount(cartCountCookie());
// A page from the back-forward cache would show the count of the time when it was left.
window.addEventListener("pageshow", () => showCartCount(cartCountCookie()));
prepareQuantities();
document.querySelectorAll("[data-gallery]").forEach(prepareGallery);
document.querySelectorAll("[data-buybar]").forEach(prepareBuyBar);
document.querySelectorAll("[data-check]").forEach(prepareChecks);
document.querySelector("[data-error-summary]")?.focus();
try {
  document.querySelectorAll("[data-theme-switch]").forEach(prepareThemeSwitch);
} catch {
  // Storage may be switched off; then there is nothing to switch.
}
