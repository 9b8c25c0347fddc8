-- How far the words of messages have been cut.
CREATE TABLE search_cursor (
  name TEXT PRIMARY KEY,
  seq BIGINT NOT NULL
);
INSERT INTO search_cursor (name, seq) VALUES ('first', 0);
INSERT INTO search_cursor (name, seq) VALUES ('again', 0);

-- The parts of the index: message_word_0, message_word_1 and so on, each over a stretch of message.seq, made when the first message of it is cut.
CREATE TABLE search_part (
  part BIGINT PRIMARY KEY
);
