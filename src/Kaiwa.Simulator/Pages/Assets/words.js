// Every word a person reads, in both languages.
const words = {
  en: {
    title: 'Phones – Kaiwa simulator', skip: 'Skip to the phones', phones: 'Phones', language: 'Language', findLabel: 'Find a phone or add one by its number',
    findHint: 'Name or number', open: 'Open', phoneList: 'List of phones', listEmpty: 'No phone has a message yet. Type a number above to open one.',
    shown: 'Shown', doubled: 'Doubled', failed: 'Failed', clock: 'Simulated time', plus1: '+1 h', plus25: '+25 h', openPhones: 'Open phones',
    welcome: 'Be the customer', welcomeText: 'Choose a phone in the list. What you write here reaches the shop as it would from WhatsApp.',
    back: 'Back to the list', settings: 'Settings of this phone', close: 'Close this phone', attach: 'Attach', photo: 'Photo or file', location: 'Location', voice: 'Voice message',
    write: 'Message', writeLabel: 'Message to {shop}', send: 'Send', chatWith: 'Chat of {name} with {shop}', typing: 'typing…', business: 'Business account', offlineState: 'This phone is offline',
    online: 'Online', blocks: 'Blocks businesses', hidesNumber: 'Hides its number', readReceipts: 'Read receipts', optedOut: 'Stopped promotions', onWhatsApp: 'Is on WhatsApp',
    you: 'You', image: 'Photo', video: 'Video', audio: 'Voice message', document: 'Document', sticker: 'Sticker', contacts: 'Contact', order: 'Order', interactive: 'Message', template: 'Message', button: 'Answer', unsupported: 'Message', options: 'Options', map: 'Location',
    sent: 'sent', delivered: 'delivered', read: 'read', today: 'Today', yesterday: 'Yesterday', newMessage: 'New message for {name}', notNumber: 'That is no phone number and no name in the list. Give a number with its country code.',
    codeFor: 'Verification code for {number}:', smsCode: 'SMS: {code} is your WhatsApp verification code.',
    unreachable: 'The simulator does not answer. It is tried again by itself.',
    sendLocation: 'Send location', shareContact: 'Share contact info', giveAddress: 'Provide address', allowCalls: 'Allow calls', refuseCalls: 'Do not allow', orderProduct: 'Order {product}', viewCatalog: 'View catalog', reviewAndPay: 'Review and pay',
    tax: 'Tax', shipping: 'Shipping', discount: 'Discount', total: 'Total', callsAllowed: 'Calls allowed', callsRefused: 'Calls not allowed',
    field_answer: 'Answer', field_name: 'Name', field_phone_number: 'Phone number', field_in_pin_code: 'PIN code', field_address: 'Address', field_city: 'City',
  },
  ja: {
    title: '電話 – Kaiwa シミュレーター', skip: '電話へ移動', phones: '電話', language: '言語', findLabel: '電話を探すか、番号で追加します',
    findHint: '名前・番号', open: '開く', phoneList: '電話の一覧', listEmpty: 'まだメッセージのある電話がありません。上に番号を入力して開いてください。',
    shown: '表示', doubled: '重複', failed: '失敗', clock: 'シミュレーション時刻', plus1: '+1時間', plus25: '+25時間', openPhones: '開いている電話',
    welcome: 'お客様になってみましょう', welcomeText: '一覧から電話を選んでください。ここに書いたことは、WhatsAppからと同じようにお店に届きます。',
    back: '一覧に戻る', settings: 'この電話の設定', close: 'この電話を閉じる', attach: '添付', photo: '写真・ファイル', location: '位置情報', voice: '音声メッセージ',
    write: 'メッセージ', writeLabel: '{shop}へのメッセージ', send: '送信', chatWith: '{name}と{shop}のチャット', typing: '入力中…', business: 'ビジネスアカウント', offlineState: 'この電話はオフラインです',
    online: 'オンライン', blocks: 'お店をブロック', hidesNumber: '番号を隠す', readReceipts: '既読通知', optedOut: '配信を停止中', onWhatsApp: 'WhatsAppを利用中',
    you: 'あなた', image: '写真', video: '動画', audio: '音声メッセージ', document: '書類', sticker: 'スタンプ', contacts: '連絡先', order: '注文', interactive: 'メッセージ', template: 'メッセージ', button: '回答', unsupported: 'メッセージ', options: '選択肢', map: '位置情報',
    sent: '送信済み', delivered: '配信済み', read: '既読', today: '今日', yesterday: '昨日', newMessage: '{name}に新着メッセージ', notNumber: '一覧にない名前か、正しくない番号です。国番号から入力してください。',
    codeFor: '{number} の確認コード：', smsCode: 'SMS：WhatsAppの確認コードは {code} です。',
    unreachable: 'シミュレーターが応答しません。自動で再試行します。',
    sendLocation: '位置情報を送信', shareContact: '連絡先を共有', giveAddress: '住所を入力', allowCalls: '通話を許可', refuseCalls: '許可しない', orderProduct: '{product}を注文', viewCatalog: 'カタログを見る', reviewAndPay: '確認して支払う',
    tax: '税', shipping: '送料', discount: '割引', total: '合計', callsAllowed: '通話を許可しました', callsRefused: '通話を許可しませんでした',
    field_answer: '回答', field_name: '氏名', field_phone_number: '電話番号', field_in_pin_code: '郵便番号', field_address: '住所', field_city: '市区町村',
  },
};

let current = localStorage.getItem('kaiwa-language') ?? ((navigator.languages ?? []).find((l) => /^(en|ja)/.test(l))?.slice(0, 2) ?? 'en');
if (!words[current]) current = 'en';

export const language = () => current;
export const word = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[current][name] ?? name);

export function setLanguage(next) {
  current = next;
  localStorage.setItem('kaiwa-language', next);
  translate(document);
}

export function translate(root) {
  document.documentElement.lang = current;
  document.title = word('title');
  for (const element of root.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word);
  for (const element of root.querySelectorAll('[data-word-label]')) element.setAttribute('aria-label', word(element.dataset.wordLabel));
  for (const element of root.querySelectorAll('[data-word-placeholder]')) element.setAttribute('placeholder', word(element.dataset.wordPlaceholder));
  for (const button of document.querySelectorAll('[data-language]')) button.setAttribute('aria-pressed', String(button.dataset.language === current));
}
