-- People, the inbox and audiences. Instants are BIGINT milliseconds; states are the numbers of the enums in code.

CREATE TABLE app_user (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  permissions TEXT NOT NULL,
  language TEXT NOT NULL,
  is_first INTEGER UNIQUE,            -- 1 for the one made at set-up, else NULL: two set-ups cannot both win
  failures INTEGER NOT NULL DEFAULT 0,
  locked_until BIGINT NOT NULL DEFAULT 0,
  signed_in_at BIGINT,
  created_at BIGINT NOT NULL
);

CREATE TABLE cookie_key (
  name TEXT PRIMARY KEY,
  xml TEXT NOT NULL                   -- sealed
);

CREATE TABLE conversation (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL REFERENCES phone_number(id),
  contact_id $id$ NOT NULL REFERENCES contact(id),
  status INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0,
  read_seq BIGINT NOT NULL DEFAULT 0, -- message.seq up to which people have read
  read_at BIGINT NOT NULL DEFAULT 0,  -- when the latest of them was written
  assigned_to $id$,
  last_message_id $id$,
  last_at BIGINT NOT NULL DEFAULT 0,
  last_kind TEXT NOT NULL DEFAULT 'text',
  last_direction INTEGER NOT NULL DEFAULT 0,
  last_preview TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  UNIQUE (workspace_id, number_id, contact_id)
) $hot$;
CREATE INDEX conversation_list ON conversation (workspace_id, last_at, id);
CREATE INDEX conversation_contact ON conversation (contact_id);
CREATE INDEX conversation_unread ON conversation (workspace_id) WHERE unread > 0;

CREATE TABLE contact_tag (
  workspace_id $id$ NOT NULL,
  name TEXT NOT NULL,
  contact_id $id$ NOT NULL REFERENCES contact(id),
  PRIMARY KEY (workspace_id, name, contact_id)
) $byKey$;
CREATE INDEX contact_tag_contact ON contact_tag (contact_id);

CREATE TABLE contact_import (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  name TEXT NOT NULL,
  actor TEXT NOT NULL,
  declaration TEXT,                   -- the words by which everybody in the file is said to have agreed
  rows_read BIGINT NOT NULL DEFAULT 0,
  error_count BIGINT NOT NULL DEFAULT 0,
  at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE INDEX contact_import_workspace ON contact_import (workspace_id, at);

CREATE TABLE contact_import_member (
  workspace_id $id$ NOT NULL,
  import_id $id$ NOT NULL REFERENCES contact_import(id),
  contact_id $id$ NOT NULL REFERENCES contact(id),
  PRIMARY KEY (import_id, contact_id)
) $byKey$;
CREATE INDEX contact_import_member_contact ON contact_import_member (contact_id);

CREATE TABLE contact_import_error (
  workspace_id $id$ NOT NULL,
  import_id $id$ NOT NULL REFERENCES contact_import(id),
  line BIGINT NOT NULL,
  column_name TEXT NOT NULL,
  problem TEXT NOT NULL,
  PRIMARY KEY (import_id, line)
);
