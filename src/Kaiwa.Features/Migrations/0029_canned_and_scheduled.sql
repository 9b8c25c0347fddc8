-- A canned reply may be one team's; a deleted one can be had back for a while.
ALTER TABLE canned_reply ADD COLUMN team_id $id$;
ALTER TABLE canned_reply ADD COLUMN deleted_at BIGINT;
DROP INDEX canned_reply_shared;
DROP INDEX canned_reply_own;
CREATE UNIQUE INDEX canned_reply_shared ON canned_reply (workspace_id, shortcut) WHERE owner_id IS NULL AND team_id IS NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX canned_reply_own ON canned_reply (workspace_id, owner_id, shortcut) WHERE owner_id IS NOT NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX canned_reply_team ON canned_reply (workspace_id, team_id, shortcut) WHERE team_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX canned_reply_deleted ON canned_reply (deleted_at) WHERE deleted_at IS NOT NULL;

-- How often a person has taken one.
CREATE TABLE canned_reply_use (
  workspace_id $id$ NOT NULL,
  reply_id $id$ NOT NULL,
  person_id $id$ NOT NULL,
  uses BIGINT NOT NULL,
  PRIMARY KEY (reply_id, person_id)
) $byKey$;

-- What a scheduled reply carries besides its words: a file, kept as files of messages are, and the titles of its quick replies (a JSON array).
ALTER TABLE scheduled_reply ADD COLUMN buttons TEXT;
ALTER TABLE scheduled_reply ADD COLUMN file_sha256 TEXT;
ALTER TABLE scheduled_reply ADD COLUMN file_size BIGINT;
ALTER TABLE scheduled_reply ADD COLUMN file_mime TEXT;
ALTER TABLE scheduled_reply ADD COLUMN file_name TEXT;
