-- Whom the shop blocked on this number: since when.
ALTER TABLE conversation ADD COLUMN blocked_at BIGINT;
CREATE INDEX conversation_blocked ON conversation (workspace_id, last_at, id) WHERE blocked_at IS NOT NULL;
