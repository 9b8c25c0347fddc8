-- Which tags and imports two contacts had before they were joined, so that each gets its own back.
CREATE TABLE contact_merge_tag (
  workspace_id $id$ NOT NULL,
  merge_id $id$ NOT NULL,
  contact_id $id$ NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (merge_id, contact_id, name)
) $byKey$;

CREATE TABLE contact_merge_import (
  workspace_id $id$ NOT NULL,
  merge_id $id$ NOT NULL,
  contact_id $id$ NOT NULL,
  import_id $id$ NOT NULL,
  PRIMARY KEY (merge_id, contact_id, import_id)
) $byKey$;

-- Where the messages of a conversation went: its links lead there.
CREATE TABLE conversation_joined (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  into_id $id$ NOT NULL
) $byKey$;
CREATE INDEX conversation_joined_into ON conversation_joined (into_id);
