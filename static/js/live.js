// Keeps prices, stock, cart and orders on an open page as they are in the shop.
//
// A socket says what has changed; the page is then fetched again, and the changed pieces are taken over in place.
// Without sockets the same words come as server-sent events; without these the page is looked at every few seconds.

const SOCKET = document.body.dataset.liveUrl;
const EVENTS = "/api/v1/live/";
// A subscription takes at most twenty topics; a page with more products follows the whole catalogue.
const MOST_TOPICS = 20;
const GATHER = 150; // milliseconds in which several changes become one look
const PAUSE = 1000; // at least between two looks
const POLL = 10_000;
const PATIENCE = 5_000; // for a connection to say that it is ready
const LONGEST_WAIT = 30_000;
const REFUSED = 4404;

const announcer = document.querySelector("[data-live-announcer]");
const pieces = ["[data-live-price]", "[data-live-compare]", "[data-live-was]", "[data-live-tag]", "[data-live-stock]"];

let since = document.body.dataset.liveSince || null;

// What this page shows

function shown(name) {
  return [...document.querySelectorAll(`[data-live-${name}]`)].map((place) => place.getAttribute(`data-live-${name}`));
}

function products() {
  return new Set([...shown("product"), ...shown("card"), ...shown("line-product")].filter(Boolean));
}

let isWithoutPrivate = false;

function topics() {
  const own = isWithoutPrivate ? [] : [...shown("cart").map((id) => `cart:${id}`), ...shown("order").map((id) => `order:${id}`)];
  const wanted = [...products()].map((id) => `product:${id}`);
  return [...new Set([...own, ...(own.length + wanted.length > MOST_TOPICS ? ["catalog"] : wanted)])].slice(0, MOST_TOPICS);
}

function concerns(change) {
  return !change.id.startsWith("prd_") || products().has(change.id);
}

// Looking at the page again

let isLooking = false;
let isWanted = false;
let lookedAt = 0;
let gathering = 0;

function lookSoon() {
  if (isLooking) {
    isWanted = true;
    return;
  }
  if (gathering) return;
  gathering = setTimeout(look, Math.max(GATHER, lookedAt + PAUSE - Date.now()));
}

