// Keeps a thread where its reader is: at the end while they are at the end, still when older messages arrive above.
export function attach(view, reference) {
  let atEnd = true;
  let height = view.scrollHeight;
  let asking = false;
  const onScroll = () => {
    const below = view.scrollHeight - view.scrollTop - view.clientHeight;
    atEnd = below < 80 && view.dataset.later !== "true";
    view.dataset.end = atEnd;
    if (below < 300 && view.dataset.later === "true" && !asking) {
      asking = true;
      reference.invokeMethodAsync("Later").finally(() => { asking = false; });
    }
    if (view.scrollTop < 120 && view.dataset.more === "true" && !asking) {
      asking = true;
      reference.invokeMethodAsync("Earlier").finally(() => { asking = false; });
    }
  };
  const onChange = () => {
    const before = height;
    height = view.scrollHeight;
    if (atEnd) view.scrollTop = height;
    else if (view.scrollTop < 200 && height > before && asking) view.scrollTop += height - before;
  };
  const changes = new MutationObserver(onChange);
  changes.observe(view, { childList: true, subtree: true });
  const sizes = new ResizeObserver(() => { if (atEnd) view.scrollTop = view.scrollHeight; });
  sizes.observe(view);
  view.addEventListener("scroll", onScroll, { passive: true });
  view.addEventListener("load", onChange, true);
  view.addEventListener("click", zoom);
  view.addEventListener("click", pickDay);
  if (view.dataset.later === "true") atEnd = false;
  else view.scrollTop = view.scrollHeight;
  return {
    toEnd() { atEnd = true; view.scrollTop = view.scrollHeight; },
    toTarget() {
      const target = view.querySelector(".target");
      if (!target) return;
      atEnd = false;
      target.scrollIntoView({ block: "center" });
      onScroll();
    },
    dispose() { changes.disconnect(); sizes.disconnect(); view.removeEventListener("scroll", onScroll); view.removeEventListener("load", onChange, true); },
  };
}

// Presses a "more" button as soon as it comes into view.
export function pressWhenSeen(button) {
  const watch = new IntersectionObserver(entries => { if (entries.some(entry => entry.isIntersecting)) button.click(); }, { rootMargin: "300px" });
  watch.observe(button);
  return { dispose() { watch.disconnect(); } };
}

// The day's line opens the browser's own calendar.
function pickDay(event) {
  if (!event.target.closest?.("[data-jump]")) return;
  const input = event.currentTarget.querySelector("input.jump");
  if (input.showPicker) input.showPicker();
  else input.focus();
}

// A picture fills the screen; Escape, its button or a click beside it closes it. With a modifier key the link opens it in a tab as usual.
function zoom(event) {
  const link = event.target.closest?.("a[data-zoom]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const dialog = document.createElement("dialog");
  dialog.className = "zoom";
  const picture = new Image();
  picture.src = link.href;
  picture.alt = link.querySelector("img").alt;
  dialog.setAttribute("aria-label", picture.alt);
  const close = document.createElement("button");
  close.className = "btn";
  close.textContent = link.dataset.zoom;
  const form = document.createElement("form");
  form.method = "dialog";
  form.append(close);
  dialog.append(picture, form);
  dialog.addEventListener("click", inside => { if (inside.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  document.body.append(dialog);
  dialog.showModal();
}
