// The reply box. What is typed stays in the browser (one draft per conversation) until it is sent, so no key waits for the server.
// The box itself says whose it is (data-conversation): what is on the screen and where Enter sends to cannot differ.
const drafts = "kaiwa.draft.";

export function attach(box, send, reference) {
  let id = box.dataset.conversation;
  const save = () => {
    if (box.value.trim()) localStorage.setItem(drafts + id, box.value);
    else localStorage.removeItem(drafts + id);
  };
  const fit = () => {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight, 200) + "px";
    send.disabled = !box.value.trim();
  };
  const load = () => {
    box.value = localStorage.getItem(drafts + id) ?? "";
    fit();
  };
  const submit = () => {
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    save();
    fit();
    reference.invokeMethodAsync("Send", id, text);
  };
  const onInput = () => { save(); fit(); };
  const moved = new MutationObserver(() => {
    if (box.dataset.conversation === id) return;
    id = box.dataset.conversation;
    load();
  });
  moved.observe(box, { attributes: true, attributeFilter: ["data-conversation"] });
  box.addEventListener("input", onInput);
  box.addEventListener("kaiwa-send", submit);
  send.addEventListener("click", submit);
  // Who was faster than this script keeps what they typed; if they pressed Enter too (shell.js), it goes now.
  if (box.value.trim()) onInput();
  else load();
  box.dataset.attached = "true";
  if (box.dataset.early === id) submit();
  delete box.dataset.early;
  return {
    putBack(conversation, text) {
      if (conversation === id) {
        box.value = box.value.trim() ? text + "\n" + box.value : text;
        onInput();
      } else {
        localStorage.setItem(drafts + conversation, text);
      }
    },
    dispose() {
      moved.disconnect();
      box.removeEventListener("input", onInput);
      box.removeEventListener("kaiwa-send", submit);
      send.removeEventListener("click", submit);
    },
  };
}
