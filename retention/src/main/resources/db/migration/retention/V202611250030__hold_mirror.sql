-- The mirror of holds: legal holds on the versions in the bucket, as a second barrier beside hold_count.

-- What has changed for the mirror: one row per change, noted in the change's own transaction and deleted by exactly its id once it is mirrored.
-- Nothing is ever updated here, and nothing refers to it: writers of items and of objects never wait for each other because of it.
CREATE TABLE hold_mirror_due (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id uuid NOT NULL,
    -- Also look at what was mirrored before.
    look    boolean NOT NULL DEFAULT false
);
CREATE INDEX hold_mirror_due_by_item ON hold_mirror_due (item_id);

-- One row per item that is held, or was and has not been looked at since its locks were cleared.
CREATE TABLE hold_mirror (
    item_id     uuid PRIMARY KEY REFERENCES item,
    -- When every version that the bucket listed was last known to be locked; absent while that is not so.
    mirrored_at timestamptz,
    versions    int NOT NULL DEFAULT 0,
    -- What kept the last attempt from its end.
    problem     text
);

-- What we did to which version. A row exists before its lock does, so that a lock of ours is always known for ours.
CREATE TABLE hold_mirror_version (
    item_id    uuid NOT NULL REFERENCES hold_mirror ON DELETE CASCADE,
    key        text NOT NULL,
    version_id text NOT NULL,
    size       bigint NOT NULL,
    mark       text NOT NULL CHECK (mark IN ('CHANGING', 'SET', 'CLEARED', 'FOREIGN', 'LOST')),
    -- What an auditor has yet to be told of it.
    finding    text,
    PRIMARY KEY (item_id, key, version_id)
);

-- Held items, for the audit that walks them.
CREATE INDEX item_held ON item (id) WHERE hold_count > 0;

CREATE FUNCTION hold_mirror_item_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hold_mirror_due (item_id) VALUES (NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER item_hold_changed AFTER UPDATE OF hold_count ON item
    FOR EACH ROW WHEN ((OLD.hold_count > 0) <> (NEW.hold_count > 0))
    EXECUTE FUNCTION hold_mirror_item_due();

-- An object's bytes are in the bucket before its version is known here. A hold that commits after this look is mirrored after those bytes came,
-- so the mirror's own listing finds them.
CREATE FUNCTION hold_mirror_object_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hold_mirror_due (item_id) SELECT id FROM item WHERE id = NEW.item_id AND hold_count > 0;
    RETURN NULL;
END $$;

CREATE TRIGGER stored_object_complete AFTER UPDATE OF version_id ON stored_object
    FOR EACH ROW WHEN (NEW.version_id IS DISTINCT FROM OLD.version_id)
    EXECUTE FUNCTION hold_mirror_object_due();

-- Holds from before the mirror.
INSERT INTO hold_mirror_due (item_id) SELECT id FROM item WHERE hold_count > 0;
