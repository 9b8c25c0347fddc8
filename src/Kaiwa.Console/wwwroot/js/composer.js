// The reply box. What is typed stays in the browser (one draft per conversation) until it is sent, so no key waits for the server.
const drafts = "kaiwa.draft.";

export function attach(box, send, reference) {
  const state = { id: null };
  const save = () => {
    if (!state.id) return;
    if (box.value.trim()) localStorage.setItem(drafts + state.id, box.value);
    else localStorage.removeItem(drafts + state.id);
  };
  const fit = () => {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight, 200) + "px";
    send.disabled = !box.value.trim();
  };
  const submit = () => {
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    save();
    fit();
    reference.invokeMethodAsync("Send", state.id, text);
  };
  const onInput = () => { save(); fit(); };
  // An input method that is still composing uses Enter to choose a word: then Enter is not ours. Safari says so only through key code 229.
  const onKey = event => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  };
  box.addEventListener("input", onInput);
  box.addEventListener("keydown", onKey);
  send.addEventListener("click", submit);
  fit();
  return {
    open(id) {
      state.id = id;
      box.value = localStorage.getItem(drafts + id) ?? "";
      fit();
    },
    putBack(text) {
      box.value = box.value.trim() ? text + "\n" + box.value : text;
      save();
      fit();
    },
    focus() { box.focus(); },
    dispose() {
      box.removeEventListener("input", onInput);
      box.removeEventListener("keydown", onKey);
      send.removeEventListener("click", submit);
    },
  };
}