async function look() {
  gathering = 0;
  isLooking = true;
  isWanted = false;
  lookedAt = Date.now();
  try {
    // The server may remember its answers for a second; this says which change the answer has to contain.
    const headers = since ? { "X-Change": since } : {};
    const response = await fetch(address(), { headers, cache: "no-cache", credentials: "same-origin" });
    if (response.ok) takeOver(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    isWanted = true;
  } finally {
    isLooking = false;
    if (isWanted) lookSoon();
  }
}

// A product page without a chosen variant shows another one when its own is sold out.
function address() {
  const found = new URL(location.href);
  const sku = document.querySelector("[data-live-sku]")?.dataset.liveSku;
  if (sku) found.searchParams.set("variant", sku);
  found.hash = "";
  return found;
}

function takeOver(fresh) {
  const news = [];
  takeOverProduct(fresh, news);
  takeOverCards(fresh, news);
  for (const name of ["cart", "order"]) takeOverWhole(fresh, name, news);
  if (news.length > 0 && announcer) announcer.textContent = news.slice(0, 3).join(". ");
}

function text(place, selector) {
  return place.querySelector(selector)?.textContent.trim() ?? "";
}

function say(word, values) {
  const sentence = announcer?.dataset[word];
  return sentence?.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function hasSameShape(here, there) {
  const shape = (place) => [...pieces, "form[data-add-to-cart]"].map((piece) => place.querySelectorAll(piece).length).join();
  return shape(here) === shape(there);
}

// Takes over prices and stock without touching what somebody may be pressing; says whether it had to replace all.
function takeOverPieces(here, there) {
  if (!hasSameShape(here, there)) {
    const had = focusIn(here);
    here.replaceChildren(...there.childNodes);
    had?.();
    return true;
  }
  for (const piece of pieces) {
    const found = there.querySelectorAll(piece);
    here.querySelectorAll(piece).forEach((place, number) => {
      const now = found[number];
      place.hidden = now.hidden;
      if ("status" in now.dataset) place.dataset.status = now.dataset.status;
      // A piece that holds others is theirs to fill.
      if (!place.querySelector("*") && place.textContent !== now.textContent) place.textContent = now.textContent;
    });
  }
  return false;
}

function takeOverProduct(fresh, news) {
  const here = document.querySelector("[data-live-product]");
  const there = fresh.querySelector("[data-live-product]");
  const box = here?.querySelector("[data-buybox]");
  const freshBox = there?.querySelector("[data-buybox]");
  if (!box || !freshBox || here.dataset.liveVariant !== there.dataset.liveVariant) return;
  const before = { price: text(box, "[data-live-price]"), stock: text(box, "[data-live-stock]") };
  const isReplaced = takeOverPieces(box, freshBox);
  const bar = here.querySelector("[data-buybar]");
  const freshBar = there.querySelector("[data-buybar]");
  if (isReplaced) {
    bar?.remove();
    if (freshBar) here.append(freshBar);
    document.documentElement.classList.remove("with-buybar");
    tell(here);
  } else if (bar && freshBar) {
    takeOverPieces(bar, freshBar);
  }
  takeOverOptions(here, there);
  const now = { price: text(box, "[data-live-price]"), stock: text(box, "[data-live-stock]") };
  if (now.price !== before.price) news.push(say("sayPrice", now));
  if (now.stock !== before.stock) news.push(say("sayStock", now));
}

function takeOverOptions(here, there) {
  const options = here.querySelector(".options");
  const freshOptions = there.querySelector(".options");
  if (!options || !freshOptions || options.innerHTML === freshOptions.innerHTML) return;
  const had = focusIn(options);
  options.replaceChildren(...freshOptions.childNodes);
  had?.();
}

function takeOverCards(fresh, news) {
  const places = new Map();
  for (const card of fresh.querySelectorAll("[data-live-card]")) {
    const id = card.dataset.liveCard;
    places.set(id, [...(places.get(id) ?? []), card]);
  }
  const named = new Set();
  for (const card of document.querySelectorAll("[data-live-card]")) {
    const found = places.get(card.dataset.liveCard);
    const there = found?.length > 1 ? found.shift() : found?.[0]?.cloneNode(true);
    if (!there) continue;
    const words = () => ({ price: text(card, "[data-live-price]"), stock: text(card, "[data-live-stock]") });
    const before = words();
    if (takeOverPieces(card, there)) tell(card);
    const now = words();
    if ((now.price === before.price && now.stock === before.stock) || named.has(card.dataset.liveCard)) continue;
    named.add(card.dataset.liveCard);
    news.push(say("sayCard", { name: text(card, "h2, h3"), ...now }));
  }
}

function takeOverWhole(fresh, name, news) {
  const found = new Map([...fresh.querySelectorAll(`[data-live-${name}]`)].map((place) => [place.getAttribute(`data-live-${name}`), place]));
  for (const here of document.querySelectorAll(`[data-live-${name}]`)) {
    const there = found.get(here.getAttribute(`data-live-${name}`));
    if (!there || isBeingEdited(here)) continue;
    // Each answer has its own form tokens; they are no news.
    if (words(here) === words(there)) continue;
    const had = focusIn(here);
    here.replaceChildren(...there.childNodes);
    had?.();
    tell(here);
    news.push(say(name === "cart" ? "sayCart" : "sayOrder", { total: text(here, "[data-live-total]"), status: text(here, "[data-live-order-status]") }));
  }
}

function words(place) {
  const values = [...place.querySelectorAll("input[name=quantity]")].map((input) => input.getAttribute("value"));
  return `${place.textContent.replace(/\s+/g, " ")} ${values.join()}`;
}

function isBeingEdited(place) {
  const focused = document.activeElement;
  const isEdited = place.contains(focused) && focused.matches("input, select, textarea") && focused.value !== focused.defaultValue;
  if (isEdited) focused.addEventListener("blur", lookSoon, { once: true });
  return isEdited;
}

// Remembers which control has the focus, and gives it to its successor.
function focusIn(place) {
  const focused = document.activeElement;
  if (!place.contains(focused)) return null;
  const name = (control) => `${control.tagName} ${control.name ?? ""} ${control.getAttribute("aria-label") ?? control.textContent.trim()}`;
  const wanted = name(focused);
  return () => [...place.querySelectorAll("a, button, input, select")].find((control) => name(control) === wanted)?.focus({ preventScroll: true });
}

function tell(place) {
  place.dispatchEvent(new CustomEvent("live:exchanged", { bubbles: true }));
}

// What connections say

let isReadyOnce = false;

function hear(frame) {
  if (frame.since) {
    // A page that does not say how old it is may have missed something while it was loading.
    const isUnsure = frame.type === "ready" && since === null && isReadyOnce === false;
    since = frame.since;
    if (isUnsure) lookSoon();
  }
  if (frame.type === "ready") isReadyOnce = true;
  if (frame.type === "reset" || (frame.type === "change" && concerns(frame))) lookSoon();
}

// Ways to hear, each tried when the one before does not work here

let connection = null;
let followed = "";
let waiting = 0;
let failures = 0;

function again(least = 0) {
  connection = null;
  clearTimeout(waiting);
  const wait = Math.max(least, Math.min(LONGEST_WAIT, 500 * 2 ** failures));
  waiting = setTimeout(connect, wait * (0.5 + Math.random()));
}

function connect() {
  clearTimeout(waiting);
  if (connection || topics().length === 0) return;
  followed = topics().join();
  // Twice without a word from a socket: something between here and the shop does not let it through.
  if (!isReadyOnce && failures >= 2) connectStream();
  else connectSocket();
}

function connectSocket() {
  const socket = new WebSocket(SOCKET.replace(/^\//, `${location.origin.replace(/^http/, "ws")}/`));
  connection = socket;
  const impatience = setTimeout(() => socket.close(), PATIENCE);
  socket.addEventListener("open", () => {
    socket.send(JSON.stringify({ type: "subscribe", topics: followed.split(","), ...(since ? { since } : {}) }));
  });
  socket.addEventListener("message", (message) => {
    const frame = JSON.parse(message.data);
    if (frame.type === "ready") {
      clearTimeout(impatience);
      failures = 0;
    }
    hear(frame);
  });
  socket.addEventListener("close", (event) => {
    clearTimeout(impatience);
    if (connection !== socket) return;
    failures += 1;
    if (event.code === REFUSED) refused();
    again(event.code === 4429 ? LONGEST_WAIT : 0);
  });
}

function connectStream() {
  if (failures >= 4) {
    poll();
    return;
  }
  const query = new URLSearchParams({ topics: followed, ...(since ? { since } : {}) });
  const stream = new EventSource(`${EVENTS}?${query}`);
  connection = stream;
  stream.addEventListener("message", (message) => hear(JSON.parse(message.data)));
  stream.addEventListener("error", () => {
    // A stream that is only interrupted comes back by itself.
    if (stream.readyState !== EventSource.CLOSED || connection !== stream) return;
    failures += 1;
    again();
  });
}

let polling = 0;

function poll() {
  polling ||= setInterval(() => document.hidden || lookSoon(), POLL);
}

// A guest's order is nobody's on a socket; its page is looked at instead.
function refused() {
  if (isWithoutPrivate) return;
  isWithoutPrivate = true;
  poll();
}

function disconnect() {
  const open = connection;
  connection = null;
  clearTimeout(waiting);
  open?.close();
}

// The list was exchanged by a filter, or a card came: other products are on the page now.
function refresh() {
  if (topics().join() === followed) return;
  disconnect();
  connect();
}

document.addEventListener("shop:list-exchanged", refresh);
// A page that is put aside must not hold a socket; when it comes back it hears what it has missed.
window.addEventListener("pagehide", disconnect);
window.addEventListener("pageshow", (event) => event.persisted && connect());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !connection) connect();
});
connect();
