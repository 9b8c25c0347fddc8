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

let shell = null;
export function connect(reference) {
  shell = reference;
  document.documentElement.dataset.live = "true";
}
export function disconnect() { shell = null; }

const typing = target => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
document.addEventListener("keydown", event => {
  if (!shell || event.isComposing || event.keyCode === 229) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    shell.invokeMethodAsync("OpenPalette");
  } else if (event.key === "?" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
    event.preventDefault();
    shell.invokeMethodAsync("OpenKeys");
  } else if (event.altKey && !event.shiftKey && !event.ctrlKey && !event.metaKey && page) {
    const key = event.code.startsWith("Key") ? event.code.slice(3) : "";
    if (page.keys.includes(key)) {
      event.preventDefault();
      page.reference.invokeMethodAsync("OnKey", key);
    }
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

// A page names the Alt keys it answers to; the last one to ask has them.
let page = null;
export function listen(reference, keys) {
  page = { reference, keys };
  document.documentElement.dataset.keys = keys.join("");
}
export function forget() {
  page = null;
  delete document.documentElement.dataset.keys;
}

export function isNarrow() { return matchMedia("(max-width: 1080px)").matches; }
export function focus(selector) { document.querySelector(selector)?.focus(); }
export function reveal(selector) { document.querySelector(selector)?.scrollIntoView({ block: "nearest" }); }
export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
