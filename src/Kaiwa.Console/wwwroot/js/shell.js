// Runs on every page, interactive or not: the reader's theme, language and time zone live in cookies; keys open the palette.
const year = 60 * 60 * 24 * 365;
const remember = (name, value) => { document.cookie = `${name}=${encodeURIComponent(value)};path=/;max-age=${year};samesite=lax`; };
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) remember("kaiwa-zone", zone);
for (const input of document.querySelectorAll("input[data-zone]")) input.value = zone ?? "UTC";

document.addEventListener("click", event => {
  const theme = event.target.closest?.("[data-set-theme]");
  if (theme) {
    document.documentElement.dataset.theme = theme.dataset.setTheme;
    remember("kaiwa-theme", theme.dataset.setTheme);
  }
  const language = event.target.closest?.("[data-set-language]");
  if (language) {
    event.preventDefault();
    remember("kaiwa-language", language.dataset.setLanguage);
    location.reload();
  }
});

// Whoever signs out leaves no half-written answers on this device.
document.addEventListener("submit", event => {
  if (!event.target.matches?.("form[action='/account/sign-out']")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith("kaiwa.draft.")) localStorage.removeItem(key);
});

// Lists of links that arrow keys walk along, from the search box above them too.
document.addEventListener("keydown", event => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = event.target.closest?.("[data-moves] a[href], #search-words");
  if (!step || !from || event.isComposing) return;
  const links = [...document.querySelectorAll("[data-moves] a[href]")];
  const to = links.indexOf(from) + step;
  if (to === -2 || to >= links.length || !links.length) return;
  event.preventDefault();
  (links[to] ?? document.getElementById("search-words")).focus();
});

let shell = null;
export function connect(reference) {
  shell = reference;
  document.documentElement.dataset.live = "true";
}
export function disconnect() { shell = null; }

// Keys held together, as one word: Mod+Alt+E. Letters go by their place, so that Alt on a Mac does not make them another sign.
const chord = event => [
  ...(event.ctrlKey || event.metaKey ? ["Mod"] : []), ...(event.altKey ? ["Alt"] : []), ...(event.shiftKey && event.code.startsWith("Key") ? ["Shift"] : []),
  event.code.startsWith("Key") ? event.code.slice(3) : event.key,
].join("+");
const typing = target => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
document.addEventListener("keydown", event => {
  if (!shell || event.isComposing || event.keyCode === 229) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    shell.invokeMethodAsync("OpenPalette");
  } else if (event.key === "?" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
    event.preventDefault();
    shell.invokeMethodAsync("OpenKeys");
  } else if (page && Object.hasOwn(page.keys, chord(event)) && (event.altKey || event.ctrlKey || event.metaKey || !typing(event.target))) {
    event.preventDefault();
    page.reference.invokeMethodAsync("OnKey", page.keys[chord(event)]);
  }
}, true);

// Enter sends a reply. An input method that is still composing uses it to choose a word: then it is not ours; Safari says so only
// through key code 229. A box that composer.js has not reached yet remembers in which conversation Enter was pressed.
document.addEventListener("keydown", event => {
  const box = event.target;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || !box.matches?.("textarea[data-conversation]")) return;
  event.preventDefault();
  if (box.dataset.attached) box.dispatchEvent(new Event("kaiwa-send"));
  else box.dataset.early = box.dataset.conversation;
});

// The settings ask for the next keys that are held together: nothing else hears of them.
let asked = null;
export function nextChord(reference) {
  forgetChord();
  asked = event => {
    if (["Control", "Alt", "Shift", "Meta"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    forgetChord();
    reference.invokeMethodAsync("OnChord", event.key === "Escape" ? "Escape" : chord(event));
  };
  window.addEventListener("keydown", asked, true);
}
export function forgetChord() {
  if (asked) window.removeEventListener("keydown", asked, true);
  asked = null;
}

// A page names the keys it answers to, each with what it is to do; the last one to ask has them.
let page = null;
export function listen(reference, keys) {
  page = { reference, keys };
  document.documentElement.dataset.keys = Object.keys(keys).join(" ");
  if (document.hidden) reference.invokeMethodAsync("OnLooking", false);
}
export function forget() {
  page = null;
  delete document.documentElement.dataset.keys;
}

// A tab in the background shows nothing to anybody.
document.addEventListener("visibilitychange", () => page?.reference.invokeMethodAsync("OnLooking", !document.hidden));

// What is due says by itself how long is left. The server's clock counts: each drawing of it brings the server's moment along.
const clocks = new WeakMap();
const filled = (words, ...values) => words.replace(/\{(\d)\}/g, (_, place) => values[place]);
setInterval(() => {
  for (const pill of document.querySelectorAll("[data-due]")) {
    const { due, now, soon, ahead, late, minutes, hours, days } = pill.dataset;
    if (clocks.get(pill)?.now !== now) clocks.set(pill, { now, behind: now - Date.now() });
    const left = due - Date.now() - clocks.get(pill).behind;
    const whole = Math.max(1, Math.floor(Math.abs(left) / 60_000));
    const span = whole < 60 ? filled(minutes, whole) : whole < 2880 ? filled(hours, Math.floor(whole / 60), whole % 60) : filled(days, Math.floor(whole / 1440));
    pill.querySelector("span").firstChild.nodeValue = filled(left <= 0 ? late : ahead, span);
    pill.classList.toggle("bad", left <= 0);
    pill.classList.toggle("warn", left > 0 && left < soon);
  }
}, 5_000);

export function isNarrow() { return matchMedia("(max-width: 1080px)").matches; }
export function focus(selector) { document.querySelector(selector)?.focus(); }
// Puts words where the cursor is, as if they were typed.
export function insert(selector, words) {
  const box = document.querySelector(selector);
  box.focus();
  box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
export function reveal(selector) { document.querySelector(selector)?.scrollIntoView({ block: "nearest" }); }
export function copy(text) { return navigator.clipboard?.writeText(text); }
export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The title, the app's badge and a sound tell of what is unread. The title's text belongs to Blazor, which changes the node and not the element: so do we.
let unread = 0;
const titled = () => {
  const node = document.querySelector("title")?.firstChild;
  if (!node) return;
  const wanted = (unread ? `(${unread > 99 ? "99+" : unread}) ` : "") + node.data.replace(/^\(\d+\+?\) /, "");
  if (node.data !== wanted) node.data = wanted;
};
new MutationObserver(titled).observe(document.head, { subtree: true, childList: true, characterData: true });
export function announce(count, isNews) {
  unread = count;
  titled();
  if (unread) navigator.setAppBadge?.(unread).catch(() => {});
  else navigator.clearAppBadge?.().catch(() => {});
  if (isNews && localStorage.getItem("kaiwa.sound") === "on") ring();
}

let audio = null;
export function ring() {
  audio ??= new AudioContext();
  const start = audio.currentTime;
  for (const [tone, at] of [[660, 0], [880, 0.12]]) {
    const [voice, volume] = [audio.createOscillator(), audio.createGain()];
    voice.frequency.value = tone;
    volume.gain.setValueAtTime(0.0001, start + at);
    volume.gain.exponentialRampToValueAtTime(0.12, start + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.2);
    voice.connect(volume).connect(audio.destination);
    voice.start(start + at);
    voice.stop(start + at + 0.22);
  }
  document.documentElement.dataset.rang = Number(document.documentElement.dataset.rang ?? 0) + 1;
}

if ("serviceWorker" in navigator && window.isSecureContext) navigator.serviceWorker.register(`/sw.js?language=${document.documentElement.lang}`, { scope: "/" }).catch(() => {});
