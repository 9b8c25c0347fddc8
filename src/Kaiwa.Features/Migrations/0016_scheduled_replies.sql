-- Replies that a person has written to go out later.
CREATE TABLE scheduled_reply (
  id $id$ PRIMARY KEY,                -- becomes the id of the message, so that no crash and no second node sends it twice
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  contact_id $id$ NOT NULL,
  person_id $id$ NOT NULL,
  person_name TEXT NOT NULL,
  by_key BOOLEAN NOT NULL,
  body TEXT NOT NULL,
  due BIGINT NOT NULL,
  state INTEGER NOT NULL,             -- 0 waiting, 1 going out, 2 refused
  problem TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX scheduled_reply_due ON scheduled_reply (due) WHERE state < 2;
CREATE INDEX scheduled_reply_contact ON scheduled_reply (workspace_id, contact_id);
