-- When an answer is due. Whoever does not wait has the largest number, so that they are in no index of it.
ALTER TABLE conversation ADD COLUMN answered_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN resolved_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN due_from BIGINT;  -- since when the time runs
ALTER TABLE conversation ADD COLUMN due_at BIGINT NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE conversation ADD COLUMN miss_at BIGINT;   -- until it has been told that the time ran out
UPDATE conversation SET answered_at = last_at WHERE last_direction = 1;
CREATE INDEX conversation_due ON conversation (workspace_id, due_at, id) WHERE due_at < 9223372036854775807;
CREATE INDEX conversation_miss ON conversation (miss_at) WHERE miss_at IS NOT NULL;

-- Within how many minutes customers are to be answered; null: no target, or that of all the others.
CREATE TABLE service_level (
  workspace_id $id$ PRIMARY KEY,
  by_clock BOOLEAN NOT NULL,          -- nights and holidays count, too
  first_minutes INTEGER,
  next_minutes INTEGER,
  high_first_minutes INTEGER,
  high_next_minutes INTEGER,
  urgent_first_minutes INTEGER,
  urgent_next_minutes INTEGER
);
