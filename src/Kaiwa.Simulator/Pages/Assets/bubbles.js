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

export function drawChat(chat, messages, now, act) {
  const byId = new Map(messages.map((m) => [m.id, m]));
  const parts = [];
  let day = '';
  for (const message of messages) {
    const of = dayOf(message.at, now);
    if (of !== day) parts.push(element('div', 'day', day = of));
    if (message.kind === 'reaction') {
      if (message.text) parts.push(element('div', `reaction${message.fromPhone ? ' mine' : ''}`, message.text));
      continue;
    }
    parts.push(bubble(message, byId));
    if (!message.fromPhone) {
      const choices = drawChoices(message, act);
      if (choices) parts.push(choices);
    }
  }
  chat.replaceChildren(...parts);
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
  if (message.text) box.append(element('div', 'text', message.text));
  else if (!message.media && !message.location && !message.header) box.append(element('div', 'text', word(message.kind)));
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
    return image;
  }
  const names = { video: '🎬', audio: '🎤', document: '📄' };
  const link = element('a', 'file-card', `${names[message.kind] ?? '📎'} ${message.header || word(message.kind)}`);
  link.href = source;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  return link;
}

function drawChoices(message, act) {
  if (!message.buttons.length && !message.rows.length) return null;
  const box = element('div', 'choices');
  for (const button of message.buttons) {
    if (button.kind === 'reply' || button.kind === 'quick_reply') {
      const tap = element('button', '', button.label);
      tap.type = 'button';
      tap.addEventListener('click', () => act({ button: button.label, to: message.number }));
      box.append(tap);
    } else {
      const link = element('a', '', `${button.label} ↗`);
      link.href = /^https?:/.test(button.id) ? button.id : '#';
      link.addEventListener('click', (event) => event.preventDefault());
      link.title = button.id;
      box.append(link);
    }
  }
  if (message.rows.length) {
    const list = element('details');
    list.append(element('summary', '', `☰ ${word('options')}`));
    for (const row of message.rows) {
      const choice = element('button', 'row', row.label);
      choice.type = 'button';
      if (row.description) choice.append(element('small', '', row.description));
      choice.addEventListener('click', () => act({ choice: row.id, to: message.number }));
      list.append(choice);
    }
    box.append(list);
  }
  return box;
}
