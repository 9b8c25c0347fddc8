// The emoji picker: names in both languages from emoji.json, which is fetched when it is opened first. The search field keeps the focus;
// arrows move, Enter takes and closes, Escape closes. Those used lately come first.
import { keysOf } from "./choices.js";

const recentKey = "kaiwa.emoji";
const mostShown = 400;
let all = null;

export function attach(box, button, panel) {
  const search = panel.querySelector("input");
  const grid = panel.querySelector("[role=listbox]");
  const none = panel.querySelector("[data-none]");
  let at = 0;
  const recent = () => JSON.parse(localStorage.getItem(recentKey) ?? "[]");
  const close = focus => {
    if (panel.hidden) return;
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (focus) box.focus();
  };
  const mark = index => {
    grid.children[at]?.setAttribute("aria-selected", "false");
    at = Math.max(0, Math.min(index, grid.children.length - 1));
    const item = grid.children[at];
    if (!item) return search.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    search.setAttribute("aria-activedescendant", item.id);
  };
  const show = () => {
    const wish = search.value.trim().toLowerCase();
    const japanese = document.documentElement.lang === "ja";
    const lately = recent();
    const found = wish
      ? all.filter(emoji => emoji.slice(1).some(words => words.toLowerCase().includes(wish)) || emoji[0] === wish)
        .sort((a, b) => (b[1] === wish || b[3] === wish) - (a[1] === wish || a[3] === wish))
      : [...lately.map(one => all.find(emoji => emoji[0] === one)).filter(Boolean), ...all.filter(emoji => !lately.includes(emoji[0]))];
    grid.replaceChildren(...found.slice(0, wish ? mostShown : found.length).map((emoji, index) => {
      const item = document.createElement("span");
      item.id = "emoji-" + index;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.setAttribute("aria-label", emoji[japanese ? 3 : 1]);
      item.title = emoji[japanese ? 3 : 1];
      item.textContent = emoji[0];
      return item;
    }));
    none.hidden = found.length > 0;
    mark(0);
  };
  const take = () => {
    const emoji = grid.children[at]?.textContent;
    if (!emoji) return;
    localStorage.setItem(recentKey, JSON.stringify([emoji, ...recent().filter(one => one !== emoji)].slice(0, 16)));
    close(true);
    box.setRangeText(emoji, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const toggle = async () => {
    if (!panel.hidden) return close(true);
    all ??= await (await fetch(new URL("../emoji.json", import.meta.url))).json();
    search.value = "";
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    show();
    search.focus();
  };
  const columns = () => Math.max(1, Math.floor(grid.clientWidth / (grid.children[0]?.offsetWidth || 36)));
  const key = keysOf({
    steps: () => ({ ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns() }),
    move: step => mark(at + step),
    take,
    close: () => close(true),
  });
  const click = event => {
    const item = event.target.closest("[role=option]");
    if (!item) return;
    mark([...grid.children].indexOf(item));
    take();
  };
  const outside = event => { if (!panel.contains(event.target) && !button.contains(event.target)) close(false); };
  button.addEventListener("click", toggle);
  search.addEventListener("input", show);
  search.addEventListener("keydown", key);
  grid.addEventListener("click", click);
  document.addEventListener("pointerdown", outside);
  return {
    dispose() {
      button.removeEventListener("click", toggle);
      search.removeEventListener("input", show);
      search.removeEventListener("keydown", key);
      grid.removeEventListener("click", click);
      document.removeEventListener("pointerdown", outside);
    },
  };
}
