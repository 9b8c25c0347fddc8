// The published description is of 2020 (about v2.23 of Meta's client). What later versions are known to have done otherwise is put right here, in memory.
export function patch(spec) {
  const schemas = spec.components.schemas;
  const operations = Object.values(spec.paths).flatMap((path) => Object.values(path)).filter((operation) => operation.operationId);
  const operation = (id) => operations.find((one) => one.operationId === id);

  // Things that are made are answered with 201.
  for (const id of ['SendMessage', 'UploadMedia', 'CreateUser', 'RegisterAccount', 'SetShards']) {
    operation(id).responses['201'] = operation(id).responses['200'];
  }

  // Settings are read nested, and a number may be a text.
  operation('GetApplicationSettings').responses['200'].content['application/json'].schema = {
    type: 'object',
    required: ['settings'],
    properties: { settings: { type: 'object', required: ['application'], properties: { application: { $ref: '#/components/schemas/Application-Settings' } } } },
  };
  for (const name of ['callback_backoff_delay_ms', 'max_callback_backoff_delay_ms']) {
    delete schemas['Application-Settings'].properties[name].type;
  }

  for (const schema of [schemas.Webhooks.properties.max_concurrent_requests, schemas.Media.properties.auto_download.items]) {
    delete schema.enum; // texts where numbers are meant, and fewer kinds than there came to be
  }

  // Either of two forms: what makes the second one was left out.
  schemas['Config-Basic'].required = ['basic'];

  // The wire form of the date has a space and no T; a message's answer names the contact; a check can fail.
  const strip = (node) => {
    if (node && typeof node === 'object') {
      if (node.format === 'date-time') delete node.format;
      Object.values(node).forEach(strip);
    }
  };
  strip(schemas);
  schemas['Message-Response'].allOf.push({
    type: 'object',
    required: ['contacts', 'messages'],
    properties: { contacts: { type: 'array', items: { type: 'object', required: ['input', 'wa_id'], properties: { input: { type: 'string' }, wa_id: { type: 'string' } } } }, messages: { type: 'array', minItems: 1 } },
  });
  schemas['Check-Contact'].properties.status.enum.push('failed');
  operation('DownloadMedia').responses['200'].content = {};
  return spec;
}
