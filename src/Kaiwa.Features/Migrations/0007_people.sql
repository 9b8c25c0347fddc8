-- People in several workspaces, with roles; their sessions, invitations and second factors.

CREATE TABLE member (
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  user_id $id$ NOT NULL REFERENCES app_user(id),
  role INTEGER NOT NULL,
  permissions TEXT NOT NULL DEFAULT 'None', -- only where the role is custom
  away BOOLEAN NOT NULL DEFAULT FALSE,
  since BIGINT NOT NULL,
  deactivated_at BIGINT,
  PRIMARY KEY (workspace_id, user_id)
) $byKey$;
CREATE INDEX member_user ON member (user_id);

-- From now on app_user.workspace_id is the workspace that the person used last; app_user.permissions is not read any more.
INSERT INTO member (workspace_id, user_id, role, permissions, since)
SELECT workspace_id, id,
       CASE WHEN is_first = 1 THEN 4 WHEN permissions = 'All' THEN 3 ELSE 5 END,
       CASE WHEN is_first = 1 OR permissions = 'All' THEN 'None' ELSE permissions END,
       created_at
FROM app_user;

CREATE TABLE session (
  id $id$ PRIMARY KEY,
  user_id $id$ NOT NULL REFERENCES app_user(id),
  workspace_id $id$ NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  revoked_at BIGINT
) $hot$;
CREATE INDEX session_person ON session (user_id);

CREATE TABLE invitation (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL REFERENCES workspace(id),
  email TEXT NOT NULL,
  role INTEGER NOT NULL,
  permissions TEXT NOT NULL,
  hash $blob$ NOT NULL UNIQUE,        -- SHA-256 of the link's token
  invited_by $id$ NOT NULL,
  inviter TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  accepted_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX invitation_workspace ON invitation (workspace_id, id);

CREATE TABLE two_factor (
  user_id $id$ PRIMARY KEY REFERENCES app_user(id),
  secret $blob$ NOT NULL,             -- sealed
  confirmed_at BIGINT,                -- NULL until the first code was given: it asks for nothing yet
  last_step BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE recovery_code (
  user_id $id$ NOT NULL REFERENCES app_user(id),
  hash $blob$ NOT NULL,               -- SHA-256
  used_at BIGINT,
  PRIMARY KEY (user_id, hash)
) $byKey$;

-- Whose deed it was: names change, and two people may share one.
ALTER TABLE audit ADD COLUMN actor_id $id$;
