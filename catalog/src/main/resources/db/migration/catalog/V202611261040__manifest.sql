-- The facts that the item's manifest was written from; behind until it is written for the first time.
ALTER TABLE item ADD COLUMN manifest_version int NOT NULL DEFAULT -1;

CREATE INDEX item_stale_manifest ON item (id) WHERE manifest_version <> facts_version;
