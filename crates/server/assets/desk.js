// The members' desk where script runs: keys are made and kept here, and sign
// here. Their secrets cannot be read, not even by this script.
//
// Nothing here writes markup: texts are set as texts. Nothing is asked of any
// other host, and nothing is signed before the very bytes have been checked
// against what the page shows.

const text = new TextEncoder();
const hex = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (digits) =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const joined = (...parts) => {
  const bytes = parts.map((part) => (typeof part === "string" ? text.encode(part) : part));
  const whole = new Uint8Array(bytes.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of bytes) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
const hashed = async (...parts) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
const wide = (number, bytes) =>
  Uint8Array.from({ length: bytes }, (_, at) =>
    Math.floor(number / 256 ** (bytes - 1 - at)) % 256,
  );

// What is signed: the pre-authentication encoding of DSSE.
const STATEMENT = "application/vnd.servanda.statement+json";
const REQUEST = "application/vnd.servanda.key-request";
const SESSION = "application/vnd.servanda.desk-session";
const encoded = (type, said) => {
  const bytes = text.encode(said);
  return joined(`DSSEv1 ${type.length} ${type} ${bytes.length} `, bytes);
};

// Keys of this browser, by agreement and epoch.
const opened = () =>
  new Promise((done, failed) => {
    const asked = indexedDB.open("servanda-desk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("keys", { keyPath: "public" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
const stored = async (mode, act) => {
  const base = await opened();
  try {
    return await new Promise((done, failed) => {
      const change = base.transaction("keys", mode);
      const asked = act(change.objectStore("keys"));
      change.oncomplete = () => done(asked.result);
      change.onerror = () => failed(change.error);
    });
  } finally {
    base.close();
  }
};
const signed = async (key, bytes) =>
  hex(await crypto.subtle.sign("Ed25519", key.pair.privateKey, bytes));

// Whether this browser can sign at all: a secure place, and the algorithm.
const able = async () => {
  try {
    return Boolean(await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]));
  } catch {
    return false;
  }
};

// Signing in.
const device = document.querySelector("#device");
if (device && (await able())) {
  const { agreement, epoch, challenge } = device.dataset;
  const list = device.querySelector(".held");
  const making = device.querySelector(".making");
  const request = device.querySelector(".request");
  const unable = device.querySelector(".unable");
  const form = document.querySelector(".opening");
  const requested = async (key) => {
    const said = `${agreement}\n${epoch}\n${key.holder}\n`;
    return `${key.public} ${await signed(key, encoded(REQUEST, said))} ${key.holder}`;
  };
  const show = async () => {
    const every = await stored("readonly", (keys) => keys.getAll());
    const here = every.filter((key) => key.agreement === agreement && key.epoch === epoch);
    list.replaceChildren();
    for (const key of here) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = device.dataset.with.replace("{$holder}", () => key.holder);
      const id = document.createElement("bdi");
      id.dir = "ltr";
      id.textContent = hex(await hashed(unhex(key.public))).slice(0, 8);
      button.append(" · ", id);
      button.addEventListener("click", async () => {
        const [, , , host, nonce] = challenge.split(" ");
        const said = `${agreement}\n${epoch}\n${host}\n${nonce}\n`;
        // An answer names the host that this page came from, whatever it says.
        if (host !== location.host) return;
        form.elements.answer.value = `${key.public} ${await signed(key, encoded(SESSION, said))}`;
        form.requestSubmit();
      });
      const line = document.createElement("pre");
      line.className = "mono";
      line.dir = "ltr";
      line.textContent = await requested(key);
      const item = document.createElement("li");
      const more = document.createElement("details");
      const summary = document.createElement("summary");
      summary.textContent = request.querySelector(".label").textContent;
      more.append(summary, line);
      item.append(button, more);
      list.append(item);
    }
    unable.textContent = device.dataset.none;
    unable.hidden = here.length > 0;
    list.hidden = here.length === 0;
  };
  making.addEventListener("submit", async (event) => {
    event.preventDefault();
    const holder = making.elements.holder.value;
    const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    const open = hex(await crypto.subtle.exportKey("raw", pair.publicKey));
    const key = { public: open, agreement, epoch, holder, pair };
    await stored("readwrite", (keys) => keys.put(key));
    await navigator.storage?.persist?.();
    request.querySelector("pre").textContent = await requested(key);
    request.hidden = false;
    await show();
  });
  await show();
  making.hidden = false;
}

// The payload's root, as the format has it: so that what is signed is what is
// shown, whoever served the page.
const FIELDS = (
  "of act reporter via origin actor happened_from happened_to happened_precision " +
  "period_from period_to per figure unit fields scope grade published_on source_publisher " +
  "source_address source_digest note body value until concerns reasons residuals confidence " +
  "position key role name amends old_digest new_digest language votes rows rows_root"
).split(" ");
const FIRST_FIELDS = 37;
const long = (value) => {
  const bytes = text.encode(value);
  return joined(wide(bytes.length, 8), bytes);
};
const valued = (value) => {
  if (value === undefined) return Uint8Array.of(0);
  if (typeof value === "string") return joined(Uint8Array.of(1), long(value));
  if (Array.isArray(value)) return joined(Uint8Array.of(2), ...value.map(long));
  const byBytes = (a, b) => (hex(text.encode(a)) < hex(text.encode(b)) ? -1 : 1);
  const pairs = Object.keys(value).sort(byBytes);
  return joined(Uint8Array.of(3), ...pairs.flatMap((key) => [long(key), long(value[key])]));
};
const rootOf = async ({ secret, fields }) => {
  const zero = Uint8Array.of(0);
  let level = [];
  for (let slot = 0; slot < 64; slot += 1) {
    const field = FIELDS[slot] ?? "";
    const value = fields[field];
    const name = text.encode(slot < FIRST_FIELDS || value !== undefined ? field : "");
    const salt = await hashed("servanda.payload.salt.v1", zero, unhex(secret), wide(slot, 2));
    level.push(
      await hashed(
        "servanda.payload.leaf.v1", zero, wide(slot, 2), wide(name.length, 1), name, salt,
        valued(value),
      ),
    );
  }
  while (level.length > 1) {
    const above = [];
    for (let at = 0; at < level.length; at += 2) {
      above.push(await hashed("servanda.payload.node.v1", zero, level[at], level[at + 1]));
    }
    level = above;
  }
  return hex(await hashed("servanda.payload.root.v1", zero, wide(1, 2), level[0]));
};

// Whether the lines shown are those of the statement and its payload, none left
// out and none added. Marks that steer direction are not shown, and not compared.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const plain = (value) => value.replace(CONTROLS, "").trim();
const shows = (statement, { fields }) => {
  const said = new Map([["kind", [statement.kind, fields.act].filter(Boolean)]]);
  for (const [field, value] of Object.entries(fields)) {
    if (field === "act") continue;
    if (typeof value === "string" || Array.isArray(value)) said.set(field, [value].flat());
    else for (const [key, one] of Object.entries(value)) said.set(`${field} ${key}`, [one]);
  }
  if (statement.refs.length > 0) said.set("refers", statement.refs.map((one) => `#${one}`));
  const lines = [...document.querySelectorAll("[data-field]")];
  const shown = new Map(lines.map((line) => [line.dataset.field, plain(line.textContent)]));
  const agrees = ([field, values]) => {
    const line = shown.get(field) ?? "";
    const whole = field !== "kind" && values.length === 1;
    return values.every((value) => (whole ? line === plain(value) : line.includes(plain(value))));
  };
  return lines.length === said.size && [...said].every(agrees);
};

// Signing a statement.
const signing = document.querySelector(".signing");
if (signing && !globalThis.crypto?.subtle) {
  signing.querySelector(".outcome").textContent = signing.dataset.absent;
} else if (signing) {
  const outcome = signing.querySelector(".outcome");
  const button = signing.querySelector("button");
  const statement = document.querySelector("[data-statement]").textContent;
  const payload = JSON.parse(document.querySelector("[data-payload]").textContent);
  const digest = document.querySelector("[data-digest]").textContent.trim();
  const bytes = encoded(STATEMENT, statement);
  const known = Object.keys(payload.fields).every((field) => FIELDS.includes(field));
  const good =
    known &&
    shows(JSON.parse(statement), payload) &&
    hex(await hashed(bytes)) === digest &&
    JSON.parse(statement).payload === (await rootOf(payload));
  const wanted = signing.dataset.key;
  const key = good ? await stored("readonly", (keys) => keys.get(wanted)) : undefined;
  outcome.classList.toggle("bad", !good);
  outcome.textContent = signing.dataset[good ? (key ? "good" : "absent") : "bad"];
  button.hidden = !key;
  signing.addEventListener("submit", async (event) => {
    if (!key || signing.elements.signature.value) return;
    event.preventDefault();
    button.disabled = true;
    signing.elements.signature.value = await signed(key, bytes);
    signing.submit();
  });
}
