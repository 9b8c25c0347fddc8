-- Instants are BIGINT milliseconds, ids are UUIDv7, states are the numbers of the enums beside their tables.
-- Variables: $id$ uuid/blob, $blob$ bytea/blob, $seq$ arrival order as primary key, $hot$ room for updates in place,
-- $byKey$ and $hotByKey$ the same for tables that SQLite keeps in the order of their primary key, $queue$ for one whose every row is updated once and deleted.

CREATE TABLE workspace (
  id $id$ PRIMARY KEY,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL DEFAULT 'UTC',
  language TEXT NOT NULL DEFAULT 'en',
  never_resend BOOLEAN NOT NULL DEFAULT FALSE,
  paused BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL
);

CREATE TABLE api_key (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  name TEXT NOT NULL,
  hash $blob$ NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT
);

CREATE TABLE audit (
  seq $seq$,
  workspace_id $id$ NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT
);
CREATE INDEX audit_workspace ON audit (workspace_id, seq);

CREATE TABLE meta_app (
  id $id$ PRIMARY KEY,
  app_key TEXT NOT NULL UNIQUE,
  meta_id TEXT NOT NULL,
  secret $blob$ NOT NULL,
  previous_secret $blob$,
  verify_token $blob$ NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE portfolio (
  id $id$ PRIMARY KEY,
  meta_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  customer_limit BIGINT,              -- unique customers per rolling 24 h; NULL is unlimited
  used BIGINT NOT NULL DEFAULT 0,
  utility_share INTEGER NOT NULL DEFAULT 10  -- percent of the limit that marketing may not use
);

CREATE TABLE waba (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  portfolio_id $id$ NOT NULL REFERENCES portfolio(id),
  meta_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
);

CREATE TABLE app_subscription (
  app_id $id$ NOT NULL REFERENCES meta_app(id),
  waba_id $id$ NOT NULL REFERENCES waba(id),
  PRIMARY KEY (app_id, waba_id)
);

CREATE TABLE credential (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  base_address TEXT NOT NULL,
  token $blob$ NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE phone_number (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  waba_id $id$ NOT NULL REFERENCES waba(id),
  credential_id $id$ NOT NULL REFERENCES credential(id),
  meta_id TEXT NOT NULL UNIQUE,
  display TEXT NOT NULL,
  verified_name TEXT NOT NULL,
  pace INTEGER NOT NULL DEFAULT 80,   -- messages per second
  restricted TEXT,                    -- why nothing may be sent; NULL when it may
  alarm TEXT,
  alarm_at BIGINT,
  created_at BIGINT NOT NULL
);

CREATE TABLE number_pace (
  number_id $id$ PRIMARY KEY REFERENCES phone_number(id),
  next_free BIGINT NOT NULL
) $hotByKey$;

CREATE TABLE contact (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  name TEXT,
  name_at BIGINT NOT NULL DEFAULT 0,
  username TEXT,
  language TEXT,
  time_zone TEXT,
  consent INTEGER NOT NULL DEFAULT 0,
  consent_at BIGINT NOT NULL DEFAULT 0,
  consent_source TEXT,
  no_contact BOOLEAN NOT NULL DEFAULT FALSE,
  attributes TEXT,
  merged_into $id$,
  created_at BIGINT NOT NULL
) $hotByKey$;
CREATE INDEX contact_workspace ON contact (workspace_id, id);

CREATE TABLE identity (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  kind INTEGER NOT NULL,
  scope TEXT NOT NULL,
  value TEXT NOT NULL,
  contact_id $id$ NOT NULL REFERENCES contact(id),
  created_at BIGINT NOT NULL,
  UNIQUE (workspace_id, kind, scope, value)
) $byKey$;
CREATE INDEX identity_contact ON identity (workspace_id, contact_id, kind);

CREATE TABLE contact_merge (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  from_contact_id $id$ NOT NULL,
  into_contact_id $id$ NOT NULL,
  identities TEXT NOT NULL,
  at BIGINT NOT NULL,
  undone_at BIGINT
);

CREATE TABLE chat (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL REFERENCES phone_number(id),
  contact_id $id$ NOT NULL REFERENCES contact(id),
  last_inbound_at BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  UNIQUE (number_id, contact_id)
) $hotByKey$;
CREATE INDEX chat_contact ON chat (contact_id);

CREATE TABLE template (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  waba_id $id$ NOT NULL REFERENCES waba(id),
  meta_id TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  category INTEGER NOT NULL,
  status TEXT NOT NULL,
  parameter_format TEXT NOT NULL,
  components TEXT NOT NULL,
  synced_at BIGINT NOT NULL,
  UNIQUE (waba_id, name, language)
) $byKey$;

CREATE TABLE message (
  seq $seq$,
  id $id$ NOT NULL UNIQUE,
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  contact_id $id$ NOT NULL,
  identity_id $id$ NOT NULL,
  direction INTEGER NOT NULL,
  state INTEGER NOT NULL,
  kind TEXT NOT NULL,
  category INTEGER NOT NULL,
  template_id $id$,
  content TEXT NOT NULL,              -- Meta's own JSON of the message, without recipient and callback data
  callback TEXT,                      -- the client's own biz_opaque_callback_data
  wamid TEXT,
  context_wamid TEXT,
  origin INTEGER NOT NULL,
  origin_id $id$,
  cause_id $id$,
  at BIGINT NOT NULL,                 -- WhatsApp's time of an incoming message, ours of an outgoing one
  created_at BIGINT NOT NULL,
  accepted_at BIGINT,
  sent_at BIGINT,
  delivered_at BIGINT,
  read_at BIGINT,
  played_at BIGINT,
  failed_at BIGINT,
  failure TEXT,
  pricing TEXT
) $hot$;
CREATE INDEX message_thread ON message (contact_id, at, seq);
CREATE INDEX message_origin ON message (origin_id) WHERE origin_id IS NOT NULL;

-- WhatsApp's names, apart from the messages: no column of theirs that changes is indexed, and what came before is known by one narrow key.
CREATE TABLE message_wamid (
  number_id $id$ NOT NULL,
  wamid TEXT NOT NULL,
  message_id $id$ NOT NULL,
  PRIMARY KEY (number_id, wamid)
) $byKey$;

CREATE TABLE job (
  message_id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  identity_id $id$ NOT NULL,
  origin_id $id$,
  category INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  due BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  owner $id$,
  sending_at BIGINT,
  waited BIGINT NOT NULL DEFAULT 0,   -- milliseconds of up-time that an ambiguous send has waited
  hold TEXT
) $queue$;
CREATE INDEX job_due ON job (number_id, priority, due, message_id);

CREATE TABLE node (
  id $id$ PRIMARY KEY,
  started_at BIGINT NOT NULL,
  beat_at BIGINT NOT NULL
) $byKey$;

CREATE TABLE budget_use (
  portfolio_id $id$ NOT NULL,
  identity_id $id$ NOT NULL,
  last_at BIGINT NOT NULL,
  PRIMARY KEY (portfolio_id, identity_id)
) $hotByKey$;

CREATE TABLE idempotency (
  workspace_id $id$ NOT NULL,
  key TEXT NOT NULL,
  request_hash $blob$ NOT NULL,
  message_id $id$ NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, key)
) $byKey$;

CREATE TABLE delivery_part (
  seq $seq$,
  tx BIGINT NOT NULL DEFAULT $tx$,
  workspace_id $id$,
  app_id $id$,
  number_id $id$,
  contact_id $id$,
  message_id $id$,
  kind INTEGER NOT NULL,
  field TEXT NOT NULL,
  at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  raw $blob$ NOT NULL,
  problem TEXT
);
CREATE INDEX delivery_part_message ON delivery_part (seq) WHERE kind = 1;
CREATE INDEX delivery_part_other ON delivery_part (seq) WHERE kind > 2;

CREATE TABLE reaction_cursor (
  name TEXT PRIMARY KEY,
  seq BIGINT NOT NULL
) $byKey$;

CREATE TABLE reaction_parked (
  name TEXT NOT NULL,
  seq BIGINT NOT NULL,
  problem TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (name, seq)
);

CREATE TABLE effect (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  due BIGINT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  dead_at BIGINT,
  created_at BIGINT NOT NULL,
  UNIQUE (kind, key)
);
CREATE INDEX effect_due ON effect (due) WHERE dead_at IS NULL;

CREATE TABLE media (
  message_id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  meta_id TEXT NOT NULL,
  mime TEXT NOT NULL,
  file_name TEXT,
  sha256 TEXT,
  size BIGINT,
  problem TEXT,
  fetched_at BIGINT
);

CREATE TABLE exchange (
  seq $seq$,
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  message_id $id$,
  at BIGINT NOT NULL,
  call TEXT NOT NULL,
  status INTEGER NOT NULL,
  micros BIGINT NOT NULL,
  problem TEXT
);
