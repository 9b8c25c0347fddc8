// The reply box. What is typed stays in the browser until the server has it as a draft, a moment after the last key, so no key waits for the server.
// The box itself says whose it is (data-conversation): what is on the screen and where Enter sends to cannot differ.
const drafts = "kaiwa.draft.";
const pause = 700;
const again = 3000;

export function attach(box, send, preview, reference) {
  let id = box.dataset.conversation;
  let isTouched = false;
  let timer = 0;
  let told = 0;
  const hand = async () => {
    clearTimeout(timer);
    timer = 0;
    const [to, text] = [id, box.value];
    if (await reference.invokeMethodAsync("KeepDraft", to, text) && localStorage.getItem(drafts + to) === text) localStorage.removeItem(drafts + to);
  };
  // An empty text is remembered too: what the server still has is older.
  const save = () => {
    localStorage.setItem(drafts + id, box.value);
    clearTimeout(timer);
    timer = setTimeout(hand, pause);
  };
  const fit = () => {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight, 200) + "px";
    send.disabled = !box.value.trim() && !box.dataset.file;
  };
  const load = () => {
    isTouched = false;
    box.value = localStorage.getItem(drafts + id) ?? box.dataset.draft ?? "";
    fit();
  };
  const submit = () => {
    const text = box.value.trim();
    if (!text && !box.dataset.file) return;
    empty();
    reference.invokeMethodAsync("Send", id, text);
  };
  const empty = () => {
    clearTimeout(timer);
    timer = 0;
    isTouched = true;
    told = 0;
    box.value = "";
    localStorage.removeItem(drafts + id);
    fit();
  };
  // The colleagues see who writes; said seldom, since the server forgets it by itself.
  const tell = () => {
    if (!box.value || Date.now() - told < again) return;
    told = Date.now();
    reference.invokeMethodAsync("Writing", id);
  };
  const onInput = () => { isTouched = true; save(); tell(); fit(); };
  const moved = new MutationObserver(() => {
    fit();
    if (box.dataset.conversation !== id) {
      // What is left is still in the box.
      if (timer) hand();
      id = box.dataset.conversation;
      load();
    } else if (!isTouched && !box.value) load();
  });
  moved.observe(box, { attributes: true, attributeFilter: ["data-conversation", "data-file", "data-draft"] });
  const hidden = () => { if (timer && document.visibilityState === "hidden") hand(); };
  document.addEventListener("visibilitychange", hidden);
  box.addEventListener("input", onInput);
  box.addEventListener("kaiwa-send", submit);
  send.addEventListener("click", submit);
  const files = takeFiles(box, preview);
  const voice = recordVoice(box, reference);
  const composer = box.closest(".composer");
  const stay = event => { if (composer.dataset.uploading) event.preventDefault(); };
  window.addEventListener("beforeunload", stay);
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
    later(due) {
      const text = box.value.trim();
      if (!text && !box.dataset.file) return box.focus();
      empty();
      reference.invokeMethodAsync("Later", id, text, due);
    },
    dispose() {
      if (timer) hand();
      document.removeEventListener("visibilitychange", hidden);
      moved.disconnect();
      window.removeEventListener("beforeunload", stay);
      files();
      voice();
      box.removeEventListener("input", onInput);
      box.removeEventListener("kaiwa-send", submit);
      send.removeEventListener("click", submit);
    },
  };
}

const give = (input, file) => {
  const carrier = new DataTransfer();
  carrier.items.add(file);
  input.files = carrier.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

// A file may be chosen, dropped on the box or the thread, or pasted; one at a time. Its picture is shown before it leaves.
function takeFiles(box, preview) {
  const composer = box.closest(".composer");
  const area = box.closest(".thread") ?? composer;
  const input = composer.querySelector("input[data-role=file]");
  const show = () => {
    if (preview.src) URL.revokeObjectURL(preview.src);
    const file = input.files[0];
    preview.hidden = !file?.type.startsWith("image/");
    if (!preview.hidden) preview.src = URL.createObjectURL(file);
    box.focus();
  };
  const over = event => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    composer.classList.add("dropping");
  };
  const leave = event => { if (!area.contains(event.relatedTarget)) composer.classList.remove("dropping"); };
  const take = (event, list) => {
    composer.classList.remove("dropping");
    if (!list?.length || box.closest(".write").hidden) return;
    event.preventDefault();
    give(input, list[0]);
  };
  const drop = event => take(event, event.dataTransfer.files);
  const paste = event => take(event, event.clipboardData.files);
  const key = event => {
    if (event.altKey && (event.ctrlKey || event.metaKey) && event.code === "KeyA" && !box.closest(".write").hidden) {
      event.preventDefault();
      input.click();
    }
  };
  // The same file can be chosen again.
  const clear = () => { input.value = ""; };
  input.addEventListener("click", clear);
  input.addEventListener("change", show);
  area.addEventListener("dragover", over);
  area.addEventListener("dragleave", leave);
  area.addEventListener("drop", drop);
  box.addEventListener("paste", paste);
  document.addEventListener("keydown", key);
  return () => {
    if (preview.src) URL.revokeObjectURL(preview.src);
    area.removeEventListener("dragover", over);
    area.removeEventListener("dragleave", leave);
    area.removeEventListener("drop", drop);
    document.removeEventListener("keydown", key);
  };
}

// A voice note: recorded as the browser can, made into Ogg with Opus by the server.
function recordVoice(box, reference) {
  const composer = box.closest(".composer");
  const longest = 10 * 60;
  let recorder = null;
  let stream = null;
  let clock = 0;
  const end = () => {
    clearInterval(clock);
    stream?.getTracks().forEach(track => track.stop());
    stream = recorder = null;
  };
  const start = async () => {
    if (recorder) return;
    if (!navigator.mediaDevices || !window.MediaRecorder) {
      reference.invokeMethodAsync("Recording", false, "insecure");
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      reference.invokeMethodAsync("Recording", false, "denied");
      return;
    }
    const parts = [];
    const conversation = box.dataset.conversation;
    recorder = new MediaRecorder(stream);
    recorder.ondataavailable = event => parts.push(event.data);
    recorder.onstop = async event => {
      const type = event.target.mimeType;
      const isLeft = event.target.keep && box.dataset.conversation !== conversation;
      const keep = event.target.keep && !isLeft;
      end();
      await reference.invokeMethodAsync("Recording", false, isLeft ? "left" : null);
      if (keep) give(composer.querySelector("input[data-role=voice]"), new File(parts, "voice", { type }));
    };
    recorder.start();
    const since = Date.now();
    const tick = () => {
      const seconds = Math.floor((Date.now() - since) / 1000);
      composer.querySelector("[data-elapsed]").textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
      if (seconds >= longest) stop(true);
    };
    tick();
    clock = setInterval(tick, 250);
    await reference.invokeMethodAsync("Recording", true, null);
    composer.querySelector("[data-voice=stop]").focus();
  };
  const stop = keep => {
    if (!recorder || recorder.state === "inactive") return;
    recorder.keep = keep;
    recorder.stop();
  };
  const click = event => {
    const wish = event.target.closest("[data-voice]")?.dataset.voice;
    if (wish === "start") start();
    else if (wish) stop(wish === "stop");
  };
  const key = event => { if (event.key === "Escape" && recorder) stop(false); };
  composer.addEventListener("click", click);
  composer.addEventListener("keydown", key);
  return () => {
    stop(false);
    composer.removeEventListener("click", click);
    composer.removeEventListener("keydown", key);
  };
}
