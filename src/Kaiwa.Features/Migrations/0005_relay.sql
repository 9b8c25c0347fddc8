-- The webhook relay: Meta's events on to the shop's own programs.

-- The account that a notice is about, where no number says it.
ALTER TABLE delivery_part ADD COLUMN entry TEXT;

CREATE TABLE relay_subscription (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  secret $blob$ NOT NULL,             -- sealed
  shape INTEGER NOT NULL,
  number_id $id$,                     -- this number only; NULL is all
  fields TEXT NOT NULL,               -- Meta's names with commas between; empty is all
  enabled BOOLEAN NOT NULL DEFAULT TRUE,
  cursor_seq BIGINT NOT NULL,         -- delivery_part.seq up to which everything was delivered, or waits in relay_held, or is dead
  attempts INTEGER NOT NULL DEFAULT 0,
  due BIGINT NOT NULL DEFAULT 0,      -- while the receiver does not answer: when it is tried again
  failing_since BIGINT,
  problem TEXT,
  created_at BIGINT NOT NULL
) $hot$;
CREATE INDEX relay_subscription_workspace ON relay_subscription (workspace_id, id);

-- Conversations that stopped at an event which the receiver did not take: that event, and what came after it.
CREATE TABLE relay_held (
  subscription_id $id$ NOT NULL REFERENCES relay_subscription(id),
  conversation $id$ NOT NULL,
  seq BIGINT NOT NULL,                -- of delivery_part; negative where raw is the event itself
  workspace_id $id$ NOT NULL,
  due BIGINT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  held_at BIGINT NOT NULL,
  problem TEXT,
  raw $blob$,                         -- the whole body, for what Kaiwa itself has to say
  PRIMARY KEY (subscription_id, conversation, seq)
) $byKey$;
CREATE INDEX relay_held_due ON relay_held (subscription_id, due);

CREATE TABLE relay_dead (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  subscription_id $id$ NOT NULL REFERENCES relay_subscription(id),
  conversation $id$,
  first_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,           -- a receiver that was silent for too long leaves one row for the whole stretch
  events BIGINT NOT NULL,
  problem TEXT NOT NULL,
  died_at BIGINT NOT NULL,
  raw $blob$
) $byKey$;
CREATE INDEX relay_dead_subscription ON relay_dead (subscription_id, id);

CREATE TABLE relay_replay (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  subscription_id $id$ NOT NULL REFERENCES relay_subscription(id),
  cursor_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
) $byKey$;
CREATE INDEX relay_replay_subscription ON relay_replay (subscription_id, id);

-- Sends that were answered before they left: if one ends without a status of Meta's, the relay says so.
CREATE TABLE relay_awaited (
  message_id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  created_at BIGINT NOT NULL
) $byKey$;
