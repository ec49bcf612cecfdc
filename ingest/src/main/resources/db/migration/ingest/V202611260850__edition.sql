-- Files that a media server makes together, and may make anew. Absent where nothing is ever replaced.
ALTER TABLE hand_over
    -- SHA-256 of the source's names for the set, and for the file without its version. Like those of keys they outlive the names.
    ADD COLUMN set_hash    bytea CHECK (octet_length(set_hash) = 32),
    ADD COLUMN slot_hash   bytea CHECK (octet_length(slot_hash) = 32),
    -- Which making of the set.
    ADD COLUMN edition     text,
    -- Since when another edition stands for it.
    ADD COLUMN replaced_at timestamptz,
    ADD CHECK ((set_hash IS NULL) = (edition IS NULL) AND (set_hash IS NULL) = (slot_hash IS NULL));
CREATE INDEX hand_over_by_set ON hand_over (source_id, set_hash, heard_at DESC, id DESC) WHERE set_hash IS NOT NULL;
