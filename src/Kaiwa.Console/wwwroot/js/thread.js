// Keeps a thread where its reader is: at the end while they are at the end, still when older messages arrive above.
export function attach(view, reference) {
  let atEnd = true;
  let height = view.scrollHeight;
  let asking = false;
  const onScroll = () => {
    atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < 80;
    view.dataset.end = atEnd;
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
  view.scrollTop = view.scrollHeight;
  return {
    toEnd() { atEnd = true; view.scrollTop = view.scrollHeight; },
    dispose() { changes.disconnect(); sizes.disconnect(); view.removeEventListener("scroll", onScroll); view.removeEventListener("load", onChange, true); },
  };
}

// Presses a "more" button as soon as it comes into view.
export function pressWhenSeen(button) {
  const watch = new IntersectionObserver(entries => { if (entries.some(entry => entry.isIntersecting)) button.click(); }, { rootMargin: "300px" });
  watch.observe(button);
  return { dispose() { watch.disconnect(); } };
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
