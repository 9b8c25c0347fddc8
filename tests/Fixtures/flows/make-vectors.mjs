// Makes vectors.json with Node's own crypto: node tests/Fixtures/flows/make-vectors.mjs > tests/Fixtures/flows/vectors.json
import { createCipheriv, randomBytes } from 'node:crypto';

function seal(key, iv, text) {
  const cipher = createCipheriv('aes-128-gcm', key, iv);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

const plain = [
  [{ version: '3.0', action: 'ping' }, { data: { status: 'active' } }],
  [{ version: '3.0', action: 'INIT', flow_token: 'tok-1' }, { screen: 'APPOINTMENT', data: { dates: ['2026-01-02'] } }],
  [{ version: '3.0', action: 'data_exchange', screen: 'APPOINTMENT', data: { name: 'さくら 🍵' }, flow_token: 'tok-1' },
    { screen: 'SUCCESS', data: { extension_message_response: { params: { flow_token: 'tok-1', name: 'さくら 🍵' } } } }],
];
const vectors = plain.map(([request, response]) => {
  const key = randomBytes(16);
  const iv = randomBytes(16);
  const inverted = Buffer.from(iv.map((byte) => byte ^ 0xff));
  return {
    key: key.toString('base64'),
    iv: iv.toString('base64'),
    request: JSON.stringify(request),
    encryptedRequest: seal(key, iv, JSON.stringify(request)),
    response: JSON.stringify(response),
    encryptedResponse: seal(key, inverted, JSON.stringify(response)),
  };
});
console.log(JSON.stringify(vectors, null, 2));
