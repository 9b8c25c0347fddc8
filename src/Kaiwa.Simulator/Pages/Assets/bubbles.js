// Draws the messages of one chat.
import { language, word } from './words.js';

const ticks = { sent: '✓', delivered: '✓✓', read: '✓✓' };
const time = (at) => new Date(at).toLocaleTimeString(language(), { hour: '2-digit', minute: '2-digit' });

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function dayOf(at, now) {
  const day = (d) => new Date(d).toDateString();
  if (day(at) === day(now)) return word('today');
  if (day(at) === day(now - 86400000)) return word('yesterday');
  return new Date(at).toLocaleDateString(language(), { day: 'numeric', month: 'long', year: 'numeric' });
}

export function preview(message) {
  if (!message) return '';
  const text = message.text || message.header || (message.kind in { image: 1, video: 1, audio: 1, document: 1, sticker: 1, contacts: 1, order: 1 } ? word(message.kind) : message.location ? word('map') : '');
  return (message.fromPhone ? `${word('you')}: ` : '') + text.replaceAll('\n', ' ');
}

// What did not change stays on the screen as it is: a half-filled form outlives the next message.
const drawn = new WeakMap();

export function drawChat(chat, messages, now, act) {
  const byId = new Map(messages.map((m) => [m.id, m]));
  const before = drawn.get(chat) ?? new Map();
  const parts = new Map();
  const part = (mark, draw) => parts.set(mark, before.get(mark) ?? draw());
  let day = '';
  for (const message of messages) {
    const of = dayOf(message.at, now);
    if (of !== day) part(`day ${of}`, () => element('div', 'day', of));
    day = of;
    const mark = JSON.stringify([language(), message]);
    if (message.kind === 'reaction') {
      if (message.text) part(mark, () => element('div', `reaction${message.fromPhone ? ' mine' : ''}`, message.text));
      continue;
    }
    part(mark, () => bubble(message, byId));
    if (!message.fromPhone) part(`choices ${JSON.stringify([language(), { ...message, state: '' }])}`, () => drawChoices(message, act) ?? document.createComment(''));
  }
  place(chat, [...parts.values()]);
  drawn.set(chat, parts);
}

function place(chat, parts) {
  const kept = new Set(parts);
  for (const old of [...chat.childNodes]) if (!kept.has(old)) old.remove();
  let at = chat.firstChild;
  for (const part of parts) {
    if (part === at) at = at.nextSibling;
    else chat.insertBefore(part, at);
  }
}

