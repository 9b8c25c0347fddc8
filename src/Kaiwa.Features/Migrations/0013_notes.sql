-- What colleagues say to each other about a conversation; never sent.
CREATE TABLE note (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  conversation_id $id$ NOT NULL,
  at BIGINT NOT NULL,
  user_id $id$,
  author TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX note_of ON note (conversation_id, at, id);

-- Who was named in a note, or followed a conversation whose customer wrote: the last time of each, and whether they have looked since.
CREATE TABLE conversation_mention (
  workspace_id $id$ NOT NULL,
  user_id $id$ NOT NULL,
  conversation_id $id$ NOT NULL,
  at BIGINT NOT NULL,
  seen INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, user_id, conversation_id)
) $byKey$;
CREATE INDEX conversation_mention_of ON conversation_mention (conversation_id);

-- Who wants to hear when the customer writes.
CREATE TABLE conversation_follower (
  workspace_id $id$ NOT NULL,
  conversation_id $id$ NOT NULL,
  user_id $id$ NOT NULL,
  PRIMARY KEY (workspace_id, conversation_id, user_id)
) $byKey$;

-- What a person has set for themselves: their keys.
CREATE TABLE user_setting (
  workspace_id $id$ NOT NULL,
  user_id $id$ NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (workspace_id, user_id, name)
) $byKey$;

CREATE TABLE saved_view (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  user_id $id$,   -- whose; null for everybody's
  name TEXT NOT NULL,
  filter TEXT NOT NULL
);
CREATE INDEX saved_view_of ON saved_view (workspace_id, name);
