// Stock as it changes.  The browser connects again by itself and names the last event it has heard.
const form = document.querySelector("[data-live]");
if (form && window.EventSource) {
  new EventSource(form.dataset.live).addEventListener("message", (event) => {
    const frame = JSON.parse(event.data);
    for (const variant of frame.data?.variants ?? []) {
      const shown = form.querySelector(`[data-variant="${variant.id}"]`);
      if (shown) shown.textContent = variant.availability.available;
    }
  });
}
