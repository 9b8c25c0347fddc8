-- People by the words of their names and the digits of their phones. A person's number in the index, and what stands there, so that only what changed is cut again.
CREATE TABLE contact_words (
  seq $seq$,
  workspace_id $id$ NOT NULL,
  contact_id $id$ NOT NULL UNIQUE,
  digest BIGINT NOT NULL
);
CREATE TABLE contact_word_part (
  part BIGINT PRIMARY KEY
);

-- How far contacts have been cut for the first time; null for not begun. The second goes over the same some minutes later, for what was committed late.
CREATE TABLE contact_word_cursor (
  name TEXT PRIMARY KEY,
  contact_id $id$
);
INSERT INTO contact_word_cursor (name, contact_id) VALUES ('first', NULL);
INSERT INTO contact_word_cursor (name, contact_id) VALUES ('again', NULL);

-- Contacts whose words changed otherwise than by a message: renamed by an import, merged.
CREATE TABLE contact_renamed (
  seq $seq$,
  workspace_id $id$ NOT NULL,
  contact_id $id$ NOT NULL
);

-- References and products of orders were not cut before: a second walk over what the index has, up to where it stood.
INSERT INTO search_cursor (name, seq) VALUES ('orders', 0);
INSERT INTO search_cursor (name, seq) SELECT 'orders-until', seq FROM search_cursor WHERE name = 'first';
