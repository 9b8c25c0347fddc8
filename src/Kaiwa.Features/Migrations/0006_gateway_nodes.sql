-- Ids at Meta that a workspace may reach through the gateway because it made or listed them there: flows, catalogues, product sets, uploads, templates.
CREATE TABLE gateway_node (
  workspace_id $id$ NOT NULL,
  meta_id TEXT NOT NULL,
  kind TEXT NOT NULL,                 -- whose path it is in graph-paths.tsv: Flow-ID
  number_id $id$ NOT NULL,            -- the number by whose token it was made or listed
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, meta_id)
);
