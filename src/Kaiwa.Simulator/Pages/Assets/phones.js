// The phones: a list, and any number of them open beside each other.
import { drawChat, element, preview } from './bubbles.js';
import { language, setLanguage, translate, word } from './words.js';

const $ = (selector, root = document) => root.querySelector(selector);
const settings = ['online', 'readReceipts', 'onWhatsApp', 'blocks', 'hidesNumber', 'optedOut'];
const open = new Map();
let listed = [];
let numbers = [];
let offset = 0;
let events;

async function call(path, body) {
  const response = await fetch(path, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? response.statusText);
  return answer;
}

const key = (phone) => phone.replaceAll(/\D/g, '');
const shopOf = (id) => numbers.find((n) => n.phoneNumberId === id) ?? numbers[0];

function avatar(name, phone) {
  const mark = element('span', `avatar c${Number(key(phone).slice(-3)) % 6}`, [...name][0] ?? '?');
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}

async function refreshList() {
  listed = await call('phones?order=recent&limit=60');
  drawList();
}

// Meta texts the verification code to the business number; that telephone is nobody's here, so the page shows it.
async function refreshCodes() {
  numbers = await call('numbers');
  const codes = numbers.filter((n) => n.code);
  $('#codes').replaceChildren(...codes.map((n) => {
    const item = element('li', '', word('codeFor', { number: n.displayPhoneNumber }));
    item.append(' ', element('strong', '', n.code));
    return item;
  }));
  $('#codes').hidden = codes.length === 0;
  for (const [phone, view] of open) {
    const code = codes.find((n) => key(n.displayPhoneNumber) === key(phone))?.code;
    $('.sms', view).textContent = code ? word('smsCode', { code }) : '';
    $('.sms', view).hidden = !code;
  }
}

function drawList() {
  const wanted = $('#find').value.trim().toLowerCase();
  const digits = key(wanted);
  const shown = listed.filter((p) => !wanted || p.name.toLowerCase().includes(wanted) || (digits && p.phone.includes(digits)));
  $('#list').replaceChildren(...shown.map((p) => {
    const item = element('li');
    const button = element('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', String(open.has(p.phone)));
    const when = p.last ? new Date(p.last.at).toLocaleTimeString(language(), { hour: '2-digit', minute: '2-digit' }) : '';
    button.append(avatar(p.name, p.phone), element('span', 'name', p.name), element('span', 'when', when), element('span', 'last', preview(p.last) || p.phone));
    button.addEventListener('click', () => show(p.phone));
    item.append(button);
    return item;
  }));
  $('#list-empty').hidden = listed.length > 0;
}

async function show(phone) {
  if (!open.has(phone)) {
    const view = $('#phone-template').content.cloneNode(true).firstElementChild;
    translate(view);
    open.set(phone, view);
    wire(view, phone);
    $('#phones').prepend(view);
    const room = Math.max(1, Math.floor($('#stage').clientWidth / 400));
    for (const extra of [...open.keys()].slice(0, Math.max(0, open.size - Math.max(3, room)))) close(extra);
    listen();
  }
  for (const [other, view] of open) view.classList.toggle('front', other === phone);
  document.body.classList.add('reading');
  $('#welcome').hidden = true;
  await call(`phones/${key(phone)}/open`, {});
  await refresh(phone);
  await refreshCodes();
  drawList();
  remember();
  $('textarea', open.get(phone))?.focus({ preventScroll: true });
}

function close(phone) {
  open.get(phone)?.remove();
  open.delete(phone);
  $('#welcome').hidden = open.size > 0;
  if (!open.size) document.body.classList.remove('reading');
  listen();
  drawList();
  remember();
}

function remember() {
  history.replaceState(null, '', open.size ? `#${[...open.keys()].map(key).join(',')}` : location.pathname);
}

async function refresh(phone) {
  const view = open.get(phone);
  if (!view) return;
  const thread = await call(`phones/${key(phone)}?limit=200`);
  const chosen = view.dataset.chosen;
  if (chosen) thread.messages = thread.messages.filter((m) => m.number === chosen);
  const last = thread.messages.at(-1);
  const shop = shopOf(chosen ?? last?.number);
  view.dataset.number = shop?.phoneNumberId ?? '';
  $('.shops', view).value = view.dataset.number;
  view.classList.toggle('offline', !thread.settings.online);
  $('.owner-name', view).textContent = thread.name;
  $('.owner-number', view).textContent = `${thread.phone}${thread.settings.hidesNumber ? ` · ${thread.userId}` : ''}`;
  $('.shop-name', view).textContent = shop?.verifiedName ?? '';
  $('.avatar.shop', view).textContent = [...(shop?.verifiedName ?? '?')][0];
  $('.shop-state', view).textContent = !thread.settings.online ? word('offlineState') : thread.typing ? word('typing') : word('business');
  $('textarea', view).setAttribute('aria-label', word('writeLabel', { shop: shop?.verifiedName ?? '' }));
  const chat = $('.chat', view);
  chat.setAttribute('aria-label', word('chatWith', { name: thread.name, shop: shop?.verifiedName ?? '' }));
  for (const box of view.querySelectorAll('.settings-body input')) box.checked = Boolean(thread.settings[box.name]);
  const mark = JSON.stringify([language(), view.dataset.number, thread.messages.map((m) => [m.id, m.state])]);
  if (mark === view.dataset.mark) return;
  const atEnd = !view.dataset.mark || chat.scrollHeight - chat.scrollTop - chat.clientHeight < 120;
  if (view.dataset.mark && last && !last.fromPhone && Number(view.dataset.last) < last.seq) {
    $('#announcer').textContent = word('newMessage', { name: thread.name });
    call(`phones/${key(phone)}/open`, {}).catch(() => {});
  }
  view.dataset.mark = mark;
  view.dataset.last = last?.seq ?? 0;
  drawChat(chat, thread.messages, Date.now() + offset, (message) => send(phone, message));
  if (atEnd) chat.scrollTop = chat.scrollHeight;
}

