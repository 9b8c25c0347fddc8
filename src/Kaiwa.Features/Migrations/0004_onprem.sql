-- The On-Premises API: its users belong to a number, as they did when every number had a server of its own.

CREATE TABLE onprem_user (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  number_id $id$ NOT NULL REFERENCES phone_number(id),
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  is_admin BOOLEAN NOT NULL,
  must_change BOOLEAN NOT NULL,       -- the first password was made by Kaiwa: it lets nobody in but to be changed
  failures INTEGER NOT NULL DEFAULT 0,
  locked_until BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  UNIQUE (number_id, name)
);

CREATE TABLE onprem_token (
  hash $blob$ PRIMARY KEY,            -- SHA-256 of the token
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  user_id $id$ NOT NULL REFERENCES onprem_user(id),
  expires_at BIGINT NOT NULL
);
CREATE INDEX onprem_token_user ON onprem_token (user_id);

CREATE TABLE onprem_settings (
  number_id $id$ PRIMARY KEY REFERENCES phone_number(id),
  workspace_id $id$ NOT NULL,
  application TEXT NOT NULL,          -- what programs set with PATCH /v1/settings/application, without the defaults
  webhook_headers $blob$,             -- sealed JSON object: 360dialog's headers for every callback
  providers $blob$,                   -- sealed JSON array: media providers with their passwords
  webhook_ca TEXT,
  external_ca TEXT,
  shards INTEGER NOT NULL DEFAULT 1
);

-- Uploads: our id for ever, Meta's for 30 days. The bytes are kept under their hash, so that they can be uploaded again.
CREATE TABLE onprem_media (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  meta_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  mime TEXT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE onprem_stickerpack (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  document TEXT NOT NULL              -- the pack with its stickers, as JSON
);
CREATE INDEX onprem_stickerpack_number ON onprem_stickerpack (number_id);
