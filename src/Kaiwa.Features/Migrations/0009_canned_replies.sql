-- Answers that people write again and again.
CREATE TABLE canned_reply (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  owner_id $id$,                      -- this person's own; NULL is for all
  shortcut TEXT NOT NULL,
  body TEXT NOT NULL,
  hotkey TEXT,                        -- with Alt+Shift; NULL for none
  buttons TEXT NOT NULL,              -- the titles of its quick replies, a JSON array
  file_sha256 TEXT,                   -- of what it carries, kept as files of messages are
  file_size BIGINT,
  file_mime TEXT,
  file_name TEXT,
  uses BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX canned_reply_shared ON canned_reply (workspace_id, shortcut) WHERE owner_id IS NULL;
CREATE UNIQUE INDEX canned_reply_own ON canned_reply (workspace_id, owner_id, shortcut) WHERE owner_id IS NOT NULL;
