// What pages gain where script runs; everything works without it.
//
// Nothing here writes markup: texts are set as texts. Nothing is asked of any
// other host.

const DAY = 86_400_000;
const day = (text) => Date.parse(`${text}T00:00:00Z`);
const written = (time) => new Date(time).toISOString().slice(0, 10);

// The slider of the time machine: both instants move together, so that a page
// shows each day as it was known then.
for (const form of document.querySelectorAll("form[data-first]")) {
  const slide = form.querySelector(".slide");
  const range = slide?.querySelector("input");
  const shown = slide?.querySelector("output");
  const first = day(form.dataset.first);
  const last = day(form.dataset.last);
  if (!range || !(last > first)) continue;
  const at = form.elements.at;
  const known = form.elements.known;
  range.min = "0";
  range.max = String((last - first) / DAY);
  range.value = String((day(at.value) - first) / DAY);
  shown.value = at.value;
  slide.hidden = false;
  range.addEventListener("input", () => {
    const chosen = written(first + Number(range.value) * DAY);
    shown.value = chosen;
    at.value = chosen;
    known.value = chosen;
  });
  range.addEventListener("change", () => form.requestSubmit());
}
