-- The words of messages, found by the number of the message.
$message_word$;

-- How far the words have been cut.
CREATE TABLE search_cursor (
  name TEXT PRIMARY KEY,
  seq BIGINT NOT NULL
);
INSERT INTO search_cursor (name, seq) VALUES ('first', 0);
INSERT INTO search_cursor (name, seq) VALUES ('again', 0);
