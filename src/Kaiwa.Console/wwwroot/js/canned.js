// The list of canned replies: "/" at the start or after a space opens it; what follows filters by shortcut, then by text.
// The reply box keeps the focus; arrows move, Enter or Tab takes, Escape closes. Alt+Shift with its key takes one at once.
import { keysOf } from "./choices.js";

export function attach(box, panel, reference) {
  const list = panel.querySelector("[role=listbox]");
  const preview = panel.querySelector(".words");
  let all = [];
  let shown = [];
  let at = 0;
  let from = -1;
  // Who typed faster than the list came has it as soon as it is here.
  const load = async () => {
    all = await reference.invokeMethodAsync("Canned");
    if (panel.hidden && document.activeElement === box) look(true);
  };
  const close = () => {
    from = -1;
    panel.hidden = true;
    box.removeAttribute("aria-activedescendant");
  };
  const mark = async () => {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", index === at));
    box.setAttribute("aria-activedescendant", "canned-" + at);
    list.children[at].scrollIntoView({ block: "nearest" });
    const reply = shown[at];
    preview.textContent = reply.text;
    const filled = await reference.invokeMethodAsync("LookCanned", reply.id, box.dataset.conversation);
    if (filled !== null && from >= 0 && shown[at] === reply) preview.textContent = filled;
  };
  const show = word => {
    const wish = word.toLowerCase();
    const rank = reply => reply.shortcut.toLowerCase().startsWith(wish) ? 0 : reply.shortcut.toLowerCase().includes(wish) ? 1 : reply.text.toLowerCase().includes(wish) ? 2 : 3;
    shown = all.filter(reply => rank(reply) < 3).sort((a, b) => rank(a) - rank(b));
    if (!shown.length) return close();
    list.replaceChildren(...shown.map((reply, index) => {
      const item = document.createElement("li");
      item.id = "canned-" + index;
      item.setAttribute("role", "option");
      const name = document.createElement("b");
      name.textContent = "/" + reply.shortcut;
      const words = document.createElement("span");
      words.className = "ellipsis muted";
      words.textContent = reply.text;
      item.append(name, words);
      item.addEventListener("mousedown", event => { event.preventDefault(); at = index; take(); });
      return item;
    }));
    panel.hidden = false;
    at = 0;
    mark();
  };
  const look = isKnown => {
    const before = box.value.slice(0, box.selectionStart);
    const found = /(?:^|\s)[/／]([^\s/]*)$/.exec(before);
    if (!found) return close();
    if (from < 0 && isKnown !== true) load();
    from = before.length - found[1].length - 1;
    show(found[1]);
  };
  const put = async (reply, start, end) => {
    const conversation = box.dataset.conversation;
    close();
    const text = await reference.invokeMethodAsync("TakeCanned", reply.id, conversation);
    if (text === null || box.dataset.conversation !== conversation) return;
    box.setRangeText(text, start, end, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  };
  const take = () => put(shown[at], from, box.selectionStart);
  const key = keysOf({
    isOpen: () => from >= 0 && !panel.hidden,
    steps: () => ({ ArrowDown: 1, ArrowUp: -1 }),
    move: step => { at = (at + step + shown.length) % shown.length; mark(); },
    take,
    close,
    takesTab: true,
  });
  const hot = event => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || box.closest(".write").hidden) return;
    const found = /^(?:Key|Digit)(.)$/.exec(event.code);
    const reply = found && all.find(one => one.hotkey === found[1]);
    if (!reply) return;
    event.preventDefault();
    put(reply, box.selectionStart, box.selectionEnd);
  };
  load();
  box.addEventListener("input", look);
  box.addEventListener("keydown", key);
  box.addEventListener("blur", close);
  document.addEventListener("keydown", hot);
  return {
    dispose() {
      box.removeEventListener("input", look);
      box.removeEventListener("keydown", key);
      box.removeEventListener("blur", close);
      document.removeEventListener("keydown", hot);
    },
  };
}
