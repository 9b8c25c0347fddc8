-- Until when a snoozed conversation sleeps; null for one that sleeps until its customer writes.
ALTER TABLE conversation ADD COLUMN wake_at BIGINT;
ALTER TABLE conversation ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversation_wake ON conversation (wake_at) WHERE wake_at IS NOT NULL;

-- Resolved conversations grow without end, the others are today's work: each of their orders has an index of its own.
CREATE INDEX conversation_todo ON conversation (workspace_id, status, last_at, id, assigned_to) WHERE status <> 1;
CREATE INDEX conversation_todo_waiting ON conversation (workspace_id, status, waiting_since, id, assigned_to) WHERE status <> 1;
CREATE INDEX conversation_todo_priority ON conversation (workspace_id, status, priority, last_at, id, assigned_to) WHERE status <> 1;
CREATE INDEX conversation_priority ON conversation (workspace_id, priority, last_at, id, status);

-- What people and rules did to a conversation, in the order it happened: shown between its messages.
CREATE TABLE conversation_event (
  seq $seq$,
  workspace_id $id$ NOT NULL,
  conversation_id $id$ NOT NULL,
  at BIGINT NOT NULL,
  kind INTEGER NOT NULL,
  actor TEXT NOT NULL,
  user_id $id$,   -- the colleague who did it
  detail TEXT     -- closing reason, name of the assignee or label, moment of waking: what the kind says
);
CREATE INDEX conversation_event_of ON conversation_event (conversation_id, at, seq);

CREATE TABLE closing_reason (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (workspace_id, name)
);

CREATE TABLE label (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  name TEXT NOT NULL,
  colour INTEGER NOT NULL,
  UNIQUE (workspace_id, name)
);

CREATE TABLE conversation_label (
  workspace_id $id$ NOT NULL,
  label_id $id$ NOT NULL,
  conversation_id $id$ NOT NULL,
  PRIMARY KEY (workspace_id, label_id, conversation_id)
) $byKey$;
CREATE INDEX conversation_label_of ON conversation_label (conversation_id);
