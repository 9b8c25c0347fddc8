// Keys in a list of choices whose input keeps the focus: arrows move, Enter takes, Escape closes; Tab takes where it is said to.
// While an input method composes they are its own; Safari says so only through key code 229.
export function keysOf({ isOpen = () => true, steps, move, take, close, takesTab = false }) {
  return event => {
    if (!isOpen() || event.isComposing || event.keyCode === 229) return;
    const step = steps()[event.key];
    if (step) move(step);
    else if (event.key === "Enter" && !event.shiftKey || takesTab && event.key === "Tab" && !event.shiftKey) take();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
