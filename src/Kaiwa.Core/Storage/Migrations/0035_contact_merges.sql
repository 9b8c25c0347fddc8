-- A merge can be taken back: who joined them, and what the one that was kept was before. Merges from before this script remember nothing: name_at is null.
ALTER TABLE contact_merge ADD COLUMN actor TEXT NOT NULL DEFAULT '';
ALTER TABLE contact_merge ADD COLUMN into_name TEXT;
ALTER TABLE contact_merge ADD COLUMN into_name_at BIGINT;
ALTER TABLE contact_merge ADD COLUMN into_username TEXT;
ALTER TABLE contact_merge ADD COLUMN into_language TEXT;
ALTER TABLE contact_merge ADD COLUMN into_attributes TEXT;
ALTER TABLE contact_merge ADD COLUMN into_consent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact_merge ADD COLUMN into_consent_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contact_merge ADD COLUMN into_consent_source TEXT;
ALTER TABLE contact_merge ADD COLUMN into_no_contact BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX contact_merge_into ON contact_merge (workspace_id, into_contact_id);

-- The name in whose company this one was first heard: both are one account, and stay together.
ALTER TABLE identity ADD COLUMN learned_with $id$;
