-- Browsers that want to be told of messages while nobody looks, as the Push API gave them.
CREATE TABLE push_subscription (
  id $id$ PRIMARY KEY,
  workspace_id $id$ NOT NULL,
  user_id $id$ NOT NULL,
  endpoint TEXT NOT NULL,
  p256dh $blob$ NOT NULL,
  auth $blob$ NOT NULL,
  device TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX push_subscription_endpoint ON push_subscription (workspace_id, endpoint);
CREATE INDEX push_subscription_user ON push_subscription (workspace_id, user_id, id);

-- The key that this server signs its pushes with (RFC 8292), sealed under the master key. One row.
CREATE TABLE push_key (
  name TEXT PRIMARY KEY,
  sealed $blob$ NOT NULL
);
