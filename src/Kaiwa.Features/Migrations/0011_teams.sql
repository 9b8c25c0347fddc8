CREATE TABLE team (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (workspace_id, name)
);

CREATE TABLE team_member (
  workspace_id $id$ NOT NULL,
  team_id $id$ NOT NULL REFERENCES team(id),
  user_id $id$ NOT NULL REFERENCES app_user(id),
  PRIMARY KEY (team_id, user_id)
) $byKey$;
CREATE INDEX team_member_user ON team_member (workspace_id, user_id);
