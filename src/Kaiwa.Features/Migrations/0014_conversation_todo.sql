-- One colleague's work of today, and what nobody has: without this the list of either goes through all that they ever resolved.
CREATE INDEX conversation_todo_assignee ON conversation (workspace_id, status, assigned_to, last_at, id) WHERE status <> 1;
