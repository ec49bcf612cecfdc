-- What rules the items of a class from an instant on. The class's own facts are its first edition, in force until one of these is; a change of an
-- account's rules adds a row here for each of its classes, and touches no item.
CREATE TABLE retention_edition (
    sequence     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    class_id     text NOT NULL REFERENCES retention_class,
    -- The approved change that it belongs to and may be revoked with; absent where a revision of the rules alone made it.
    change_id    uuid,
    made_at      timestamptz NOT NULL,
    effective_at timestamptz NOT NULL,
    facts        jsonb NOT NULL,
    CHECK (effective_at >= made_at)
);
CREATE INDEX retention_edition_in_force ON retention_edition (class_id, effective_at DESC, sequence DESC);
CREATE INDEX retention_class_by_account ON retention_class (account_id, id);

CREATE TRIGGER retention_edition_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON retention_edition
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Changes that were taken back before they took effect: none of their editions ever rules.
CREATE TABLE retention_revocation (
    change_id  uuid PRIMARY KEY,
    revoked_at timestamptz NOT NULL
);

CREATE TRIGGER retention_revocation_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON retention_revocation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How far the items of a class were told that another edition rules them, so that their tags, manifests and warnings follow.
CREATE TABLE retention_follow (
    class_id     text PRIMARY KEY REFERENCES retention_class,
    -- The edition that all items were told of; 0 is the class's own facts.
    followed     bigint NOT NULL DEFAULT 0,
    -- The edition that they are being told of, and the last item that was.
    target       bigint NOT NULL DEFAULT 0,
    after_anchor timestamptz,
    after_item   uuid
);

-- What ruled an item until then: written when its class, its anchor or its deletion changes, so that a decision of the past can be made again.
CREATE TABLE item_past (
    item_id         uuid NOT NULL REFERENCES item,
    until           timestamptz NOT NULL,
    retention_class text,
    anchor          timestamptz,
    trashed_at      timestamptz
);
CREATE INDEX item_past_by_item ON item_past (item_id, until);

CREATE TRIGGER item_past_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON item_past
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION item_ruled_otherwise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO item_past (item_id, until, retention_class, anchor, trashed_at)
    VALUES (OLD.id, clock_timestamp(), OLD.retention_class, OLD.anchor, OLD.trashed_at);
    RETURN NULL;
END $$;

CREATE TRIGGER item_ruled_otherwise AFTER UPDATE ON item
    FOR EACH ROW WHEN (
        ROW (OLD.retention_class, OLD.anchor, OLD.trashed_at) IS DISTINCT FROM ROW (NEW.retention_class, NEW.anchor, NEW.trashed_at))
    EXECUTE FUNCTION item_ruled_otherwise();
