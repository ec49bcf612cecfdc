-- Catalog and bucket held against each other.

-- Where the comparison is; one row.
CREATE TABLE reconciliation (
    only_one  boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    -- Counts the steps of all comparisons: whoever steps forward from a place that is not the last one was overtaken.
    step      bigint NOT NULL DEFAULT 0,
    -- When the comparison that is under way, or the last one, began.
    began_at  timestamptz,
    phase     text CHECK (phase IN ('VERSIONS', 'UPLOADS', 'ORPHANS')),
    -- Where the next page of the listing begins, and the last key that was compared.
    mark_key  text NOT NULL DEFAULT '',
    mark_id   text NOT NULL DEFAULT '',
    last_key  text NOT NULL DEFAULT '',
    -- Versions and markers that this comparison has listed.
    listed    bigint NOT NULL DEFAULT 0,
    -- The last whole comparison.
    ended_at     timestamptz,
    ended_listed bigint NOT NULL DEFAULT 0
);
INSERT INTO reconciliation DEFAULT VALUES;

-- What lies in the bucket and belongs to nobody, as far as the catalog knows.
CREATE TABLE orphan (
    key           text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('VERSION', 'MARKER', 'UPLOAD')),
    -- The store's id of the version or upload.
    id            text NOT NULL,
    size          bigint NOT NULL,
    -- Out of its key; absent where that names no account of ours, or nothing in one.
    account_id    uuid REFERENCES account,
    folder        uuid,
    first_seen_at timestamptz NOT NULL,
    -- The beginning of the comparison that saw it last.
    last_seen_at  timestamptz NOT NULL,
    -- When it was old enough to be no write under way, and was told of.
    told_at       timestamptz,
    -- A worker deletes it until then.
    claimed_until timestamptz,
    -- Why it could not be deleted.
    problem       text,
    PRIMARY KEY (key, kind, id),
    CHECK (account_id IS NOT NULL OR folder IS NULL)
);
CREATE INDEX orphan_to_tell ON orphan (first_seen_at) WHERE told_at IS NULL;
CREATE INDEX orphan_by_folder ON orphan (account_id, folder);

-- In the order in which stores list.
CREATE INDEX stored_object_by_key ON stored_object (key COLLATE "C") WHERE status = 'VISIBLE';
