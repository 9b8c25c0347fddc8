-- When a shop is open, and what it answers by itself.
CREATE TABLE opening_hours (
  workspace_id $id$ PRIMARY KEY,
  week TEXT NOT NULL,                 -- JSON: hours of the week
  holidays TEXT NOT NULL,             -- JSON: dates
  away_on BOOLEAN NOT NULL,
  away_text TEXT NOT NULL,
  welcome_on BOOLEAN NOT NULL,
  welcome_text TEXT NOT NULL
);

-- What was answered by itself, so that it is not answered again.
CREATE TABLE automatic_answer (
  workspace_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  contact_id $id$ NOT NULL,
  kind INTEGER NOT NULL,              -- 0 welcome, 1 away
  period BIGINT NOT NULL,             -- of an away message: when the shop closed
  at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, number_id, contact_id, kind, period)
);
CREATE INDEX automatic_answer_contact ON automatic_answer (workspace_id, contact_id);
