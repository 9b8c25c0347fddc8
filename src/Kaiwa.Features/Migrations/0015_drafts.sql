-- What a person has begun to write to a customer.
CREATE TABLE draft (
  workspace_id $id$ NOT NULL,
  person_id $id$ NOT NULL,
  number_id $id$ NOT NULL,
  contact_id $id$ NOT NULL,
  body TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, person_id, number_id, contact_id)
);
CREATE INDEX draft_contact ON draft (workspace_id, contact_id);
