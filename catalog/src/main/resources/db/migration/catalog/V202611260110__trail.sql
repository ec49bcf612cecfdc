-- The trail as a Merkle tree (docs/trail.md): entries hold commitments, details can be erased, and nobody edits what was hashed.

CREATE TABLE trail_entry (
    sequence   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    item_id    uuid REFERENCES item,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    action     text NOT NULL,
    -- SHA-256 of salt and body of the detail.
    commitment bytea NOT NULL CHECK (octet_length(commitment) = 32)
);
CREATE INDEX trail_entry_by_item ON trail_entry (item_id, sequence);
CREATE INDEX trail_entry_by_account ON trail_entry (account_id, sequence);

-- Who, and with which details. An erasure deletes rows here and nowhere else.
CREATE TABLE trail_detail (
    sequence bigint PRIMARY KEY REFERENCES trail_entry,
    salt     bytea NOT NULL CHECK (octet_length(salt) = 32),
    -- Canonical JSON, kept as text: a jsonb would not give back the bytes that were hashed.
    body     text NOT NULL
);

-- Entries that have no leaf yet.
CREATE TABLE trail_pending (
    sequence bigint PRIMARY KEY REFERENCES trail_entry
);

-- The leaves of the tree: which entry is where.
CREATE TABLE trail_leaf (
    index    bigint PRIMARY KEY CHECK (index >= 0),
    sequence bigint NOT NULL UNIQUE REFERENCES trail_entry,
    hash     bytea NOT NULL CHECK (octet_length(hash) = 32)
);

-- The complete subtrees above the leaves.
CREATE TABLE trail_node (
    level int NOT NULL CHECK (level BETWEEN 1 AND 53),
    index bigint NOT NULL CHECK (index >= 0),
    hash  bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, index)
);
-- In order of the leaf that completed them, as the check reads them.
CREATE INDEX trail_node_complete ON trail_node (((index + 1) << level), level);

-- The signed heads: the tree's root each time that it had grown.
CREATE TABLE trail_head (
    size     bigint PRIMARY KEY CHECK (size > 0),
    root     bytea NOT NULL CHECK (octet_length(root) = 32),
    document text NOT NULL
);

-- Heads that were put into the bucket, with the token of a timestamp authority where one is configured.
CREATE TABLE trail_anchor (
    size        bigint PRIMARY KEY REFERENCES trail_head,
    key         text NOT NULL UNIQUE,
    token       bytea,
    anchored_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What was there moves over under its numbers; the sequencer gives it leaves.
CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
SELECT entry.*,
       uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS salt,
       '{"actor":' || to_json(entry.actor)::text || ',"detail":{'
           || coalesce((SELECT string_agg(to_json(key)::text || ':' || to_json(value)::text, ',' ORDER BY key COLLATE "C")
                          FROM jsonb_each_text(entry.detail)), '')
           || '}}' AS body
  FROM audit_entry AS entry;

INSERT INTO trail_entry (sequence, account_id, item_id, at, action, commitment)
OVERRIDING SYSTEM VALUE
SELECT sequence, account_id, item_id, at, action, sha256(salt || convert_to(body, 'UTF8'))
  FROM moved ORDER BY sequence;
INSERT INTO trail_detail (sequence, salt, body) SELECT sequence, salt, body FROM moved;
INSERT INTO trail_pending (sequence) SELECT sequence FROM moved;
SELECT setval(pg_get_serial_sequence('trail_entry', 'sequence'), greatest(max(sequence), 1), max(sequence) IS NOT NULL)
  FROM moved;

DROP TABLE audit_entry;

-- What a trigger refuses here is not granted to the application's role either (catalog.access.ApplicationGrants).
CREATE TRIGGER trail_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trail_leaf_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trail_node_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_node
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trail_head_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trail_anchor_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_anchor
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trail_detail_erasable BEFORE UPDATE OR TRUNCATE ON trail_detail
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trail_pending_removable BEFORE UPDATE OR TRUNCATE ON trail_pending
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
