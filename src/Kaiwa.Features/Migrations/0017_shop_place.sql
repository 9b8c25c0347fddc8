-- Where the shop is, in degrees: how far away a customer's location lies.
ALTER TABLE workspace ADD COLUMN latitude DOUBLE PRECISION;
ALTER TABLE workspace ADD COLUMN longitude DOUBLE PRECISION;
