-- When its writer changed a note last.
ALTER TABLE note ADD COLUMN edited_at BIGINT;