async function send(phone, message) {
  const view = open.get(phone);
  const trouble = $('.trouble', view);
  try {
    await call(`phones/${key(phone)}/messages`, { to: view.dataset.number || undefined, ...message });
    trouble.hidden = true;
    await refresh(phone);
  } catch (error) {
    trouble.textContent = error.message;
    trouble.hidden = false;
  }
}

function wire(view, phone) {
  const box = $('.settings-body', view);
  for (const name of settings) {
    const label = element('label');
    const input = element('input');
    input.type = 'checkbox';
    input.name = name;
    input.addEventListener('change', async () => { await call(`phones/${key(phone)}`, { [name]: input.checked }); await refresh(phone); });
    const text = element('span', '', word(name));
    text.dataset.word = name;
    label.append(input, text);
    box.append(label);
  }
  // With several business numbers a phone has several chats.
  const shops = $('.shops', view);
  shops.hidden = numbers.length < 2;
  for (const number of numbers) shops.append(new Option(`${number.verifiedName} ${number.displayPhoneNumber}`, number.phoneNumberId));
  shops.addEventListener('change', () => { view.dataset.chosen = shops.value; delete view.dataset.mark; refresh(phone); });
  const text = $('textarea', view);
  const form = $('.reply', view);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const value = text.value.trim();
    if (!value) return;
    text.value = '';
    text.rows = 1;
    send(phone, { text: value });
  });
  text.addEventListener('keydown', (event) => {
    // Enter never sends while an input method composes.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  text.addEventListener('input', () => { text.rows = Math.min(5, text.value.split('\n').length); });
  const file = $('.file', view);
  for (const button of view.querySelectorAll('[data-send]')) {
    button.addEventListener('click', () => {
      $('.attach', view).open = false;
      if (button.dataset.send === 'file') file.click();
      else if (button.dataset.send === 'location') send(phone, { location: { latitude: 35.6812, longitude: 139.7671, name: 'Tokyo Station' } });
      else send(phone, { media: { kind: 'audio', voice: true } });
    });
  }
  file.addEventListener('change', async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    let binary = '';
    for (const b of bytes) binary += String.fromCharCode(b);
    const kind = chosen.type.startsWith('image/') ? 'image' : chosen.type.startsWith('video/') ? 'video' : 'document';
    await send(phone, { media: { kind, base64: btoa(binary), mimeType: chosen.type || 'text/plain', filename: chosen.name } });
    file.value = '';
  });
  $('.back', view).addEventListener('click', () => document.body.classList.remove('reading'));
  $('.close', view).addEventListener('click', () => close(phone));
}

let listTimer;
let truthAt = 0;
function listen() {
  events?.close();
  events = new EventSource(`events?phones=${[...open.keys()].map(key).join(',')}`);
  events.onmessage = (event) => {
    for (const phone of JSON.parse(event.data).changed) refresh(phone).catch(() => {});
    listTimer ??= setTimeout(() => { listTimer = undefined; refreshList().catch(() => {}); refreshCodes().catch(() => {}); refreshTruth().catch(() => {}); }, 1500);
  };
}

// Counting the whole ledger is work: at most every ten seconds.
async function refreshTruth() {
  if (Date.now() - truthAt < 10000) return;
  truthAt = Date.now();
  const ledger = await call('ledger');
  const count = (value) => value.toLocaleString(language());
  $('#truth-shown').textContent = count(ledger.shown);
  $('#truth-doubled').textContent = count(ledger.doubled);
  $('#truth-failed').textContent = count(ledger.failed);
}

async function refreshClock() {
  const clock = await call('clock');
  offset = new Date(clock.now).getTime() - Date.now();
  $('#clock').dateTime = clock.now;
  $('#clock').textContent = new Date(clock.now).toLocaleString(language(), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}

$('#finder').addEventListener('submit', (event) => {
  event.preventDefault();
  const find = $('#find');
  const digits = key(find.value);
  const found = listed.find((p) => p.name.toLowerCase() === find.value.trim().toLowerCase());
  if (found) show(found.phone);
  else if (digits.length >= 7 && digits.length <= 15) show(`+${digits}`);
  else { find.setCustomValidity(word('notNumber')); find.reportValidity(); return; }
  find.value = '';
  drawList();
});
$('#find').addEventListener('input', () => { $('#find').setCustomValidity(''); drawList(); });
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => { setLanguage(button.dataset.language); drawList(); refreshClock(); refreshCodes(); for (const phone of open.keys()) refresh(phone); });
}
for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener('click', async () => { await call('clock', { advance: button.dataset.advance }); await refreshClock(); });
}
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('.settings[open], .attach[open]')) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') for (const menu of document.querySelectorAll('.settings[open], .attach[open]')) { menu.open = false; $('summary', menu).focus(); }
});

translate(document);
await Promise.all([refreshCodes(), refreshList(), refreshTruth(), refreshClock()]);
setInterval(() => Promise.all([refreshClock(), refreshCodes()]).catch(() => {}), 20000);
for (const phone of location.hash.slice(1).split(',').filter((p) => /^\d{7,15}$/.test(p)).reverse()) await show(`+${phone}`);
if (!open.size) listen();
