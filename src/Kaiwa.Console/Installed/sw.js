// The console as an installed app: shows what was pushed, opens what is tapped, and says so when the server cannot be reached. Nothing of a shop is kept here.
const words = {}; // by the server, in the reader's language
const offline = "/offline.html";

self.addEventListener("install", event => {
  event.waitUntil(caches.open("kaiwa").then(cache => cache.add(new Request(`${offline}${self.location.search}`, { cache: "reload" }))).then(() => self.skipWaiting()));
});
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", event => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).catch(async () => await caches.match(offline, { ignoreSearch: true }) ?? Response.error()));
});

self.addEventListener("push", event => event.waitUntil(show(event)));
async function show(event) {
  let message;
  try {
    message = event.data.json();
  } catch {
    return;
  }
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  // Who looks at the console already sees it there.
  if (message.kind !== "try" && open.some(client => client.focused && client.visibilityState === "visible")) return;
  const title = message.kind === "mention" ? words.mention.replace("{0}", () => message.name) : message.name ?? "WhatsApp";
  await self.registration.showNotification(title, {
    body: message.text || words[message.kind] || words.unknown || "",
    tag: message.tag,
    icon: "/_content/Kaiwa.Console/icon-192.png",
    badge: "/_content/Kaiwa.Console/badge-96.png",
    data: { path: message.path },
  });
}

self.addEventListener("notificationclick", event => {
  event.notification.close();
  const path = event.notification.data?.path ?? "/inbox";
  event.waitUntil(self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async open => {
    const client = open.find(one => "navigate" in one);
    if (!client) return self.clients.openWindow(path);
    await client.focus();
    if (new URL(client.url).pathname !== path) await client.navigate(path);
  }));
});
