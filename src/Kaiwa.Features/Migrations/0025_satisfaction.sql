-- What the customer said of the service when it was over, the last time they were asked.
ALTER TABLE conversation ADD COLUMN rating INTEGER;
ALTER TABLE conversation ADD COLUMN rated_at BIGINT;

CREATE TABLE satisfaction_setting (
  workspace_id $id$ PRIMARY KEY,
  is_on BOOLEAN NOT NULL,
  delay_minutes INTEGER NOT NULL,
  pause_days INTEGER NOT NULL,
  language TEXT NOT NULL,             -- for customers whose own is not known: en, ja
  text_en TEXT NOT NULL,
  text_ja TEXT NOT NULL,
  template_id $id$                    -- for customers who can be written to with a template only; null: they are not asked
);

-- One question to one customer; its id is also that of its message.
CREATE TABLE satisfaction_request (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  contact_id $id$ NOT NULL,
  user_id $id$ NOT NULL,              -- who resolved the conversation
  resolved_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  state INTEGER NOT NULL,             -- 0 waits, 1 asked, 2 not to be asked
  asked_at BIGINT,
  score INTEGER,                      -- 1 to 5
  answered_at BIGINT
);
CREATE INDEX satisfaction_request_due ON satisfaction_request (due_at) WHERE state = 0;
CREATE INDEX satisfaction_request_contact ON satisfaction_request (workspace_id, contact_id, state, asked_at);
CREATE INDEX satisfaction_request_asked ON satisfaction_request (workspace_id, asked_at) WHERE asked_at IS NOT NULL;
CREATE INDEX satisfaction_request_answered ON satisfaction_request (workspace_id, answered_at, id) WHERE answered_at IS NOT NULL;