function bubble(message, byId) {
  const box = element('div', `bubble${message.fromPhone ? ' mine' : ''}`);
  const quoted = message.replyTo ? byId.get(message.replyTo) : undefined;
  if (quoted) box.append(element('div', 'quote', preview(quoted)));
  if (message.media) box.append(media(message));
  if (message.location) {
    const [latitude, longitude] = message.location;
    const card = element('a', 'file-card', `📍 ${latitude.toFixed(4)}, ${longitude.toFixed(4)}`);
    card.href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`;
    card.target = '_blank';
    card.rel = 'noopener noreferrer';
    box.append(card);
  }
  if (message.header && !message.media) box.append(element('div', 'head', message.header));
  if (message.text) box.append(element('div', 'text', ownWords(message, message.text)));
  else if (!message.media && !message.location && !message.header && !message.lines.length) box.append(element('div', 'text', word(message.kind)));
  for (const line of message.lines) box.append(element('div', 'text', ownWords(message, line)));
  if (message.footer) box.append(element('div', 'foot', message.footer));
  const meta = element('div', 'meta', time(message.at));
  if (message.fromPhone) {
    const mark = element('span', `ticks ${message.state}`, ticks[message.state]);
    mark.setAttribute('role', 'img');
    mark.setAttribute('aria-label', word(message.state));
    meta.append(mark);
  }
  box.append(meta);
  return box;
}

function media(message) {
  const source = /^https?:/.test(message.media) ? message.media : `media/${message.media}`;
  if (message.kind === 'image' || message.kind === 'sticker' || message.kind === 'template' || message.kind === 'interactive') {
    const image = element('img');
    image.src = source;
    image.alt = message.text || word('image');
    image.loading = 'lazy';
    // A link may lead to nothing here, or to a film above a template.
    image.addEventListener('error', () => image.replaceWith(fileCard(message, source)));
    return image;
  }
  return fileCard(message, source);
}

function fileCard(message, source) {
  const names = { video: '🎬', audio: '🎤', document: '📄' };
  const link = element('a', 'file-card', `${names[message.kind] ?? '📎'} ${message.header || word(message.kind)}`);
  link.href = source;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  return link;
}

function drawChoices(message, act) {
  const { buttons, rows, products, cards } = message;
  if (!buttons.length && !rows.length && !products.length && !cards.length) return null;
  const box = element('div', 'choices');
  for (const card of cards) box.append(drawCard(card, message, act));
  for (const product of products) box.append(drawProduct(product, message, act));
  for (const button of buttons) box.append(drawButton(button, message, act));
  if (rows.length) {
    const list = element('details');
    list.append(element('summary', '', `☰ ${word('options')}`));
    for (const row of rows) {
      const choice = tap(row.label, () => act({ choice: row.id, to: message.number, replyTo: message.id }));
      choice.className = 'row';
      if (row.description) choice.append(element('small', '', row.description));
      list.append(choice);
    }
    box.append(list);
  }
  return box;
}

function tap(label, action) {
  const made = element('button', '', label);
  made.type = 'button';
  made.addEventListener('click', action);
  return made;
}

// What the phone itself says, not the business, speaks the language of the page: labels of a bill, its own buttons and answers.
const phrases = { Tax: 'tax', Shipping: 'shipping', Discount: 'discount', Total: 'total', 'Calls allowed': 'callsAllowed', 'Calls not allowed': 'callsRefused' };
function ownWords(message, text) {
  if (message.kind !== 'interactive' && message.kind !== 'template') return text;
  const [first] = text.split('  ');
  return first in phrases ? word(phrases[first]) + text.slice(first.length) : text;
}

const own = { location: () => 'sendLocation', contact: () => 'shareContact', address: () => 'giveAddress', catalog: () => 'viewCatalog', order_details: () => 'reviewAndPay', call_permission: (button) => (button.id === 'accept' ? 'allowCalls' : 'refuseCalls') };

function drawButton(button, message, act) {
  const label = button.kind in own ? word(own[button.kind](button)) : button.label;
  switch (button.kind) {
    case 'reply':
    case 'quick_reply':
    case 'contact':
    case 'call_permission':
      return tap(label, () => act({ button: button.id, to: message.number, replyTo: message.id }));
    case 'location':
      return tap(label, () => act({ location: { latitude: 35.6812, longitude: 139.7671, name: 'Tokyo Station' }, to: message.number, replyTo: message.id }));
    case 'flow':
      return drawForm(label, ['answer'], message, act);
    case 'address':
      return drawForm(label, ['name', 'phone_number', 'in_pin_code', 'address', 'city'], message, act);
    default: {
      const link = element('a', '', `${label} ↗`);
      link.href = /^https?:/.test(button.id) ? button.id : '#';
      link.addEventListener('click', (event) => event.preventDefault());
      link.title = button.id;
      return link;
    }
  }
}

function drawForm(label, fields, message, act) {
  const box = element('details');
  box.append(element('summary', '', `📝 ${label}`));
  const form = element('form');
  for (const field of fields) {
    const line = element('label', '', word(`field_${field}`));
    const input = element('input');
    input.name = field;
    line.append(input);
    form.append(line);
  }
  const submit = element('button', 'row', word('send'));
  submit.type = 'submit';
  form.append(submit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act({ form: Object.fromEntries([...new FormData(form)].filter(([, value]) => value)), to: message.number, replyTo: message.id });
  });
  box.append(form);
  return box;
}

function drawProduct(product, message, act) {
  const label = word('orderProduct', { product: product.id });
  return tap(product.section ? `${product.section} · ${label}` : label, () => act({ cart: [{ product: product.id }], to: message.number, replyTo: message.id }));
}

function drawCard(card, message, act) {
  const box = element('div', 'card');
  if (card.media) box.append(media({ ...message, kind: 'interactive', media: card.media, text: card.text }));
  box.append(element('div', 'text', card.text));
  if (card.product) box.append(drawProduct(card.product, message, act));
  for (const button of card.buttons) box.append(drawButton(button, message, act));
  return box;
}
