-- The team that is to take a conversation; one of them, or nobody yet, has it.
ALTER TABLE conversation ADD COLUMN team_id $id$;
CREATE INDEX conversation_team ON conversation (workspace_id, team_id, last_at, id) WHERE team_id IS NOT NULL;
