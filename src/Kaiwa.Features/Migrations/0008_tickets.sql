-- When the customer wrote the first message that nobody has answered yet; the largest number for those who do not wait, so that they come last.
ALTER TABLE conversation ADD COLUMN waiting_since BIGINT NOT NULL DEFAULT 9223372036854775807;
UPDATE conversation SET waiting_since = last_at WHERE last_direction = 0 AND last_at > 0 AND last_kind NOT IN ('reaction', 'system');
CREATE INDEX conversation_assignee ON conversation (workspace_id, assigned_to, last_at, id);
CREATE INDEX conversation_waiting ON conversation (workspace_id, waiting_since, id);
