-- Who gets a conversation that nobody has.
CREATE TABLE auto_assignment (
  workspace_id $id$ PRIMARY KEY,
  is_on BOOLEAN NOT NULL,
  capacity INTEGER NOT NULL,          -- open conversations of one colleague at once; 0 for any number
  only_online BOOLEAN NOT NULL,
  team_id $id$,                       -- who takes what no rule names; null for everybody who may reply
  rules TEXT NOT NULL                 -- JSON: the rules in their order
);

-- When somebody was last given one: whose turn it is.
CREATE TABLE auto_assignment_turn (
  workspace_id $id$ NOT NULL,
  user_id $id$ NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
) $byKey$;
