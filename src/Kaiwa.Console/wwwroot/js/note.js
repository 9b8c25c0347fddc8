// The note box. What is typed stays in the browser (one draft per conversation) until it is kept, so no key waits for the server.
// Enter keeps the note, unless an input method still composes or the list of names is open: then it chooses there.
const drafts = "kaiwa.draft.note.";
const inList = new Set(["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"]);

export function attach(box, button, reference) {
  let id = box.dataset.conversation;
  const changed = () => {
    if (box.value.trim()) localStorage.setItem(drafts + id, box.value);
    else localStorage.removeItem(drafts + id);
    button.disabled = !box.value.trim();
  };
  const set = text => {
    box.value = text;
    changed();
  };
  const save = () => {
    const text = box.value.trim();
    if (!text) return;
    set("");
    reference.invokeMethodAsync("Save", id, text);
  };
  const onInput = () => {
    changed();
    reference.invokeMethodAsync("Type", box.value);
  };
  const onKey = event => {
    if (event.isComposing || event.keyCode === 229) return;
    if (box.dataset.list && inList.has(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      reference.invokeMethodAsync("Choose", event.key);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  };
  const moved = new MutationObserver(() => {
    if (box.dataset.conversation === id) return;
    id = box.dataset.conversation;
    set(localStorage.getItem(drafts + id) ?? "");
  });
  moved.observe(box, { attributes: true, attributeFilter: ["data-conversation"] });
  box.addEventListener("input", onInput);
  box.addEventListener("keydown", onKey);
  button.addEventListener("click", save);
  // Whoever began before this script was here goes on with what they have.
  set(box.value || (localStorage.getItem(drafts + id) ?? ""));
  box.focus();
  return {
    complete(name) {
      // Enter keeps the note at once, before the server has closed the list.
      delete box.dataset.list;
      set(box.value.replace(/@[^\s@]*$/, () => "@" + name + " "));
      box.focus();
    },
    refused(of, text) { if (of === id && !box.value) set(text); },
    dispose() {
      moved.disconnect();
      box.removeEventListener("input", onInput);
      box.removeEventListener("keydown", onKey);
      button.removeEventListener("click", save);
    },
  };
}
