CREATE TABLE broadcast (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  number_id $id$ NOT NULL,
  template_id $id$ NOT NULL,
  template_name TEXT NOT NULL,
  language TEXT NOT NULL,
  category INTEGER NOT NULL,
  components TEXT NOT NULL,           -- as they were when the broadcast was started: the template may be edited meanwhile
  name TEXT NOT NULL,
  state INTEGER NOT NULL,
  variables TEXT NOT NULL,
  audience TEXT NOT NULL,
  expires_after BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  scheduled_at BIGINT,
  started_at BIGINT,
  finished_at BIGINT,
  frozen BOOLEAN NOT NULL DEFAULT FALSE,
  freeze_cursor $id$,                 -- the last contact that was looked at
  total BIGINT NOT NULL DEFAULT 0,
  excluded TEXT NOT NULL DEFAULT '{}',
  next_ordinal BIGINT NOT NULL DEFAULT 0,  -- recipients below it are in the outbox
  judged_from BIGINT NOT NULL DEFAULT 0,   -- recipients below it no longer count towards the automatic pause
  reason TEXT
) $hot$;
CREATE INDEX broadcast_workspace ON broadcast (workspace_id, id);

-- Written once, when the audience is frozen; the message id is minted here, so that enqueuing twice makes one message.
CREATE TABLE broadcast_recipient (
  broadcast_id $id$ NOT NULL,
  ordinal BIGINT NOT NULL,
  identity_id $id$ NOT NULL,
  contact_id $id$ NOT NULL,
  message_id $id$ NOT NULL,
  excluded TEXT,
  variables TEXT,
  PRIMARY KEY (broadcast_id, ordinal)
) $byKey$;
CREATE UNIQUE INDEX broadcast_recipient_identity ON broadcast_recipient (broadcast_id, identity_id);

-- Media ids that a workspace may fetch through the gateway: those it uploaded and those that Meta announced to it.
CREATE TABLE gateway_media (
  workspace_id $id$ NOT NULL,
  meta_id TEXT NOT NULL,
  number_id $id$ NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, meta_id)
);
