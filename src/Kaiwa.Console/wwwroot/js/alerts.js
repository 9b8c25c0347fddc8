// Notifications of this browser: asked for, subscribed with the server's key, given up.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), letter => letter.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const supported = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
const subscription = async () => supported() ? (await navigator.serviceWorker.getRegistration("/"))?.pushManager.getSubscription() ?? null : null;

const name = () => {
  const agent = navigator.userAgent;
  const browser = /Edg\//.test(agent) ? "Edge" : /OPR\//.test(agent) ? "Opera" : /Firefox\//.test(agent) ? "Firefox" : /Chrome\//.test(agent) ? "Chrome" : /Safari\//.test(agent) ? "Safari" : "Browser";
  const system = /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Windows/.test(agent) ? "Windows" : /Mac OS X/.test(agent) ? "macOS" : /Linux/.test(agent) ? "Linux" : "";
  return system ? `${browser} · ${system}` : browser;
};

// "unsupported", "denied", "default" or "granted", and the endpoint when this browser is switched on.
export async function state() {
  if (!supported()) return { permission: "unsupported", endpoint: null };
  return { permission: Notification.permission, endpoint: (await subscription())?.endpoint ?? null };
}

export async function switchOn(key) {
  if (await Notification.requestPermission() !== "granted") return null;
  const registration = await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  return { endpoint: made.endpoint, p256dh: text(made.getKey("p256dh")), auth: text(made.getKey("auth")), name: name() };
}

export async function switchOff() { await (await subscription())?.unsubscribe(); }

export function sounds() { return localStorage.getItem("kaiwa.sound") === "on"; }
export function setSound(on) {
  localStorage.setItem("kaiwa.sound", on ? "on" : "off");
  if (on) import("./shell.js").then(shell => shell.ring());
}
