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

const bytes = (hex) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const hashed = async (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
};

// Hashes a leaf up to the root, as RFC 9162 section 2.1.3.2 says. Index and
// size stay below 2^53, so plain numbers serve.
const rootFrom = async (leaf, index, size, path) => {
  let node = index;
  let last = size - 1;
  let hash = await hashed(new Uint8Array([0]), leaf);
  for (const sibling of path) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      hash = await hashed(new Uint8Array([1]), sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = await hashed(new Uint8Array([1]), hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : null;
};

for (const check of document.querySelectorAll(".check")) {
  const button = check.querySelector("button");
  const outcome = check.querySelector(".outcome");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!globalThis.crypto?.subtle) {
      outcome.textContent = check.dataset.cannot;
      return;
    }
    const leaf = bytes(check.querySelector("[data-leaf]").textContent.trim());
    const path = [...check.querySelectorAll("[data-path]")].map((one) =>
      bytes(one.textContent.trim()),
    );
    const { index, size } = check.dataset;
    const root = await rootFrom(leaf, Number(index), Number(size), path);
    const wanted = check.querySelector("[data-root]").textContent.trim();
    const good = root !== null && hex(root) === wanted;
    outcome.textContent = good ? check.dataset.good : check.dataset.bad;
    outcome.classList.toggle("bad", !good);
  });
}

// A file taken from the reader's own disk fills the field; it is sent only
// when the reader tries it.
for (const label of document.querySelectorAll(".trying .file")) {
  const field = label.closest("form").elements.text;
  label.hidden = false;
  label.querySelector("input").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) field.value = await file.text();
  });
}

// The citation with its address, ready to be pasted.
for (const citing of document.querySelectorAll(".citing")) {
  if (!navigator.clipboard) break;
  const text = citing.querySelector(".citation");
  const address = citing.querySelector("code");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = citing.dataset.copy;
  button.addEventListener("click", async () => {
    const whole = `${text.textContent} ${new URL(address.textContent, location.href)}`;
    await navigator.clipboard.writeText(whole);
    button.textContent = citing.dataset.copied;
  });
  citing.lastElementChild.append(button);
}

// The record grew while the page was open: said beside the page, which stays as
// it is. Only a page that somebody looks at listens.
for (const grew of document.querySelectorAll(".grew")) {
  let events = null;
  const listen = () => {
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (events === null && grew.hidden) {
      events = new EventSource(grew.dataset.events);
      events.addEventListener("record", (event) => {
        if (event.lastEventId === grew.dataset.size) return;
        grew.hidden = false;
        events?.close();
      });
    }
  };
  document.addEventListener("visibilitychange", listen);
  listen();
}
